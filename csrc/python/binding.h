/* What the files of the binding share. The binding converts, checks and calls;
 * it decides nothing about text.
 *
 * A function that returns NULL or false has set a Python exception. "New" is a
 * reference the caller owns, "borrowed" one it does not. */
#ifndef CD_BINDING_H
#define CD_BINDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h> /* before the headers of the system, as it asks */

#include <stdbool.h>
#include <stdint.h>

#include "copydesk.h"

typedef enum level { LEVEL_TOKEN, LEVEL_SENTENCE, LEVEL_BLOCK, N_LEVELS } level;

/* ---- options.c: arguments of Analyzer <-> cd_options ---------------------- */

/* The options of an Analyzer, in the order of its signature and of its key. */
enum {
  OPT_LANGUAGE,
  OPT_STYLE,
  OPT_CONTRACTIONS,
  OPT_HYPHENS,
  OPT_LAYOUT,
  OPT_COLONS,
  OPT_SEMICOLONS,
  OPT_DASHES,
  OPT_QUOTES,
  OPT_LOWERCASE,
  OPT_STEM,
  OPT_STOP_WORDS,
  OPT_NGRAM_RANGE,
  OPT_NGRAM_SCOPE,
  OPT_MIN_LENGTH,
  OPT_MAX_LENGTH,
  OPT_BLOCKS,
  OPT_ABBREVIATIONS,
  OPT_STEM_OVERRIDES,
  OPT_ERRORS,
  OPT_MODEL,
  N_OPTIONS
};

const char *option_name(size_t option); /* "language" */
/* New: checked, canonical, hashable values of all options, a tuple. */
PyObject *options_key(PyObject *args, PyObject *kwargs);
/* New: the public form of one value of the key, as an argument would take it. */
PyObject *option_value(PyObject *key, size_t option);
/* Whether the option differs from its default beside the others is told by `*differs`. */
bool option_differs(PyObject *key, size_t option, bool *differs);
bool options_rules(PyObject *key, const cd_model *model, cd_rules **rules);

/* ---- model.c -------------------------------------------------------------- */

typedef struct model {
  PyObject_HEAD cd_model *core;
} model;

extern PyType_Spec model_spec;
PyObject *model_checksum(PyObject *module, PyObject *file); /* new */
PyObject *model_gaps(PyObject *module, PyObject *args);     /* new */

/* ---- analyzer.c ----------------------------------------------------------- */

typedef struct analyzer {
  PyObject_HEAD cd_rules *rules;
  PyObject *key;   /* of options_key */
  PyObject *model; /* whose core the rules point to, or NULL */
  /* of language="auto": the Analyzer of each language of cd_detectable_name that
   * was met, else NULL; the rules are then English ones, for their other options */
  PyObject **children;
  Py_hash_t hash;
  bool replaces_errors;
  cd_depth terms_depth; /* how far a text is read for its terms */
} analyzer;

extern PyType_Spec analyzer_spec;
bool analyzer_equals(const analyzer *one, const analyzer *other);
PyObject *analyzer_from_key(PyTypeObject *type, PyObject *key); /* new; takes `key` */
PyObject *analyzer_tokens(PyObject *self, PyObject *text);      /* new */
PyObject *analyzer_sentences(PyObject *self, PyObject *text);   /* new */
extern const char analyzer_batch_doc[];
PyObject *analyzer_batch(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                         PyObject *names); /* new; batch.c */
PyObject *analyzer_read_spans(PyObject *self, PyObject *text, level which,
                              cd_unit unit); /* new */

/* ---- words.c: the str of tokens -------------------------------------------- */

typedef struct word_table {
  struct bucket *bucket; /* in `memory`, at the start of a cache line */
  void *memory;          /* NULL: nothing yet */
  size_t mask, n;        /* buckets less one; str in them */
  uint64_t seed;
  PyObject *dropped[CD_KEY_BLOCK];
  size_t n_dropped;
} word_table;

