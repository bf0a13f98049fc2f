/* A matrix of terms in the making. Each worker counts the documents it takes: a
 * document becomes symbols (terms, or characters), their runs become grams with
 * numbers of the worker's own, and what it holds is kept as entries, a gram and
 * how often. Then all workers' grams are merged and get their columns, and the
 * entries become rows, sorted by column: nothing depends on who counted what.
 * Where longer grams of terms are wanted, workers keep the symbols instead, and all
 * grams are found at once. */
#ifndef CD_MATRIX_H
#define CD_MATRIX_H

#include "batch.h"
#include "buffer.h"

#include <string.h>

/* ---- matrix_sort.c ------------------------------------------------------------- */

typedef struct cd_pair {
  uint64_t key;
  int64_t value;
} cd_pair;

/* Sort by key, equal keys in the order they had; no key is over `most`. `scratch`
 * has room for `n` too. */
void cd_pairs_sort(cd_pair *pair, cd_pair *scratch, size_t n, uint64_t most);
/* The same of numbers whose upper half is the key. */
void cd_halves_sort(uint64_t *half, uint64_t *scratch, size_t n, uint32_t most);

/* Counts of buckets -> where they start; returns how many items there are. */
static inline size_t cd_start_buckets(uint32_t *start, size_t n) {
  uint32_t sum = 0;
  for (size_t b = 0; b < n; b++) {
    uint32_t here = start[b];
    start[b] = sum;
    sum += here;
  }
  return sum;
}

/* The first eight bytes of a word as a number: in the order of the words, but for ties. */
uint64_t cd_word_key(cd_slice word);
/* Of `n` words, the values of pairs whose keys are cd_word_key of each: rank[value] among
 * the distinct ones, by bytes, which is by code points, and how many these are. Unless
 * `distinct` is NULL it has room for `n` and gets them. Pairs are lost. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_words_rank(const cd_slice *word, cd_pair *pair, size_t n,
                                      uint32_t *rank, cd_slice *distinct,
                                      size_t *n_distinct);

/* ---- matrix_murmur.c ------------------------------------------------------------- */

/* MurmurHash3_x86_32 with seed 0 (Austin Appleby), as scikit-learn hashes features. */
uint32_t cd_murmur(cd_slice word);

/* ---- matrix_grams.c --------------------------------------------------------------- */

/* What a document holds: a gram, and how often. */
typedef struct cd_found {
  uint32_t gram, count;
} cd_found;

typedef struct cd_finds {
  cd_found *at;
  size_t n, room;
} cd_finds;

/* `place` is anything, or where the gram stands in `finds`; there must be room. */
static inline void cd_finds_add(cd_finds *finds, uint32_t gram, uint32_t *place) {
  if (*place < finds->n && finds->at[*place].gram == gram) {
    finds->at[*place].count++;
    return;
  }
  *place = (uint32_t)finds->n;
  finds->at[finds->n++] = (cd_found){gram, 1};
}

/* Runs of symbols, numbered as they came: a gram is a shorter one and a symbol. */
typedef struct cd_grams {
  struct cd_gram_slot *slots;
  size_t mask; /* slots - 1 */
  uint64_t seed;
  uint32_t n;
  uint8_t *counted; /* of each gram: it was found, not only a longer one */
  size_t room_counted;
} cd_grams;

#define CD_ROOT (CD_NONE - 1) /* what a gram of one symbol is longer than */

/* Find the grams of `least` to `most` symbols; none crosses a CD_NONE. `node` is
 * scratch for `n`. With `short_runs` a run of fewer than `least` is one gram.
 * CD_NO_MEMORY, CD_STOPPED. */
typedef struct cd_gram_walk {
  const uint32_t *symbol;
  uint32_t *node;
  size_t n;
  uint32_t least, most;
  bool short_runs;
  cd_doc *doc; /* asked whether to stop */
} cd_gram_walk;
CD_MUST_CHECK cd_status cd_grams_find(cd_grams *grams, const cd_gram_walk *walk,
                                      cd_finds *finds);

/* Of each gram: what it is longer than, and its last symbol; the slots go.
 * CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_grams_list(cd_grams *grams, uint32_t **parent,
                                      uint32_t **symbol);
void cd_grams_free(cd_grams *grams);

/* ---- matrix_count.c --------------------------------------------------------------- */

enum { CD_LARGE = 255 }; /* a count that does not fit its byte */
typedef struct cd_entries {
  uint32_t *gram;
  uint8_t *count; /* CD_LARGE: the next of `large` */
  uint32_t *large;
  size_t n, n_large, room_grams, room_counts, room_large;
} cd_entries;
CD_MUST_CHECK cd_status cd_entries_keep_large(cd_entries *entries, uint32_t count);

/* Where a document's entries are. */
typedef struct cd_row {
  size_t first, first_large;
  uint32_t n, counter;
  bool wants_lower;   /* nothing is counted yet: job.lower is to be asked */
  uint32_t n_columns; /* that its entries have, once measured, */
  size_t start;       /* and where they are to go */
} cd_row;

/* What is no term of a type, and no place. */
#define CD_TERM_PARTS       CD_NONE       /* a removed word, which no n-gram joins over */
#define CD_TERM_UNKNOWN     (CD_NONE - 1) /* not met yet */
#define CD_TERM_WANTS_LOWER (CD_NONE - 2) /* its text is to be lower-cased first */
#define CD_TERM_PASSED      (CD_NONE - 3) /* n-grams join over it */
#define CD_IS_TERM(term)    ((term) < CD_TERM_PASSED)

