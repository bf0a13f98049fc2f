/* copydesk: the plain text of articles as blocks, sentences, tokens, stems.
 *
 * A text is borrowed, never copied or changed. Rules are immutable and may be
 * shared by any number of threads; a lexicon and a doc serve one thread at a
 * time. Every offset is in the text's own units (bytes of UTF-8, or the 1, 2
 * or 4 byte units of a Python str), half-open, and fits an int32_t.
 * Functions that can fail return a cd_status; the others cannot fail. */
#ifndef COPYDESK_H
#define COPYDESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CD_MUST_CHECK __attribute__((warn_unused_result))
#else
#define CD_MUST_CHECK
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- status ------------------------------------------------------------ */

typedef enum cd_status {
  CD_OK = 0,
  CD_NO_MEMORY,
  CD_TOO_LONG,   /* the text has more than CD_MAX_BYTES bytes as UTF-8 */
  CD_BAD_UTF8,   /* malformed UTF-8, and the rules are strict */
  CD_BAD_OPTION, /* an unknown language, or an option out of range */
  CD_STOPPED,    /* the caller's poll said so */
  CD_BAD_MODEL,  /* no model file, or one cut short or changed */
} cd_status;

/* ---- memory ------------------------------------------------------------ */

/* What the library takes its memory from; libstemmer keeps its own. */
typedef struct cd_allocator {
  void *(*resize)(void *context, void *old, size_t n); /* old may be NULL */
  void (*release)(void *context, void *old);
  void *context;
} cd_allocator;

/* Use `allocator` from now on, for the whole process; NULL restores malloc.
 * Nothing that was allocated before may be alive. */
void cd_allocator_use(const cd_allocator *allocator);
/* The one in use until then: malloc, for others to hand on to. */
cd_allocator cd_allocator_system(void);

/* ---- versions and instruction sets ------------------------------------- */

const char *cd_version(void);
const char *cd_unicode_version(void);  /* of the tables: "15.0.0" */
const char *cd_utf8proc_version(void); /* of the library that is linked */
const char *cd_stemmer_version(void);  /* "2.2" or "3.x", told by behaviour */

/* The kernels this processor can run, slowest first; returns how many. */
#define CD_MAX_ISAS 4
size_t cd_isa_list(const char *names[CD_MAX_ISAS]);
const char *cd_isa_name(void); /* the one in use */
/* Use the kernel `name` from now on, in every thread; the environment variable
 * COPYDESK_ISA does the same at start. CD_BAD_OPTION: not on this machine. */
CD_MUST_CHECK cd_status cd_isa_use(const char *name);

/* ---- text -------------------------------------------------------------- */

#define CD_MAX_BYTES 0x7fffffffu
#define CD_NONE      UINT32_MAX

typedef enum cd_form { CD_UTF8 = 0, CD_UCS1 = 1, CD_UCS2 = 2, CD_UCS4 = 4 } cd_form;

typedef struct cd_text {
  const void *units;
  size_t n; /* units */
  cd_form form;
} cd_text;

typedef struct cd_slice {
  const uint8_t *bytes; /* UTF-8, not terminated */
  size_t n;
} cd_slice;

typedef enum cd_unit {
  CD_UNIT_NATIVE,
  CD_UNIT_CODE_POINT,
  CD_UNIT_BYTE,
  CD_UNIT_UTF16
} cd_unit;

/* Length of `text` as UTF-8 (lone surrogates take three bytes); may exceed CD_MAX_BYTES. */
uint64_t cd_text_bytes(cd_text text);

/* Units [start, end) of `text`. */
cd_text cd_text_part(cd_text text, size_t start, size_t end);

/* Whether two texts are the same characters, each malformed part as U+FFFD. */
bool cd_text_equals(cd_text one, cd_text other);

/* CD_BAD_UTF8 with the first maximal malformed part of a UTF-8 text (Unicode
 * 15.0, table 3-8) in `*start`, `*end`; CD_OK for every other text. */
