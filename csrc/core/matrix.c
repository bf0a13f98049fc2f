/* Who counts which documents, and the matrix as a whole. */
#define _POSIX_C_SOURCE 200809L /* nanosleep beside plain C11 */
#include "matrix.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "rules.h"
#include "text.h"

enum { STEP = 8 };             /* documents that are taken at once */
enum { WAIT_NS = 200 * 1000 }; /* between two polls when others still count */

typedef struct counting {
  cd_matrix *matrix;
  atomic_size_t next, docs_done, at_work;
  atomic_ullong bytes_done;
  atomic_int status; /* cd_status; not CD_OK: all stop */
} counting;

typedef struct counting_one {
  counting *all;
  bool is_caller;
} counting_one;

static void stop(counting *all, cd_status status) {
  int none = CD_OK;
  atomic_compare_exchange_strong(&all->status, &none, (int)status);
}

/* The cd_doc.stop of every counter: the caller's asks the poll, others look. */
static bool is_stopped(void *context) {
  const counting_one *one = context;
  counting *all = one->all;
  const cd_matrix_job *job = &all->matrix->job;
  if (atomic_load_explicit(&all->status, memory_order_relaxed)) return true;
  if (!one->is_caller || !job->poll) return false;
  if (!job->poll(job->context, atomic_load(&all->docs_done),
                 atomic_load(&all->bytes_done)))
    return false;
  stop(all, CD_STOPPED);
  return true;
}

static cd_status count_document(counting *all, size_t member, size_t i) {
  cd_matrix *matrix = all->matrix;
  cd_text text = matrix->job.text[i];
  matrix->row[i].counter = (uint32_t)member;
  cd_status status = cd_counter_read(&matrix->counter[member], i, text, &matrix->row[i]);
  if (status) return status;
  atomic_fetch_add(&all->docs_done, 1);
  atomic_fetch_add(&all->bytes_done, text.n * cd_unit_width(text.form));
  return CD_OK;
}

/* The documents that want their text in lower case first: few, so one by one. */
static cd_status count_lowered(cd_matrix *matrix) {
  const cd_matrix_job *job = &matrix->job;
  cd_status status = CD_OK;
  for (size_t i = 0; i < matrix->n_rows && !status; i++) {
    cd_text text;
    if (!matrix->row[i].wants_lower) continue;
    matrix->row[i].counter = 0;
    if (!job->lower(job->context, i, &text)) return CD_STOPPED;
    status = cd_counter_read(&matrix->counter[0], i, text, &matrix->row[i]);
  }
  return status;
}

static void count_share(counting *all, size_t member, counting_one *one) {
  size_t n = all->matrix->n_rows;
  while (!is_stopped(one)) {
    size_t from = atomic_fetch_add(&all->next, STEP);
    if (from >= n) break;
    for (size_t i = from; i < from + STEP && i < n; i++) {
      cd_status status = count_document(all, member, i);
      if (status) stop(all, status);
      if (is_stopped(one)) break;
    }
  }
}

/* The caller's thread goes on asking the poll while others have work left. */
static void count_some(void *context, size_t member) {
  counting *all = context;
  cd_doc *doc = all->matrix->counter[member].doc;
  counting_one one = {all, member == 0};
  doc->stop = is_stopped;
  doc->stop_context = &one;
  atomic_fetch_add(&all->at_work, 1);
  count_share(all, member, &one);
  atomic_fetch_sub(&all->at_work, 1);
  while (one.is_caller && atomic_load(&all->at_work) && !is_stopped(&one)) {
    struct timespec soon = {0, WAIT_NS};
    nanosleep(&soon, NULL);
  }
  doc->stop = NULL;
}

/* Whether grams are found by sorting: fast, but what is kept grows by the text, and is
 * numbered in 32 bits. A symbol takes a unit at least, two where U+0130 is lowered, and
 * something may part it from the next. */
static bool is_sorted(const cd_matrix_job *job) {
  size_t n = job->n;
  for (size_t i = 0; i < job->n; i++) n += job->text[i].n;
  return n < UINT32_MAX / 4 && job->kind == CD_GRAMS_OF_TERMS && job->ngram_max > 1 &&
         !job->columns_alone;
}

static cd_status make(const cd_matrix_job *job, cd_matrix **made) {
  cd_matrix *matrix = *made = cd_resize(NULL, sizeof *matrix);
  if (!matrix) return CD_NO_MEMORY;
  memset(matrix, 0, sizeof *matrix);
  matrix->job = *job;
  matrix->n_rows = job->n;
  if (job->kind == CD_GRAMS_OF_TERMS) {
    matrix->job.ngram_min = job->rules->options.ngram_min;
    matrix->job.ngram_max = job->rules->options.ngram_max;
  }
  size_t n_levels = matrix->job.ngram_max;
  matrix->row = cd_resize(NULL, job->n * sizeof *matrix->row);
  matrix->level = cd_resize(NULL, n_levels * sizeof *matrix->level);
  matrix->counter = cd_resize(NULL, job->n_workers * sizeof *matrix->counter);
  if (matrix->level) memset(matrix->level, 0, n_levels * sizeof *matrix->level);
  if (!matrix->row || !matrix->level || !matrix->counter) return CD_NO_MEMORY;
  memset(matrix->row, 0, job->n * sizeof *matrix->row);
  matrix->ascends = is_sorted(&matrix->job);
  for (; matrix->n_counters < job->n_workers; matrix->n_counters++) {
    cd_counter *counter = &matrix->counter[matrix->n_counters];
    cd_counter_open(counter, &matrix->job, job->worker[matrix->n_counters]);
    counter->is_sorted = matrix->ascends;
  }
  return CD_OK;
}

static cd_status count_all(cd_matrix *matrix) {
  counting all = {.matrix = matrix};
  cd_team_run(matrix->n_counters, count_some, &all);
  cd_status status = (cd_status)atomic_load(&all.status);
  if (!status) status = count_lowered(matrix);
  for (size_t c = 0; c < matrix->n_counters; c++) cd_counter_rest(&matrix->counter[c]);
  return status;
}

cd_status cd_matrix_read(const cd_matrix_job *job, cd_matrix **matrix) {
  cd_status status = make(job, matrix);
  if (!status) status = count_all(*matrix);
  if (!status) status = cd_matrix_merge(*matrix);
  for (size_t c = 0; *matrix && c < (*matrix)->n_counters; c++)
    cd_counter_close(&(*matrix)->counter[c]);
  if (!status) status = cd_matrix_settle(*matrix);
  if (!status) return CD_OK;
  cd_matrix_free(*matrix);
  *matrix = NULL;
  return status;
}

void cd_matrix_free(cd_matrix *matrix) {
  if (!matrix) return;
  for (size_t c = 0; c < matrix->n_counters; c++) cd_counter_free(&matrix->counter[c]);
  for (size_t k = 0; matrix->level && k < matrix->job.ngram_max; k++) {
    cd_release(matrix->level[k].parent);
    cd_release(matrix->level[k].symbol);
    cd_release(matrix->level[k].column);
    cd_level_rest(&matrix->level[k]);
  }
  cd_release(matrix->counter);
  cd_release(matrix->row);
  cd_release(matrix->level);
  cd_release(matrix->symbol);
  cd_release(matrix->bytes);
  cd_release(matrix->met);
  cd_release(matrix);
}

size_t cd_matrix_rows(const cd_matrix *matrix) { return matrix->n_rows; }

size_t cd_matrix_columns(const cd_matrix *matrix) {
  const cd_matrix_job *job = &matrix->job;
  return job->n_hashed ? job->n_hashed : job->find ? job->n_given : matrix->n_columns;
}
