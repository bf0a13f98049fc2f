/* Which column a gram has, where that is not its place in the order of all. */
#include <string.h>

#include "matrix.h"

/* Where the gram of a column is. */
typedef struct place {
  uint32_t level, i;
} place;

/* Of each column one gram that has it. */
static cd_status places_of(const cd_matrix *matrix, place **places) {
  *places = cd_resize(NULL, matrix->n_columns * sizeof **places);
  if (!*places) return CD_NO_MEMORY;
  for (uint32_t k = 0; k < matrix->job.ngram_max; k++) {
    const cd_level *level = &matrix->level[k];
    for (uint32_t i = 0; i < level->n; i++)
      if (level->column[i] != CD_NONE) (*places)[level->column[i]] = (place){k, i};
  }
  return CD_OK;
}

/* column -> renumbered[column] in every level; `n` columns are left. */
static void renumber(cd_matrix *matrix, const uint32_t *renumbered, size_t n) {
  for (uint32_t k = 0; k < matrix->job.ngram_max; k++) {
    cd_level *level = &matrix->level[k];
    for (size_t i = 0; i < level->n; i++)
      if (level->column[i] != CD_NONE) level->column[i] = renumbered[level->column[i]];
  }
  matrix->n_columns = n;
}

/* The string of a column, behind what `spelled` holds. */
static cd_status spell_column(const cd_matrix *matrix, place at, cd_buffer *spelled) {
  return cd_matrix_spell(matrix, at.level, at.i, spelled);
}

/* The string of column after column, one behind the other. */
static cd_status spell_columns(const cd_matrix *matrix, const place *places,
                               cd_strings *terms) {
  size_t n = matrix->n_columns;
  cd_buffer spelled = {0};
  int64_t *offset = cd_resize(NULL, (n + 1) * sizeof *offset);
  cd_status status = offset ? CD_OK : CD_NO_MEMORY;
  for (size_t i = 0; i < n && !status; i++) {
    offset[i] = (int64_t)spelled.n;
    status = spell_column(matrix, places[i], &spelled);
  }
  if (!status) offset[n] = (int64_t)spelled.n;
  *terms = (cd_strings){.n = n, .offset = offset, .bytes = spelled.bytes};
  if (status) cd_strings_free(terms);
  return status;
}

/* ---- where two grams are one string ------------------------------------------------ */

/* The order of the strings is that of their symbols only while no term holds what
 * sorts before the space that joins them, or the space itself. */
static bool has_spaced_term(const cd_matrix *matrix) {
  for (size_t i = 0; i < matrix->n_symbols; i++)
    for (size_t at = 0; at < matrix->symbol[i].n; at++)
      if (matrix->symbol[i].bytes[at] <= ' ') return true;
  return false;
}

/* Ranks of the strings among the distinct ones. */
static cd_status rank_strings(const cd_strings *strings, uint32_t *rank, size_t *n) {
  cd_slice *word = cd_resize(NULL, strings->n * sizeof *word);
  cd_pair *pair = cd_resize(NULL, strings->n * sizeof *pair);
  cd_status status = word && pair ? CD_OK : CD_NO_MEMORY;
  for (size_t i = 0; i < strings->n && !status; i++) {
    word[i] = cd_string_at(strings, i);
    pair[i] = (cd_pair){cd_word_key(word[i]), (int64_t)i};
  }
  if (!status) status = cd_words_rank(word, pair, strings->n, rank, NULL, n);
  cd_release(word);
  cd_release(pair);
  return status;
}

static cd_status number_by_string(const cd_matrix *matrix, const place *places,
                                  uint32_t *renumbered, size_t *n) {
  cd_strings strings;
  cd_status status = spell_columns(matrix, places, &strings);
  if (status) return status;
  status = rank_strings(&strings, renumbered, n);
  cd_strings_free(&strings);
  return status;
}

/* ---- columns that terms are given, or have by their hashes -------------------------- */