/* Put a new reference to the str of each token of `text`, which is `object`'s, into
 * item[0..tokens->n). On failure the items are such or NULL. */
bool words_share(word_table *self, PyObject *object, cd_text text,
                 const cd_token_columns *tokens, PyObject **item);
void words_clear(word_table *self);

/* ---- desk.c: where texts are read ----------------------------------------- */

/* str objects by type id; item[i] is NULL until somebody asks. */
typedef struct strings {
  PyObject **item;
  size_t n; /* room; items past the lexicon's count are NULL */
} strings;

/* Words that stem_words met in lists that share their str, by address: the
 * reference here keeps it from being another's. */
typedef struct known_word {
  PyObject *word; /* NULL: free */
  uint32_t type;
} known_word;

/* A doc, a lexicon and the str of words and types: one caller at a time. */
typedef struct desk {
  analyzer *owner; /* whose rules it works by */
  cd_doc *doc;
  cd_lexicon *lexicon;
  word_table words;
  strings stems, terms; /* by type */
  known_word *known;    /* see stems.c; NULL before the first */
  size_t units;         /* of the longest text read since it was taken */
} desk;

#define MAX_FREE_DESKS 8

typedef struct desk_pool {
  desk *free[MAX_FREE_DESKS]; /* least recently used first */
  size_t n;
#if PY_VERSION_HEX >= 0x030D0000
  PyMutex mutex; /* before 3.13 the GIL guards the pool */
#endif
} desk_pool;

/* ---- module.c: what one interpreter's copy of the module holds ------------ */

typedef struct faults { /* see _fail_allocation */
  size_t counted, fail_at;
  Py_ssize_t alive; /* blocks taken less blocks given back */
  bool in_use;
} faults;

typedef struct module_state {
  PyTypeObject *analyzer_type, *doc_type, *token_type, *sentence_type, *block_type,
      *views_type, *batch_type, *column_type, *strings_type, *memory_type, *matrix_type,
      *model_type, *vocabulary_type;
  PyObject *token_kinds, *block_kinds, *rule_names; /* tuples of str */
  PyObject *english;                                /* the str */
  PyObject *analyzers; /* dict: language name -> Analyzer with defaults */
  PyObject *models;    /* dict: language name -> its Model, or None */
  desk_pool pool;
  uint64_t seed; /* of every lexicon */
  faults faults;
} module_state;

/* The shipped model of a language: borrowed, None when it has none. */
PyObject *model_of_language(module_state *state, PyObject *language);

/* The state behind an object of one of our (final) types. */
static inline module_state *state_of(PyObject *object) {
  return PyType_GetModuleState(Py_TYPE(object));
}

/* ---- desk.c --------------------------------------------------------------- */

/* A desk for `owner`'s rules, the caller's alone until it is returned. */
desk *desk_take(module_state *state, analyzer *owner);
void desk_return(module_state *state, desk *self);
void desks_free(module_state *state); /* all that lie in the pool */
void desk_forget_if_full(desk *self); /* only between texts */

/* Read `text`, which is `object`'s. Lets go of the GIL for long texts. */
bool desk_read(desk *self, PyObject *object, cd_text text, cd_depth depth);
/* As cd_doc_explain, and likewise. */
bool desk_explain(desk *self, PyObject *object, cd_text text, uint32_t at,
                  cd_explanation *why);
PyObject *desk_term_list(desk *self); /* new: of the doc just read */
/* New: the tokens of `text`, which is `object`'s. */
PyObject *desk_token_list(desk *self, PyObject *object, cd_text text);

/* Put a new reference to string[type[i]] into item[i], for each i. */
void share_strings(PyObject *const *string, const uint32_t *type, size_t n,
                   PyObject **item);

/* The type of a str. */
bool desk_intern(desk *self, PyObject *word, uint32_t *type);
PyObject *desk_stem(desk *self, uint32_t type);  /* new */
PyObject *desk_lower(desk *self, uint32_t type); /* new */

/* ---- auto.c ---------------------------------------------------------------- */

