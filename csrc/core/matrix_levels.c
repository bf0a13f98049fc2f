/* The counters' grams, merged: levels of distinct grams, and their columns. */
#include <stdatomic.h>
#include <string.h>

#include "lexicon.h"
#include "matrix.h"
#include "text.h"

/* A gram of a counter, in the value of a pair. */
#define GRAM_OF(value)    ((uint32_t)(value))
#define COUNTER_OF(value) ((uint32_t)((uint64_t)(value) >> 32))

/* ---- terms ------------------------------------------------------------------------ */

static size_t count_symbols(const cd_matrix *matrix) {
  size_t n = 0;
  for (size_t c = 0; c < matrix->n_counters; c++) n += matrix->counter[c].terms.strings.n;
  return n;
}

/* All counters' terms, one counter's behind the other's. */
static void list_terms(const cd_matrix *matrix, cd_slice *term) {
  for (size_t c = 0; c < matrix->n_counters; c++) {
    const cd_strings *strings = &matrix->counter[c].terms.strings;
    for (size_t i = 0; i < strings->n; i++) *term++ = cd_string_at(strings, i);
  }
}

static cd_status merge_terms(cd_matrix *matrix, uint32_t **rank) {
  size_t n = count_symbols(matrix);
  cd_slice *term = cd_resize(NULL, n * sizeof *term);
  *rank = cd_resize(NULL, n * sizeof **rank);
  cd_status status = term && *rank ? CD_OK : CD_NO_MEMORY;
  if (!status) {
    list_terms(matrix, term);
    status = cd_matrix_rank(matrix, term, n, *rank);
  }
  cd_release(term);
  return status;
}

static cd_status make_level(cd_level *level, size_t n) {
  level->n = n;
  level->parent = cd_resize(NULL, n * sizeof *level->parent);
  level->symbol = cd_resize(NULL, n * sizeof *level->symbol);
  level->column = cd_resize(NULL, n * sizeof *level->column);
  return level->parent && level->symbol && level->column ? CD_OK : CD_NO_MEMORY;
}

void cd_level_rest(cd_level *level) {
  cd_release(level->end);
  cd_release(level->held);
  level->end = NULL;
  level->held = NULL;
}

static cd_status make_index(cd_counter *counter, size_t n) {
  counter->n_grams = n;
  counter->column = cd_resize(NULL, n * sizeof *counter->column);
  return counter->column ? CD_OK : CD_NO_MEMORY;
}

/* ---- single terms: grams are types, or none, and one level holds their terms ------------- */

typedef struct listing {
  cd_matrix *matrix;
  cd_slice *term; /* of each counter's types, one counter's behind the other's */
  atomic_bool failed;
} listing;

static size_t count_types(const cd_matrix *matrix, size_t n_counters) {
  size_t n = 0;
  for (size_t c = 0; c < n_counters; c++) n += matrix->counter[c].types.n;
  return n;
}

/* The terms of the types that a counter met, of others an empty slice. */
static void list_types(void *context, size_t member) {
  listing *all = context;
  cd_counter *counter = &all->matrix->counter[member];
  cd_slice *term = all->term + count_types(all->matrix, member);
  cd_status status = make_index(counter, counter->types.n);
  for (uint32_t type = 0; type < counter->types.n && !status; type++) {
    term[type] = (cd_slice){NULL, 0};
    if (CD_IS_TERM(counter->types.of[type]))
      status = cd_type_term(counter->lexicon, type, &term[type]);
  }
  if (status) atomic_store(&all->failed, true);
}

/* The lexicons go on without us: keep what their slices point to. */
static cd_status own_symbols(cd_matrix *matrix) {
  size_t n = 0;
  for (size_t i = 0; i < matrix->n_symbols; i++) n += matrix->symbol[i].n;
  uint8_t *to = matrix->bytes = cd_resize(NULL, n);
  if (!to) return CD_NO_MEMORY;
  for (size_t i = 0; i < matrix->n_symbols; i++) {
    memcpy(to, matrix->symbol[i].bytes, matrix->symbol[i].n);
    matrix->symbol[i].bytes = to;
    to += matrix->symbol[i].n;
  }
  return CD_OK;
}

static cd_status fill_flat_level(cd_matrix *matrix) {
  cd_status status = make_level(matrix->level, matrix->n_symbols);
  for (size_t i = 0; i < matrix->n_symbols && !status; i++) {
    matrix->level->parent[i] = CD_ROOT;
    matrix->level->symbol[i] = matrix->level->column[i] = (uint32_t)i;
  }
  matrix->n_columns = matrix->n_symbols;
  return status;
}

static cd_status merge_types(cd_matrix *matrix, cd_slice *term, uint32_t *rank) {
  listing all = {.matrix = matrix, .term = term};
  cd_team_run(matrix->n_counters, list_types, &all);
  if (atomic_load(&all.failed)) return CD_NO_MEMORY;
  cd_status status =
      cd_matrix_rank(matrix, term, count_types(matrix, matrix->n_counters), rank);
  if (!status) status = own_symbols(matrix);
  if (!status) status = fill_flat_level(matrix);
  for (size_t c = 0; c < matrix->n_counters && !status; c++) {
    cd_counter *counter = &matrix->counter[c];
    size_t n = counter->n_grams;
    if (n) memcpy(counter->column, rank, n * sizeof *rank);
    rank += n;
  }
  return status ? status : cd_matrix_order(matrix);
}

