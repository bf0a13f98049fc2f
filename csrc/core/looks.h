/* What tokens look like by their kinds, edges and gaps alone. One walk over all of
 * them, so that the rooms behind visit no token that cannot matter to them. */
#ifndef CD_LOOKS_H
#define CD_LOOKS_H

#include "doc.h"

enum { CD_LOOK = 64 }; /* tokens in one */

/* Bit k is token k of the 64. */
struct cd_look {
  uint64_t odd;     /* behind white space that is more or other than one space */
  uint64_t mark;    /* may be a final mark, a closing mark or a bracket */
  uint64_t opening; /* may open a sentence */
};

/* Fill doc->looks. No token is overlooked, but some are told of that are nothing.
 * CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_looks_read(cd_doc *doc);

/* Append the tokens of the set bits to `found`, the first bit being token `from`;
 * returns the new end. */
static inline uint32_t *cd_look_tokens(uint64_t bits, size_t from, uint32_t *found) {
  for (; bits; bits &= bits - 1)
    *found++ = (uint32_t)from + (uint32_t)__builtin_ctzll(bits);
  return found;
}
#endif
