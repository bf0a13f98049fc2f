#include <string.h>

#include "hash.h"
#include "matrix.h"

typedef struct cd_gram_slot {
  uint32_t parent, symbol;
  uint32_t gram_and_one; /* 0: free */
  uint32_t place;        /* in the document's finds, as cd_finds_add keeps it */
} slot;

/* Grams looked up at once, so that their cache misses overlap. */
enum { FIRST_SLOTS = 4096, BLOCK = 32 };

/* ---- the table ------------------------------------------------------------------ */

static size_t hash_of(const cd_grams *grams, uint32_t parent, uint32_t symbol) {
  return (size_t)cd_mix(((uint64_t)parent << 32 | symbol) ^ grams->seed,
                        0x9E3779B97F4A7C15u);
}

static slot *find(const cd_grams *grams, size_t hash, uint32_t parent, uint32_t symbol) {
  for (size_t at = hash;; at++) {
    slot *s = &grams->slots[at & grams->mask];
    if (!s->gram_and_one || (s->symbol == symbol && s->parent == parent)) return s;
  }
}

static cd_status more_slots(cd_grams *grams) {
  slot *old = grams->slots;
  size_t n_old = old ? grams->mask + 1 : 0, n = old ? 2 * n_old : FIRST_SLOTS;
  slot *slots = cd_resize(NULL, n * sizeof *slots);
  if (!slots) return CD_NO_MEMORY;
  memset(slots, 0, n * sizeof *slots);
  grams->slots = slots;
  grams->mask = n - 1;
  for (size_t i = 0; i < n_old; i++)
    if (old[i].gram_and_one)
      *find(grams, hash_of(grams, old[i].parent, old[i].symbol), old[i].parent,
            old[i].symbol) = old[i];
  cd_release(old);
  return CD_OK;
}

/* Room for a block of new grams: at most two slots of three are taken. */
static cd_status reserve(cd_grams *grams, cd_finds *finds) {
  cd_status status = CD_OK;
  while (!status && (!grams->slots || 3 * (grams->n + BLOCK) > 2 * grams->mask))
    status = more_slots(grams);
  if (!status)
    status = cd_grow(&grams->counted, &grams->room_counted, grams->n + BLOCK, 1);
  if (!status)
    status = cd_grow(&finds->at, &finds->room, finds->n + BLOCK, sizeof *finds->at);
  return status;
}

/* The slot of a gram, new or old; `counted` of a new one. */
static slot *intern(cd_grams *grams, size_t hash, uint32_t parent, uint32_t symbol,
                    bool counted) {
  slot *s = find(grams, hash, parent, symbol);
  if (s->gram_and_one) return s;
  grams->counted[grams->n] = counted;
  *s = (slot){parent, symbol, ++grams->n, 0};
  return s;
}

/* ---- the grams of a document ------------------------------------------------------ */

/* True where a run of fewer than `least` symbols, `length` of them, starts at `i`. */
static bool is_short_run(const cd_gram_walk *walk, size_t i, uint32_t length) {
  return walk->short_runs && length < walk->least &&
         (i == 0 || walk->symbol[i - 1] == CD_NONE) &&
         (i + length == walk->n || walk->symbol[i + length] == CD_NONE);
}

/* Make the grams that start at [from, from + n) one symbol longer: `length`. */
static void lengthen_block(cd_grams *grams, const cd_gram_walk *walk, uint32_t length,
                           size_t from, size_t n, cd_finds *finds) {
  uint32_t *node = walk->node + from;
  const uint32_t *symbol = walk->symbol + from + length - 1;
  size_t hash[BLOCK];
  bool counted = length >= walk->least;
  for (size_t i = 0; i < n; i++) {
    hash[i] = hash_of(grams, node[i], symbol[i]);
    __builtin_prefetch(&grams->slots[hash[i] & grams->mask]);
  }
  for (size_t i = 0; i < n; i++) {
    if (symbol[i] == CD_NONE) node[i] = CD_NONE;
    if (node[i] == CD_NONE) continue;
    slot *s = intern(grams, hash[i], node[i], symbol[i], counted);
    uint32_t gram = node[i] = s->gram_and_one - 1;
    bool is_short = !counted && is_short_run(walk, from + i, length);
    if (is_short) grams->counted[gram] = 1;
    if (counted || is_short) cd_finds_add(finds, gram, &s->place);
  }
}

static cd_status lengthen(cd_grams *grams, const cd_gram_walk *walk, uint32_t length,
                          cd_finds *finds) {
  if (length > walk->n) return CD_OK;
  size_t n = walk->n - length + 1;
  for (size_t from = 0; from < n; from += BLOCK) {
    cd_status status = reserve(grams, finds);
    if (status) return status;
    if (cd_doc_step_stopped(walk->doc)) return CD_STOPPED;
    lengthen_block(grams, walk, length, from, n - from < BLOCK ? n - from : BLOCK, finds);
  }
  return CD_OK;
}

cd_status cd_grams_find(cd_grams *grams, const cd_gram_walk *walk, cd_finds *finds) {
  cd_status status = CD_OK;
  for (size_t i = 0; i < walk->n; i++) walk->node[i] = CD_ROOT;
  for (uint32_t length = 1; length <= walk->most && !status; length++)
    status = lengthen(grams, walk, length, finds);
  return status;
}

/* ---- the end ------------------------------------------------------------------------ */

cd_status cd_grams_list(cd_grams *grams, uint32_t **parent, uint32_t **symbol) {
  *parent = cd_resize(NULL, grams->n * sizeof **parent);
  *symbol = cd_resize(NULL, grams->n * sizeof **symbol);
  if (!*parent || !*symbol) return CD_NO_MEMORY;
  for (size_t i = 0; grams->slots && i <= grams->mask; i++) {
    const slot *s = &grams->slots[i];
    if (!s->gram_and_one) continue;
    (*parent)[s->gram_and_one - 1] = s->parent;
    (*symbol)[s->gram_and_one - 1] = s->symbol;
  }
  cd_release(grams->slots);
  grams->slots = NULL;
  return CD_OK;
}

void cd_grams_free(cd_grams *grams) {
  cd_release(grams->slots);
  cd_release(grams->counted);
  *grams = (cd_grams){0};
}
