/* Entries -> rows of a sparse matrix. */
#include <stdatomic.h>
#include <string.h>

#include "matrix.h"

enum { STEP = 64 }; /* rows that are taken at once */

typedef struct filling {
  const cd_matrix *matrix;
  const cd_csr *csr;
  size_t *start; /* of each row: where there is room for it; n + 1 */
  size_t *n;     /* its entries */
  atomic_size_t next;
  atomic_bool failed;
} filling;

static size_t row_room(const cd_matrix *matrix, const cd_row *row) {
  const cd_counter *counter = &matrix->counter[row->counter];
  const uint32_t *gram = counter->entries.gram + row->first;
  size_t n = 0;
  for (size_t i = 0; i < row->n; i++) n += counter->column[gram[i]] != CD_NONE;
  return n;
}

size_t cd_matrix_room(const cd_matrix *matrix) {
  size_t n = 0;
  for (size_t i = 0; i < matrix->n_rows; i++) n += row_room(matrix, &matrix->row[i]);
  return n;
}

/* ---- one row ----------------------------------------------------------------------- */

typedef struct scratch {
  cd_pair *pair, *other;
  size_t room_pairs, room_others;
} scratch;

/* The row as column and count; returns how many there are. */
static size_t gather(const cd_matrix *matrix, const cd_row *row, cd_pair *pair) {
  const cd_counter *counter = &matrix->counter[row->counter];
  size_t large = row->first_large, n = 0;
  for (size_t i = row->first; i < row->first + row->n; i++) {
    int64_t count = cd_entry_count(&counter->entries, i, &large);
    uint32_t column = counter->column[counter->entries.gram[i]];
    if (column == CD_NONE) continue;
    bool is_minus = matrix->hashed && column & CD_MINUS;
    pair[n++] =
        (cd_pair){is_minus ? column & ~CD_MINUS : column, is_minus ? -count : count};
  }
  return n;
}

/* Sorted pairs of one column become one; returns how many are left. */
static size_t add_up(cd_pair *pair, size_t n) {
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    if (left && pair[left - 1].key == pair[i].key)
      pair[left - 1].value += pair[i].value;
    else
      pair[left++] = pair[i];
  }
  return left;
}

#define PUT(TYPE, FIELD, VALUE)                           \
  do {                                                    \
    TYPE *to = (TYPE *)csr->FIELD + at;                   \
    for (size_t i = 0; i < n; i++) to[i] = (TYPE)(VALUE); \
  } while (0)

static void put_columns(const cd_csr *csr, const uint32_t *hashed, const cd_pair *pair,
                        size_t at, size_t n) {
  if (csr->is_wide)
    PUT(int64_t, column, hashed ? hashed[pair[i].key] : pair[i].key);
  else
    PUT(int32_t, column, hashed ? hashed[pair[i].key] : pair[i].key);
}

static void put_values(const cd_csr *csr, const cd_pair *pair, size_t at, size_t n) {
  bool one = csr->is_binary;
  if (csr->number == CD_INT32)
    PUT(int32_t, value, one ? 1 : pair[i].value);
  else if (csr->number == CD_INT64)
    PUT(int64_t, value, one ? 1 : pair[i].value);
  else if (csr->number == CD_FLOAT32)
    PUT(float, value, one ? 1 : pair[i].value);
  else
    PUT(double, value, one ? 1 : pair[i].value);
}

static cd_status fill_row(filling *f, size_t i, scratch *with) {
  const cd_matrix *matrix = f->matrix;
  size_t room = f->start[i + 1] - f->start[i];
  cd_status status = cd_grow(&with->pair, &with->room_pairs, room, sizeof *with->pair);
  if (!status)
    status = cd_grow(&with->other, &with->room_others, room, sizeof *with->other);
  if (status) return status;
  size_t n = gather(matrix, &matrix->row[i], with->pair);
  if (n) cd_pairs_sort(with->pair, with->other, n, matrix->n_columns);
  if (matrix->hashed) n = add_up(with->pair, n);
  put_columns(f->csr, matrix->hashed, with->pair, f->start[i], n);
  put_values(f->csr, with->pair, f->start[i], n);
  f->n[i] = n;
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
    for (size_t i = from; i < from + STEP && i < f->matrix->n_rows && !status; i++)
      status = fill_row(f, i, &with);
    if (from >= f->matrix->n_rows) break;
  }
  if (status) atomic_store(&f->failed, true);
  cd_release(with.pair);
  cd_release(with.other);
}

static size_t width_of(cd_number number) {
  return number == CD_INT32 || number == CD_FLOAT32 ? 4 : 8;
}

static void move(void *column, size_t to, size_t from, size_t n, size_t width) {
  uint8_t *at = column;
  if (to != from) memmove(at + to * width, at + from * width, n * width);
}

/* Rows close up where hashes coincided, and their starts are the caller's. */
static size_t close_up(const filling *f) {
  const cd_csr *csr = f->csr;
  size_t at = 0;
  for (size_t i = 0; i <= f->matrix->n_rows; i++) {
    if (csr->is_wide)
      ((int64_t *)csr->start)[i] = (int64_t)at;
    else
      ((int32_t *)csr->start)[i] = (int32_t)at;
    if (i == f->matrix->n_rows) break;
    move(csr->column, at, f->start[i], f->n[i], csr->is_wide ? 8 : 4);
    move(csr->value, at, f->start[i], f->n[i], width_of(csr->number));
    at += f->n[i];
  }
  return at;
}

static void give_room(filling *f) {
  size_t at = 0;
  for (size_t i = 0; i < f->matrix->n_rows; i++) {
    f->start[i] = at;
    at += row_room(f->matrix, &f->matrix->row[i]);
  }
  f->start[f->matrix->n_rows] = at;
}

cd_status cd_matrix_fill(cd_matrix *matrix, const cd_csr *csr, size_t n_threads,
                         size_t *n) {
  filling f = {.matrix = matrix, .csr = csr};
  f.start = cd_resize(NULL, (matrix->n_rows + 1) * sizeof *f.start);
  f.n = cd_resize(NULL, matrix->n_rows * sizeof *f.n);
  cd_status status = f.start && f.n ? CD_OK : CD_NO_MEMORY;
  if (!status) {
    give_room(&f);
    cd_team_run(n_threads, fill_some, &f);
    if (atomic_load(&f.failed)) status = CD_NO_MEMORY;
  }
  if (!status) *n = close_up(&f);
  cd_release(f.start);
  cd_release(f.n);
  return status;
}