CD_MUST_CHECK cd_status cd_text_check(cd_text text, size_t *start, size_t *end);

/* Turn `offset[0..n)`, ascending native offsets into `text`, into `unit`, in
 * place and in one pass. A malformed byte counts as U+FFFD does, once a part. */
void cd_text_convert(cd_text text, cd_unit unit, uint32_t *offset, size_t n);

/* ---- languages --------------------------------------------------------- */

/* Languages with data of their own, by Snowball name, in alphabetical order. */
size_t cd_language_count(void);
const char *cd_language_name(size_t i);

/* The canonical name of `name`: a Snowball name or an ISO 639-1 or -3 code in
 * any case of letters. "en", "ENG" -> "english"; "cs" -> "cs" (no data, but
 * known). NULL when there is no such language. The result is static. */
const char *cd_language_find(const char *name);

/* The language that `text` is written in, by number, from its scripts and letters
 * in the first 16 K units; 0, English, when it has none. */
size_t cd_language_detect(cd_text text);
/* How many languages there are to choose from, and the canonical name of one. */
size_t cd_detectable_count(void);
const char *cd_detectable_name(size_t i);

/* ---- models --------------------------------------------------------------- */

/* A boundary model: weights of features of the gaps between tokens. */
typedef struct cd_model cd_model;
/* Read a model file from `bytes`, which it copies. CD_BAD_MODEL, CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_model_open(const void *bytes, size_t n, cd_model **model);
void cd_model_free(cd_model *model);
/* Of the features that this library works out; a model of others is CD_BAD_MODEL. */
#define CD_MODEL_FEATURES 1
/* What the checksum in a model file of these bytes must be. */
uint64_t cd_model_checksum(const void *bytes, size_t n);
const char *cd_model_language(const cd_model *model);
cd_slice cd_model_notes(const cd_model *model); /* UTF-8: sources, licences, figures */
cd_slice cd_model_file(const cd_model *model);  /* the bytes it was read from */

/* ---- rules ------------------------------------------------------------- */

typedef enum cd_style {
  CD_STYLE_NEWS,
  CD_STYLE_UAX29,
  CD_STYLE_WHITESPACE,
  CD_STYLE_SKLEARN /* what \w\w+ matches in Python; gaps hold all else */
} cd_style;
typedef enum cd_contractions {
  CD_CONTRACTIONS_SPLIT,
  CD_CONTRACTIONS_KEEP
} cd_contractions;
typedef enum cd_hyphens { CD_HYPHENS_AUTO, CD_HYPHENS_SPLIT, CD_HYPHENS_KEEP } cd_hyphens;
typedef enum cd_cut { CD_CUT_AUTO, CD_CUT_SPLIT, CD_CUT_KEEP } cd_cut;
typedef enum cd_layout {
  CD_LAYOUT_AUTO,
  CD_LAYOUT_LINE,
  CD_LAYOUT_WRAP,
  CD_LAYOUT_OFF
} cd_layout;

typedef struct cd_options {
  const char *language; /* as cd_language_find takes it */
  cd_style style;
  cd_contractions contractions;
  cd_hyphens hyphens;
  cd_layout layout;
  cd_cut colons, semicolons, dashes, quotes; /* whether sentences end there */
  bool replace_errors;           /* malformed UTF-8 becomes tokens of kind other */
  const cd_slice *abbreviations; /* more of them, with or without last stop */
  size_t n_abbreviations;
  const cd_slice *override_words; /* compared without case, apostrophes straight */
  const cd_slice *override_stems;
  size_t n_overrides;
  const cd_model
      *model; /* of sentence boundaries, must outlive the rules; NULL: rules alone */
  /* terms */
  bool lowercase;
  bool stem;
  const cd_slice *stop_words;
  size_t n_stop_words;
  bool language_stop_words; /* drop the language's own stop words too */
  uint32_t ngram_min, ngram_max;
  bool ngrams_cross; /* scope "text": join over sentence ends and removed words */
  uint32_t min_length, max_length; /* of a term, in code points */
  uint32_t blocks;                 /* bit set of cd_block_kind that give terms; 0: all */
} cd_options;