/* The column of a hash, as scikit-learn's FeatureHasher has it, with CD_MINUS. */
static uint32_t hashed_column(const cd_matrix_job *job, uint32_t hash) {
  uint32_t size = job->n_hashed, minus = job->signs && hash >> 31 ? CD_MINUS : 0;
  if (hash == 1u << 31) return (INT32_MAX - (size - 1)) % size | minus;
  return (hash >> 31 ? -hash : hash) % size | minus;
}

static bool find(const cd_matrix_job *job, const cd_slice *term, size_t n,
                 uint32_t *column) {
  if (job->find) return job->find(job->places, term, n, column);
  for (size_t i = 0; i < n; i++) column[i] = hashed_column(job, cd_murmur(term[i]));
  return true;
}

/* The strings of `n` columns, which lie in `spelled`. */
static cd_status spell_some(const cd_matrix *matrix, const place *places, size_t n,
                            cd_buffer *spelled, cd_slice *term) {
  cd_status status = CD_OK;
  spelled->n = 0;
  for (size_t i = 0; i < n && !status; i++) {
    size_t start = spelled->n;
    status = spell_column(matrix, places[i], spelled);
    term[i].n = spelled->n - start;
  }
  const uint8_t *at = spelled->bytes;
  for (size_t i = 0; i < n && !status; at += term[i++].n) term[i].bytes = at;
  return status;
}

enum { ASKED = 8192 }; /* terms at once: to ask may mean to wait for a lock */

static cd_status find_all(const cd_matrix *matrix, const place *places,
                          uint32_t *column) {
  size_t n = matrix->n_columns, room = n < ASKED ? n : ASKED;
  cd_buffer spelled = {0};
  cd_slice *term = cd_resize(NULL, room * sizeof *term);
  cd_status status = term ? CD_OK : CD_NO_MEMORY;
  for (size_t at = 0, some; at < n && !status; at += some) {
    some = n - at < room ? n - at : room;
    status = spell_some(matrix, places + at, some, &spelled, term);
    if (!status && !find(&matrix->job, term, some, column + at)) status = CD_STOPPED;
  }
  cd_release(term);
  cd_buffer_free(&spelled);
  return status;
}

/* column -> its rank among those that were met, which `matrix` keeps. */
static void rank_columns(cd_matrix *matrix, cd_pair *pair, cd_pair *scratch,
                         uint32_t *column, size_t *n) {
  size_t n_found = 0;
  for (size_t i = 0; i < matrix->n_columns; i++)
    if (column[i] != CD_NONE)
      pair[n_found++] =
          (cd_pair){column[i] & ~CD_MINUS, (int64_t)(i << 1 | column[i] >> 31)};
  if (n_found) cd_pairs_sort(pair, scratch, n_found, INT32_MAX);
  *n = 0;
  for (size_t i = 0; i < n_found; i++) {
    if (!i || pair[i].key != pair[i - 1].key) matrix->met[(*n)++] = (uint32_t)pair[i].key;
    uint32_t minus = pair[i].value & 1 ? CD_MINUS : 0;
    column[pair[i].value >> 1] = ((uint32_t)*n - 1) | minus;
  }
}

/* So all that is done takes time and memory by the columns that were met, however many
 * there are. */