#define AUTO "auto" /* the language that each text has for itself */

bool analyzer_is_auto(const analyzer *self);
analyzer *analyzer_child(analyzer *self, size_t language); /* new */
/* New: who reads `text`, or `words` (a str, list or tuple): `self`, or a child. */
analyzer *analyzer_for_text(analyzer *self, cd_text text);
analyzer *analyzer_for_words(analyzer *self, PyObject *words);
desk *desk_take_for(module_state *state, analyzer *self, cd_text text);

/* ---- stems.c -------------------------------------------------------------- */

/* New: the stems of the words in a list or tuple. */
PyObject *desk_stem_list(desk *self, PyObject *sequence);
/* Forget what was met by address. */
void known_clear(desk *self);

/* ---- signals.c: work without the GIL, and long work with it ---------------- */

/* Whether item `i` of many may be made: signals are looked at once in 2^14 of them.
 * False: an exception is set. */
bool signals_allow(size_t i);

typedef struct absence {
  PyThreadState *thread; /* ours, while the GIL is gone */
  int64_t next;          /* look at signals at this time */
} absence;

absence absence_new(void);
void absence_start(absence *self); /* the GIL goes, */
void absence_end(absence *self);   /* and comes back */
/* True now and then: the GIL is back, the caller looks at signals and starts again. */
bool absence_pauses(absence *self);
/* What a cd_doc asks while it reads, `context` its absence. True: an exception is set. */
bool absence_is_cut_short(void *context);

/* ---- text.c: str and bytes <-> cd_text ------------------------------------ */

/* A text of more units is read without the GIL: about 0.1 ms and more. Below, two
 * threads of articles gain nothing from it (measured at 512 to 16384 units). */
#define LONG_TEXT 16384

/* `object`, a str or bytes, as the core sees it: borrowed, where it lies. */
bool text_view(PyObject *object, cd_text *text);
/* Set the exception for `status`, which CD_STOPPED has already; returns NULL. */
void *raise_status(cd_status status, PyObject *object, cd_text text);
/* New: units [start, end) of an exact str or bytes. */
PyObject *text_slice(PyObject *object, size_t start, size_t end);
PyObject *slice_str(cd_slice slice); /* new */
/* New: its first `most` characters, and an ellipsis where there are more. */
PyObject *str_head(PyObject *str, Py_ssize_t most);
/* The UTF-8 of a str; `*owner` (new, may be NULL) keeps it alive. */
bool str_utf8(PyObject *str, PyObject **owner, cd_slice *slice);

/* ---- arguments.c ---------------------------------------------------------- */

typedef struct signature {
  const char *function;
  const char *const *names;
  size_t n, n_required;
} signature;

/* Sort the arguments of a call by name into value[0..n), NULL where absent;
 * borrowed. */
bool arguments(const signature *of, PyObject *const *args, Py_ssize_t n_args,
               PyObject *names, PyObject **value);

bool want_str(const char *what, PyObject *value);
bool want_bool(const char *what, PyObject *value, bool *is_true);

#define MOST_THREADS 1024

/* An int, or what stands for one as NumPy's numbers do. Beyond every long it is
 * LONG_MAX. */
bool want_int(const char *what, PyObject *value, long least, long most, long *number);
/* `else_do`: what to do instead. */
bool want_bytes(const char *what, const char *else_do, PyObject *value);
bool want_iterable(const char *what, const char *of, PyObject *value);
bool want_many_texts(PyObject *value); /* false for one text, which iterates too */
bool want_offset(PyObject *value, size_t most, uint32_t *offset);
/* An index into `n` items, counted from the end where it is negative. */
bool want_index(PyObject *key, size_t n, Py_ssize_t *index);
/* New: the items that a slice takes of `n`, a list. */
PyObject *sliced(PyObject *self, PyObject *slice, Py_ssize_t n, ssizeargfunc item);
/* New: "<NAME of 9: [first, items, ...]...>"; `type` stands behind the number. */
PyObject *sequence_repr(PyObject *self, const char *name, const char *type);
/* Which of `choices` `value` is; a ValueError names the nearest. */
bool want_choice(const char *what, PyObject *value, const char *const *choices, size_t n,
                 size_t *choice);