/* English news, everything at its default. */
cd_options cd_options_default(void);

typedef struct cd_rules cd_rules;
/* Copies what it needs of `options`. CD_BAD_OPTION, CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_rules_new(const cd_options *options, cd_rules **rules);
void cd_rules_free(cd_rules *rules);

/* ---- keys of tokens ---------------------------------------------------- */

/* A token as two numbers, for a table of the caller's own. Never all zero. */
typedef struct cd_key {
  uint64_t low, high;
} cd_key;

/* The keys of tokens [0, n) of `text`, n <= CD_KEY_BLOCK, and their hashes. Equal
 * tokens of one form have equal keys, and so have ASCII tokens of any. Equal keys
 * are equal tokens, but for those of the bits of the result: such a key is a hash,
 * and the tokens have to be compared. `seed` guards against hash flooding. */
#define CD_KEY_BLOCK 32
uint32_t cd_token_keys(cd_text text, const uint32_t *start, const uint32_t *end, size_t n,
                       uint64_t seed, cd_key *key, size_t *hash);
bool cd_key_is_hashed(const cd_key *key);

/* ---- lexicon ----------------------------------------------------------- */

/* The types seen so far under one set of rules, numbered from 0 as they came.
 * `rules` must outlive the lexicon; `seed` guards against hash flooding and
 * changes no result. */
typedef struct cd_lexicon cd_lexicon;
CD_MUST_CHECK cd_status cd_lexicon_new(const cd_rules *rules, uint64_t seed,
                                       cd_lexicon **lexicon);
void cd_lexicon_free(cd_lexicon *lexicon);
/* Forget every type; ids start again. True when the caller should: the stated
 * caps (CD_LEXICON_TYPES, CD_LEXICON_BYTES) are passed. Only between texts. */
#define CD_LEXICON_TYPES (1u << 17)
#define CD_LEXICON_BYTES (16u << 20)
bool cd_lexicon_is_full(const cd_lexicon *lexicon);
void cd_lexicon_clear(cd_lexicon *lexicon);
size_t cd_lexicon_count(const cd_lexicon *lexicon);

/* The id of a word in UTF-8 (surrogates allowed), new or old. */
CD_MUST_CHECK cd_status cd_lexicon_intern(cd_lexicon *lexicon, cd_slice word,
                                          uint32_t *type);
/* The ids of `n` words, each a text of its own, in any form. At least `before`
 * bytes in front of every word's units can be read (0 is always true): 16 of
 * them save time with short words. */
CD_MUST_CHECK cd_status cd_lexicon_words(cd_lexicon *lexicon, const cd_text *word,
                                         size_t n, size_t before, uint32_t *type);
/* Slices below live until the lexicon is cleared or freed. */
cd_slice cd_type_text(const cd_lexicon *lexicon, uint32_t type);
CD_MUST_CHECK cd_status cd_type_lower(cd_lexicon *lexicon, uint32_t type,
                                      cd_slice *lower);
CD_MUST_CHECK cd_status cd_type_stem(cd_lexicon *lexicon, uint32_t type, cd_slice *stem);
bool cd_type_is_stop(const cd_lexicon *lexicon, uint32_t type);
/* What the type is as a term under the rules' term options; n = 0: no term. */
CD_MUST_CHECK cd_status cd_type_term(cd_lexicon *lexicon, uint32_t type, cd_slice *term);

/* ---- doc --------------------------------------------------------------- */

typedef enum cd_token_kind {
  CD_WORD,
  CD_NUMBER,
  CD_PUNCT,
  CD_SYMBOL,
  CD_URL,
  CD_EMAIL,
  CD_HASHTAG,
  CD_MENTION,
  CD_EMOJI,
  CD_ELLIPSIS,
  CD_DASH,
  CD_OTHER,
  CD_TOKEN_KINDS
} cd_token_kind;

