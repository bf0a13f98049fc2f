/* What the files of Batch share. */
#ifndef CD_BATCH_BINDING_H
#define CD_BATCH_BINDING_H

#include "binding.h"

/* ---- batch_column.c: memory that columns are views of -------------------------- */

/* One column's memory; the views of it keep it alive. */
typedef struct memory {
  PyObject_HEAD void *at; /* of the core */
} memory;

PyObject *memory_new(module_state *state, void *at); /* new; takes `at`, on failure too */

/* What the items of a column are, by their format of the struct module. */
typedef enum item_format {
  ITEM_INT64 = 'q',
  ITEM_INT32 = 'i',
  ITEM_UINT8 = 'B'
} item_format;

/* New: items [first, first + n) of `owner`, a memory. */
PyObject *column_new(module_state *state, PyObject *owner, item_format format,
                     size_t first, size_t n);

/* ---- batch_strings.c: strings by number ----------------------------------------- */

typedef struct strings_column {
  PyObject_HEAD cd_strings strings;
  PyObject **item; /* str made so far, or NULL */
  bool ascends;    /* each once, in the order of code points */
} strings_column;

PyObject *strings_column_new(module_state *state, cd_strings *strings); /* new; takes */
PyObject *strings_item(PyObject *self, size_t i);                       /* new */

/* ---- batch_texts.c, arrow_in.c: texts of any kind -> views ------------------------ */

typedef struct texts {
  size_t n, n_room;
  cd_text *text;
  uint8_t *status;     /* cd_text_status */
  PyObject *objects;   /* a list that holds them, or NULL: of Arrow */
  struct arrow *arrow; /* what was moved here, to be released; or NULL */
  uint64_t bytes;
} texts;

bool texts_collect(texts *self, PyObject *object);
bool texts_reserve(texts *self, size_t more);
void texts_put(texts *self, cd_text text, cd_text_status status); /* room was made */
void texts_free(texts *self);
PyObject *texts_item(const texts *self, size_t i); /* new: str, bytes or None */
/* New: what is wrong with text `i`, an exception that calls it text `number`. */
PyObject *texts_error(const texts *self, size_t i, size_t number);
void texts_raise(const texts *self, size_t i);

/* 1: `object` speaks Arrow and its texts were taken; 0: it does not; -1: raised. */
int arrow_collect(texts *self, PyObject *object);
void arrow_free(struct arrow *arrow);

/* ---- arrow_make.c: capsules of columns ------------------------------------------------ */

/* Whether the arguments of `method` are fit: an optional schema that we
 * are free to overlook. */
bool arrow_request(const char *method, PyObject *const *args, Py_ssize_t n_args,
                   PyObject *names);
PyObject *arrow_number_schema(item_format format);
PyObject *arrow_number_array(PyObject *owner, const void *at, size_t n,
                             item_format format);
PyObject *arrow_strings_schema(void);
PyObject *arrow_strings_array(PyObject *strings);

/* ---- batch.c ----------------------------------------------------------------------- */

/* In the order of their names. */
enum {
  COLUMN_START,
  COLUMN_END,
  COLUMN_KIND,
  COLUMN_FLAGS,
  COLUMN_TYPE_ID,
  COLUMN_TERM_ID,
  COLUMN_DOC_OFFSETS,
  COLUMN_DOC_SENTENCES,
  COLUMN_SENTENCE_OFFSETS,
  COLUMN_STATUS,
  N_COLUMNS
};

/* Under language="auto" the Analyzers of the languages that the texts are in. */
typedef struct readers {
  size_t n;
  analyzer **by;
  const cd_rules **rules; /* of each */
  uint8_t *of;            /* of each text: which of them; NULL: there is one Analyzer */
} readers;

