/* Dates in lines, and which of them is the day the article came out.
 * 5/18/2021: a part over 12 is the day; failing that, the other dates of the
 * page vote; failing that, the month comes first, as in most English news on
 * the web. 18.5.2021 and 18-5-2021 put the day first. */
#include "block_line.h"

#define DATE_BYTES  32u /* of a numeric date with its neighbours */
#define DATE_TOKENS 48u /* looked at in one line */

static bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool is_valid(cd_date date) {
  static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 1700 || date.year > 2199) return false;
  if (date.month == 2 && date.day == 29) return is_leap(date.year);
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days[date.month - 1];
}

/* ---- numeric: 2021-05-18, 18.05.2021, 5/18/21 ----------------------------- */

typedef struct reader {
  const uint8_t *at, *end;
} reader;

/* The number at the reader, of at most four digits; -1: none. */
static int read_number(reader *in, unsigned *digits) {
  int value = 0;
  for (*digits = 0; in->at < in->end && *in->at >= '0' && *in->at <= '9' && *digits < 5;
       in->at++, ++*digits)
    value = value * 10 + (*in->at - '0');
  return *digits && *digits < 5 ? value : -1;
}

/* One separator: a byte of "-/." or, as in Chinese and Japanese, a character. */
static unsigned read_separator(reader *in) {
  if (in->at == in->end) return 0;
  unsigned first = *in->at++;
  if (first == '-' || first == '/' || first == '.') return first;
  if (first < 0xe0) return 0;
  while (in->at < in->end && (*in->at & 0xc0) == 0x80) in->at++;
  return 'c';
}

/* `*either`: day and month may be the other way round. */
static cd_date order_parts(cd_page *page, const int part[3], unsigned separator,
                           bool *either) {
  const cd_date day_first = {part[2], part[1], part[0]},
                month_first = {part[2], part[0], part[1]};
  if (separator != '/') return part[1] > 12 ? month_first : day_first;
  if (part[0] > 12) {
    page->day_first++;
    return day_first;
  }
  *either = part[1] <= 12;
  if (!*either) page->month_first++;
  return month_first;
}

static cd_date parse_numeric(cd_page *page, const uint8_t *bytes, size_t n,
                             bool *either) {
  reader in = {bytes, bytes + n};
  unsigned digits[3], separator[2];
  int part[3];
  const cd_date none = {0, 0, 0};
  *either = false;
  for (int i = 0; i < 3; i++) {
    part[i] = read_number(&in, &digits[i]);
    if (part[i] < 0) return none;
    if (i < 2 && !(separator[i] = read_separator(&in))) return none;
  }
  if (separator[0] != separator[1]) return none;
  if (in.at < in.end && (*in.at == '.' || *in.at == '/' || *in.at == '-') &&
      in.at + 1 < in.end)
    return none;
  if (digits[0] == 4) return (cd_date){part[0], part[1], part[2]};
  if (digits[0] > 2 || digits[1] > 2 || separator[0] == 'c' || digits[2] == 3 ||
      digits[2] == 1)
    return none;
  if (digits[2] == 2 && separator[0] == '-') return none;
  if (digits[2] == 2) part[2] += part[2] < 70 ? 2000 : 1900;
  return order_parts(page, part, separator[0], either);
}

/* The tokens from `at` that touch each other, as bytes; false: too long. */
static size_t touching(const cd_page *page, uint32_t at, uint32_t end, uint8_t *bytes) {
  size_t n = 0;
  const cd_doc *doc = page->doc;
  for (uint32_t i = at; i < end && (i == at || doc->start[i] == doc->end[i - 1]); i++) {
    cd_slice text = cd_type_text(page->lexicon, doc->type[i]);
    for (size_t k = 0; k < text.n && n < DATE_BYTES; k++) bytes[n++] = text.bytes[k];
    if (n == DATE_BYTES) break;
  }
  return n;
}

/* ---- with a month's name: May 18, 2021; 18. Mai 2021; 18 de mayo de 2021 --- */

/* The number that `token` starts with, of at most four digits; 0: none. */
static int leading_number(const cd_page *page, uint32_t token, unsigned *digits) {
  cd_slice text = cd_type_text(page->lexicon, page->doc->type[token]);
  reader in = {text.bytes, text.bytes + text.n};
  int value = read_number(&in, digits);
  return value < 0 || in.end - in.at > 2 ? 0 : value; /* "18th", "1er", "18." */
}

