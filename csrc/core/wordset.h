/* Folded words and what they are good for (W_ flags), looked up by bytes. */
#ifndef CD_WORDSET_H
#define CD_WORDSET_H

#include "copydesk.h"

typedef struct cd_word_facts {
  uint32_t flags; /* W_ flags of lang.h; 0: not in the set */
  uint32_t value;
} cd_word_facts;

typedef struct cd_wordset {
  struct cd_wordset_slot *slot;
  uint8_t *tag;     /* of each slot, from the hash of its word; 0: free */
  size_t n, room;   /* room is a power of two, or 0 */
  uint32_t longest; /* bytes of the longest word */
} cd_wordset;

/* Add flags to `word`, whose bytes must outlive the set. */
CD_MUST_CHECK cd_status cd_wordset_add(cd_wordset *set, cd_slice word, uint32_t flags,
                                       uint32_t value);
cd_word_facts cd_wordset_find(const cd_wordset *set, cd_slice word);
void cd_wordset_free(cd_wordset *set);
#endif
