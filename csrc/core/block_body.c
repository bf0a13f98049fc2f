/* Where the article's own text lies. Every line gets points for reading like
 * prose; the body is the set of runs of lines with the greatest sum, where
 * each run costs something to open and to close. The points are tenths of a
 * logit: a logistic regression over these features on 947 pages, rounded, its
 * oddities taken out by hand. A model may replace `points_of` alone. */
#include "block_line.h"

#define RUN_COST 10  /* to open a run, and to close it */
#define FEWEST   -15 /* a stray label must not tear a text apart */
#define MOST     40
#define APART    12 /* lines: a run nearer to the main one stays */

typedef struct step {
  uint32_t below; /* code points */
  int32_t points;
} step;

static int32_t length_points(uint32_t codes) {
  static const step steps[] = {{12, -16}, {25, -9}, {70, -4}, {100, -2},
                               {150, 1},  {220, 6}, {350, 11}};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
    if (codes < steps[i].below) return steps[i].points;
  return 14;
}

static int32_t ending_points(const cd_line *line) {
  if (cd_line_is(line, L_TRAILS)) return -20; /* a teaser, cut short */
  if (cd_line_is(line, L_STOP)) return 9;
  if (cd_line_is(line, L_ASKS)) return 4;
  if (cd_line_is(line, L_COLON)) return 16;
  return line->codes >= 70 ? -11 : 0;
}

static int32_t word_points(const cd_line *line, bool has_stops) {
  int32_t points = 0;
  if (line->words < 4)
    points -= 6;
  else if (has_stops && line->words >= 8 && cd_percent(line->stops, line->words) < 10)
    points -= 6;
  if (line->words <= 1) points -= 7;
  if (line->cased >= 2 && cd_percent(line->capitals, line->cased) >= 40) points -= 6;
  if (line->commas >= 2) points += 5;
  if (cd_percent(line->cues, line->words) > 8) points -= line->cues == 1 ? 7 : 12;
  return points;
}

static int32_t flag_points(const cd_line *line) {
  static const struct {
    uint32_t flag;
    int32_t points;
  } flags[] = {
      {L_LINK, -11},
      {L_DATED, -4},
      {L_BYLINE, -20},
      {L_COLOPHON, -11},
      {L_HAS_DATE, -13},
      {L_URL, -4},
      {L_HAS_QUOTE, 4},
      {L_OPENS_QUOTE, 4},
      {L_BULLET, 7},
      {L_DIGIT_FIRST, 10},
      {L_BLANK, 3},
      {L_MARKS, -4},
      {L_LABEL | L_COMMENTS, -8},
  };
  int32_t points = line->twins ? -18 : 0;
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (cd_line_is(line, flags[i].flag) &&
        !(flags[i].flag == L_HAS_DATE && line->codes >= 200))
      points += flags[i].points;
  return points;
}

static int32_t points_of(const cd_line *line, bool has_stops) {
  int32_t points = 2 + length_points(line->codes) + ending_points(line) +
                   word_points(line, has_stops) + flag_points(line);
  return points < FEWEST ? FEWEST : points > MOST ? MOST : points;
}

/* False for a language whose stop words we do not know. */
static bool page_has_stops(const cd_page *page) {
  uint64_t words = 0, stops = 0;
  for (uint32_t i = 0; i < page->n; i++) {
    words += page->line[i].words;
    stops += page->line[i].stops;
  }
  return stops * 20 > words;
}

/* ---- runs ------------------------------------------------------------------ */

/* The best sum of points over runs (Viterbi, two states), left in L_BODY. */
static void find_runs(cd_page *page) {
  int64_t out = 0, in = -RUN_COST;
  for (uint32_t i = 0; i < page->n; i++) {
    cd_line *line = &page->line[i];
    if (out - RUN_COST > in) line->flags |= L_COMES;
    int64_t into = in > out - RUN_COST ? in : out - RUN_COST;
    if (in - RUN_COST > out) line->flags |= L_GOES;
    out = out > in - RUN_COST ? out : in - RUN_COST;
    in = into + line->points;
  }
  bool body = in - RUN_COST > out;
  for (uint32_t i = page->n; i-- > 0;) {
    cd_line *line = &page->line[i];
    if (body) line->flags |= L_BODY;
    body = body ? !cd_line_is(line, L_COMES) : cd_line_is(line, L_GOES);
  }
}

static uint32_t run_end(const cd_page *page, uint32_t at) {
  while (at < page->n && cd_line_is(&page->line[at], L_BODY)) at++;
  return at;
}

