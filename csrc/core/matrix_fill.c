/* Entries -> rows of a sparse matrix. */
#include <stdatomic.h>
#include <string.h>

#include "matrix.h"

enum { STEP = 64 }; /* rows that are taken at once */

/* What all members of a team work at. */
typedef struct filling {
  cd_matrix *matrix;
  const cd_csr *csr;
  atomic_size_t next;
  atomic_bool failed;
} filling;

/* ---- how many entries ------------------------------------------------------------------ */

/* The row's distinct columns; `last` says of each column the last row, and one, that
 * held it, and is NULL where no two entries of a row have one column. */
static uint32_t measure_row(const cd_matrix *matrix, size_t i, size_t *last) {
  const cd_row *row = &matrix->row[i];
  const cd_counter *counter = &matrix->counter[row->counter];
  const uint32_t *gram = counter->entries.gram + row->first;
  uint32_t n = 0;
  if (matrix->is_plain) return row->n;
  for (size_t k = 0; k < row->n; k++) {
    uint32_t column = counter->column[gram[k]];
    if (column == CD_NONE) continue;
    if (matrix->met) column &= ~CD_MINUS;
    n += !last || last[column] != i + 1;
    if (last) last[column] = i + 1;
  }
  return n;
}

static void measure_some(void *context, size_t member) {
  filling *f = context;
  cd_matrix *matrix = f->matrix;
  size_t *last = NULL, n = matrix->n_columns;
  (void)member;
  if (matrix->has_doubles) {
    last = cd_resize(NULL, n * sizeof *last);
    if (!last) atomic_store(&f->failed, true);
    if (last) memset(last, 0, n * sizeof *last);
  }
  while (!atomic_load(&f->failed)) {
    size_t from = atomic_fetch_add(&f->next, STEP);
    if (from >= matrix->n_rows) break;
    for (size_t i = from; i < from + STEP && i < matrix->n_rows; i++)
      matrix->row[i].n_columns = measure_row(matrix, i, last);
  }
  cd_release(last);
}

cd_status cd_matrix_measure(cd_matrix *matrix) {
  filling f = {.matrix = matrix};
  cd_team_run(matrix->n_counters, measure_some, &f);
  if (atomic_load(&f.failed)) return CD_NO_MEMORY;
  matrix->n_entries = 0;
  for (size_t i = 0; i < matrix->n_rows; i++) {
    matrix->row[i].start = matrix->n_entries;
    matrix->n_entries += matrix->row[i].n_columns;
  }
  return CD_OK;
}

size_t cd_matrix_entries(const cd_matrix *matrix) { return matrix->n_entries; }

/* ---- one row ----------------------------------------------------------------------- */

typedef struct scratch {
  uint64_t *entry, *other;
  size_t room_entries, room_others;
} scratch;

/* An entry is its column, then its value: both are less than 2^31 and fit. */
static uint64_t entry_of(uint32_t column, int32_t value) {
  return (uint64_t)column << 32 | (uint32_t)value;
}
static uint32_t column_of(uint64_t entry) { return (uint32_t)(entry >> 32); }
static int32_t value_of(uint64_t entry) { return (int32_t)(uint32_t)entry; }

/* The entries of the row as they were met; returns how many there are. */
static size_t gather(const cd_matrix *matrix, const cd_row *row, uint64_t *entry) {
  const cd_counter *counter = &matrix->counter[row->counter];
  size_t large = row->first_large, n = 0;
  for (size_t i = row->first; i < row->first + row->n; i++) {
    int32_t count = (int32_t)cd_entry_count(&counter->entries, i, &large);
    uint32_t gram = counter->entries.gram[i];
    uint32_t column = matrix->is_plain ? gram : counter->column[gram];
    if (column == CD_NONE) continue;
    bool is_minus = matrix->met && column & CD_MINUS;
    entry[n++] =
        is_minus ? entry_of(column & ~CD_MINUS, -count) : entry_of(column, count);
  }
  return n;
}

