/* Grams of terms, found by sorting: the symbols of all documents stand in one line, a
 * gram is where it starts, and level by level the grams are dealt by their last symbol,
 * then by the shorter gram before it. Each deal is one walk through memory, where a
 * table of all grams would be a cache miss for each. */
#include <string.h>

#include "matrix.h"

typedef struct runs {
  cd_matrix *matrix;
  uint32_t *symbol; /* ranks; CD_NONE parts them */
  uint32_t *row;    /* whose each is */
  size_t n;
  uint32_t *node; /* the gram of the level above that starts there, or CD_NONE */
} runs;

/* An item, or what a gram's row holds: two halves of one number. */
static uint64_t item_of(uint32_t high, uint32_t low) {
  return (uint64_t)high << 32 | low;
}
static uint32_t high_of(uint64_t item) { return (uint32_t)(item >> 32); }
static uint32_t low_of(uint64_t item) { return (uint32_t)item; }

static void *new_array(size_t n, size_t size) { return cd_resize(NULL, n * size); }

/* ---- one line of symbols --------------------------------------------------------- */

static size_t count_symbols(const cd_matrix *matrix) {
  size_t n = matrix->n_rows; /* what parts one document from the next */
  for (size_t i = 0; i < matrix->n_rows; i++) n += matrix->row[i].n;
  return n;
}

static void put_document(runs *r, size_t i, const uint32_t *rank) {
  const cd_row *row = &r->matrix->row[i];
  const uint32_t *symbol = r->matrix->counter[row->counter].symbol + row->first;
  for (uint32_t k = 0; k < row->n; k++, r->n++) {
    r->symbol[r->n] = symbol[k] == CD_NONE ? CD_NONE : rank[symbol[k]];
    r->row[r->n] = (uint32_t)i;
  }
  r->row[r->n] = (uint32_t)i;
  r->symbol[r->n++] = CD_NONE;
}

/* `rank` of all counters' terms, one counter's behind the other's. */
static cd_status line_up(runs *r, const uint32_t *rank) {
  cd_matrix *matrix = r->matrix;
  size_t n = count_symbols(matrix), n_terms = 0;
  size_t *first = new_array(matrix->n_counters, sizeof *first);
  r->symbol = new_array(n, sizeof *r->symbol);
  r->row = new_array(n, sizeof *r->row);
  cd_status status = first && r->symbol && r->row ? CD_OK : CD_NO_MEMORY;
  for (size_t c = 0; c < matrix->n_counters && !status; c++) {
    first[c] = n_terms;
    n_terms += matrix->counter[c].terms.strings.n;
  }
  for (size_t i = 0; i < matrix->n_rows && !status; i++)
    put_document(r, i, rank + first[matrix->row[i].counter]);
  for (size_t c = 0; c < matrix->n_counters; c++) {
    cd_release(matrix->counter[c].symbol);
    matrix->counter[c].symbol = NULL;
  }
  cd_release(first);
  return status;
}

/* ---- dealing ------------------------------------------------------------------------ */

static bool is_gram(const runs *r, size_t i, uint32_t length) {
  return r->node[i] != CD_NONE && r->symbol[i + length - 1] != CD_NONE;
}

/* The grams of `length` in the order of their last symbols: an item is the shorter gram
 * and what goes with it, from `carried`, NULL for its place. `end` becomes of each
 * symbol where its grams end. Returns how many there are. */
static size_t deal_by_symbol(const runs *r, uint32_t length, const uint32_t *carried,
                             uint64_t *item, uint32_t *end) {
  const uint32_t *last = r->symbol + length - 1;
  size_t n = r->n < length ? 0 : r->n - length + 1;
  for (size_t i = 0; i < n; i++)
    if (is_gram(r, i, length)) end[last[i]]++;
  size_t n_items = cd_start_buckets(end, r->matrix->n_symbols);
  for (size_t i = 0; i < n; i++)
    if (is_gram(r, i, length))
      item[end[last[i]]++] = item_of(r->node[i], carried ? carried[i] : (uint32_t)i);
  return n_items;
}

/* The same in the order of their shorter grams: an item is the last symbol and what
 * goes with it. `end` becomes of each shorter gram where the longer ones end. */
static void deal_by_node(const runs *r, const uint64_t *item,
                         const uint32_t *end_of_symbol, uint64_t *to, uint32_t *end,
                         size_t n_nodes) {
  size_t n_symbols = r->matrix->n_symbols, at = 0;
  size_t n = n_symbols ? end_of_symbol[n_symbols - 1] : 0;
  for (size_t i = 0; i < n; i++) end[high_of(item[i])]++;
  cd_start_buckets(end, n_nodes);
  for (uint32_t symbol = 0; symbol < n_symbols; symbol++)
    for (; at < end_of_symbol[symbol]; at++)
      to[end[high_of(item[at])]++] = item_of(symbol, low_of(item[at]));
}

/* ---- levels ------------------------------------------------------------------------- */