static uint32_t next_run(const cd_page *page, uint32_t at) {
  while (at < page->n && !cd_line_is(&page->line[at], L_BODY)) at++;
  return at;
}

static int64_t sum(const cd_page *page, uint32_t start, uint32_t end) {
  int64_t points = 0;
  for (; start < end; start++) points += page->line[start].points;
  return points;
}

static void clear(cd_page *page, uint32_t start, uint32_t end) {
  for (; start < end; start++) page->line[start].flags &= ~(uint32_t)L_BODY;
}

static uint32_t main_run(const cd_page *page, int64_t *best) {
  uint32_t found = CD_NONE;
  *best = 0;
  for (uint32_t start = next_run(page, 0), end; start < page->n;
       start = next_run(page, end)) {
    end = run_end(page, start);
    int64_t points = sum(page, start, end);
    if (points <= *best) continue;
    *best = points;
    found = start;
  }
  return found;
}

/* Runs after the main one stay while they are near or half as good; runs
 * before it while they are near or a quarter as good. */
static void prune_after(cd_page *page, uint32_t end, int64_t best) {
  for (uint32_t start = next_run(page, end); start < page->n;
       start = next_run(page, start)) {
    uint32_t stop = run_end(page, start);
    if (start - end <= APART || sum(page, start, stop) * 2 >= best)
      end = stop;
    else
      clear(page, start, stop);
    start = stop;
  }
}

static void prune_before(cd_page *page, uint32_t start, int64_t best) {
  for (uint32_t end = start; end > 0;) {
    while (end > 0 && !cd_line_is(&page->line[end - 1], L_BODY)) end--;
    uint32_t first = end;
    while (first > 0 && cd_line_is(&page->line[first - 1], L_BODY)) first--;
    if (start - end <= APART || sum(page, first, end) * 4 >= best)
      start = first;
    else
      clear(page, first, end);
    end = first;
  }
}

/* A "Read:" or a caption inside a text does not end it: prose right below
 * goes on with the body. */
static void mend(cd_page *page) {
  for (uint32_t i = 2; i < page->n; i++) {
    cd_line *line = &page->line[i];
    if (cd_line_is(line, L_BODY) || line->points < 3 || !cd_line_is(line, L_FINAL) ||
        cd_line_is(line, L_META))
      continue;
    if (!cd_line_is(line - 1, L_LINK | L_CAPTION) || !cd_line_is(line - 2, L_BODY))
      continue;
    line->flags |= L_BODY;
    line[-1].flags |= L_BODY;
  }
}

/* ---- short texts, and what follows a text ---------------------------------- */

/* No run paid for itself: the lines that end like sentences are the text; if
 * there are none, whatever is no cue is. */
static void take_what_there_is(cd_page *page) {
  bool any = false;
  for (uint32_t i = 0; i < page->n; i++)
    any |= cd_line_is(&page->line[i], L_FINAL) && !cd_line_is(&page->line[i], L_META);
  for (uint32_t i = 0; i < page->n; i++) {
    cd_line *line = &page->line[i];
    if (cd_line_is(line, L_META)) continue;
    if (!any || cd_line_is(line, L_FINAL)) line->flags |= L_BODY;
  }
}

/* "Comments", "Leave a reply": what stands below is not the author's, once
 * half of the text lies above. */
static void cut_comments(cd_page *page) {
  int64_t all = 0, above = 0;
  for (uint32_t i = 0; i < page->n; i++)
    if (cd_line_is(&page->line[i], L_BODY)) all += page->line[i].points;
  for (uint32_t i = 0; i < page->n; i++) {
    const cd_line *line = &page->line[i];
    if (cd_line_is(line, L_COMMENTS) && above * 3 > all) {
      clear(page, i, page->n);
      return;
    }
    if (cd_line_is(line, L_BODY)) above += line->points;
  }
}

static void find_edges(cd_page *page) {
  page->body = page->last = CD_NONE;
  for (uint32_t i = 0; i < page->n; i++) {
    if (!cd_line_is(&page->line[i], L_BODY)) continue;
    if (page->body == CD_NONE) page->body = i;
    page->last = i;
  }
}

void cd_page_body(cd_page *page) {
  bool has_stops = page_has_stops(page);
  for (uint32_t i = 0; i < page->n; i++)
    page->line[i].points = (int16_t)points_of(&page->line[i], has_stops);
  find_runs(page);
  int64_t best;
  uint32_t start = main_run(page, &best);
  if (start == CD_NONE) {
    take_what_there_is(page);
  } else {
    prune_after(page, run_end(page, start), best);
    prune_before(page, start, best);
    mend(page);
    cut_comments(page);
  }
  find_edges(page);
}