/* Sorted entries of one column become one: words of one term, hashes that coincide.
 * Returns how many are left. */
static size_t add_up(uint64_t *entry, size_t n) {
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t column = column_of(entry[i]);
    if (left && column_of(entry[left - 1]) == column)
      entry[left - 1] = entry_of(column, value_of(entry[left - 1]) + value_of(entry[i]));
    else
      entry[left++] = entry[i];
  }
  return left;
}

#define PUT(TYPE, FIELD, VALUE)                           \
  do {                                                    \
    TYPE *to = (TYPE *)csr->FIELD + at;                   \
    for (size_t i = 0; i < n; i++) to[i] = (TYPE)(VALUE); \
  } while (0)

static void put_columns(const cd_csr *csr, const uint32_t *met, const uint64_t *entry,
                        size_t at, size_t n) {
  if (csr->is_wide)
    PUT(int64_t, column, met ? met[column_of(entry[i])] : column_of(entry[i]));
  else
    PUT(int32_t, column, met ? met[column_of(entry[i])] : column_of(entry[i]));
}

static void put_values(const cd_csr *csr, const uint64_t *entry, size_t at, size_t n) {
  bool one = csr->is_binary;
  if (csr->number == CD_INT32)
    PUT(int32_t, value, one ? 1 : value_of(entry[i]));
  else if (csr->number == CD_INT64)
    PUT(int64_t, value, one ? 1 : value_of(entry[i]));
  else if (csr->number == CD_FLOAT32)
    PUT(float, value, one ? 1 : value_of(entry[i]));
  else
    PUT(double, value, one ? 1 : value_of(entry[i]));
}

static cd_status fill_row(const filling *f, size_t i, scratch *with) {
  const cd_matrix *matrix = f->matrix;
  const cd_row *row = &matrix->row[i];
  cd_status status =
      cd_grow(&with->entry, &with->room_entries, row->n, sizeof *with->entry);
  if (!status)
    status = cd_grow(&with->other, &with->room_others, row->n, sizeof *with->other);
  if (status) return status;
  size_t n = gather(matrix, row, with->entry);
  bool ascends = matrix->ascends && !matrix->has_doubles;
  if (n && !ascends)
    cd_halves_sort(with->entry, with->other, n, (uint32_t)matrix->n_columns);
  if (matrix->has_doubles) n = add_up(with->entry, n);
  put_columns(f->csr, matrix->met, with->entry, row->start, n);
  put_values(f->csr, with->entry, row->start, n);
  return CD_OK;
}

/* ---- all rows ----------------------------------------------------------------------- */

static void fill_some(void *context, size_t member) {
  filling *f = context;
  scratch with = {0};
  cd_status status = CD_OK;
  (void)member;
  while (!status && !atomic_load(&f->failed)) {
    size_t from = atomic_fetch_add(&f->next, STEP);
    if (from >= f->matrix->n_rows) break;
    for (size_t i = from; i < from + STEP && i < f->matrix->n_rows && !status; i++)
      status = fill_row(f, i, &with);
  }
  if (status) atomic_store(&f->failed, true);
  cd_release(with.entry);
  cd_release(with.other);
}

static void put_starts(const cd_matrix *matrix, const cd_csr *csr) {
  for (size_t i = 0; i <= matrix->n_rows; i++) {
    size_t start = i < matrix->n_rows ? matrix->row[i].start : matrix->n_entries;
    if (csr->is_wide)
      ((int64_t *)csr->start)[i] = (int64_t)start;
    else
      ((int32_t *)csr->start)[i] = (int32_t)start;
  }
}

cd_status cd_matrix_fill(cd_matrix *matrix, const cd_csr *csr) {
  filling f = {.matrix = matrix, .csr = csr};
  put_starts(matrix, csr);
  cd_team_run(matrix->n_counters, fill_some, &f);
  return atomic_load(&f.failed) ? CD_NO_MEMORY : CD_OK;
}