/* Room for `most` grams. */
static cd_status open_level(cd_level *level, size_t most) {
  level->parent = new_array(most, sizeof *level->parent);
  level->symbol = new_array(most, sizeof *level->symbol);
  level->column = new_array(most, sizeof *level->column);
  level->end = new_array(most, sizeof *level->end);
  bool is_open = level->parent && level->symbol && level->column && level->end;
  return is_open ? CD_OK : CD_NO_MEMORY;
}

static void close_level(cd_level *level, size_t n_held) {
  cd_fit(&level->parent, level->n, sizeof *level->parent);
  cd_fit(&level->symbol, level->n, sizeof *level->symbol);
  cd_fit(&level->column, level->n, sizeof *level->column);
  cd_fit(&level->end, level->n, sizeof *level->end);
  cd_fit(&level->held, n_held, sizeof *level->held);
}

/* A row holds a gram, whose rows start at `first`, once more. */
static size_t hold(uint64_t *held, size_t first, size_t n, uint32_t row) {
  if (n > first && high_of(held[n - 1]) == row)
    held[n - 1]++;
  else
    held[n++] = item_of(row, 1);
  return n;
}

/* The first level has all symbols, a gram is its symbol; those not counted, or not met
 * in a text that was, are no columns. Returns how many entries there are. */
static size_t fill_first_level(const uint32_t *end, cd_level *level) {
  size_t at = 0, n_held = 0;
  for (uint32_t symbol = 0; symbol < level->n; symbol++) {
    size_t first = n_held;
    for (; at < end[symbol]; at++)
      n_held = hold(level->held, first, n_held, low_of(level->held[at]));
    level->parent[symbol] = CD_ROOT;
    level->symbol[symbol] = symbol;
    level->column[symbol] = n_held > first;
    level->end[symbol] = (uint32_t)n_held;
  }
  return n_held;
}

static cd_status make_first_level(runs *r) {
  cd_level *level = r->matrix->level;
  bool is_counted = r->matrix->job.ngram_min == 1;
  cd_status status = open_level(level, r->matrix->n_symbols);
  uint32_t *end = cd_zeroed(r->matrix->n_symbols, sizeof *end);
  level->n = r->matrix->n_symbols;
  level->held = new_array(is_counted ? r->n : 0, sizeof *level->held);
  if (!end || !level->held) status = CD_NO_MEMORY;
  if (!status && is_counted) deal_by_symbol(r, 1, r->row, level->held, end);
  if (!status) close_level(level, fill_first_level(end, level));
  cd_release(end);
  return status;
}

/* Dealt items, those of each shorter gram up to its `end`, become grams: what goes with
 * an item is its row or, where longer grams are to be found, its place. Returns how
 * many entries there are. */
static size_t fill_level(runs *r, uint32_t length, const uint32_t *end, cd_level *level) {
  const cd_matrix_job *job = &r->matrix->job;
  bool is_counted = length >= job->ngram_min, is_last = length == job->ngram_max;
  size_t at = 0, first = 0, n_held = 0;
  for (uint32_t parent = 0; parent < level[-1].n; parent++) {
    uint32_t symbol = CD_NONE;
    for (; at < end[parent]; at++) {
      uint32_t here = high_of(level->held[at]), place = low_of(level->held[at]);
      if (here != symbol) {
        symbol = here;
        first = n_held;
        level->parent[level->n] = parent;
        level->symbol[level->n] = symbol;
        level->column[level->n++] = is_counted;
      }
      if (!is_last) r->node[place] = (uint32_t)level->n - 1;
      if (is_counted)
        n_held = hold(level->held, first, n_held, is_last ? place : r->row[place]);
      level->end[level->n - 1] = (uint32_t)n_held;
    }
  }
  return n_held;
}

/* Nodes of the level to come: its shorter grams are dealt, none is known yet. */
static cd_status clear_nodes(runs *r) {
  if (r->node == r->symbol) r->node = new_array(r->n, sizeof *r->node);
  if (!r->node) return CD_NO_MEMORY;
  memset(r->node, 0xFF, r->n * sizeof *r->node);
  return CD_OK;
}

static cd_status deal_level(runs *r, uint32_t length, uint32_t *end_of_symbol,
                            uint32_t *end, cd_level *level) {
  bool is_last = length == r->matrix->job.ngram_max;
  uint64_t *item = new_array(r->n, sizeof *item);
  level->held = new_array(r->n, sizeof *level->held);
  cd_status status = item && level->held ? CD_OK : CD_NO_MEMORY;
  if (!status) {
    size_t n = deal_by_symbol(r, length, is_last ? r->row : NULL, item, end_of_symbol);
    deal_by_node(r, item, end_of_symbol, level->held, end, level[-1].n);
    status = open_level(level, n);
  }
  cd_release(item);
  if (!status && !is_last) status = clear_nodes(r);
  return status;
}