typedef enum cd_block_kind {
  CD_HEADLINE,
  CD_SUBHEAD,
  CD_DATE,
  CD_BYLINE,
  CD_PARAGRAPH,
  CD_LIST,
  CD_QUOTE,
  CD_CAPTION,
  CD_LINK,
  CD_LABEL,
  CD_TEASER,
  CD_COMMENT,
  CD_COLOPHON,
  CD_OTHER_BLOCK,
  CD_BLOCK_KINDS
} cd_block_kind;

/* paragraph subhead list quote caption: the article's own text */
#define CD_BODY_KINDS                                                       \
  (1u << CD_PARAGRAPH | 1u << CD_SUBHEAD | 1u << CD_LIST | 1u << CD_QUOTE | \
   1u << CD_CAPTION)

const char *cd_token_kind_name(cd_token_kind kind);
const char *cd_block_kind_name(cd_block_kind kind);

/* How far to read: each depth includes those before it. */
typedef enum cd_depth {
  CD_READ_TOKENS,
  CD_READ_TYPES,
  CD_READ_SENTENCES,
  CD_READ_BLOCKS
} cd_depth;

typedef struct cd_doc cd_doc;
CD_MUST_CHECK cd_status cd_doc_new(cd_doc **doc);
void cd_doc_free(cd_doc *doc);
void cd_doc_clear(cd_doc *doc); /* empty it and give the memory of its columns back */
/* While the doc reads, `stop` is asked now and then, in some milliseconds at the latest;
 * true ends the reading with CD_STOPPED. NULL: nobody is asked any more. */
void cd_doc_watch(cd_doc *doc, bool (*stop)(void *context), void *context);
/* Read `text` into `doc`, forgetting what it held. `lexicon` (of these rules)
 * may be NULL when depth is CD_READ_TOKENS. On failure `doc` is empty.
 * CD_NO_MEMORY, CD_TOO_LONG, CD_BAD_UTF8, CD_STOPPED. */
CD_MUST_CHECK cd_status cd_doc_read(cd_doc *doc, cd_text text, const cd_rules *rules,
                                    cd_lexicon *lexicon, cd_depth depth);

/* The types of the tokens of `text`, `*n` of them, and no other column: less memory,
 * 4 bytes a token, and less time. They are the doc's until it is read into again;
 * else it is left empty. Errors are those of cd_doc_read. */
CD_MUST_CHECK cd_status cd_doc_read_types(cd_doc *doc, cd_text text,
                                          const cd_rules *rules, cd_lexicon *lexicon,
                                          const uint32_t **type, size_t *n);

/* Columns belong to the doc and live until it is read into again. */
typedef struct cd_token_columns {
  size_t n;
  const uint32_t *start, *end;
  const uint8_t *kind;  /* cd_token_kind */
  const uint32_t *type; /* NULL when read only to CD_READ_TOKENS */
} cd_token_columns;

/* Read the tokens of `text` in stretches, and no more than these: less memory than
 * cd_doc_read, and less time, because a stretch stays in the second cache. Opens
 * `text`, which must outlive the reading, and forgets what the doc held. */
void cd_doc_open(cd_doc *doc, cd_text text);
/* The next tokens, which live until the doc is read into again: some 64 K units at
 * once. None of them, and cd_doc_unread 0, at the end of the text. Errors are those of
 * cd_doc_read. */
CD_MUST_CHECK cd_status cd_doc_next(cd_doc *doc, const cd_rules *rules,
                                    cd_token_columns *tokens);
/* The units of the text that no stretch has held yet. */
size_t cd_doc_unread(const cd_doc *doc);

typedef struct cd_sentence_columns {
  size_t n;
  const uint32_t *first_token; /* n + 1 of them: the last is the token count */
  const uint8_t *rule;         /* the cd_rule that ended it, */
  const int32_t *score;        /* and its score, over 0 */
} cd_sentence_columns;