/* What is known of a lexicon's types. */
typedef struct cd_types_terms {
  uint32_t *of; /* each: its term, or CD_TERM_; where is_flat, its place in the finds */
  size_t n, room;
} cd_types_terms;

typedef struct cd_counter {
  const cd_matrix_job *job;
  cd_worker worker;
  cd_doc *doc;
  const cd_rules *rules; /* of the document at hand, and its lexicon */
  cd_lexicon *lexicon;
  cd_depth depth;
  bool wants_lower; /* the document at hand, as cd_row has it */
  bool is_flat;     /* single terms of whole texts, one lexicon: grams are types */
  bool is_bare;     /* single terms, columns alone: there are no grams */
  bool is_sorted;   /* symbols are kept, and grams found among all: matrix_runs.c */
  cd_lexicon **own; /* with columns_alone, one for each of the job's readers */
  cd_vocabulary terms;
  cd_types_terms types;  /* of the lexicon at hand */
  cd_types_terms *saved; /* of the others, one for each of the job's readers */
  size_t reader;
  uint32_t *symbol, *node;
  size_t n_symbols, room_symbols, room_nodes;
  cd_grams grams;
  cd_finds finds;
  cd_entries entries;
  /* once merged, of each gram: */
  uint8_t *length;  /* in symbols; NULL: 1 */
  uint32_t *column; /* CD_NONE: none */
  size_t n_grams;
} cd_counter;

void cd_counter_open(cd_counter *counter, const cd_matrix_job *job, cd_worker worker);
/* Count document `i`, or note that it cannot be read. CD_NO_MEMORY, CD_STOPPED. */
CD_MUST_CHECK cd_status cd_counter_read(cd_counter *counter, size_t i, cd_text text,
                                        cd_row *row);
/* All documents are read: what only reading needs goes. */
void cd_counter_rest(cd_counter *counter);
/* All but what the matrix is made of. */
void cd_counter_close(cd_counter *counter);
void cd_counter_free(cd_counter *counter);

/* ---- matrix_levels.c, _rank.c, _order.c, _runs.c, _columns.c -------------------- */

/* The distinct grams of one length, in the order of what they are longer than,
 * then of their last symbols. */
typedef struct cd_level {
  size_t n;
  uint32_t *parent; /* in the level before */
  uint32_t *symbol;
  uint32_t *column; /* CD_NONE: none */
  /* Where grams are sorted, until they are put into rows: of each the end of what holds
   * it, rows as upper halves and how often as lower ones. */
  uint32_t *end;
  uint64_t *held;
} cd_level;

struct cd_matrix {
  cd_matrix_job job; /* what it points to may be gone */
  cd_counter *counter;
  size_t n_counters;
  cd_row *row;
  size_t n_rows;
  size_t n_columns; /* of those that were met, where they are hashed or given */
  size_t n_entries;
  bool has_doubles; /* entries of one row may have one column */
  bool ascends;     /* entries of each row are in the order of their grams' columns, */
  bool is_plain;    /* and grams are columns, each once in a row */
  cd_slice *symbol; /* sorted; NULL: symbols are characters */
  uint8_t *bytes;   /* of symbols that no counter holds */
  size_t n_symbols;
  cd_level *level; /* job.ngram_max of them */
  uint32_t *met;   /* columns, ascending, where they are hashed or given; or NULL */
};

#define CD_MINUS (1u << 31) /* in a counter's column: its counts are below 0 */

/* Merge the counters' grams into levels, columns in the order of their strings.
 * CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_merge(cd_matrix *matrix);
/* Of each of `n` terms its rank among the distinct ones, which the matrix gets as its
 * symbols; CD_NONE of an empty one. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_rank(cd_matrix *matrix, const cd_slice *term, size_t n,
                                       uint32_t *rank);
/* Of single terms: rows in the order of their terms, each of which is there once, and
 * is its own column. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_order(cd_matrix *matrix);
/* Merged where symbols were kept, `rank` those of all counters' terms: the levels,
 * their columns 1 where grams are counted. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_runs_find(cd_matrix *matrix, const uint32_t *rank);
/* Once they have columns: the entries, all of them the first counter's. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_runs_put(cd_matrix *matrix);
/* What a level holds until its grams are in rows goes. */
void cd_level_rest(cd_level *level);
/* The string of a gram, behind what `spelled` holds. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_spell(const cd_matrix *matrix, size_t level, size_t i,
                                        cd_buffer *spelled);
/* Other columns where the job asks for them, or where two grams are one string; then
 * the counters' own. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_settle(cd_matrix *matrix);

/* ---- matrix_fill.c ------------------------------------------------------------------------ */

/* Where each row goes. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_measure(cd_matrix *matrix);

/* How often: entry `i`, of which `*large` of those before it were large. */
static inline uint32_t cd_entry_count(const cd_entries *entries, size_t i,
                                      size_t *large) {
  uint8_t count = entries->count[i];
  return count < CD_LARGE ? count : entries->large[(*large)++];
}

/* Set entry `i`; true: its count is large, and is the caller's to keep. */
static inline bool cd_entry_set(cd_entries *entries, size_t i, uint32_t gram,
                                uint32_t count) {
  entries->gram[i] = gram;
  entries->count[i] = (uint8_t)(count < CD_LARGE ? count : CD_LARGE);
  return count >= CD_LARGE;
}
#endif
