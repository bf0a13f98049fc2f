#include "token.h"

#include <string.h>

#include "news.h"
#include "slab.h"
#include "uax29.h"

/* Units scanned at once: the raw spans of a slab stay in the second cache. */
enum { SLAB = 16 * 1024 };

static int scan_style(cd_style style) {
  static const int scans[] = {[CD_STYLE_NEWS] = SCAN_NEWS,
                              [CD_STYLE_UAX29] = SCAN_UAX29,
                              [CD_STYLE_WHITESPACE] = SCAN_WHITESPACE,
                              [CD_STYLE_SKLEARN] = SCAN_WORDS};
  return scans[style];
}

/* The end of the slab that starts at `from`: behind white space, so that no
 * chunk is cut, or the end of the text. One without white space is doubled. */
static size_t slab_end(cd_text text, size_t from) {
  for (size_t size = SLAB;; size *= 2) {
    if (text.n - from <= size) return text.n;
    for (size_t at = from + size; at > from + size / 2; at--)
      if (cd_is_space_unit(cd_unit_at(text, at - 1))) return at;
  }
}

static cd_status reserve_tokens(cd_doc *doc, size_t more) {
  return cd_spans_grow(&doc->start, &doc->end, &doc->kind, &doc->room_tokens,
                       doc->n_tokens + more);
}

/* ---- candidates ----------------------------------------------------------------- */

/* Segments of UAX 29, without the white space that U+202F may bring along. */
static void put_segment(cd_doc *doc, size_t start, size_t end) {
  size_t next = start;
  const cd_char_class *class;
  do {
    start = next;
    class = cd_class(cd_text_decode(doc->text, start, &next));
  } while (class->flags & U_WHITE_SPACE && next < end);
  if (!(class->flags & U_WHITE_SPACE))
    cd_token_put(doc, (uint32_t)start, (uint32_t)end, class->kind);
}

static bool is_mark_at(cd_text text, size_t at, size_t *next) {
  uint8_t wb = cd_class(cd_text_decode(text, at, next))->word_break;
  return wb == WB_EXTEND || wb == WB_FORMAT || wb == WB_ZWJ;
}

static cd_status read_uax29(cd_doc *doc, size_t start, size_t end) {
  size_t next;
  while (start > 0 && start < end && is_mark_at(doc->text, start, &next))
    start = next; /* the gap's */
  cd_status status =
      cd_grow(&doc->scratch, &doc->room_scratch, (end - start + 1) * sizeof(uint32_t), 1);
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
static cd_status judge(cd_slab *s, size_t first, size_t last) {
  size_t start = s->spans.start[first], end = s->spans.end[last - 1];
  cd_slab_put_raw(s, first);
  s->next = last;
  cd_status status =
      reserve_tokens(s->doc, end - start + 2 * (s->spans.n_starts - last) + CD_RUN_STEP);
  if (status) return status;
  if (s->rules->options.style == CD_STYLE_UAX29) return read_uax29(s->doc, start, end);
  return cd_news_read(s->doc, s->rules, start, end);
}

static cd_status settle_candidates(cd_slab *s) {
  const cd_spans *spans = &s->spans;
  bool is_news = s->rules->options.style == CD_STYLE_NEWS;
  for (size_t k = 0; k < spans->n_candidates; k++) {
    size_t i = spans->candidate[k] & ~CD_HEAD_ALONE;
    if (i < s->next) continue; /* judged already */
    if (spans->candidate[k] & CD_HEAD_ALONE ? cd_quick_fused(s, i)
                                            : is_news && cd_quick_judge(s, i))
      continue;
    size_t first = i, last = i + 1;
    while (first > s->next && spans->start[first] == spans->end[first - 1]) first--;
    while (last < spans->n_starts && spans->start[last] == spans->end[last - 1]) last++;
    cd_status status = judge(s, first, last);
    if (status) return status;
  }
  return CD_OK;
}

/* ---- slabs ------------------------------------------------------------------------ */

/* Room for `more` items in each of the slab's arrays. */
static cd_status reserve_raw(cd_doc *doc, cd_spans *spans, size_t more) {
  size_t size = sizeof *doc->raw_start, need = spans->n_starts + more;
  cd_status status = cd_grow(&doc->raw_start, &doc->room_raw_starts, need, size);
  if (!status) status = cd_grow(&doc->raw_kind, &doc->room_raw_kinds, need, 1);
  need = spans->n_ends + more;
  if (!status) status = cd_grow(&doc->raw_end, &doc->room_raw_ends, need, size);
  need = spans->n_candidates + more;
  if (!status) status = cd_grow(&doc->candidate, &doc->room_candidates, need, size);
  spans->start = doc->raw_start;
  spans->end = doc->raw_end;
  spans->kind = doc->raw_kind;
  spans->candidate = doc->candidate;
  return status;
}

/* In parts, so that memory is taken for what is found and not for what might be. */
static cd_status scan_slab(cd_slab *s) {
  cd_scan *scan = cd_scan_for(scan_style(s->rules->options.style), s->doc->text.form);
  const void *units = cd_units_from(s->doc->text, s->base);
  cd_scan_state state = {0};
  s->spans.base = (uint32_t)s->base;
  s->spans.heads = &s->rules->fused_heads;
  for (size_t from = 0; from < s->n; from += SLAB) {
    size_t to = s->n - from < SLAB ? s->n : from + SLAB;
    cd_status status = reserve_raw(s->doc, &s->spans, to - from + CD_SCAN_SLACK);
    if (status) return status;
    scan(units, s->n, from, to, &state, &s->spans);
  }
  return CD_OK;
}

static cd_status read_slab(cd_slab *s) {
  cd_status status = scan_slab(s);
  if (!status) status = reserve_tokens(s->doc, 2 * s->spans.n_starts + CD_RUN_STEP);
  if (!status && s->rules->cuts_tails && s->rules->options.style == CD_STYLE_NEWS)
    status = cd_slab_add_tails(s);
  if (status) return status;
  status = settle_candidates(s);
  if (!status) cd_slab_put_raw(s, s->spans.n_starts);
  return status;
}

cd_status cd_tokens_read(cd_doc *doc, const cd_rules *rules, size_t *at, size_t most) {
  size_t from = *at;
  size_t left = doc->text.n - from;
  if (!from) doc->first_of_text = doc->n_tokens;
  cd_status status = reserve_tokens(doc, cd_likely_tokens(left < most ? left : most));
  if (status) return status;
  while (*at < doc->text.n && *at - from < most) {
    if (cd_doc_stopped(doc)) return CD_STOPPED;
    size_t end = slab_end(doc->text, *at);
    cd_slab s = {.doc = doc,
                 .rules = rules,
                 .keys = cd_keys_for(doc->text.form),
                 .base = *at,
                 .n = end - *at};
    status = read_slab(&s);
    if (status) return status;
    *at = end;
  }
  return CD_OK;
}
