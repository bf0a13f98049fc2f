/* Counting a line, and finding lines that say the same. */
#include "block_line.h"

/* Longer lines are not looked up: titles and labels repeat, paragraphs do not. */
#define TWIN_TOKENS 40u
/* A slot is sought at most this far, so that no text makes it quadratic. */
#define TWIN_PROBES 32u

#define CUES_INSIDE (W_CUE_LABEL | W_CUE_LINK | W_CUE_COMMENT | W_CUE_COLOPHON)

static bool closes(uint32_t shape) { return (shape & (T_CLOSE | T_QUOTE)) != 0; }

static bool is_mark(const cd_page *page, uint32_t token) {
  cd_slice text = cd_type_text(page->lexicon, page->doc->type[token]);
  return text.n == 1 && (text.bytes[0] == '|' || text.bytes[0] == '>');
}

static void count_token(const cd_page *page, cd_line *line, uint32_t at) {
  const cd_doc *doc = page->doc;
  const cd_type_facts *facts = cd_page_facts(page, at);
  line->codes += facts->codes + (at > line->first && doc->start[at] > doc->end[at - 1]);
  if (facts->shape & T_COMMA) line->commas++;
  if (facts->shape & T_QUOTE) line->flags |= L_HAS_QUOTE;
  if (doc->kind[at] == CD_URL || doc->kind[at] == CD_EMAIL) line->flags |= L_URL;
  if (doc->kind[at] == CD_SYMBOL && is_mark(page, at)) line->flags |= L_MARKS;
  if (!(facts->shape & (T_LETTER | T_DIGIT))) return;
  if ((facts->words & W_CLITIC) && at > line->first && doc->start[at] == doc->end[at - 1])
    return;
  line->words++;
  if (facts->shape & T_DIGIT_FIRST) line->numbers++;
  if (facts->shape & (T_CASED | T_UPPER_FIRST | T_LOWER_FIRST)) line->cased++;
  if (facts->shape & T_UPPER_FIRST) line->capitals++;
  if (facts->words & W_STOP) line->stops++;
  if (facts->words & CUES_INSIDE) line->cues++;
}

/* How the line ends, its closing quotes and brackets aside. */
static uint32_t ending(const cd_page *page, const cd_line *line) {
  uint32_t at = line->end - 1;
  while (at > line->first && closes(cd_page_facts(page, at)->shape)) at--;
  uint32_t shape = cd_page_facts(page, at)->shape;
  if (shape & T_ELLIPSIS) return L_TRAILS;
  if (shape & T_QUESTION) return L_ASKS;
  if (shape & (T_TERMINAL | T_STOPPED)) return L_STOP;
  return shape & T_COLON ? L_COLON : 0;
}

static bool is_item_number(const cd_page *page, const cd_line *line) {
  const cd_type_facts *first = cd_page_facts(page, line->first);
  if (!(first->shape & T_DIGIT_FIRST) || (first->shape & T_LETTER) || first->codes > 3)
    return false;
  if (first->shape & T_STOPPED) return true;
  if (line->end - line->first < 3) return false;
  cd_slice next = cd_type_text(page->lexicon, page->doc->type[line->first + 1]);
  return next.n == 1 && (next.bytes[0] == ')' || next.bytes[0] == '.');
}

static uint32_t opening(const cd_page *page, const cd_line *line) {
  uint32_t shape = cd_page_facts(page, line->first)->shape, flags = 0;
  if (shape & T_QUOTE) flags |= L_OPENS_QUOTE;
  if (shape & T_DASH) flags |= L_DASH_FIRST;
  if (shape & T_DIGIT_FIRST) flags |= L_DIGIT_FIRST;
  if ((shape & (T_BULLET | T_DASH)) && line->end - line->first > 1) flags |= L_BULLET;
  if (is_item_number(page, line)) flags |= L_NUMBERED;
  if (line->end - line->first > 3 && (shape & T_UPPER_FIRST) &&
      (cd_page_facts(page, line->first + 1)->shape & T_COLON))
    flags |= L_SPEAKER;
  return flags;
}

/* From its first to its last token one quotation: the closing mark comes once. */
static bool is_one_quotation(const cd_page *page, const cd_line *line) {
  uint32_t last = line->end - 1;
  if (line->end - line->first < 4 || !(cd_page_facts(page, last)->shape & T_QUOTE))
    return false;
  for (uint32_t at = line->first + 1; at < last; at++)
    if (page->doc->type[at] == page->doc->type[last]) return false;
  return true;
}

void cd_line_count(const cd_page *page, cd_line *line) {
  uint32_t end =
      line->end - line->first > CD_LINE_TOKENS ? line->first + CD_LINE_TOKENS : line->end;
  for (uint32_t at = line->first; at < end; at++) count_token(page, line, at);
  if (line->end == line->first) return;
  line->flags |= ending(page, line) | opening(page, line);
  if (cd_line_is(line, L_OPENS_QUOTE) && is_one_quotation(page, line))
    line->flags |= L_QUOTED;
}

/* ---- twins ---------------------------------------------------------------- */

/* Of the words themselves, not of type ids: the same in every lexicon. */
static uint32_t hash_line(const cd_page *page, const cd_line *line) {
  uint64_t hash = 0x9e3779b97f4a7c15u;
  for (uint32_t at = line->first; at < line->end; at++) {
    cd_slice text = cd_type_text(page->lexicon, page->doc->type[at]);
    for (size_t i = 0; i < text.n && i < 24; i++)
      hash = (hash ^ text.bytes[i]) * 0x100000001b3u;
    hash = (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9u;
  }
  return (uint32_t)(hash >> 32);
}

static bool same_text(const cd_page *page, const cd_line *a, const cd_line *b) {
  if (a->end - a->first != b->end - b->first) return false;
  const uint32_t *type = page->doc->type;
  for (uint32_t i = 0; i < a->end - a->first; i++)
    if (type[a->first + i] != type[b->first + i]) return false;
  return true;
}

/* The last line so far that says what line `at` says, replaced by it; CD_NONE. */
static uint32_t replace_twin(cd_page *page, uint32_t at) {
  uint32_t mask = page->n_slots - 1, slot = hash_line(page, &page->line[at]);
  for (uint32_t probe = 0; probe < TWIN_PROBES; probe++, slot++) {
    uint32_t *held = &page->slot[slot & mask];
    if (*held != CD_NONE && !same_text(page, &page->line[*held], &page->line[at]))
      continue;
    uint32_t before = *held;
    *held = at;
    return before;
  }
  return CD_NONE;
}

void cd_lines_pair(cd_page *page) {
  for (uint32_t i = 0; i < page->n_slots; i++) page->slot[i] = CD_NONE;
  for (uint32_t i = 0; i < page->n; i++) {
    cd_line *line = &page->line[i];
    if (line->words == 0 || line->end - line->first > TWIN_TOKENS) continue;
    uint32_t before = replace_twin(page, i);
    if (before == CD_NONE) continue;
    page->line[before].twin = i;
    line->twins = page->line[before].twins;
    if (line->twins < UINT16_MAX) line->twins++;
  }
  for (uint32_t i = page->n; i-- > 0;) /* the last of them knows how many there are */
    if (page->line[i].twin != CD_NONE)
      page->line[i].twins = page->line[page->line[i].twin].twins;
}