static int day_at(const cd_page *page, uint32_t token) {
  unsigned digits;
  int day = leading_number(page, token, &digits);
  return digits <= 2 && day <= 31 ? day : 0;
}

static int year_at(const cd_page *page, uint32_t token) {
  unsigned digits;
  int year = leading_number(page, token, &digits);
  return digits == 4 ? year : 0;
}

/* Marks and little words inside a date: a comma, a stop, "of", "de", "th". */
static bool is_filler(const cd_page *page, uint32_t token) {
  const cd_type_facts *facts = cd_page_facts(page, token);
  if (facts->shape & (T_COMMA | T_TERMINAL)) return true;
  return facts->codes <= 2 && (facts->words & (W_STOP | W_SUFFIX)) &&
         !(facts->shape & T_DIGIT);
}

/* The next token that is no filler, at most two further on. */
static uint32_t skip_fillers(const cd_page *page, uint32_t at, uint32_t end) {
  for (int i = 0; i < 2 && at < end && is_filler(page, at); i++) at++;
  return at;
}

static int day_before(const cd_page *page, uint32_t month, uint32_t first) {
  uint32_t at = month;
  for (int i = 0; i < 2 && at > first && is_filler(page, at - 1); i++) at--;
  return at > first ? day_at(page, at - 1) : 0;
}

/* The date around the month at `at`, `*day` 0 if there is none. */
static cd_date parse_named(const cd_page *page, const cd_line *line, uint32_t at) {
  cd_date date = {0, (int)cd_page_facts(page, at)->value,
                  day_before(page, at, line->first)};
  uint32_t next = skip_fillers(page, at + 1, line->end);
  if (!date.day && next < line->end) {
    date.day = day_at(page, next);
    if (date.day) next = skip_fillers(page, next + 1, line->end);
  }
  if (next < line->end) date.year = year_at(page, next);
  return date;
}

/* ---- a line --------------------------------------------------------------- */

static bool is_month(const cd_type_facts *facts) {
  return (facts->words & W_MONTH) && facts->value >= 1 && facts->value <= 12;
}

/* Months, weekdays, numbers, marks, and cues: what a date line is made of. */
static bool is_all_date(const cd_page *page, const cd_line *line) {
  uint32_t others = 0, units = 0;
  if (line->words > 14) return false;
  for (uint32_t at = line->first; at < line->end; at++) {
    const cd_type_facts *facts = cd_page_facts(page, at);
    if (!(facts->shape & T_LETTER) ||
        (facts->words & (W_MONTH | W_WEEKDAY | W_STOP | W_SUFFIX | W_CUE_DATE)))
      continue;
    if (facts->codes <= 4)
      units++; /* am, Uhr, GMT */
    else
      others++;
  }
  return others == 0 && units <= 3;
}

/* Two numbers below 24 and 60, the second of two digits, and no third. */
static bool starts_with_time(const uint8_t *bytes, size_t n) {
  reader in = {bytes, bytes + n};
  unsigned digits;
  int hour = read_number(&in, &digits);
  if (hour < 0 || hour > 24 || digits > 2 || in.at == in.end) return false;
  if (*in.at != ':' && *in.at != '.' && *in.at != 'h') return false;
  in.at++;
  int minute = read_number(&in, &digits);
  if (minute < 0 || minute > 59 || digits != 2) return false;
  return in.at == in.end || (*in.at != '.' && *in.at != '/' && *in.at != '-');
}

/* A line that is one time of day: "10:45", "10.45am", "14h30", "9 p.m." */
static bool is_time(const cd_page *page, const cd_line *line) {
  if (line->end - line->first > 6 || !cd_line_is(line, L_DIGIT_FIRST) ||
      line->numbers > 2)
    return false;
  for (uint32_t at = line->first + 1; at < line->end; at++)
    if (cd_page_facts(page, at)->codes > 4) return false;
  uint8_t bytes[DATE_BYTES];
  return starts_with_time(bytes, touching(page, line->first, line->end, bytes));
}

static int32_t order(cd_date date) {
  return (date.year * 16 + date.month) * 32 + date.day;
}

static cd_date date_of(const cd_line *line) {
  return (cd_date){line->year, line->month, line->day};
}

/* Take `date` for the line's if it is one and the earliest: a text is updated
 * after it is published. A day without a year only flags. */
