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

/* The same spans, counted from the start of the text. */
static void copy_spans(cd_slab *slab, size_t until) {
  size_t n = until - slab->next;
  const uint32_t *from = slab->spans.start + slab->next,
                 *to = slab->spans.end + slab->next;
  uint32_t *restrict start = slab->doc->start + slab->doc->n_tokens;
  uint32_t *restrict end = slab->doc->end + slab->doc->n_tokens;
  uint32_t base = (uint32_t)slab->base;
  for (size_t i = 0; i < n; i++) start[i] = from[i] + base;
  for (size_t i = 0; i < n; i++) end[i] = to[i] + base;
}

static uint8_t kind_at(cd_text text, size_t at) {
  size_t next;
  return cd_class(cd_text_decode(text, at, &next))->kind;
}

/* Kinds of the spans from `next` on, by their first characters: what starts with
 * a letter is a word. Stops before the first that may be cut in two. Compiled
 * once per form: this loop meets every token of the text. */
static inline size_t put_kinds(cd_slab *slab, size_t until, cd_form form) {
  const uint32_t *from = slab->spans.start, *to = slab->spans.end;
  const uint64_t *fused = slab->fused;
  cd_text here = {cd_units_from(slab->doc->text, slab->base), 0, form};
  uint8_t *restrict kind = slab->doc->kind + slab->doc->n_tokens - slab->next;
  size_t i = slab->next;
  for (; i < until; i++) {
    uint32_t unit = cd_unit_at(here, from[i]);
    if (cd_rules_may(fused, unit, cd_unit_at(here, to[i] - 1), to[i] - from[i])) break;
    kind[i] =
        unit < 128 ? cd_kind_ascii[unit] : kind_at(slab->doc->text, slab->base + from[i]);
  }
  return i;
}

static size_t put_kinds_of(cd_slab *slab, size_t until) {
  switch (slab->doc->text.form) {
    case CD_UCS2:
      return put_kinds(slab, until, CD_UCS2);
    case CD_UCS4:
      return put_kinds(slab, until, CD_UCS4);
    default:
      return put_kinds(slab, until, CD_UTF8);
  }
}

/* Span `next`, which the filter stopped at. */
static void put_fused(cd_slab *slab) {
  uint32_t base = (uint32_t)slab->base;
  uint32_t start = slab->spans.start[slab->next] + base,
           end = slab->spans.end[slab->next] + base;
  uint8_t kind = kind_at(slab->doc->text, start);
  uint32_t cut = fused_cut(slab, start, end);
  if (cut < end) cd_token_put(slab->doc, start, cut, kind);
  cd_token_put(slab->doc, cut < end ? cut : start, end, kind);
  slab->next++;
}

static void put_words(cd_slab *slab, size_t until) {
  uint32_t base = (uint32_t)slab->base;
  for (size_t i = slab->next; i < until; i++)
    cd_token_put(slab->doc, slab->spans.start[i] + base, slab->spans.end[i] + base,
                 CD_WORD);
}

static void put_judged_raw(cd_slab *slab, size_t until) {
  while (slab->next < until) {
    size_t stop = put_kinds_of(slab, until);
    copy_spans(slab, stop);
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
