/* Naming lines. Cues that their line bears out win everywhere; what is left is
 * named by the zone it stands in: before the body, in it, after it. */
#include "block_line.h"

static const cd_line *line_at(const cd_page *page, uint32_t at) {
  return at < page->n ? &page->line[at] : NULL;
}

static bool has(const cd_page *page, uint32_t at, uint32_t flags) {
  return at < page->n && cd_line_is(&page->line[at], flags);
}

/* Reads like a title: some words, no final stop. */
static bool is_title(const cd_line *line) {
  return line->words > 0 && line->codes <= 160 &&
         !cd_line_is(line, L_STOP | L_COLON | L_TRAILS | L_ALL_DATE | L_META);
}

static bool is_terse(const cd_line *line) {
  return line->words <= 3 && !cd_line_is(line, L_FINAL);
}

/* Heads what follows: no stop, not long, and a line of prose below. */
static bool heads(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  if (cd_line_is(line,
                 L_STOP | L_COLON | L_TRAILS | L_OPENS_QUOTE | L_BULLET | L_SPEAKER))
    return false;
  if (line->words == 0 || line->words > 14 || line->codes > 100 ||
      line->sentences > (cd_line_is(line, L_NUMBERED) ? 2u : 1u))
    return false;
  return has(page, at + 1, L_BODY) && !cd_line_is(&page->line[at + 1], L_ALL_DATE);
}

/* ---- cues ------------------------------------------------------------------ */

/* The kind that the line's own cue gives it, or CD_BLOCK_KINDS. */
static cd_block_kind cued_kind(const cd_line *line) {
  if (cd_line_is(line, L_DATED | L_ALL_DATE)) return CD_DATE;
  if (cd_line_is(line, L_LABEL | L_COMMENTS)) return CD_LABEL;
  if (cd_line_is(line, L_BYLINE)) return CD_BYLINE;
  if (cd_line_is(line, L_LINK)) return CD_LINK;
  return cd_line_is(line, L_CAPTION) ? CD_CAPTION : CD_BLOCK_KINDS;
}

/* ---- before the body --------------------------------------------------------- */

/* The line under the headline, above byline or date, that is no paragraph. */
static bool is_deck(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  if (page->headline == CD_NONE || at <= page->headline) return false;
  if (at != page->headline + 1 && !(heads(page, at) && !cd_line_is(line, L_BODY)))
    return false;
  if (line->words < 4 || line->codes > 280 || line->sentences > 3) return false;
  if (!cd_line_is(line, L_FINAL)) return true;
  for (uint32_t i = at + 1; i < at + 3; i++)
    if (has(page, i, L_BYLINE | L_DATED | L_ALL_DATE | L_SHORT_DATE)) return true;
  return false;
}

/* A name alone, or a name and a title, between headline and body. */
static bool is_name(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  if (page->headline == CD_NONE || at <= page->headline || at > page->headline + 3)
    return false;
  if (line->words < 2 || line->words > 5 || line->numbers || line->cues ||
      cd_line_is(line, L_FINAL | L_COLON))
    return false;
  return line->capitals == line->cased && line->cased == line->words;
}

static cd_block_kind head_kind(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  cd_block_kind cued = cued_kind(line);
  if (cd_line_is(line, L_COLOPHON)) return CD_COLOPHON;
  if (cued != CD_BLOCK_KINDS) return cued;
  if (is_deck(page, at)) return CD_SUBHEAD;
  if (cd_line_is(line, L_SHORT_DATE)) return CD_DATE;
  if (is_name(page, at)) return CD_BYLINE;
  return is_terse(line) ? CD_LABEL : CD_OTHER_BLOCK;
}

/* ---- the body ---------------------------------------------------------------- */

static bool is_item(const cd_line *line) {
  return cd_line_is(line, L_BULLET | L_NUMBERED) && !cd_line_is(line, L_OPENS_QUOTE);
}

/* "3. The Button Room" over a paragraph is a heading; over "4." it is an item. */
static bool is_numbered_heading(const cd_page *page, uint32_t at) {
  if (!heads(page, at) || cd_line_is(&page->line[at], L_FINAL)) return false;
  return has(page, at + 1, L_STOP) && !has(page, at + 1, L_NUMBERED) &&
         page->line[at + 1].codes > 60;
}

/* A line without a stop that no blank line parts from others like it. */
static bool is_loose_item(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at], *before = at ? &page->line[at - 1] : NULL,
                *after = line_at(page, at + 1);
  if (line->codes > 120 || cd_line_is(line, L_FINAL | L_COLON)) return false;
  bool follows = before && !cd_line_is(line, L_BLANK) && before->codes <= 120 &&
                 !cd_line_is(before, L_STOP);
  bool leads = after && !cd_line_is(after, L_BLANK) && after->codes <= 120 &&
               !cd_line_is(after, L_FINAL | L_COLON);
  if (cd_line_is(line, L_DIGIT_FIRST)) return follows || leads;
  return follows && (leads || (before->words && !cd_line_is(before, L_BLANK | L_FINAL)));
}

