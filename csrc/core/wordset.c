#include "wordset.h"

#include <string.h>

#include "hash.h"
#include "memory.h"

struct cd_wordset_slot {
  const uint8_t *bytes;
  uint32_t n, hash;
  cd_word_facts facts;
};

/* The sets are small, their words ours or the caller's own: no seed. */
static uint32_t hash_of(cd_slice word) {
  return (uint32_t)(cd_hash_bytes(0, word.bytes, word.n) >> 32);
}

/* By its upper bits: the lower ones say where a look starts. */
static uint8_t tag_of(uint32_t hash) { return (uint8_t)(hash >> 24 | 1); }

static bool holds(const struct cd_wordset_slot *slot, cd_slice word, uint32_t hash) {
  return slot->hash == hash && slot->n == word.n &&
         !memcmp(slot->bytes, word.bytes, word.n);
}

/* Where `word` stands, or the free place where it belongs. Most words looked for are
 * in no set: tags, which lie close together, tell so without a look at a slot. */
static size_t probe(const cd_wordset *set, cd_slice word, uint32_t hash) {
  size_t at = hash & (set->room - 1);
  for (; set->tag[at]; at = (at + 1) & (set->room - 1))
    if (set->tag[at] == tag_of(hash) && holds(&set->slot[at], word, hash)) break;
  return at;
}

static void settle(cd_wordset *set, const struct cd_wordset_slot *moved) {
  size_t at = moved->hash & (set->room - 1);
  while (set->tag[at]) at = (at + 1) & (set->room - 1);
  set->slot[at] = *moved;
  set->tag[at] = tag_of(moved->hash);
}

static cd_status double_room(cd_wordset *set) {
  cd_wordset bigger = *set;
  bigger.room = set->room ? 2 * set->room : 64;
  size_t size = bigger.room * (sizeof *bigger.slot + sizeof *bigger.tag);
  bigger.slot = cd_resize(NULL, size);
  if (!bigger.slot) return CD_NO_MEMORY;
  memset(bigger.slot, 0, size);
  bigger.tag = (uint8_t *)(bigger.slot + bigger.room); /* one block of memory */
  for (size_t i = 0; i < set->room; i++)
    if (set->tag[i]) settle(&bigger, &set->slot[i]);
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
  size_t at = probe(set, word, hash);
  struct cd_wordset_slot *slot = &set->slot[at];
  if (!set->tag[at]) {
    set->tag[at] = tag_of(hash);
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
  size_t at = probe(set, word, hash_of(word));
  return set->tag[at] ? set->slot[at].facts : none;
}

void cd_wordset_free(cd_wordset *set) {
  cd_release(set->slot);
  memset(set, 0, sizeof *set);
}
