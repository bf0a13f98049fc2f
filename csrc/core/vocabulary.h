/* Distinct strings, numbered from 0 as they came, in the form of a column. */
#ifndef CD_VOCABULARY_H
#define CD_VOCABULARY_H

#include "memory.h"

typedef struct cd_vocabulary {
  cd_strings strings;
  size_t room_offsets, room_bytes;
  struct cd_word_slot *slots;
  size_t mask; /* slots - 1 */
  uint64_t seed;
} cd_vocabulary;

/* Zeroed but for its seed, it is empty. The numbers of `n` words, new or old.
 * CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_vocabulary_add(cd_vocabulary *vocabulary, const cd_slice *word,
                                          size_t n, int32_t *id);
/* Whether `word` is there, and then its number. */
bool cd_vocabulary_find(const cd_vocabulary *vocabulary, cd_slice word, int32_t *id);
/* Give back all but the strings, which become the caller's. */
cd_strings cd_vocabulary_take(cd_vocabulary *vocabulary);
void cd_vocabulary_free(cd_vocabulary *vocabulary);

static inline cd_slice cd_string_at(const cd_strings *strings, size_t i) {
  cd_slice slice = {strings->bytes + strings->offset[i],
                    (size_t)(strings->offset[i + 1] - strings->offset[i])};
  return slice;
}

/* Append without a look whether it is there. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_strings_append(cd_strings *strings, size_t *room_offsets,
                                          size_t *room_bytes, cd_slice word);
#endif
