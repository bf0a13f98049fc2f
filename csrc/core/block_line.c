/* Counting a line, and finding lines that say the same. */
#include "block_line.h"

/* Longer lines are not looked up: titles and labels repeat, paragraphs do not. */
#define TWIN_TOKENS 40u
/* A slot is sought at most this far, so that no text makes it quadratic. */
#define TWIN_PROBES 32u

#define AHEAD 16u /* tokens whose facts are on their way */

#define CUES_INSIDE (W_CUE_LABEL | W_CUE_LINK | W_CUE_COMMENT | W_CUE_COLOPHON)

static bool closes(uint32_t shape) { return (shape & (T_CLOSE | T_QUOTE)) != 0; }

static bool is_mark(const cd_page *page, uint32_t token) {
  cd_slice text = cd_type_text(page->lexicon, page->doc->type[token]);
  return text.n == 1 && (text.bytes[0] == '|' || text.bytes[0] == '>');
}

static bool holds_mark(const cd_page *page, const cd_line *line, uint32_t end) {
  for (uint32_t at = line->first; at < end; at++)
    if (page->doc->kind[at] == CD_SYMBOL && is_mark(page, at)) return true;
  return false;
}

/* What is counted of the tokens of a line: counters of 16 bits, four to a number,
 * and all flags together. */
enum { WORDS, NUMBERS, CASED, CAPITALS };
enum { STOPS, CUES, COMMAS };
#define COUNT(COUNTER) (1ull << 16 * (COUNTER))
typedef struct tally {
  uint64_t words, others; /* WORDS and so on; STOPS and so on */
  uint32_t codes, shapes, known, kinds;
} tally;

static uint16_t counted(uint64_t counters, unsigned counter) {
  return (uint16_t)(counters >> 16 * counter);
}

/* By the lowest five flags of a shape; what has neither letter nor digit is no word. */
#define FIRST_IS(FLAG, COUNTS)                              \
  [T_LETTER | (FLAG)] = COUNT(WORDS) | (COUNTS),            \
              [T_DIGIT | (FLAG)] = COUNT(WORDS) | (COUNTS), \
              [T_LETTER | T_DIGIT | (FLAG)] = COUNT(WORDS) | (COUNTS)
static const uint64_t word_counts[32] = {
    FIRST_IS(0, 0), FIRST_IS(T_UPPER_FIRST, COUNT(CASED) | COUNT(CAPITALS)),
    FIRST_IS(T_LOWER_FIRST, COUNT(CASED)), FIRST_IS(T_DIGIT_FIRST, COUNT(NUMBERS))};

/* A clitic set close is part of the word before it. */
static inline void count_token(tally *seen, const cd_type_facts *facts, bool is_close) {
  uint32_t shape = facts->shape, known = facts->words;
  uint64_t is_part = (known / W_CLITIC) & is_close;
  uint64_t counts = word_counts[shape & 31] & (is_part - 1);
  uint64_t if_word = 0 - (counts & 1); /* all bits, or none */
  uint64_t stop = (known & W_STOP) != 0, cue = (known & CUES_INSIDE) != 0;
  uint64_t comma = (shape & T_COMMA) != 0;
  seen->words += counts;
  seen->others +=
      ((stop << 16 * STOPS | cue << 16 * CUES) & if_word) + (comma << 16 * COMMAS);
  seen->codes += facts->codes + (uint32_t)!is_close;
  seen->shapes |= shape;
  seen->known |= known;
}

/* No branch, and facts asked for ahead: this loop meets every token of the text. */
static tally count_tokens(const cd_page *page, uint32_t first, uint32_t end) {
  const cd_doc *doc = page->doc;
  tally seen = {0};
  uint32_t before = doc->start[first] - 1u; /* as if white space stood before */
  for (uint32_t at = first; at < end; at++) {
    __builtin_prefetch(cd_page_facts(page, at + AHEAD < end ? at + AHEAD : at));
    count_token(&seen, cd_page_facts(page, at), doc->start[at] == before);
    seen.kinds |= 1u << doc->kind[at];
    before = doc->end[at];
  }
  seen.codes--; /* the white space before the line */
  return seen;
}

static uint32_t tally_flags(const cd_page *page, const cd_line *line, const tally *seen,
                            uint32_t end) {
  uint32_t flags = 0;
  if (seen->shapes & T_QUOTE) flags |= L_HAS_QUOTE;
  if (seen->kinds & (1u << CD_URL | 1u << CD_EMAIL)) flags |= L_URL;
  if (seen->kinds & 1u << CD_SYMBOL && holds_mark(page, line, end)) flags |= L_MARKS;
  return flags;
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

static void take_tally(cd_line *line, const tally *seen) {
  line->codes = seen->codes;
  line->words = counted(seen->words, WORDS);
  line->numbers = counted(seen->words, NUMBERS);
  line->cased = counted(seen->words, CASED);
  line->capitals = counted(seen->words, CAPITALS);
  line->stops = counted(seen->others, STOPS);
  line->cues = counted(seen->others, CUES);
  line->commas = counted(seen->others, COMMAS);
  line->shapes = seen->shapes;
  line->known = seen->known;
}

void cd_line_count(const cd_page *page, cd_line *line) {
  bool is_cut = line->end - line->first > CD_LINE_TOKENS;
  uint32_t end = is_cut ? line->first + CD_LINE_TOKENS : line->end;
  tally seen = count_tokens(page, line->first, end);
  take_tally(line, &seen);
  if (is_cut) line->shapes = line->known = UINT32_MAX; /* the rest may have any */
  line->flags |= tally_flags(page, line, &seen, end);
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
    hash = cd_hash_bytes(hash, text.bytes, text.n < 24 ? text.n : 24);
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