static cd_status merge_flat(cd_matrix *matrix) {
  size_t n = count_types(matrix, matrix->n_counters);
  cd_slice *term = cd_resize(NULL, n * sizeof *term);
  uint32_t *rank = cd_resize(NULL, n * sizeof *rank);
  cd_status status = term && rank ? CD_OK : CD_NO_MEMORY;
  if (!status) status = merge_types(matrix, term, rank);
  cd_release(term);
  cd_release(rank);
  return status;
}

/* ---- grams, level by level --------------------------------------------------------------- */

/* What a counter's grams are longer than, and their last symbols as ranks. */
typedef struct lists {
  uint32_t *parent, *symbol;
} lists;

/* What a gram is longer than came before it. */
static void measure(const lists *of, size_t n, uint8_t *length) {
  for (size_t i = 0; i < n; i++)
    length[i] = (uint8_t)(of->parent[i] == CD_ROOT ? 1 : length[of->parent[i]] + 1);
}

static cd_status list_grams(cd_counter *counter, const uint32_t *rank, lists *to) {
  size_t n = counter->grams.n;
  counter->length = cd_resize(NULL, n);
  cd_status status = counter->length ? CD_OK : CD_NO_MEMORY;
  if (!status) status = cd_grams_list(&counter->grams, &to->parent, &to->symbol);
  if (!status) status = make_index(counter, n);
  if (status) return status;
  measure(to, n, counter->length);
  for (size_t i = 0; i < n && rank; i++) to->symbol[i] = rank[to->symbol[i]];
  return CD_OK;
}

static size_t count_grams(const cd_matrix *matrix, uint32_t length) {
  size_t n = 0;
  for (size_t c = 0; c < matrix->n_counters; c++)
    for (size_t i = 0; i < matrix->counter[c].n_grams; i++)
      n += matrix->counter[c].length[i] == length;
  return n;
}

/* The grams of `length` as pairs: the key is the gram, the value whose it is. */
static void gather(const cd_matrix *matrix, const lists *of, uint32_t length,
                   cd_pair *pair) {
  for (size_t c = 0; c < matrix->n_counters; c++) {
    const cd_counter *counter = &matrix->counter[c];
    for (size_t i = 0; i < counter->n_grams; i++) {
      if (counter->length[i] != length) continue;
      uint64_t parent = length == 1 ? 0 : counter->column[of[c].parent[i]];
      *pair++ = (cd_pair){parent << 32 | of[c].symbol[i], (int64_t)(c << 32 | i)};
    }
  }
}

/* Sorted pairs -> the level; the counters' columns are indices of it for now, and
 * the level's are 1 where the gram is counted. */
static void fill_level(cd_matrix *matrix, const cd_pair *pair, size_t n,
                       cd_level *level) {
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    cd_counter *counter = &matrix->counter[COUNTER_OF(pair[i].value)];
    uint32_t gram = GRAM_OF(pair[i].value);
    if (!i || pair[i].key != pair[i - 1].key) {
      level->parent[at] = (uint32_t)(pair[i].key >> 32);
      level->symbol[at] = (uint32_t)pair[i].key;
      level->column[at++] = 0;
    }
    counter->column[gram] = (uint32_t)at - 1;
    level->column[at - 1] |= counter->grams.counted[gram];
  }
}

static size_t count_distinct(const cd_pair *pair, size_t n) {
  size_t distinct = 0;
  for (size_t i = 0; i < n; i++) distinct += !i || pair[i].key != pair[i - 1].key;
  return distinct;
}

static cd_status merge_level(cd_matrix *matrix, const lists *of, uint32_t length) {
  cd_level *level = &matrix->level[length - 1];
  size_t n = count_grams(matrix, length);
  cd_pair *pair = cd_resize(NULL, n * sizeof *pair),
          *scratch = cd_resize(NULL, n * sizeof *scratch);
  cd_status status = pair && scratch ? CD_OK : CD_NO_MEMORY;
  if (!status) {
    gather(matrix, of, length, pair);
    cd_pairs_sort(pair, scratch, n,
                  length == 1 ? UINT32_MAX : (uint64_t)level[-1].n << 32);
    status = make_level(level, count_distinct(pair, n));
  }
  if (!status) fill_level(matrix, pair, n, level);
  cd_release(pair);
  cd_release(scratch);
  return status;
}

/* ---- columns in the order of the strings ---------------------------------------------------- */

/* Columns under each gram of a level, its own included, from those of the level
 * below it: in `wide`, which the caller frees. */
static void sum_up(const cd_level *level, const uint32_t *below, const cd_level *next,
                   uint32_t *wide) {
  for (size_t i = 0; i < level->n; i++) wide[i] = level->column[i];
  for (size_t i = 0; next && i < next->n; i++) wide[next->parent[i]] += below[i];
}