typedef struct cd_block_columns {
  size_t n;
  const uint32_t *first_sentence; /* n + 1 of them */
  const uint8_t *kind;            /* cd_block_kind */
} cd_block_columns;

cd_token_columns cd_doc_tokens(const cd_doc *doc);
cd_sentence_columns cd_doc_sentences(const cd_doc *doc);
cd_block_columns cd_doc_blocks(const cd_doc *doc);

uint32_t cd_doc_headline(const cd_doc *doc); /* its block, or CD_NONE */
typedef struct cd_date {
  int year, month, day;
} cd_date; /* all 0: none */
cd_date cd_doc_date(const cd_doc *doc);

/* ---- terms ------------------------------------------------------------- */

/* The terms of a doc read at least to CD_READ_TYPES (to CD_READ_BLOCKS when
 * the rules choose blocks, to CD_READ_SENTENCES when n-grams stop at sentence
 * ends): term i is the types type[first[i]] .. type[first[i] + length[i] - 1],
 * their cd_type_term joined by one space. Valid until the doc is read again. */
typedef struct cd_terms {
  size_t n;
  const uint32_t *first;
  const uint8_t *length;
  const uint32_t *type;
} cd_terms;
CD_MUST_CHECK cd_status cd_doc_terms(cd_doc *doc, const cd_rules *rules,
                                     cd_lexicon *lexicon, cd_terms *terms);

/* ---- batch ------------------------------------------------------------- */

/* Many texts on many threads. Columns hold the tokens of all documents one
 * behind the other; they, ids and vocabularies are the same for every number
 * of workers, and whatever the lexicons have seen before. */

/* Strings one behind the other: string i is bytes [offset[i], offset[i + 1]). */
typedef struct cd_strings {
  size_t n;
  int64_t *offset; /* n + 1; NULL when there was never one */
  uint8_t *bytes;  /* UTF-8, surrogates allowed */
} cd_strings;

typedef enum cd_text_status { CD_TEXT_READ, CD_TEXT_NULL, CD_TEXT_ERROR } cd_text_status;

/* What is true of a token: bits of the flags column. */
enum {
  CD_FLAG_STOP,    /* a stop word of the language */
  CD_FLAG_CAPITAL, /* its first letter or digit is an upper-case letter */
  CD_FLAG_UPPER,   /* two letters or more, all of them upper case */
  CD_FLAG_LOWER,   /* its first letter or digit is a lower-case letter */
  CD_FLAG_LETTER,  /* holds a letter */
  CD_FLAG_DIGIT,   /* holds a digit */
  CD_FLAG_SPACE,   /* a gap follows: white space, as a rule */
  CD_TOKEN_FLAGS
};
const char *cd_token_flag_name(size_t flag);

/* Columns to read, a bit set. */
enum {
  CD_WANT_SPANS = 1,     /* start, end, kind */
  CD_WANT_TYPES = 2,     /* type, flags, types */
  CD_WANT_TERMS = 4,     /* term, terms */
  CD_WANT_SENTENCES = 8, /* doc_sentences, sentence_offsets */
};

/* Columns are the caller's, each to be given back by cd_column_free; NULL where
 * not wanted. */
typedef struct cd_batch {
  size_t n_docs, n_tokens, n_sentences;
  int64_t *doc_offsets; /* the first token of each document, n_docs + 1 */
  uint32_t *start, *end;
  uint8_t *kind;             /* cd_token_kind */
  int32_t *type;             /* in order of first occurrence */
  uint8_t *flags;            /* CD_FLAG_ bits */
  int32_t *term;             /* likewise; -1: no term */
  int64_t *doc_sentences;    /* the first sentence of each document, n_docs + 1 */
  int64_t *sentence_offsets; /* the first token of each sentence, n_sentences + 1 */
  cd_strings types, terms;   /* of type, of term */
} cd_batch;

/* Who reads which text when each is read in its own language: text i is read by
 * rules[of[i]]; they and the job's differ in language only. */
