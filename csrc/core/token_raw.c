/* Raw spans that nobody doubts: most tokens of most texts. */
#include "slab.h"

bool cd_quick_word(cd_text text, size_t at, size_t n, uint8_t word[CD_QUICK_WORD]) {
  if (n > CD_QUICK_WORD) return false;
  for (size_t i = 0; i < n; i++) {
    uint32_t unit = cd_unit_at(text, at + i) | 0x20;
    if (unit < 'a' || unit > 'z') return false;
    word[i] = (uint8_t)unit;
  }
  return true;
}

/* Where a word that is written as one is cut ("can|not"), or `end`. */
static uint32_t fused_cut(const cd_slab *slab, uint32_t start, uint32_t end) {
  uint8_t word[CD_QUICK_WORD];
  if (!cd_quick_word(slab->doc->text, start, end - start, word)) return end;
  cd_slice lower = {word, end - start};
  cd_word_facts facts = cd_wordset_find(&slab->rules->words, lower);
  return facts.flags & W_SPLIT && facts.value < end - start ? start + facts.value : end;
}

static uint8_t kind_at(cd_text text, size_t at) {
  size_t next;
  return cd_class(cd_text_decode(text, at, &next))->kind;
}

/* Spans from `next` on, with their kinds, by their first characters: what starts
 * with a letter is a word. Stops before the first that may be cut in two.
 * Compiled once per form: this loop meets every token of the text. */
static inline size_t put_spans(cd_slab *slab, size_t until, cd_form form) {
  cd_doc *doc = slab->doc;
  const uint32_t *from = slab->spans.start, *to = slab->spans.end;
  const uint64_t *fused = slab->fused;
  cd_text here = {doc->text.units, doc->text.n, form};
  uint32_t *restrict start = doc->start + doc->n_tokens - slab->next;
  uint32_t *restrict end = doc->end + doc->n_tokens - slab->next;
  uint8_t *restrict kind = doc->kind + doc->n_tokens - slab->next;
  size_t i = slab->next;
  for (; i < until; i++) {
    uint32_t first = from[i], behind = to[i], unit = cd_unit_at(here, first);
    if (cd_rules_may(fused, unit, cd_unit_at(here, behind - 1), behind - first)) break;
    start[i] = first;
    end[i] = behind;
    kind[i] = unit < 128 ? cd_kind_ascii[unit] : kind_at(doc->text, first);
  }
  return i;
}

static size_t put_spans_of(cd_slab *slab, size_t until) {
  switch (slab->doc->text.form) {
    case CD_UCS2:
      return put_spans(slab, until, CD_UCS2);
    case CD_UCS4:
      return put_spans(slab, until, CD_UCS4);
    default:
      return put_spans(slab, until, CD_UTF8);
  }
}

/* Span `next`, which the filter stopped at. */
static void put_fused(cd_slab *slab) {
  uint32_t start = slab->spans.start[slab->next], end = slab->spans.end[slab->next];
  uint8_t kind = kind_at(slab->doc->text, start);
  uint32_t cut = fused_cut(slab, start, end);
  if (cut < end) cd_token_put(slab->doc, start, cut, kind);
  cd_token_put(slab->doc, cut < end ? cut : start, end, kind);
  slab->next++;
}

static void put_words(cd_slab *slab, size_t until) {
  for (size_t i = slab->next; i < until; i++)
    cd_token_put(slab->doc, slab->spans.start[i], slab->spans.end[i], CD_WORD);
}

static void put_judged_raw(cd_slab *slab, size_t until) {
  while (slab->next < until) {
    size_t stop = put_spans_of(slab, until);
    slab->doc->n_tokens += stop - slab->next;
    slab->next = stop;
    if (stop < until) put_fused(slab);
  }
}

void cd_slab_put_raw(cd_slab *slab, size_t until) {
  if (slab->rules->options.style == CD_STYLE_WHITESPACE)
    put_words(slab, until);
  else
    put_judged_raw(slab, until);
  slab->next = until;
}