/* A gram comes before all that are longer than it, and those in their order. `free`
 * is the next free column under each gram of the level above, NULL for the first. */
static void number_level(cd_level *level, uint32_t *wide, uint32_t *free) {
  uint32_t next = 0;
  for (size_t i = 0; i < level->n; i++) {
    uint32_t *from = free ? &free[level->parent[i]] : &next;
    uint32_t column = *from, is_counted = level->column[i];
    *from += wide[i];
    level->column[i] = is_counted ? column : CD_NONE;
    wide[i] = column + is_counted; /* now the next free one under it */
  }
}

static size_t count_columns(const cd_matrix *matrix) {
  size_t n = 0;
  for (uint32_t k = 0; k < matrix->job.ngram_max; k++)
    for (size_t i = 0; i < matrix->level[k].n; i++) n += matrix->level[k].column[i];
  return n;
}

static cd_status number_columns(cd_matrix *matrix) {
  uint32_t n = matrix->job.ngram_max;
  uint32_t *wide[UINT8_MAX + 1] = {NULL};
  cd_status status = CD_OK;
  matrix->n_columns = count_columns(matrix);
  if (matrix->n_columns > INT32_MAX) return CD_BAD_OPTION;
  for (uint32_t k = n; k-- > 0 && !status;) {
    wide[k] = cd_resize(NULL, (matrix->level[k].n + 1) * sizeof **wide);
    if (!wide[k])
      status = CD_NO_MEMORY;
    else
      sum_up(&matrix->level[k], wide[k + 1], k + 1 < n ? &matrix->level[k + 1] : NULL,
             wide[k]);
  }
  for (uint32_t k = 0; k < n && !status; k++)
    number_level(&matrix->level[k], wide[k], k ? wide[k - 1] : NULL);
  for (uint32_t k = 0; k < n; k++) cd_release(wide[k]);
  return status;
}

static void free_lists(lists *of, size_t n) {
  for (size_t c = 0; of && c < n; c++) {
    cd_release(of[c].parent);
    cd_release(of[c].symbol);
  }
  cd_release(of);
}

static cd_status merge_grams(cd_matrix *matrix, const uint32_t *rank) {
  size_t n = matrix->n_counters;
  lists *of = cd_resize(NULL, n * sizeof *of);
  if (!of) return CD_NO_MEMORY;
  memset(of, 0, n * sizeof *of);
  cd_status status = CD_OK;
  for (size_t c = 0; c < n && !status; c++) {
    status = list_grams(&matrix->counter[c], rank, &of[c]);
    if (rank) rank += matrix->counter[c].terms.strings.n;
  }
  for (uint32_t k = 1; k <= matrix->job.ngram_max && !status; k++)
    status = merge_level(matrix, of, k);
  free_lists(of, n);
  return status ? status : number_columns(matrix);
}

static cd_status merge_runs(cd_matrix *matrix, const uint32_t *rank) {
  cd_status status = cd_runs_find(matrix, rank);
  if (!status) status = number_columns(matrix);
  return status ? status : cd_runs_put(matrix);
}

cd_status cd_matrix_merge(cd_matrix *matrix) {
  const cd_counter *counter = matrix->counter;
  uint32_t *rank = NULL;
  cd_status status = CD_OK;
  if (counter->is_flat) return merge_flat(matrix);
  if (matrix->job.kind == CD_GRAMS_OF_TERMS) status = merge_terms(matrix, &rank);
  if (!status && counter->is_bare)
    status = fill_flat_level(matrix);
  else if (!status)
    status = counter->is_sorted ? merge_runs(matrix, rank) : merge_grams(matrix, rank);
  cd_release(rank);
  return status;
}

/* ---- strings ----------------------------------------------------------------------------------- */

static cd_status put_symbol(const cd_matrix *matrix, uint32_t symbol, bool is_first,
                            cd_buffer *to) {
  cd_slice word = matrix->symbol ? matrix->symbol[symbol] : (cd_slice){NULL, 0};
  cd_status status = cd_buffer_reserve(to, word.n + 4);
  if (status) return status;
  if (!matrix->symbol) {
    to->n += cd_utf8_write(symbol, to->bytes + to->n);
    return CD_OK;
  }
  if (!is_first) to->bytes[to->n++] = ' ';
  memcpy(to->bytes + to->n, word.bytes, word.n);
  to->n += word.n;
  return CD_OK;
}

cd_status cd_matrix_spell(const cd_matrix *matrix, size_t level, size_t i,
                          cd_buffer *spelled) {
  uint32_t symbol[UINT8_MAX + 1];
  for (size_t k = level; k > 0; k--) {
    symbol[k] = matrix->level[k].symbol[i];
    i = matrix->level[k].parent[i];
  }
  symbol[0] = matrix->level[0].symbol[i];
  cd_status status = CD_OK;
  for (size_t k = 0; k <= level && !status; k++)
    status = put_symbol(matrix, symbol[k], k == 0, spelled);
  return status;
}