bool want_level(PyObject *value, level *which); /* NULL: token */
bool want_unit(PyObject *value, cd_unit *unit); /* NULL, None: native */
PyObject *unknown_language(PyObject *name);     /* raises; returns NULL */
/* Canonical, static; AUTO too. */
const char *want_language(const char *what, PyObject *value);
/* Call copydesk.MODULE.FUNCTION(*format), new. */
PyObject *call_python(const char *module, const char *function, const char *format, ...);
/* Likewise, with `self` before the arguments of a method. */
PyObject *call_python_for(PyObject *self, const char *module, const char *function,
                          PyObject *args, PyObject *kwargs);
/* dict[key]: 1 and a new reference, 0, or -1 with an exception. */
int dict_find(PyObject *dict, PyObject *key, PyObject **found);

/* ---- spans.c -------------------------------------------------------------- */

/* Starts and ends by turns of every token, sentence or block of a doc, in
 * `unit`; `*at` is PyMem's. */
typedef struct extents {
  size_t n;
  uint32_t *at; /* 2 n */
} extents;
typedef struct columns {
  cd_token_columns tokens;
  cd_sentence_columns sentences;
  cd_block_columns blocks;
} columns;
bool extents_of(const columns *of, cd_text text, level which, cd_unit unit,
                extents *found);
PyObject *extents_list(extents found);                     /* new: of (start, end) */
PyObject *extents_texts(extents native, PyObject *object); /* new: of str */
cd_depth level_depth(level which);
columns doc_columns(const cd_doc *doc);

/* ---- doc.c ---------------------------------------------------------------- */

typedef struct document {
  PyObject_HEAD PyObject *source; /* exact str or bytes: what was read */
  PyObject *decoded;              /* of bytes: made when first asked for */
  analyzer *by;
  columns columns; /* point into `memory` */
  void *memory;
  uint32_t headline;
  cd_date date;
} document;

extern PyType_Spec doc_spec;
PyObject *document_new(module_state *state, analyzer *by, PyObject *text);
cd_text document_text(const document *self);
PyObject *document_slice(const document *self, size_t start, size_t end); /* new */
bool document_equals(const document *one, const document *other);
Py_hash_t document_hash(PyObject *self);
uint32_t document_sentence_of(const document *self, uint32_t token);
uint32_t document_block_of(const document *self, uint32_t sentence);

PyObject *doc_explain(PyObject *self, PyObject *offset);
PyObject *doc_to_numpy(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                       PyObject *names);
PyObject *doc_to_arrow(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                       PyObject *names);
PyObject *doc_to_dict(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                      PyObject *names);

/* ---- views.c -------------------------------------------------------------- */

/* A token, sentence or block of a doc: its number, and the doc. */
typedef struct part {
  PyObject_HEAD document *doc;
  size_t i;
} part;

extern PyType_Spec token_spec, sentence_spec, block_spec;
PyObject *view_new(document *doc, level which, size_t i);
/* [start, end) of one token, sentence or block, in native units. */
void view_extent(const columns *of, level which, size_t i, size_t *start, size_t *end);
size_t level_count(const columns *of, level which);

/* ---- sequence.c: lazy sequences of views ---------------------------------- */

extern PyType_Spec views_spec;
PyObject *views_new(document *doc, level which, size_t first, size_t n); /* new */
/* What `doc.tokens[key]` gives: a view, or a list for a slice. */
PyObject *views_subscript(document *doc, level which, size_t first, size_t n,
                          PyObject *key);

/* ---- functions.c, testing.c ----------------------------------------------- */

extern PyMethodDef module_functions[], testing_functions[];
void analyzers_forget(module_state *state);
void faults_end(module_state *state);

#endif
