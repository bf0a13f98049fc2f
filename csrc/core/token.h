/* Where tokens start and end, and of what kind they are. The scan's raw spans
 * stand wherever no candidate was; the characters around one are judged again
 * by the rules of the style. */
#ifndef CD_TOKEN_H
#define CD_TOKEN_H

#include "doc.h"
#include "rules.h"

/* Put tokens of doc->text behind the n_tokens there are, from unit `*at` on, which
 * was 0 or is where the last call left it: for `most` units, to the next end of a
 * slab, or to the end of the text. The last token before stays known to the doc.
 * CD_NO_MEMORY, CD_STOPPED. */
CD_MUST_CHECK cd_status cd_tokens_read(cd_doc *doc, const cd_rules *rules, size_t *at,
                                       size_t most);

/* Append units [start, end); the caller has made room. */
static inline void cd_token_put(cd_doc *doc, uint32_t start, uint32_t end, uint8_t kind) {
  doc->start[doc->n_tokens] = start;
  doc->end[doc->n_tokens] = end;
  doc->kind[doc->n_tokens++] = kind;
}
#endif
