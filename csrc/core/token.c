#include "token.h"

#include <string.h>

#include "news.h"
#include "scan.h"
#include "uax29.h"

/* Units scanned at once: the raw spans of a slab stay in the second cache. */
enum { SLAB = 16 * 1024 };

/* A slab being settled: spans before `next` are out. */
typedef struct slab {
  cd_doc *doc;
  const cd_rules *rules;
  size_t base, n; /* units */
  cd_spans spans;
  size_t next;
  bool fuses; /* the style cuts words that are written as one */
} slab;

static int scan_style(cd_style style) {
  return style == CD_STYLE_NEWS ? SCAN_NEWS : style == CD_STYLE_UAX29 ? SCAN_UAX29 : SCAN_WHITESPACE;
}

static uint32_t unit_at(cd_text text, size_t at) {
  switch (text.form) {
    case CD_UCS2: return ((const uint16_t *)text.units)[at];
    case CD_UCS4: return ((const uint32_t *)text.units)[at];
    default: return ((const uint8_t *)text.units)[at];
  }
}

static bool is_space(uint32_t unit) { return unit == ' ' || (unit >= '\t' && unit <= '\r'); }

/* The end of the slab that starts at `from`: behind white space, so that no
 * chunk is cut, or the end of the text. One without white space is doubled. */
static size_t slab_end(cd_text text, size_t from) {
  for (size_t size = SLAB;; size *= 2) {
    if (text.n - from <= size) return text.n;
    for (size_t at = from + size; at > from + size / 2; at--)
      if (is_space(unit_at(text, at - 1))) return at;
  }
}

static cd_status reserve_tokens(cd_doc *doc, size_t more) {
  size_t need = doc->n_tokens + more, room = doc->room_tokens, ends = room, kinds = room;
  if (need <= room) return CD_OK;
  cd_status status = cd_grow(&doc->start, &room, need, sizeof *doc->start);
  if (!status) status = cd_grow(&doc->end, &ends, need, sizeof *doc->end);
  if (!status) status = cd_grow(&doc->kind, &kinds, need, sizeof *doc->kind);
  if (!status) doc->room_tokens = room;
  return status;
}

/* ---- raw spans ---------------------------------------------------------------- */

/* The kind of a raw token, by its first character; all of whitespace's tokens
 * are words, and so is what starts with a letter. */
static uint8_t raw_kind(const slab *s, uint32_t start) {
  if (s->rules->options.style == CD_STYLE_WHITESPACE) return CD_WORD;
  uint32_t unit = unit_at(s->doc->text, start);
  if (unit < 0x80) return cd_class(unit)->kind;
  size_t next;
  return cd_class(cd_text_decode(s->doc->text, start, &next))->kind;
}

/* The ASCII word of units [at, at + n), lower-cased, in `word`; false when it is
 * longer or anything else. */
enum { QUICK_WORD = 24 };
static bool quick_word(cd_text text, size_t at, size_t n, uint8_t word[QUICK_WORD]) {
  if (n > QUICK_WORD) return false;
  for (size_t i = 0; i < n; i++) {
    uint32_t unit = unit_at(text, at + i) | 0x20;
    if (unit < 'a' || unit > 'z') return false;
    word[i] = (uint8_t)unit;
  }
  return true;
}

/* Where a word that is written as one is cut ("can|not"), or `end`. */
static uint32_t fused_cut(const slab *s, uint32_t start, uint32_t end) {
  uint8_t word[QUICK_WORD];
  if (!quick_word(s->doc->text, start, end - start, word)) return end;
  cd_slice lower = {word, end - start};
  cd_word_facts facts = cd_wordset_find(&s->rules->words, lower);
  return facts.flags & W_SPLIT && facts.value < end - start ? start + facts.value : end;
}

/* Let raw spans up to `until` out as they are. */
static void put_raw(slab *s, size_t until) {
  uint32_t base = (uint32_t)s->base;
  for (size_t i = s->next; i < until; i++) {
    uint32_t start = s->spans.start[i] + base, end = s->spans.end[i] + base;
    uint8_t kind = raw_kind(s, start);
    if (s->fuses && cd_rules_may_fuse(s->rules, unit_at(s->doc->text, start), end - start)) {
      uint32_t cut = fused_cut(s, start, end);
      if (cut < end) cd_token_put(s->doc, start, cut, kind), start = cut;
    }
    cd_token_put(s->doc, start, end, kind);
  }
  s->next = until;
}

/* ---- candidates ----------------------------------------------------------------- */

/* The quick judge: nearly all stops follow a word that is no abbreviation and
 * stand before white space. True: the raw spans are right here. */
