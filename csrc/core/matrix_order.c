/* Single terms: each row's entries in the order of their terms, each term once. */
#include <stdatomic.h>

#include "matrix.h"

typedef struct ordering {
  cd_matrix *matrix;
  atomic_bool failed;
} ordering;

/* The terms of a row: how often each is there, and as sets of bits, which walk in order
 * what a sort would have to move: each term, each 64 of which some are there, and each
 * 64 of these, so that a short row does not walk through a large vocabulary. */
typedef struct present {
  uint32_t *count;
  uint64_t *terms, *words, *blocks;
  size_t n_blocks;
} present;

enum { WORD = 64, BLOCK = 64 * WORD, SET = 64 * BLOCK };

static cd_status present_open(present *p, size_t n) {
  p->n_blocks = n / SET + 1;
  p->count = cd_zeroed(n, sizeof *p->count);
  p->terms = cd_zeroed(n / WORD + 1, sizeof *p->terms);
  p->words = cd_zeroed(n / BLOCK + 1, sizeof *p->words);
  p->blocks = cd_zeroed(p->n_blocks, sizeof *p->blocks);
  return p->count && p->terms && p->words && p->blocks ? CD_OK : CD_NO_MEMORY;
}

static void present_close(present *p) {
  cd_release(p->count);
  cd_release(p->terms);
  cd_release(p->words);
  cd_release(p->blocks);
}

static void add(uint64_t *set, uint32_t i) { set[i / 64] |= UINT64_C(1) << i % 64; }

static void take(const cd_counter *counter, const cd_row *row, present *p) {
  size_t large = row->first_large;
  for (size_t i = row->first; i < row->first + row->n; i++) {
    uint32_t count = cd_entry_count(&counter->entries, i, &large);
    uint32_t term = counter->column[counter->entries.gram[i]];
    if (term == CD_NONE) continue;
    p->count[term] += count;
    add(p->terms, term);
    add(p->words, term / WORD);
    add(p->blocks, term / BLOCK);
  }
}

/* The lowest bit of a set, which loses it. */
static uint32_t take_lowest(uint64_t *set) {
  uint32_t bit = (uint32_t)__builtin_ctzll(*set);
  *set &= *set - 1;
  return bit;
}

static cd_status put(present *p, uint32_t term, cd_entries *to, size_t at) {
  uint32_t count = p->count[term];
  p->count[term] = 0;
  return cd_entry_set(to, at, term, count) ? cd_entries_keep_large(to, count) : CD_OK;
}

static cd_status give_block(present *p, uint32_t block, cd_entries *to, size_t *at) {
  cd_status status = CD_OK;
  while (p->words[block] && !status) {
    uint32_t word = block * 64 + take_lowest(&p->words[block]);
    while (p->terms[word] && !status)
      status = put(p, word * 64 + take_lowest(&p->terms[word]), to, (*at)++);
  }
  return status;
}

static cd_status give(present *p, cd_entries *to, cd_row *row) {
  size_t at = row->first;
  cd_status status = CD_OK;
  row->first_large = to->n_large;
  for (uint32_t set = 0; set < p->n_blocks; set++)
    while (p->blocks[set] && !status)
      status = give_block(p, set * 64 + take_lowest(&p->blocks[set]), to, &at);
  row->n = (uint32_t)(at - row->first);
  return status;
}

/* Grams become terms, which are their own columns. */
static cd_status rename_grams(cd_counter *counter, size_t n) {
  uint32_t *column = cd_resize(NULL, n * sizeof *column);
  if (!column) return CD_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) column[i] = i;
  cd_release(counter->column);
  counter->column = column;
  counter->n_grams = n;
  return CD_OK;
}

/* What is large moves to a new list: sums of two counts may be, that were not. */
static cd_status order_rows(cd_matrix *matrix, uint32_t member, present *p) {
  cd_counter *counter = &matrix->counter[member];
  cd_entries *entries = &counter->entries;
  uint32_t *large = entries->large;
  cd_entries to = *entries;
  cd_status status = CD_OK;
  to.large = NULL;
  to.n_large = to.room_large = 0;
  for (size_t i = 0; i < matrix->n_rows && !status; i++) {
    cd_row *row = &matrix->row[i];
    if (row->counter != member) continue;
    take(counter, row, p);
    status = give(p, &to, row);
  }
  *entries = to;
  cd_release(large);
  return status ? status : rename_grams(counter, matrix->n_symbols);
}

static void order_some(void *context, size_t member) {
  ordering *all = context;
  present p = {0};
  cd_status status = present_open(&p, all->matrix->n_symbols);
  if (!status) status = order_rows(all->matrix, (uint32_t)member, &p);
  if (status) atomic_store(&all->failed, true);
  present_close(&p);
}

cd_status cd_matrix_order(cd_matrix *matrix) {
  ordering all = {.matrix = matrix};
  cd_team_run(matrix->n_counters, order_some, &all);
  matrix->ascends = true;
  return atomic_load(&all.failed) ? CD_NO_MEMORY : CD_OK;
}
