/* A matrix takes memory by what its texts hold, however many columns are given; and a
 * glossary finds many terms where it finds each. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

static int failures;
#define CHECK(claim) \
  ((claim) ? (void)0 \
           : (void)(failures++, printf("%s:%d: %s\n", __FILE__, __LINE__, #claim)))

/* ---- an allocator that counts ------------------------------------------------------ */

static size_t bytes, most_bytes; /* held now, and at most */

static void *resize(void *context, void *old, size_t n) {
  cd_allocator system = cd_allocator_system();
  size_t before = malloc_usable_size(old);
  void *block = system.resize(context, old, n);
  if (block) bytes += malloc_usable_size(block) - before;
  if (bytes > most_bytes) most_bytes = bytes;
  return block;
}

static void release(void *context, void *old) {
  cd_allocator system = cd_allocator_system();
  bytes -= malloc_usable_size(old);
  system.release(context, old);
}

/* ---- columns that are given ---------------------------------------------------------- */

enum { FIRST, LAST, N_ENTRIES };

/* "fell" has the last column, "rose" the first, other terms none. */
static bool find(void *places, const cd_slice *term, size_t n, uint32_t *column) {
  size_t n_columns = *(size_t *)places;
  for (size_t i = 0; i < n; i++) {
    bool fell = term[i].n == 4 && !memcmp(term[i].bytes, "fell", 4);
    bool rose = term[i].n == 4 && !memcmp(term[i].bytes, "rose", 4);
    column[i] = fell ? (uint32_t)n_columns - 1 : rose ? 0 : CD_NONE;
  }
  return true;
}

/* The row of one text, and the bytes it took at most. */
static size_t count(size_t n_columns, int64_t *column, int64_t *value) {
  static const char said[] = "It fell and fell. It rose.";
  cd_options options = cd_options_default();
  cd_rules *rules = NULL;
  cd_worker worker = {0};
  cd_matrix *matrix = NULL;
  cd_text text = {said, sizeof said - 1, CD_UTF8};
  uint8_t status = CD_TEXT_READ;
  int64_t start[2];
  options.stem = false;
  CHECK(!cd_rules_new(&options, &rules) && !cd_doc_new(&worker.doc) &&
        !cd_lexicon_new(rules, 1, &worker.lexicon));
  size_t before = most_bytes = bytes;
  cd_matrix_job job = {.rules = rules,
                       .text = &text,
                       .status = &status,
                       .n = 1,
                       .worker = &worker,
                       .n_workers = 1,
                       .ngram_min = 1,
                       .ngram_max = 1,
                       .find = find,
                       .places = &n_columns,
                       .n_given = n_columns};
  CHECK(!cd_matrix_read(&job, &matrix));
  CHECK(cd_matrix_columns(matrix) == n_columns);
  CHECK(cd_matrix_entries(matrix) == N_ENTRIES);
  cd_csr csr = {start, column, true, value, CD_INT64, false};
  CHECK(!cd_matrix_fill(matrix, &csr) && start[1] == N_ENTRIES);
  cd_matrix_free(matrix);
  cd_lexicon_free(worker.lexicon);
  cd_doc_free(worker.doc);
  cd_rules_free(rules);
  return most_bytes - before;
}

static void memory_does_not_grow_by_the_columns(void) {
  int64_t column[N_ENTRIES], value[N_ENTRIES];
  size_t few = count(3, column, value);
  CHECK(column[FIRST] == 0 && column[LAST] == 2);
  CHECK(value[FIRST] == 1 && value[LAST] == 2);
  CHECK(count(INT32_MAX, column, value) == few);
  CHECK(column[FIRST] == 0 && column[LAST] == INT32_MAX - 1);
}

/* ---- many terms of a glossary ---------------------------------------------------------- */

enum { N = 200, WIDTH = 3 };

/* The odd ones of "000", "001" and so on. */
static cd_status make(cd_glossary *made) {
  static int64_t offset[N / 2 + 1], number[N / 2];
  static char of[N * WIDTH + 1];
  for (int i = 0; i < N / 2; i++) {
    offset[i + 1] = (int64_t)(i + 1) * WIDTH;
    sprintf(of + offset[i], "%03d", 2 * i + 1);
  }
  cd_strings terms = {.n = N / 2, .offset = offset, .bytes = (uint8_t *)of};
  return cd_glossary_make(&terms, number, number, 1, made);
}

static void terms_are_found_in_any_order(void) {
  static char of[N][WIDTH + 1];
  cd_slice term[N];
  uint32_t number[N];
  cd_glossary glossary;
  CHECK(!make(&glossary));
  for (int step = 1; step < N; step += 6) { /* 7 and 199 among them: N is no multiple */
    for (int i = 0; i < N; i++) {
      sprintf(of[i], "%03d", i * step % N);
      term[i] = (cd_slice){(const uint8_t *)of[i], WIDTH};
    }
    cd_glossary_find_all(&glossary, term, N, number);
    for (int i = 0; i < N; i++) {
      int told = i * step % N;
      CHECK(number[i] == (told % 2 ? (uint32_t)told / 2 : CD_NONE));
    }
  }
  cd_glossary_free(&glossary);
}

int main(void) {
  const cd_allocator counting = {resize, release, NULL};
  cd_allocator_use(&counting);
  memory_does_not_grow_by_the_columns();
  terms_are_found_in_any_order();
  CHECK(bytes == 0);
  return failures != 0;
}
