/* The distinct terms of all counters in their order, found on as many threads as there
 * are counters: each ranks the terms between two of a sample. */
#include <stdatomic.h>
#include <string.h>

#include "matrix.h"

enum { SAMPLE = 64 }; /* terms that are looked at for each thread */

/* The terms whose keys are `from` or more, less than the next share's. */
typedef struct share {
  uint64_t from;
  size_t n, n_distinct;
  uint32_t *mine;     /* their places among all */
  cd_slice *distinct; /* in order */
} share;

typedef struct ranking {
  const cd_slice *term;
  uint64_t *key; /* of each term; an empty one has none, */
  size_t n;
  uint32_t *rank; /* and no rank */
  share *share;
  size_t n_shares;
  atomic_bool failed;
} ranking;

static void find_keys(void *context, size_t member) {
  ranking *r = context;
  size_t end = (member + 1) * r->n / r->n_shares;
  for (size_t i = member * r->n / r->n_shares; i < end; i++) {
    r->key[i] = cd_word_key(r->term[i]);
    r->rank[i] = CD_NONE;
  }
}

/* Shares of about the same size, by a sample of the keys. */
static cd_status set_bounds(ranking *r) {
  size_t n = r->n_shares * SAMPLE;
  cd_pair *key = cd_resize(NULL, 2 * n * sizeof *key);
  if (!key) return CD_NO_MEMORY;
  for (size_t i = 0; i < n; i++) key[i] = (cd_pair){r->n ? r->key[i * r->n / n] : 0, 0};
  cd_pairs_sort(key, key + n, n, UINT64_MAX);
  for (size_t s = 1; s < r->n_shares; s++) r->share[s].from = key[s * SAMPLE].key;
  cd_release(key);
  return CD_OK;
}

static bool is_mine(const ranking *r, size_t s, size_t i) {
  bool is_below = s + 1 == r->n_shares || r->key[i] < r->share[s + 1].from;
  return is_below && r->key[i] >= r->share[s].from && r->term[i].n;
}

static bool take_mine(const ranking *r, size_t s) {
  share *to = &r->share[s];
  size_t n = 0;
  for (size_t i = 0; i < r->n; i++) n += is_mine(r, s, i);
  to->mine = cd_resize(NULL, n * sizeof *to->mine);
  if (!to->mine) return false;
  for (uint32_t i = 0; to->n < n; i++)
    if (is_mine(r, s, i)) to->mine[to->n++] = i;
  return true;
}

/* Ranks within the share. */
static cd_status rank_mine(const ranking *r, share *of) {
  cd_pair *pair = cd_resize(NULL, of->n * sizeof *pair);
  of->distinct = cd_resize(NULL, of->n * sizeof *of->distinct);
  cd_status status = pair && of->distinct ? CD_OK : CD_NO_MEMORY;
  for (size_t i = 0; i < of->n && !status; i++)
    pair[i] = (cd_pair){r->key[of->mine[i]], of->mine[i]};
  if (!status)
    status = cd_words_rank(r->term, pair, of->n, r->rank, of->distinct, &of->n_distinct);
  cd_release(pair);
  return status;
}

static void rank_some(void *context, size_t member) {
  ranking *r = context;
  if (!take_mine(r, member) || rank_mine(r, &r->share[member]))
    atomic_store(&r->failed, true);
}

/* One share behind the other. */
static void join(const ranking *r, cd_slice *distinct, size_t *n) {
  for (size_t s = 0; s < r->n_shares; s++) {
    const share *of = &r->share[s];
    for (size_t i = 0; *n && i < of->n; i++) r->rank[of->mine[i]] += (uint32_t)*n;
    memcpy(distinct + *n, of->distinct, of->n_distinct * sizeof *distinct);
    *n += of->n_distinct;
  }
}

static cd_status rank_all(ranking *r) {
  cd_team_run(r->n_shares, find_keys, r);
  cd_status status = set_bounds(r);
  if (status) return status;
  cd_team_run(r->n_shares, rank_some, r);
  return atomic_load(&r->failed) ? CD_NO_MEMORY : CD_OK;
}

static void close_ranking(ranking *r) {
  for (size_t s = 0; r->share && s < r->n_shares; s++) {
    cd_release(r->share[s].mine);
    cd_release(r->share[s].distinct);
  }
  cd_release(r->share);
  cd_release(r->key);
}

cd_status cd_matrix_rank(cd_matrix *matrix, const cd_slice *term, size_t n,
                         uint32_t *rank) {
  ranking r = {.term = term, .n = n, .rank = rank, .n_shares = matrix->n_counters};
  r.key = cd_resize(NULL, n * sizeof *r.key);
  r.share = cd_zeroed(r.n_shares, sizeof *r.share);
  matrix->symbol = cd_resize(NULL, n * sizeof *matrix->symbol);
  cd_status status = r.key && r.share && matrix->symbol ? CD_OK : CD_NO_MEMORY;
  if (!status) status = rank_all(&r);
  if (!status) join(&r, matrix->symbol, &matrix->n_symbols);
  close_ranking(&r);
  return status;
}