static cd_status make_level(runs *r, uint32_t length) {
  cd_level *level = &r->matrix->level[length - 1];
  uint32_t *end_of_symbol = cd_zeroed(r->matrix->n_symbols, sizeof *end_of_symbol),
           *end = cd_zeroed(level[-1].n, sizeof *end);
  cd_status status = end_of_symbol && end ? CD_OK : CD_NO_MEMORY;
  if (!status) status = deal_level(r, length, end_of_symbol, end, level);
  if (!status) close_level(level, fill_level(r, length, end, level));
  cd_release(end_of_symbol);
  cd_release(end);
  return status;
}

cd_status cd_runs_find(cd_matrix *matrix, const uint32_t *rank) {
  runs r = {.matrix = matrix};
  cd_status status = line_up(&r, rank);
  r.node = r.symbol;
  if (!status) status = make_first_level(&r);
  for (uint32_t length = 2; length <= matrix->job.ngram_max && !status; length++)
    status = make_level(&r, length);
  if (r.node != r.symbol) cd_release(r.node);
  cd_release(r.symbol);
  cd_release(r.row);
  return status;
}

/* ---- rows --------------------------------------------------------------------------- */

/* Where the next entry of each row goes, and the next large count. */
typedef struct cursor {
  size_t at, large;
} cursor;

/* How many entries the rows hold: each row's `first`s, and the cursors there. */
static void measure_rows(cd_matrix *matrix, cursor *next, size_t *n, size_t *n_large) {
  memset(next, 0, matrix->n_rows * sizeof *next);
  for (uint32_t k = 0; k < matrix->job.ngram_max; k++) {
    const cd_level *level = &matrix->level[k];
    size_t n_held = level->n ? level->end[level->n - 1] : 0;
    for (size_t i = 0; i < n_held; i++) {
      next[high_of(level->held[i])].at++;
      next[high_of(level->held[i])].large += low_of(level->held[i]) >= CD_LARGE;
    }
  }
  *n = *n_large = 0;
  for (size_t i = 0; i < matrix->n_rows; i++) {
    cursor size = next[i];
    matrix->row[i] =
        (cd_row){.first = *n, .first_large = *n_large, .n = (uint32_t)size.at};
    next[i] = (cursor){*n, *n_large};
    *n += size.at;
    *n_large += size.large;
  }
}

/* All entries are those of the first counter, whose grams are the columns. */
static cd_status open_entries(cd_matrix *matrix, size_t n, size_t n_large) {
  cd_counter *counter = matrix->counter;
  cd_entries *entries = &counter->entries;
  entries->gram = new_array(n, sizeof *entries->gram);
  entries->count = new_array(n, 1);
  entries->large = new_array(n_large, sizeof *entries->large);
  counter->length = new_array(matrix->n_columns, 1);
  counter->column = new_array(matrix->n_columns, sizeof *counter->column);
  counter->n_grams = matrix->n_columns;
  entries->n = n;
  entries->n_large = n_large;
  bool is_open = entries->gram && entries->count && entries->large && counter->length &&
                 counter->column;
  return is_open ? CD_OK : CD_NO_MEMORY;
}

static void put_gram(cd_matrix *matrix, uint32_t k, uint32_t i, cursor *next) {
  const cd_level *level = &matrix->level[k];
  cd_counter *counter = matrix->counter;
  uint32_t gram = level->column[i];
  if (gram == CD_NONE) return;
  counter->length[gram] = (uint8_t)(k + 1);
  counter->column[gram] = i;
  for (size_t at = i ? level->end[i - 1] : 0; at < level->end[i]; at++) {
    cursor *to = &next[high_of(level->held[at])];
    uint32_t count = low_of(level->held[at]);
    if (cd_entry_set(&counter->entries, to->at++, gram, count))
      counter->entries.large[to->large++] = count;
  }
}

/* Grams in the order of their columns: each is followed by those longer than it. */
static void put_grams(cd_matrix *matrix, cursor *next) {
  uint32_t k = 0, n_levels = matrix->job.ngram_max, at[UINT8_MAX] = {0};
  for (;;) {
    const cd_level *level = &matrix->level[k];
    bool is_under = at[k] < level->n && (!k || level->parent[at[k]] == at[k - 1] - 1);
    if (is_under) {
      put_gram(matrix, k, at[k]++, next);
      if (k + 1 < n_levels) k++;
    } else if (k-- == 0) {
      return;
    }
  }
}

cd_status cd_runs_put(cd_matrix *matrix) {
  size_t n, n_large;
  cursor *next = new_array(matrix->n_rows, sizeof *next);
  if (!next) return CD_NO_MEMORY;
  measure_rows(matrix, next, &n, &n_large);
  cd_status status = open_entries(matrix, n, n_large);
  if (!status) put_grams(matrix, next);
  for (uint32_t k = 0; k < matrix->job.ngram_max; k++) cd_level_rest(&matrix->level[k]);
  cd_release(next);
  return status;
}