static bool is_plain_stop(const slab *s, size_t stop) {
  const cd_spans *spans = &s->spans;
  cd_text text = s->doc->text;
  size_t at = s->base + spans->start[stop];
  if (unit_at(text, at) != '.') return false;
  if (at + 1 < text.n && !is_space(unit_at(text, at + 1))) return false;
  if (stop == 0 || spans->end[stop - 1] != spans->start[stop]) return false;
  size_t n = spans->end[stop - 1] - spans->start[stop - 1];
  uint8_t word[QUICK_WORD];
  if (n < 2 || !quick_word(text, at - n, n, word)) return false;
  cd_slice lower = {word, n};
  return !cd_wordset_find(&s->rules->words, lower).flags;
}

/* Segments of UAX 29, without the white space that U+202F may bring along. */
static void put_segment(cd_doc *doc, size_t start, size_t end) {
  size_t next = start;
  const cd_char_class *class;
  do {
    start = next;
    class = cd_class(cd_text_decode(doc->text, start, &next));
  } while (class->flags & U_WHITE_SPACE && next < end);
  if (!(class->flags & U_WHITE_SPACE)) cd_token_put(doc, (uint32_t)start, (uint32_t)end, class->kind);
}

static bool is_mark_at(cd_text text, size_t at, size_t *next) {
  uint8_t wb = cd_class(cd_text_decode(text, at, next))->word_break;
  return wb == WB_EXTEND || wb == WB_FORMAT || wb == WB_ZWJ;
}

static cd_status read_uax29(cd_doc *doc, size_t start, size_t end) {
  size_t next;
  while (start > 0 && start < end && is_mark_at(doc->text, start, &next)) start = next; /* the gap's */
  cd_status status = cd_grow(&doc->scratch, &doc->room_scratch, (end - start + 1) * sizeof(uint32_t), 1);
  if (status || start == end) return status;
  uint32_t *at = doc->scratch;
  size_t n = cd_uax29_word_ends(doc->text, start, end, at);
  for (size_t i = 0; i < n; i++) {
    put_segment(doc, start, at[i]);
    start = at[i];
  }
  return CD_OK;
}

/* The chunk of raw spans [first, last) is judged again. */
static cd_status judge(slab *s, size_t first, size_t last) {
  size_t start = s->base + s->spans.start[first], end = s->base + s->spans.end[last - 1];
  put_raw(s, first);
  s->next = last;
  cd_status status = reserve_tokens(s->doc, end - start + 2 * (s->spans.n_starts - last));
  if (status) return status;
  if (s->rules->options.style == CD_STYLE_UAX29) return read_uax29(s->doc, start, end);
  return cd_news_read(s->doc, s->rules, start, end);
}

static cd_status settle_candidates(slab *s) {
  const cd_spans *spans = &s->spans;
  size_t i = 0; /* the span that holds the candidate */
  for (size_t k = 0; k < spans->n_candidates; k++) {
    while (i < spans->n_starts && spans->end[i] <= spans->candidate[k]) i++;
    if (i < s->next) continue; /* judged already */
    if (s->rules->options.style == CD_STYLE_NEWS && is_plain_stop(s, i)) continue;
    size_t first = i, last = i + 1;
    while (first > s->next && spans->start[first] == spans->end[first - 1]) first--;
    while (last < spans->n_starts && spans->start[last] == spans->end[last - 1]) last++;
    cd_status status = judge(s, first, last);
    if (status) return status;
  }
  return CD_OK;
}

/* ---- slabs ------------------------------------------------------------------------ */

static cd_status reserve_raw(cd_doc *doc, size_t n, cd_spans *spans) {
  size_t room = n + CD_SCAN_SLACK;
  cd_status status = cd_grow(&doc->raw, &doc->room_raw, 3 * room, sizeof *doc->raw);
  if (status) return status;
  cd_spans empty = {doc->raw, doc->raw + room, doc->raw + 2 * room, 0, 0, 0};
  *spans = empty;
  return CD_OK;
}

static const void *units_from(cd_text text, size_t at) {
  size_t width = text.form == CD_UTF8 ? 1 : (size_t)text.form;
  return (const uint8_t *)text.units + at * width;
}

static cd_status read_slab(slab *s) {
  cd_status status = reserve_raw(s->doc, s->n, &s->spans);
  if (status) return status;
  cd_scan *scan = cd_scan_for(scan_style(s->rules->options.style), s->doc->text.form);
  scan(units_from(s->doc->text, s->base), s->n, &s->spans);
  status = reserve_tokens(s->doc, 2 * s->spans.n_starts);
  if (!status) status = settle_candidates(s);
  if (!status) put_raw(s, s->spans.n_starts);
  return status;
}

cd_status cd_tokens_read(cd_doc *doc, const cd_rules *rules) {
  doc->n_tokens = 0;
  for (size_t at = 0; at < doc->text.n;) {
    size_t end = slab_end(doc->text, at);
    slab s = {.doc = doc, .rules = rules, .base = at, .n = end - at, .fuses = rules->options.style == CD_STYLE_NEWS};
    cd_status status = read_slab(&s);
    if (status) return status;
    at = end;
  }
  return CD_OK;
}