static void take(cd_line *line, cd_date date, bool either) {
  bool has_year = date.year != 0;
  if (!has_year) date.year = 2000;
  if (!is_valid(date)) return;
  line->flags |= L_HAS_DATE;
  if (!has_year || (line->year && order(date_of(line)) <= order(date))) return;
  line->year = (int16_t)date.year;
  line->month = (uint8_t)date.month;
  line->day = (uint8_t)date.day;
  line->flags = either ? line->flags | L_EITHER : line->flags & ~(uint32_t)L_EITHER;
}

/* Find the first date of the line, which has a month or a number. */
static void find_date(cd_page *page, cd_line *line) {
  uint8_t bytes[DATE_BYTES];
  uint32_t end =
      line->end - line->first > DATE_TOKENS ? line->first + DATE_TOKENS : line->end;
  for (uint32_t at = line->first; at < end; at++) {
    const cd_type_facts *facts = cd_page_facts(page, at);
    if (is_month(facts)) take(line, parse_named(page, line, at), false);
    if (line->year && line->words >= 20) break; /* prose: its first date will do */
    bool touches = at > line->first && page->doc->start[at] == page->doc->end[at - 1];
    if (!(facts->shape & T_DIGIT_FIRST) || touches) continue;
    bool either;
    size_t n = touching(page, at, line->end, bytes);
    cd_date date = parse_numeric(page, bytes, n, &either);
    if (date.year) take(line, date, either);
  }
}

void cd_line_date(cd_page *page, cd_line *line) {
  if (line->known & W_MONTH || line->shapes & T_DIGIT_FIRST) find_date(page, line);
  if (cd_line_is(line, L_HAS_DATE) && line->words < 12) line->flags |= L_SHORT_DATE;
  if ((cd_line_is(line, L_HAS_DATE) && is_all_date(page, line)) || is_time(page, line))
    line->flags |= L_ALL_DATE;
}

/* ---- the page ------------------------------------------------------------- */

/* How much a line's date looks like that of publication. */
static int32_t rank_date(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  int32_t rank = cd_line_is(line, L_DATED)      ? 60
                 : cd_line_is(line, L_ALL_DATE) ? 50
                 : line->words < 16             ? 30
                                                : 0;
  if (cd_line_is(line, L_COLOPHON)) rank += 10;
  bool early = page->body == CD_NONE || at <= page->body;
  if (early && line->words >= 16) rank += 10; /* the dateline of the first paragraph */
  if (!early && line->words >= 16) return -1; /* the body speaks of other days */
  if (early)
    rank += 30;
  else if (page->last != CD_NONE && at > page->last + 3)
    rank -= 50; /* teasers */
  if (page->headline == CD_NONE) return rank;
  uint32_t far = at > page->headline ? at - page->headline : page->headline - at;
  return rank + (far <= 4 ? 20 - (int32_t)far : 0) - (at < page->headline ? 15 : 0);
}

static cd_date resolve(const cd_page *page, const cd_line *line) {
  if (!cd_line_is(line, L_EITHER) || page->month_first || !page->day_first)
    return date_of(line);
  return (cd_date){line->year, line->day, line->month};
}

static uint32_t best_date(const cd_page *page) {
  uint32_t best = CD_NONE;
  int32_t best_rank = -1;
  for (uint32_t i = 0; i < page->n; i++) {
    if (!page->line[i].year) continue;
    int32_t rank = rank_date(page, i);
    if (rank <= best_rank) continue;
    best_rank = rank;
    best = i;
  }
  return best;
}

/* "Updated ..." over "Published ...": of the date lines right around the best
 * one, the earliest. */
static uint32_t earliest_near(const cd_page *page, uint32_t best) {
  uint32_t start = best > 2 ? best - 2 : 0, found = best;
  if (!cd_line_is(&page->line[best], L_DATED)) return best;
  for (uint32_t i = start; i < page->n && i <= best + 2; i++) {
    const cd_line *line = &page->line[i];
    if (!line->year || !cd_line_is(line, L_DATED)) continue;
    if (order(date_of(line)) < order(date_of(&page->line[found]))) found = i;
  }
  return found;
}

cd_date cd_page_date(const cd_page *page) {
  uint32_t best = best_date(page);
  if (best == CD_NONE) return (cd_date){0, 0, 0};
  return resolve(page, &page->line[earliest_near(page, best)]);
}
