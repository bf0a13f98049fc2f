/* Raw spans that nobody doubts: most tokens of most texts. */
#include <string.h>

#include "slab.h"

/* Runs are short: whole steps are copied, and what lies behind the last is
 * written over. */
static void copy_spans(cd_slab *slab, size_t until) {
  cd_doc *doc = slab->doc;
  const cd_spans *spans = &slab->spans;
  uint32_t *start = doc->start + doc->n_tokens - slab->next;
  uint32_t *end = doc->end + doc->n_tokens - slab->next;
  uint8_t *kind = doc->kind + doc->n_tokens - slab->next;
  for (size_t i = slab->next; i < until; i += CD_RUN_STEP) {
    memcpy(start + i, spans->start + i, CD_RUN_STEP * sizeof *start);
    memcpy(end + i, spans->end + i, CD_RUN_STEP * sizeof *end);
    memcpy(kind + i, spans->kind + i, CD_RUN_STEP);
  }
  doc->n_tokens += until - slab->next;
  slab->next = until;
}

void cd_slab_put_raw(cd_slab *slab, size_t until) {
  size_t from = slab->next;
  if (until <= from) return;
  if (slab->rules->options.style == CD_STYLE_SKLEARN) {
    cd_slab_put_words(slab, until);
    return;
  }
  copy_spans(slab, until);
  if (slab->rules->options.style == CD_STYLE_WHITESPACE)
    memset(slab->doc->kind + slab->doc->n_tokens - (until - from), CD_WORD, until - from);
}