typedef struct cd_readers {
  const uint8_t *of; /* NULL: the job's rules read all */
  const cd_rules *const *rules;
  size_t n;
} cd_readers;

/* The cd_language_detect of each text whose status is 0; others are left alone. At
 * most 256 languages can be told. */
void cd_batch_detect(const cd_text *text, const uint8_t *status, size_t n,
                     size_t n_workers, uint8_t *language);

/* What one thread works with. The lexicon, of the job's rules, may be warm, and
 * may be NULL when only spans are wanted; it may pass its caps. */
typedef struct cd_worker {
  cd_doc *doc;
  cd_lexicon *lexicon;
  cd_lexicon *const *lexicons; /* instead, one for each of the job's readers */
} cd_worker;

typedef struct cd_batch_job {
  const cd_rules *rules;
  cd_readers readers;
  const cd_text *text;
  uint8_t *status; /* cd_text_status of each; a text is read, or fails, where it is 0 */
  size_t n;
  cd_unit unit;
  unsigned want;
  bool stop_at_error; /* skip most of what lies behind the first text that fails */
  uint64_t seed;
  const cd_worker *worker;
  size_t n_workers; /* 1: no thread is started; the caller's thread is the first */
  /* Called on the caller's thread every 10 us to 20 ms with documents and bytes
   * done so far; true stops the job. May be NULL. */
  bool (*poll)(void *context, size_t docs, uint64_t bytes);
  void *context;
} cd_batch_job;

/* CD_NO_MEMORY, CD_STOPPED: `*batch` is empty. A text's own failure is its status. */
CD_MUST_CHECK cd_status cd_batch_read(const cd_batch_job *job, cd_batch *batch);
void cd_batch_free(cd_batch *batch); /* every column that is not NULL */
void cd_column_free(void *column);
void *cd_column_new(size_t bytes); /* one of the caller's own, or NULL */
void cd_strings_free(cd_strings *strings);

/* The stem of each of `words`: of word i by lexicon[of[i]], by lexicon[0] where `of`
 * is NULL. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_strings_stems(const cd_strings *words,
                                         cd_lexicon *const *lexicon, const uint8_t *of,
                                         cd_strings *stems);

/* ---- matrix ------------------------------------------------------------- */

/* Many texts -> how often each holds each term: rows of a sparse matrix. The same
 * for every number of workers, and whatever the lexicons have seen before. */

typedef enum cd_gram_kind {
  CD_GRAMS_OF_TERMS,      /* as the rules shape them */
  CD_GRAMS_OF_CHARACTERS, /* runs of white space are one space */
  CD_GRAMS_INSIDE_WORDS,  /* of characters, of words with a space on both sides */
} cd_gram_kind;

typedef struct cd_matrix_job {
  const cd_rules *rules;
  cd_readers readers;
  const cd_text *text;
  uint8_t *status; /* as of cd_batch_job */
  size_t n;
  uint64_t seed;
  const cd_worker *worker;
  size_t n_workers;
  cd_gram_kind kind;
  uint32_t ngram_min, ngram_max; /* 1 to 255; of terms: the rules' own */
  /* Columns: the terms that are found, in the order of their code points; or, when
   * not 0, the hash of a term modulo `n_hashed`; or, when not NULL, one of `n_given`
   * that `find` gives: it writes the column of each of `n` terms, CD_NONE: none. It is
   * called on the caller's thread when all is counted, for all distinct terms of the
   * texts, mostly in their order; false stops the job. */
  uint32_t n_hashed; /* at most 2^31 - 1, as `n_given` is */
  bool signs;        /* hashes below 0 count as -1 */
  bool (*find)(void *places, const cd_slice *term, size_t n, uint32_t *column);
  void *places;
  size_t n_given;
  bool columns_alone; /* rows stay empty: what documents hold is not kept */
  bool (*poll)(void *context, size_t docs, uint64_t bytes); /* as of cd_batch_job */
  /* Under style sklearn whole texts are lower-cased, as there, where it makes a
   * difference (U+0130, U+03A3): put text `i` in lower case into `*text`, which stays
   * alive. Called on the caller's thread; false stops the job. NULL: words alone are. */
  bool (*lower)(void *context, size_t i, cd_text *text);
  void *context;
} cd_matrix_job;

