#include <string.h>

#include "matrix.h"

/* ---- by digits ----------------------------------------------------------------- */

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, FEW = 24 };

/* How many digits a key has, of how many bits each. */
typedef struct digits {
  unsigned n, width;
} digits;

static digits digits_of(uint64_t most) {
  unsigned bits = most ? 64 - (unsigned)__builtin_clzll(most) : 1;
  unsigned n = (bits + DIGIT - 1) / DIGIT;
  return (digits){n, (bits + n - 1) / n};
}

/* A sort of items by KEY, stable: few by insertion, else digit by digit, where a digit
 * that all have in common costs one look. */
#define DEFINE_SORT(NAME, ITEM, KEY)                                                    \
  static void insert_##NAME(ITEM *item, size_t n) {                                     \
    for (size_t i = 1; i < n; i++) {                                                    \
      ITEM moved = item[i];                                                             \
      size_t at = i;                                                                    \
      for (; at && KEY(item[at - 1]) > KEY(moved); at--) item[at] = item[at - 1];       \
      item[at] = moved;                                                                 \
    }                                                                                   \
  }                                                                                     \
  static bool deal_##NAME(const ITEM *from, ITEM *to, size_t n, unsigned shift,         \
                          unsigned width) {                                             \
    uint32_t start[BUCKETS], mask = (1u << width) - 1;                                  \
    memset(start, 0, (mask + 1) * sizeof *start);                                       \
    for (size_t i = 0; i < n; i++) start[KEY(from[i]) >> shift & mask]++;               \
    if (start[KEY(from[0]) >> shift & mask] == n) return false;                         \
    cd_start_buckets(start, mask + 1);                                                  \
    for (size_t i = 0; i < n; i++) to[start[KEY(from[i]) >> shift & mask]++] = from[i]; \
    return true;                                                                        \
  }                                                                                     \
  static void sort_##NAME(ITEM *item, ITEM *scratch, size_t n, uint64_t most) {         \
    digits key = digits_of(most);                                                       \
    ITEM *from = item, *to = scratch;                                                   \
    if (n <= FEW) {                                                                     \
      insert_##NAME(item, n);                                                           \
      return;                                                                           \
    }                                                                                   \
    for (unsigned d = 0; d < key.n; d++) {                                              \
      if (!deal_##NAME(from, to, n, d * key.width, key.width)) continue;                \
      ITEM *dealt = to;                                                                 \
      to = from;                                                                        \
      from = dealt;                                                                     \
    }                                                                                   \
    if (from != item) memcpy(item, from, n * sizeof *item);                             \
  }
#define KEY_OF_PAIR(pair) ((pair).key)
#define KEY_OF_HALF(half) ((half) >> 32)
DEFINE_SORT(pairs, cd_pair, KEY_OF_PAIR)
DEFINE_SORT(halves, uint64_t, KEY_OF_HALF)

void cd_pairs_sort(cd_pair *pair, cd_pair *scratch, size_t n, uint64_t most) {
  sort_pairs(pair, scratch, n, most);
}

void cd_halves_sort(uint64_t *half, uint64_t *scratch, size_t n, uint32_t most) {
  sort_halves(half, scratch, n, most);
}

/* ---- words --------------------------------------------------------------------- */

/* Words of `pair` that agree in their first `depth` bytes and wait for their turn. */
typedef struct group {
  size_t from, n, depth;
} group;

typedef struct sorter {
  const cd_slice *word;
  cd_pair *pair, *scratch;
  group *waiting;
  size_t n_waiting, room;
} sorter;

static int compare(cd_slice a, cd_slice b, size_t depth) {
  size_t least = a.n < b.n ? a.n : b.n;
  int order = least > depth ? memcmp(a.bytes + depth, b.bytes + depth, least - depth) : 0;
  return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

static void insert_words(const sorter *s, group of) {
  cd_pair *pair = s->pair + of.from;
  for (size_t i = 1; i < of.n; i++) {
    cd_pair moved = pair[i];
    size_t at = i;
    for (; at && compare(s->word[pair[at - 1].value], s->word[moved.value], of.depth) > 0;
         at--)
      pair[at] = pair[at - 1];
    pair[at] = moved;
  }
}

/* Eight bytes from `depth` on, those past the end as 0. */
static uint64_t key_at(cd_slice word, size_t depth) {
  uint64_t eight = 0;
  if (word.n > depth)
    memcpy(&eight, word.bytes + depth, word.n - depth < 8 ? word.n - depth : 8);
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap64(eight) : eight;
}

uint64_t cd_word_key(cd_slice word) { return key_at(word, 0); }

static cd_status wait_for_turn(sorter *s, group of) {
  if (of.n < 2) return CD_OK;
  cd_status status = cd_grow(&s->waiting, &s->room, s->n_waiting + 1, sizeof *s->waiting);
  if (!status) s->waiting[s->n_waiting++] = of;
  return status;
}

/* Words with the same eight bytes: those that end here come first, by length. */
static cd_status settle_ties(sorter *s, group of) {
  size_t ended = 0, depth = of.depth + 8;
  cd_pair *pair = s->pair + of.from;
  for (size_t i = 0; i < of.n; i++) {
    size_t n = s->word[pair[i].value].n;
    pair[i].key = n <= depth ? n - of.depth : 9;
    ended += n <= depth;
  }
  cd_pairs_sort(pair, s->scratch, of.n, 9);
  return wait_for_turn(s, (group){of.from + ended, of.n - ended, depth});
}

static cd_status sort_group(sorter *s, group of) {
  cd_pair *pair = s->pair + of.from;
  if (of.n <= 2 * FEW) {
    insert_words(s, of);
    return CD_OK;
  }
  for (size_t i = 0; i < of.n && of.depth; i++)
    pair[i].key = key_at(s->word[pair[i].value], of.depth);
  cd_pairs_sort(pair, s->scratch, of.n, UINT64_MAX);
  for (size_t i = 0, end; i < of.n; i = end) {
    uint64_t key = pair[i].key;
    for (end = i + 1; end < of.n && pair[end].key == key;) end++;
    if (end == i + 1) continue;
    cd_status status = settle_ties(s, (group){of.from + i, end - i, of.depth});
    if (status) return status;
  }
  return CD_OK;
}

static cd_status sort_words(const cd_slice *word, cd_pair *pair, size_t n) {
  sorter s = {.word = word, .pair = pair};
  s.scratch = cd_resize(NULL, n * sizeof *s.scratch);
  cd_status status = s.scratch ? wait_for_turn(&s, (group){0, n, 0}) : CD_NO_MEMORY;
  while (!status && s.n_waiting) status = sort_group(&s, s.waiting[--s.n_waiting]);
  cd_release(s.scratch);
  cd_release(s.waiting);
  return status;
}

static bool are_equal(cd_slice a, cd_slice b) {
  return a.n == b.n && !memcmp(a.bytes, b.bytes, a.n);
}

cd_status cd_words_rank(const cd_slice *word, cd_pair *pair, size_t n, uint32_t *rank,
                        cd_slice *distinct, size_t *n_distinct) {
  cd_status status = sort_words(word, pair, n);
  *n_distinct = 0;
  for (size_t i = 0; i < n && !status; i++) {
    cd_slice here = word[pair[i].value];
    if (!i || !are_equal(here, word[pair[i - 1].value])) {
      if (distinct) distinct[*n_distinct] = here;
      ++*n_distinct;
    }
    rank[pair[i].value] = (uint32_t)*n_distinct - 1;
  }
  return status;
}