/* All that a batch and its views share. */
typedef struct batch_data {
  texts texts;
  analyzer *by;
  readers readers;
  cd_unit unit;
  unsigned columns; /* the bit set of `columns`, which the Arrow stream shows */
  size_t n_threads;
  size_t n_tokens, n_sentences;
  PyObject *memory[N_COLUMNS]; /* once read */
  PyObject *types, *terms, *stems;
} batch_data;

typedef struct batch {
  PyObject_HEAD struct batch *root; /* itself, or whose documents it views */
  batch_data data;                  /* the root's */
  size_t first, n;                  /* documents */
} batch;

/* ---- batch_readers.c ------------------------------------------------------------------ */

bool readers_find(readers *self, analyzer *by, const texts *of, size_t n_threads);
void readers_free(readers *self);
/* Of each type, whose text it was met in first: a new column of the core. */
bool readers_of_types(const batch *self, uint8_t **of);
PyObject *batch_languages(PyObject *self, void *closure); /* new */

/* ---- batch_read.c -------------------------------------------------------------------- */

typedef struct read_options {
  unsigned want; /* CD_WANT_ */
  bool progress, raises;
} read_options;

/* Read all texts, without the GIL; `*read` is the caller's then. */
/* Find who reads which text. */
bool batch_find_readers(batch_data *of);
/* The stem of each type, by the reader of its first text. */
bool batch_stem(module_state *state, const batch *self, const cd_strings *types,
                cd_strings *stems);
bool batch_run(module_state *state, const batch_data *of, const read_options *how,
               cd_batch *read);

/* Count documents [first, first + job->n) without the GIL, while which `away` is
 * started; the job says how. Its `lower` may be batch_lower: the text as str.lower()
 * has it. */
bool batch_count(module_state *state, const batch_data *of, size_t first, absence *away,
                 cd_matrix_job *job, cd_matrix **matrix);
bool batch_lower(void *context, size_t i, cd_text *text);

/* ---- matrix.c ------------------------------------------------------------------------- */

extern PyType_Spec matrix_spec;
/* New: what copydesk._matrix asks of the documents of a Batch, or of texts. */
PyObject *batch_counted(PyObject *self, PyObject *const *args, Py_ssize_t n_args);
PyObject *count_texts(PyObject *module, PyObject *const *args, Py_ssize_t n_args);

/* ---- vocabulary.c --------------------------------------------------------------------- */

extern PyType_Spec vocabulary_spec;
PyObject *vocabulary_of(module_state *state, const cd_matrix *matrix); /* new */
const cd_glossary *vocabulary_core(PyObject *self);

/* ---- batch.c, again ------------------------------------------------------------------- */

extern PyType_Spec batch_spec, column_spec, strings_column_spec, memory_spec;

/* Read what of CD_WANT_ is not there yet. */
bool batch_want(batch *self, unsigned want);
bool batch_want_status(batch *self);
/* The items of a column of the root that was read. */
const void *batch_items(const batch *self, int column);
/* Tokens [first, end) of documents [from, to) of the root. */
void batch_tokens_of(const batch *self, size_t from, size_t to, size_t *first,
                     size_t *end);
/* Sentences likewise, once they were read. */
void batch_sentences_of(const batch *self, size_t from, size_t to, size_t *first,
                        size_t *end);
PyObject *batch_types(batch *self); /* borrowed; read when they are not there */

/* ---- batch_ids.c: terms as lists of int ------------------------------------------------- */

extern const char batch_to_ids_doc[];
PyObject *batch_to_ids(PyObject *self, PyObject *ignored); /* new: lists, dict */

/* ---- arrow_out.c ------------------------------------------------------------------------ */

PyObject *batch_arrow_stream(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                             PyObject *names); /* new */

/* ---- batch_views.c: what is asked of one document ---------------------------------------- */

PyObject *batch_tokens(PyObject *self, PyObject *i);    /* new: a list of str */
PyObject *batch_sentences(PyObject *self, PyObject *i); /* new: a list of str */
PyObject *batch_document(batch *self, size_t i);        /* new: a Doc, or None */

#endif
