#include "wordset.h"

#include <string.h>

#include "hash.h"
#include "memory.h"

struct cd_wordset_slot {
  const uint8_t *bytes; /* NULL: free */
  uint32_t n, hash;
  cd_word_facts facts;
};

/* The sets are small, their words ours or the caller's own: no seed. */
static uint32_t hash_of(cd_slice word) {
  return (uint32_t)(cd_hash_bytes(0, word.bytes, word.n) >> 32);
}

/* The slot that holds `word`, or the free one where it belongs. */
static struct cd_wordset_slot *probe(const cd_wordset *set, cd_slice word,
                                     uint32_t hash) {
  for (size_t at = hash & (set->room - 1);; at = (at + 1) & (set->room - 1)) {
    struct cd_wordset_slot *slot = &set->slot[at];
    if (!slot->bytes) return slot;
    if (slot->hash == hash && slot->n == word.n &&
        !memcmp(slot->bytes, word.bytes, word.n))
      return slot;
  }
}

static struct cd_wordset_slot *free_slot(const cd_wordset *set, uint32_t hash) {
  size_t at = hash & (set->room - 1);
  while (set->slot[at].bytes) at = (at + 1) & (set->room - 1);
  return &set->slot[at];
}

static cd_status double_room(cd_wordset *set) {
  cd_wordset bigger = *set;
  bigger.room = set->room ? 2 * set->room : 64;
  bigger.slot = cd_resize(NULL, bigger.room * sizeof *bigger.slot);
  if (!bigger.slot) return CD_NO_MEMORY;
  memset(bigger.slot, 0, bigger.room * sizeof *bigger.slot);
  for (size_t i = 0; i < set->room; i++)
    if (set->slot[i].bytes) *free_slot(&bigger, set->slot[i].hash) = set->slot[i];
  cd_release(set->slot);
  *set = bigger;
  return CD_OK;
}

cd_status cd_wordset_add(cd_wordset *set, cd_slice word, uint32_t flags, uint32_t value) {
  if (2 * (set->n + 1) > set->room) {
    cd_status status = double_room(set);
    if (status) return status;
  }
  uint32_t hash = hash_of(word);
  struct cd_wordset_slot *slot = probe(set, word, hash);
  if (!slot->bytes) {
    slot->bytes = word.bytes;
    slot->n = (uint32_t)word.n;
    slot->hash = hash;
    set->n++;
    if (word.n > set->longest) set->longest = (uint32_t)word.n;
  }
  slot->facts.flags |= flags;
  if (value) slot->facts.value = value;
  return CD_OK;
}

cd_word_facts cd_wordset_find(const cd_wordset *set, cd_slice word) {
  cd_word_facts none = {0, 0};
  if (!set->room || word.n > set->longest) return none;
  return probe(set, word, hash_of(word))->facts;
}

void cd_wordset_free(cd_wordset *set) {
  cd_release(set->slot);
  memset(set, 0, sizeof *set);
}