typedef struct cd_matrix cd_matrix;
/* Count all texts. CD_NO_MEMORY, CD_STOPPED, CD_BAD_OPTION (more than 2^31 - 1
 * columns): `*matrix` is NULL. A text's own failure is its status, its row empty. */
CD_MUST_CHECK cd_status cd_matrix_read(const cd_matrix_job *job, cd_matrix **matrix);
void cd_matrix_free(cd_matrix *matrix);

size_t cd_matrix_rows(const cd_matrix *matrix);
size_t cd_matrix_columns(const cd_matrix *matrix);
size_t cd_matrix_entries(const cd_matrix *matrix);
/* Of each column: the documents that hold its term, and how often all of them do.
 * Not where columns are hashed or given, here and below. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_frequencies(const cd_matrix *matrix, int64_t *documents,
                                              int64_t *total);
/* Drop the columns for which `keep` is 0; those behind them move up. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_keep(cd_matrix *matrix, const uint8_t *keep);
/* The string of each column. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_terms(const cd_matrix *matrix, cd_strings *terms);

typedef enum cd_number { CD_INT32, CD_INT64, CD_FLOAT32, CD_FLOAT64 } cd_number;

/* Compressed sparse rows: entries [start[i], start[i + 1]) are row i's, columns
 * ascending. The caller's arrays, of a row and one, and twice cd_matrix_entries items. */
typedef struct cd_csr {
  void *start, *column; /* int64_t when wide, else int32_t */
  bool is_wide;
  void *value;
  cd_number number;
  bool is_binary; /* every value is 1 */
} cd_csr;
/* Fill them, on as many threads as there were workers. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_matrix_fill(cd_matrix *matrix, const cd_csr *csr);

/* ---- glossary ------------------------------------------------------------ */

/* Distinct terms in the order of their code points, in how many documents each
 * stands and how often: one flat block of bytes that is a file as it lies. A glossary
 * borrows its bytes, unless it was made here. */
typedef struct cd_glossary {
  cd_slice file;
  size_t n;                                  /* terms */
  int64_t n_documents;                       /* that were counted */
  int64_t undercount;                        /* no count of documents is short by more */
  const int64_t *offset, *documents, *count; /* n + 1, n, n */
  const uint8_t *bytes;
  size_t n_bytes;
} cd_glossary;

typedef enum cd_file_fault {
  CD_FILE_SOUND = 0,
  CD_FILE_OTHER,   /* no glossary at all */
  CD_FILE_VERSION, /* of another version, or of another order of bytes */
  CD_FILE_SHORT,   /* cut short */
  CD_FILE_CHANGED
} cd_file_fault;

/* See a file, at a multiple of 8, as a glossary. With `verify` every byte is summed
 * up; without, only the header, and any other bytes do no harm. */
CD_MUST_CHECK cd_file_fault cd_glossary_open(const void *file, size_t n, bool verify,
                                             cd_glossary *glossary);
/* Term `i`, of n. */
cd_slice cd_glossary_term(const cd_glossary *glossary, size_t i);
/* Whether `term` is there, and then its number. */
bool cd_glossary_find(const cd_glossary *glossary, cd_slice term, size_t *i);
/* The number of each of `n` terms, CD_NONE: it is not there. The fewer steps are taken
 * the closer a term lies behind the one before it. */
void cd_glossary_find_all(const cd_glossary *glossary, const cd_slice *term, size_t n,
                          uint32_t *number);

/* Of terms that are sorted and distinct. CD_NO_MEMORY, here and below. */
CD_MUST_CHECK cd_status cd_glossary_make(const cd_strings *terms,
                                         const int64_t *documents, const int64_t *count,
                                         int64_t n_documents, cd_glossary *made);
