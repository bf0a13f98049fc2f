#include "token_memo.h"

#include <string.h>

#include "token.h"

enum { SLOTS = 2048, MOST_BYTES = 32, MOST_TOKENS = 12 };

/* One cache line. */
typedef struct slot {
  cd_memo_key key;
  uint32_t n_tokens;
  uint8_t end[MOST_TOKENS], kind[MOST_TOKENS]; /* from the chunk's start */
} slot;

struct cd_token_memo {
  slot slots[SLOTS];
};

cd_token_memo *cd_token_memo_new(void) {
  cd_token_memo *memo = cd_resize(NULL, sizeof *memo);
  if (memo) memset(memo, 0, sizeof *memo);
  return memo;
}

bool cd_memo_key_of(cd_text text, size_t start, size_t end, cd_memo_key *key) {
  size_t width = text.form == CD_UTF8 ? 1 : (size_t)text.form,
         bytes = (end - start) * width;
  if (bytes > MOST_BYTES) return false;
  memset(key, 0, sizeof *key);
  memcpy(key->word, (const uint8_t *)text.units + start * width, bytes);
  key->n_and_form = (uint32_t)bytes << 8 | (uint32_t)text.form;
  return true;
}

static size_t slot_of(const cd_memo_key *key) {
  uint64_t hash = key->n_and_form;
  for (int i = 0; i < 4; i++)
    hash = (hash ^ key->word[i]) * 0x9E3779B97F4A7C15u, hash ^= hash >> 32;
  return (size_t)hash % SLOTS;
}

static bool is_same(const cd_memo_key *a, const cd_memo_key *b) {
  uint64_t apart = a->n_and_form ^ b->n_and_form;
  for (int i = 0; i < 4; i++) apart |= a->word[i] ^ b->word[i];
  return !apart;
}

bool cd_memo_put(const cd_token_memo *memo, const cd_memo_key *key, size_t start,
                 cd_doc *doc) {
  const slot *known = &memo->slots[slot_of(key)];
  if (!is_same(&known->key, key)) return false;

  uint32_t at = (uint32_t)start;
  for (uint32_t i = 0; i < known->n_tokens; i++) {
    uint32_t end = (uint32_t)start + known->end[i];
    cd_token_put(doc, at, end, known->kind[i]);
    at = end;
  }
  return true;
}

/* The tokens fill the chunk without a gap. */
static bool fill(const cd_doc *doc, size_t first, size_t start, size_t end) {
  for (size_t i = first; i < doc->n_tokens; i++) {
    if (doc->start[i] != start) return false;
    start = doc->end[i];
  }
  return start == end;
}

void cd_memo_keep(cd_token_memo *memo, const cd_memo_key *key, size_t start, size_t first,
                  const cd_doc *doc) {
  size_t n = doc->n_tokens - first;
  if (n > MOST_TOKENS || !fill(doc, first, start, doc->chunk.at[doc->chunk.n])) return;
  slot *kept = &memo->slots[slot_of(key)];

  kept->key = *key;
  kept->n_tokens = (uint32_t)n;
  for (size_t i = 0; i < n; i++) {
    kept->end[i] = (uint8_t)(doc->end[first + i] - start);
    kept->kind[i] = doc->kind[first + i];
  }
}