/* "— Ana Reyes, harbour master", under a quotation. */
static bool is_attribution(const cd_page *page, uint32_t at) {
  return at > 0 && has(page, at, L_DASH_FIRST) && page->line[at].words <= 12 &&
         has(page, at - 1, L_HAS_QUOTE);
}

/* A quotation that stands alone: attributed below, or set off in a column of
 * lines that are none. */
static bool is_quotation(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  if (is_attribution(page, at)) return true;
  if (!cd_line_is(line, L_QUOTED)) return false;
  if (is_attribution(page, at + 1)) return true;
  bool among_quotes = has(page, at + 1, L_OPENS_QUOTE) ||
                      (at && has(page, at - 1, L_OPENS_QUOTE | L_COLON));
  return line->codes <= 200 && !among_quotes;
}

static cd_block_kind body_kind(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  cd_block_kind cued = cued_kind(line);
  if (cued != CD_BLOCK_KINDS) return cued;
  if (cd_line_is(line, L_COLOPHON) && at + 2 > page->last) return CD_COLOPHON;
  if (is_deck(page, at)) return CD_SUBHEAD;
  if (is_quotation(page, at)) return CD_QUOTE;
  if (is_item(line)) return is_numbered_heading(page, at) ? CD_SUBHEAD : CD_LIST;
  if (is_loose_item(page, at)) return CD_LIST;
  return heads(page, at) ? CD_SUBHEAD : CD_PARAGRAPH;
}

/* A line between two runs of the body: a heading of the second, or nothing of it. */
static cd_block_kind gap_kind(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  cd_block_kind cued = cued_kind(line);
  if (cued != CD_BLOCK_KINDS) return cued;
  if (cd_line_is(line, L_COLOPHON)) return CD_COLOPHON;
  if (heads(page, at) && !line->twins) return CD_SUBHEAD;
  return is_terse(line) ? CD_LABEL : CD_OTHER_BLOCK;
}

/* ---- after the body ---------------------------------------------------------- */

typedef enum tail { TAIL_PLAIN, TAIL_LISTING, TAIL_TEASERS, TAIL_COMMENTS } tail;

/* A title that comes again below a date, or that a date follows. */
static bool opens_teaser(const cd_page *page, uint32_t at) {
  const cd_line *line = &page->line[at];
  if (!is_title(line)) return false;
  if (line->twin != CD_NONE && line->twin - at <= 3) return true;
  return has(page, at + 1, L_ALL_DATE | L_DATED | L_SHORT_DATE);
}

static cd_block_kind tail_comment(const cd_line *line, tail *state) {
  if (cd_line_is(line, L_COLOPHON)) {
    *state = TAIL_PLAIN;
    return CD_COLOPHON;
  }
  if (!cd_line_is(line, L_LABEL) || cd_line_is(line, L_COMMENTS)) return CD_COMMENT;
  *state = TAIL_LISTING;
  return CD_LABEL;
}

static cd_block_kind tail_label(const cd_line *line, tail *state) {
  *state = cd_line_is(line, L_COMMENTS) ? TAIL_COMMENTS : TAIL_LISTING;
  return CD_LABEL;
}

/* Text after the body: of a teaser when titles or labels led up to it. */
static cd_block_kind tail_text(const cd_line *line, tail *state) {
  if (*state == TAIL_PLAIN && is_terse(line)) return CD_LABEL;
  if (*state == TAIL_PLAIN && cd_line_is(line, L_FINAL)) return CD_OTHER_BLOCK;
  if (*state == TAIL_LISTING && is_terse(line)) return CD_LABEL;
  return CD_TEASER;
}

static cd_block_kind tail_kind(const cd_page *page, uint32_t at, tail *state) {
  const cd_line *line = &page->line[at];
  if (*state == TAIL_COMMENTS) return tail_comment(line, state);
  if (opens_teaser(page, at) && !cd_line_is(line, L_LABEL | L_COMMENTS)) {
    *state = TAIL_TEASERS;
    return CD_TEASER;
  }
  if (cd_line_is(line, L_LABEL | L_COMMENTS)) return tail_label(line, state);
  if (cd_line_is(line, L_COLOPHON)) {
    *state = TAIL_PLAIN;
    return CD_COLOPHON;
  }
  if (*state == TAIL_TEASERS ||
      (*state == TAIL_LISTING && cd_line_is(line, L_ALL_DATE | L_DATED)))
    return CD_TEASER;
  cd_block_kind cued = cued_kind(line);
  return cued != CD_BLOCK_KINDS ? cued : tail_text(line, state);
}

/* ---- all of them ------------------------------------------------------------- */

void cd_page_name(cd_page *page) {
  tail state = TAIL_PLAIN;
  for (uint32_t i = 0; i < page->n; i++) {
    cd_block_kind kind;
    if (i == page->headline)
      kind = CD_HEADLINE;
    else if (cd_line_is(&page->line[i], L_BODY))
      kind = body_kind(page, i);
    else if (page->last != CD_NONE && i > page->last)
      kind = tail_kind(page, i, &state);
    else if (page->body != CD_NONE && i > page->body)
      kind = gap_kind(page, i);
    else
      kind = head_kind(page, i);
    page->doc->block_kind[i] = (uint8_t)kind;
  }
}