static cd_status number_by_column(cd_matrix *matrix, const place *places,
                                  uint32_t *renumbered, size_t *n) {
  size_t n_all = matrix->n_columns;
  cd_pair *pair = cd_resize(NULL, n_all * sizeof *pair),
          *scratch = cd_resize(NULL, n_all * sizeof *scratch);
  matrix->met = cd_resize(NULL, n_all * sizeof *matrix->met);
  cd_status status = pair && scratch && matrix->met ? CD_OK : CD_NO_MEMORY;
  if (!status) status = find_all(matrix, places, renumbered);
  if (!status) rank_columns(matrix, pair, scratch, renumbered, n);
  cd_release(pair);
  cd_release(scratch);
  return status;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool has_columns(const cd_matrix_job *job) { return job->n_hashed || job->find; }

static cd_status number_levels(cd_matrix *matrix) {
  place *places = NULL;
  size_t n = 0;
  cd_status status = places_of(matrix, &places);
  uint32_t *renumbered = cd_resize(NULL, matrix->n_columns * sizeof *renumbered);
  if (!renumbered) status = CD_NO_MEMORY;
  if (!status)
    status = has_columns(&matrix->job) ? number_by_column(matrix, places, renumbered, &n)
                                       : number_by_string(matrix, places, renumbered, &n);
  if (!status) renumber(matrix, renumbered, n);
  cd_release(places);
  cd_release(renumbered);
  return status;
}

/* Counters knew indices of levels until now. */
static void spread(cd_counter *counter, const cd_level *level) {
  for (size_t i = 0; i < counter->n_grams; i++) {
    size_t length = counter->length ? counter->length[i] : 1;
    if (counter->column[i] != CD_NONE)
      counter->column[i] = level[length - 1].column[counter->column[i]];
  }
}

cd_status cd_matrix_settle(cd_matrix *matrix) {
  bool is_anew =
      has_columns(&matrix->job) || (matrix->job.ngram_max > 1 && has_spaced_term(matrix));
  cd_status status = is_anew ? number_levels(matrix) : CD_OK;
  for (size_t c = 0; c < matrix->n_counters && !status; c++)
    spread(&matrix->counter[c], matrix->level);
  matrix->has_doubles = is_anew;
  matrix->is_plain = matrix->ascends && !is_anew;
  return status ? status : cd_matrix_measure(matrix);
}

cd_status cd_matrix_keep(cd_matrix *matrix, const uint8_t *keep) {
  size_t n = 0;
  uint32_t *renumbered = cd_resize(NULL, matrix->n_columns * sizeof *renumbered);
  if (!renumbered) return CD_NO_MEMORY;
  for (size_t i = 0; i < matrix->n_columns; i++)
    renumbered[i] = keep[i] ? (uint32_t)n++ : CD_NONE;
  renumber(matrix, renumbered, n);
  matrix->is_plain = false;
  for (size_t c = 0; c < matrix->n_counters; c++) {
    cd_counter *counter = &matrix->counter[c];
    for (size_t i = 0; i < counter->n_grams; i++)
      if (counter->column[i] != CD_NONE)
        counter->column[i] = renumbered[counter->column[i]];
  }
  cd_release(renumbered);
  return cd_matrix_measure(matrix);
}

cd_status cd_matrix_terms(const cd_matrix *matrix, cd_strings *terms) {
  place *places;
  cd_status status = places_of(matrix, &places);
  if (!status) status = spell_columns(matrix, places, terms);
  cd_release(places);
  return status;
}

/* `last` says of each column the last row that was seen to hold it, and one. */
static void add_row(const cd_matrix *matrix, size_t i, size_t *last, int64_t *documents,
                    int64_t *total) {
  const cd_row *row = &matrix->row[i];
  const cd_counter *counter = &matrix->counter[row->counter];
  size_t large = row->first_large;
  for (size_t at = row->first; at < row->first + row->n; at++) {
    uint32_t count = cd_entry_count(&counter->entries, at, &large);
    uint32_t column = counter->column[counter->entries.gram[at]];
    if (column == CD_NONE) continue;
    documents[column] += last[column] != i + 1;
    last[column] = i + 1;
    total[column] += count;
  }
}

cd_status cd_matrix_frequencies(const cd_matrix *matrix, int64_t *documents,
                                int64_t *total) {
  size_t *last = cd_resize(NULL, matrix->n_columns * sizeof *last);
  if (!last) return CD_NO_MEMORY;
  memset(last, 0, matrix->n_columns * sizeof *last);
  memset(documents, 0, matrix->n_columns * sizeof *documents);
  memset(total, 0, matrix->n_columns * sizeof *total);
  for (size_t i = 0; i < matrix->n_rows; i++) add_row(matrix, i, last, documents, total);
  cd_release(last);
  return CD_OK;
}
