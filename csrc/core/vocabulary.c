#include "vocabulary.h"

#include <string.h>

#include "hash.h"

typedef struct cd_word_slot {
  uint32_t hash;
  uint32_t id_and_one;
} slot;

enum { FIRST_SLOTS = 1024 };

/* ---- strings ----------------------------------------------------------------- */

cd_status cd_strings_append(cd_strings *strings, size_t *room_offsets, size_t *room_bytes,
                            cd_slice word) {
  size_t used = strings->n ? (size_t)strings->offset[strings->n] : 0;
  cd_status status =
      cd_grow(&strings->offset, room_offsets, strings->n + 2, sizeof *strings->offset);
  if (!status) status = cd_grow(&strings->bytes, room_bytes, used + word.n, 1);
  if (status) return status;
  if (word.n) memcpy(strings->bytes + used, word.bytes, word.n);
  strings->offset[strings->n++] = (int64_t)used;
  strings->offset[strings->n] = (int64_t)(used + word.n);
  return CD_OK;
}

void cd_strings_free(cd_strings *strings) {
  cd_release(strings->offset);
  cd_release(strings->bytes);
  *strings = (cd_strings){0};
}

/* ---- look-up ------------------------------------------------------------------ */

static uint32_t hash_of(uint64_t seed, cd_slice word) {
  uint64_t hash = cd_mix_eights(seed ^ word.n, word.bytes, word.n), rest = 0;
  memcpy(&rest, word.bytes + word.n / 8 * 8, word.n % 8);
  return (uint32_t)(cd_mix(hash ^ rest, 0xD6E8FEB86659FD93u ^ seed) >> 32);
}

static bool is_word(const cd_vocabulary *v, const slot *s, uint32_t hash, cd_slice word) {
  if (s->hash != hash) return false;
  cd_slice there = cd_string_at(&v->strings, s->id_and_one - 1);
  return there.n == word.n && !memcmp(there.bytes, word.bytes, word.n);
}

/* The slot that holds the word, or the free one where it belongs. */
static slot *find(const cd_vocabulary *v, uint32_t hash, cd_slice word) {
  for (size_t at = hash & v->mask;; at = (at + 1) & v->mask) {
    slot *s = &v->slots[at];
    if (!s->id_and_one || is_word(v, s, hash, word)) return s;
  }
}

static void settle(cd_vocabulary *v, slot moved) {
  size_t at = moved.hash & v->mask;
  while (v->slots[at].id_and_one) at = (at + 1) & v->mask;
  v->slots[at] = moved;
}

/* Slots for `n` strings, of which at most half are taken. */
static cd_status reserve_slots(cd_vocabulary *v, size_t n) {
  cd_vocabulary old = *v;
  size_t room = v->slots ? v->mask + 1 : FIRST_SLOTS;
  while (room < 2 * n) room *= 2;
  if (v->slots && room == v->mask + 1) return CD_OK;
  slot *slots = cd_resize(NULL, room * sizeof *slots);
  if (!slots) return CD_NO_MEMORY;
  memset(slots, 0, room * sizeof *slots);
  v->slots = slots;
  v->mask = room - 1;
  for (size_t i = 0; old.slots && i <= old.mask; i++)
    if (old.slots[i].id_and_one) settle(v, old.slots[i]);
  cd_release(old.slots);
  return CD_OK;
}

static cd_status add(cd_vocabulary *v, uint32_t hash, cd_slice word, int32_t *id) {
  slot *s = find(v, hash, word);
  if (!s->id_and_one) {
    cd_status status =
        cd_strings_append(&v->strings, &v->room_offsets, &v->room_bytes, word);
    if (status) return status;
    *s = (slot){hash, (uint32_t)v->strings.n};
  }
  *id = (int32_t)(s->id_and_one - 1);
  return CD_OK;
}

/* In blocks, each of whose slots are asked for before the first is looked at: a
 * random one is a cache miss. */
enum { BLOCK = 32 };

static cd_status add_block(cd_vocabulary *v, const cd_slice *word, size_t n,
                           int32_t *id) {
  uint32_t hash[BLOCK];
  cd_status status = reserve_slots(v, v->strings.n + n);
  if (status) return status;
  for (size_t i = 0; i < n; i++) {
    hash[i] = hash_of(v->seed, word[i]);
    __builtin_prefetch(&v->slots[hash[i] & v->mask], 1);
  }
  for (size_t i = 0; i < n && !status; i++) status = add(v, hash[i], word[i], &id[i]);
  return status;
}

cd_status cd_vocabulary_add(cd_vocabulary *v, const cd_slice *word, size_t n,
                            int32_t *id) {
  cd_status status = CD_OK;
  for (size_t at = 0; at < n && !status; at += BLOCK)
    status = add_block(v, word + at, n - at < BLOCK ? n - at : BLOCK, id + at);
  return status;
}

bool cd_vocabulary_find(const cd_vocabulary *v, cd_slice word, int32_t *id) {
  const slot *s = v->slots ? find(v, hash_of(v->seed, word), word) : NULL;
  if (!s || !s->id_and_one) return false;
  *id = (int32_t)(s->id_and_one - 1);
  return true;
}

cd_strings cd_vocabulary_take(cd_vocabulary *v) {
  cd_strings strings = v->strings;
  cd_release(v->slots);
  *v = (cd_vocabulary){0};
  return strings;
}

void cd_vocabulary_free(cd_vocabulary *v) {
  cd_strings_free(&v->strings);
  cd_release(v->slots);
  *v = (cd_vocabulary){0};
}