/* The terms of both, their counts added. */
CD_MUST_CHECK cd_status cd_glossary_merge(const cd_glossary *one,
                                          const cd_glossary *other, cd_glossary *made);

typedef struct cd_glossary_limits {
  double least, most; /* documents that hold a term that is kept */
  size_t terms;       /* and so many terms at most: those with the highest counts, */
  bool by_documents;  /* or the most documents; then what is lost is undercount */
} cd_glossary_limits;
/* Of terms that are equal in that the first are kept. */
CD_MUST_CHECK cd_status cd_glossary_prune(const cd_glossary *glossary,
                                          const cd_glossary_limits *limits,
                                          cd_glossary *made);
uint64_t cd_glossary_sum(const cd_glossary *glossary); /* of its header: of all of it */
void cd_glossary_free(cd_glossary *made); /* one that was made; zeroed is fine */

/* ---- why --------------------------------------------------------------- */

/* Rules are numbered from 0 to cd_rule_count() - 1; features likewise. */
size_t cd_rule_count(void);
const char *cd_rule_name(size_t rule);  /* "title", "blank_line" */
const char *cd_rule_about(size_t rule); /* one plain sentence */
size_t cd_feature_count(void);
const char *cd_feature_name(size_t feature);

enum { CD_MOST_EVIDENCE = 160 };
typedef struct cd_explanation {
  uint32_t left, right; /* tokens beside the gap; CD_NONE outside the text */
  bool boundary;
  uint32_t rule;
  int32_t score;     /* > 0 breaks; rules say +1 or -1 */
  uint64_t features; /* bit i: cd_feature_name(i) holds */
  /* What a model weighed, 0: no model did. The weights add up to `score`, or, where
   * they had to pass the model's threshold, to `score` and the threshold. */
  size_t n_evidence;
  uint16_t evidence[CD_MOST_EVIDENCE];
  int32_t weight[CD_MOST_EVIDENCE];
} cd_explanation;

/* What a piece of evidence is: "form"; `*of`: of which token beside the gap, or NULL
 * when it is of the gap as a whole. */
const char *cd_evidence_name(size_t evidence, const char **of);

/* Why there is, or is no, sentence end at native offset `at`: in the gap before
 * the token that starts there, else in the gap that holds it, else in the one
 * behind the token that holds it. Reads `text` again. */
CD_MUST_CHECK cd_status cd_doc_explain(cd_doc *doc, cd_text text, const cd_rules *rules,
                                       cd_lexicon *lexicon, uint32_t at,
                                       cd_explanation *why);

/* ---- gaps ---------------------------------------------------------------- */

/* A gap that a model judges: before token `right`. Its score is the sum of the
 * weights of its features, which are known by their hashes. */
typedef struct cd_gap_seen {
  uint32_t right;
  uint32_t rule; /* what the rules alone say */
  bool rule_breaks;
  const uint32_t *hash;
  size_t n;
} cd_gap_seen;
typedef bool cd_gap_reader(void *context, const cd_gap_seen *gap); /* false stops */

/* Read `text` and show every gap that a model would judge to `reader`, whether the
 * rules have a model or not. Errors of cd_doc_read; CD_STOPPED by the reader. */
CD_MUST_CHECK cd_status cd_doc_gaps(cd_doc *doc, cd_text text, const cd_rules *rules,
                                    cd_lexicon *lexicon, cd_gap_reader *reader,
                                    void *context);

/* ---- Unicode's own boundaries (UAX 29, no tailoring) -------------------- */

/* Write every boundary of `text`, 0 and text.n included, to `at`, which has
 * room for text.n + 1; returns how many. An empty text has none. */
size_t cd_uax29_words(cd_text text, uint32_t *at);
size_t cd_uax29_sentences(cd_text text, uint32_t *at);

#ifdef __cplusplus
}
#endif
#endif
