/* Style sklearn: runs of letters, digits and underscores, of two characters or more,
 * as the pattern \b\w\w+\b finds them. */
#include <string.h>

#include "slab.h"

/* Bytes of the character that starts with `lead`, in well-formed UTF-8. */
static inline uint32_t bytes_of(uint8_t lead) {
  return 1u + (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0);
}

void cd_slab_put_words(cd_slab *slab, size_t until) {
  cd_doc *doc = slab->doc;
  const uint32_t *start = slab->spans.start, *end = slab->spans.end;
  const uint8_t *bytes = doc->text.form == CD_UTF8 ? doc->text.units : NULL;
  size_t n = doc->n_tokens;
  for (size_t i = slab->next; i < until; i++) {
    uint32_t one = bytes ? bytes_of(bytes[start[i]]) : 1;
    doc->start[n] = start[i];
    doc->end[n] = end[i];
    n += end[i] - start[i] > one;
  }
  memset(doc->kind + doc->n_tokens, CD_WORD, n - doc->n_tokens);
  doc->n_tokens = n;
  slab->next = until;
}
