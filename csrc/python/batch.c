/* Batch: many texts, read; its columns are views of memory that the core filled. */
#include "batch_binding.h"

#include <limits.h>

static const char *const column_names[N_COLUMNS] = {
    "start",       "end",           "kind",
    "flags",       "type_id",       "term_id",
    "doc_offsets", "doc_sentences", "sentence_offsets",
    "status"};

static const item_format column_formats[N_COLUMNS] = {
    ITEM_INT32, ITEM_INT32, ITEM_UINT8, ITEM_UINT8, ITEM_INT32,
    ITEM_INT32, ITEM_INT64, ITEM_INT64, ITEM_INT64, ITEM_UINT8};

/* What the core is to read for each. */
static const unsigned column_wants[N_COLUMNS] = {CD_WANT_SPANS,
                                                 CD_WANT_SPANS,
                                                 CD_WANT_SPANS,
                                                 CD_WANT_TYPES,
                                                 CD_WANT_TYPES,
                                                 CD_WANT_TERMS,
                                                 0,
                                                 CD_WANT_SENTENCES,
                                                 CD_WANT_SENTENCES,
                                                 0};

/* ---- what was read, kept ------------------------------------------------------------ */

/* Another thread may have read the same meanwhile: the first one's stays. */
static bool keep(PyObject **place, PyObject *made) {
  if (!made) return false;
  PyObject *ours = made;
  if (!*place) {
    *place = made;
    ours = NULL;
  }
  Py_XDECREF(ours);
  return true;
}

static bool keep_column(batch *root, int column, void *at) {
  if (!at) return true;
  return keep(&root->data.memory[column], memory_new(state_of((PyObject *)root), at));
}

static bool keep_strings(batch *root, PyObject **place, cd_strings *strings) {
  return keep(place, strings_column_new(state_of((PyObject *)root), strings));
}

#define KEEP(column, field)                                            \
  (keep_column(root, column, read->field) ? (read->field = NULL, true) \
                                          : (read->field = NULL, false))

static bool keep_read(batch *root, unsigned want, cd_batch *read) {
  batch_data *data = &root->data;
  data->n_tokens = read->n_tokens;
  if (want & CD_WANT_SENTENCES) data->n_sentences = read->n_sentences;
  return KEEP(COLUMN_DOC_OFFSETS, doc_offsets) && KEEP(COLUMN_START, start) &&
         KEEP(COLUMN_END, end) && KEEP(COLUMN_KIND, kind) && KEEP(COLUMN_FLAGS, flags) &&
         KEEP(COLUMN_TYPE_ID, type) && KEEP(COLUMN_TERM_ID, term) &&
         KEEP(COLUMN_DOC_SENTENCES, doc_sentences) &&
         KEEP(COLUMN_SENTENCE_OFFSETS, sentence_offsets) &&
         (!(want & CD_WANT_TYPES) || keep_strings(root, &data->types, &read->types)) &&
         (!(want & CD_WANT_TERMS) || keep_strings(root, &data->terms, &read->terms));
}

/* Whether a second look at the texts found what the first one did. */
static bool agrees(const batch *root, const cd_batch *read) {
  PyObject *before = root->data.memory[COLUMN_DOC_OFFSETS];
  if (!before) return true;
  if (read->n_tokens == root->data.n_tokens &&
      !memcmp(((memory *)before)->at, read->doc_offsets,
              (read->n_docs + 1) * sizeof *read->doc_offsets))
    return true;
  PyErr_SetString(PyExc_RuntimeError,
                  "the memory of the texts was changed after the batch was read");
  return false;
}

static bool read_more(batch *root, const read_options *how) {
  cd_batch read = {0};
  if (!batch_run(state_of((PyObject *)root), &root->data, how, &read)) return false;
  bool kept = false;
  if (agrees(root, &read)) {
#if PY_VERSION_HEX >= 0x030D0000
    Py_BEGIN_CRITICAL_SECTION(root);
#endif
    kept = keep_read(root, how->want, &read);
#if PY_VERSION_HEX >= 0x030D0000
    Py_END_CRITICAL_SECTION();
#endif
  }
  cd_batch_free(&read);
  return kept;
}

/* What of `want` is not there yet. */
static unsigned missing(const batch_data *data, unsigned want) {
  unsigned have = 0;
  if (data->memory[COLUMN_START] && data->memory[COLUMN_END] && data->memory[COLUMN_KIND])
    have |= CD_WANT_SPANS;
  if (data->memory[COLUMN_TYPE_ID] && data->memory[COLUMN_FLAGS] && data->types)
    have |= CD_WANT_TYPES;
  if (data->memory[COLUMN_TERM_ID] && data->terms) have |= CD_WANT_TERMS;
  if (data->memory[COLUMN_DOC_SENTENCES] && data->memory[COLUMN_SENTENCE_OFFSETS])
    have |= CD_WANT_SENTENCES;
  return want & ~have;
}

bool batch_want(batch *self, unsigned want) {
  read_options how = {.want = missing(&self->root->data, want)};
  return !how.want || read_more(self->root, &how);
}

const void *batch_items(const batch *self, int column) {
  return ((const memory *)self->root->data.memory[column])->at;
}

static void range_of(const batch *self, int column, size_t from, size_t to, size_t *first,
                     size_t *end) {
  const int64_t *edge = batch_items(self, column);
  *first = (size_t)edge[from];
  *end = (size_t)edge[to];
}

void batch_tokens_of(const batch *self, size_t from, size_t to, size_t *first,
                     size_t *end) {
  range_of(self, COLUMN_DOC_OFFSETS, from, to, first, end);
}

void batch_sentences_of(const batch *self, size_t from, size_t to, size_t *first,
                        size_t *end) {
  range_of(self, COLUMN_DOC_SENTENCES, from, to, first, end);
}

PyObject *batch_types(batch *self) {
  return batch_want(self, CD_WANT_TYPES) ? self->root->data.types : NULL;
}

/* ---- life ------------------------------------------------------------------------------ */

static void batch_dealloc(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  batch *self = (batch *)object;
  if (self->root != self) Py_XDECREF((PyObject *)self->root);
  texts_free(&self->data.texts);
  readers_free(&self->data.readers);
  Py_XDECREF((PyObject *)self->data.by);
  for (int i = 0; i < N_COLUMNS; i++) Py_XDECREF(self->data.memory[i]);
  Py_XDECREF(self->data.types);
  Py_XDECREF(self->data.terms);
  Py_XDECREF(self->data.stems);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

/* Texts may be of a subclass of str that refers to anything. */
static int batch_traverse(PyObject *object, visitproc visit, void *arg) {
  batch *self = (batch *)object;
  Py_VISIT(Py_TYPE(object));
  if (self->root != self) Py_VISIT(self->root);
  Py_VISIT(self->data.texts.objects);
  Py_VISIT(self->data.by);
  for (size_t i = 0; i < self->data.readers.n; i++) Py_VISIT(self->data.readers.by[i]);
  return 0;
}

/* A batch among its own texts: they go, and the batch is empty. */
static int batch_clear(PyObject *object) {
  batch *self = (batch *)object;
  if (self->root == self) self->n = 0;
  texts_free(&self->data.texts);
  return 0;
}

static batch *batch_new(module_state *state) {
  batch *self = (batch *)state->batch_type->tp_alloc(state->batch_type, 0);
  if (self) self->root = self;
  return self;
}

/* New: documents [first, first + n) of the root. */
static PyObject *batch_view(batch *root, size_t first, size_t n) {
  batch *self = batch_new(state_of((PyObject *)root));
  if (!self) return NULL;
  self->root = (batch *)Py_NewRef((PyObject *)root);
  self->first = first;
  self->n = n;
  return (PyObject *)self;
}

/* ---- Analyzer.batch ---------------------------------------------------------------------- */

static bool want_column(PyObject *name, unsigned *columns) {
  size_t choice = 0;
  if (!want_choice("column", name, column_names, N_COLUMNS, &choice)) return false;
  *columns |= 1u << choice;
  return true;
}

static bool want_columns(PyObject *value, unsigned *columns) {
  *columns = 1u << COLUMN_START | 1u << COLUMN_END | 1u << COLUMN_KIND;
  if (!value) return true;
  if (PyUnicode_Check(value)) {
    PyErr_Format(PyExc_TypeError,
                 "columns must be names of columns, such as (%R,), not "
                 "str",
                 value);
    return false;
  }
  if (!want_iterable("columns", "names of columns", value)) return false;
  PyObject *names = PySequence_Tuple(value);
  if (!names) return false;
  bool all = true;
  *columns = 0;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names) && all; i++)
    all = want_column(PyTuple_GET_ITEM(names, i), columns);
  Py_DECREF(names);
  return all;
}

static unsigned wants_of(unsigned columns) {
  unsigned want = 0;
  for (int i = 0; i < N_COLUMNS; i++)
    if (columns >> i & 1) want |= column_wants[i];
  return want;
}

enum { TEXTS, THREADS, PROGRESS, ON_ERROR, UNIT, COLUMNS, N_ARGUMENTS };

static bool take_options(PyObject *const *value, batch_data *data, read_options *how) {
  static const char *const choices[] = {"status", "raise"};
  long threads = 0;
  size_t choice = 0;
  if (value[THREADS] && !want_int("threads", value[THREADS], 0, MOST_THREADS, &threads))
    return false;
  if (value[PROGRESS] && !want_bool("progress", value[PROGRESS], &how->progress))
    return false;
  if (value[ON_ERROR] && !want_choice("on_error", value[ON_ERROR], choices, 2, &choice))
    return false;
  if (!want_unit(value[UNIT], &data->unit) ||
      !want_columns(value[COLUMNS], &data->columns))
    return false;
  data->n_threads = (size_t)threads;
  how->raises = choice == 1;
  how->want = wants_of(data->columns);
  return true;
}

/* Under on_error="raise": the first text's error. */
static bool has_no_error(const batch *self) {
  const texts *of = &self->data.texts;
  for (size_t i = 0; i < of->n; i++) {
    if (of->status[i] != CD_TEXT_ERROR) continue;
    texts_raise(of, i);
    return false;
  }
  return true;
}

const char analyzer_batch_doc[] =
    "batch($self, texts, threads=0, progress=False, on_error='status', unit=None,\n"
    "      columns=('start', 'end', 'kind'))\n--\n\n"
    "Many texts, read at once: a Batch.\n\n"
    "texts     an iterable of str, bytes that hold UTF-8, or None; or Arrow data: a\n"
    "          string column of pyarrow, polars, pandas, ... (utf8, large_utf8,\n"
    "          utf8_view, or a dictionary of these), read where it lies. None, NaN and\n"
    "          Arrow's nulls stay null\n"
    "threads   0: as many as this process may use. The GIL is let go meanwhile\n"
    "progress  draw a bar on stderr; needs tqdm\n"
    "on_error  \"status\": a text that cannot be read has status 2, no tokens, and its\n"
    "          message in batch.errors; \"raise\": the first one's exception is raised,\n"
    "          its number in the attribute index\n"
    "unit      of offsets: \"code_point\", \"byte\" (of UTF-8), \"utf16\", or None:\n"
    "          code points of str, bytes of bytes and Arrow\n"
    "columns   what to read at once; any other column is read when first asked for\n\n"
    "The result is the same for every number of threads. Raises TypeError if `texts`\n"
    "is one text, no iterable, or Arrow data of another type; ValueError for an unknown\n"
    "choice or Arrow data that contradicts itself.\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell.\", None, \"Nobody came.\"])\n"
    ">>> list(batch.doc_offsets), list(batch.start), list(batch.status)\n"
    "([0, 3, 3, 6], [0, 3, 7, 0, 7, 11], [0, 1, 0])\n"
    ">>> batch.tokens(2)\n"
    "['Nobody', 'came', '.']\n";
PyObject *analyzer_batch(PyObject *object, PyObject *const *args, Py_ssize_t n_args,
                         PyObject *names) {
  static const char *const of[N_ARGUMENTS] = {"texts",    "threads", "progress",
                                              "on_error", "unit",    "columns"};
  static const signature form = {"batch", of, N_ARGUMENTS, 1};
  PyObject *value[N_ARGUMENTS];
  read_options how = {0};
  if (!arguments(&form, args, n_args, names, value)) return NULL;
  batch *self = batch_new(state_of(object));
  if (!self) return NULL;
  self->data.by = (analyzer *)Py_NewRef(object);
  if (take_options(value, &self->data, &how) &&
      texts_collect(&self->data.texts, value[TEXTS]) && batch_find_readers(&self->data) &&
      read_more(self, &how) && (!how.raises || has_no_error(self))) {
    self->n = self->data.texts.n;
    return (PyObject *)self;
  }
  Py_DECREF((PyObject *)self);
  return NULL;
}

/* ---- columns ------------------------------------------------------------------------------- */

/* Items [first, end) of a column that belong to the documents of this view. */
static void column_range(const batch *self, int column, size_t *first, size_t *end) {
  size_t from = self->first, to = self->first + self->n;
  *first = from;
  *end = to;
  if (column == COLUMN_DOC_OFFSETS || column == COLUMN_DOC_SENTENCES)
    *end = to + 1;
  else if (column == COLUMN_SENTENCE_OFFSETS)
    batch_sentences_of(self, from, to, first, end), ++*end;
  else if (column != COLUMN_STATUS)
    batch_tokens_of(self, from, to, first, end);
}

/* New: edges that count from the view's first token or sentence: a copy. */
static PyObject *column_from(const batch *self, int column, size_t first, size_t n) {
  module_state *state = state_of((PyObject *)self);
  const int64_t *edge = (const int64_t *)batch_items(self, column) + first;
  PyObject *bytes = NULL;
  int64_t *own = cd_column_new(n * sizeof *own);
  if (!own) return PyErr_NoMemory();
  for (size_t i = 0; i < n; i++) own[i] = edge[i] - edge[0];
  bytes = memory_new(state, own);
  if (!bytes) return NULL;
  PyObject *made = column_new(state, bytes, ITEM_INT64, 0, n);
  Py_DECREF(bytes);
  return made;
}

bool batch_want_status(batch *self) {
  batch *root = self->root;
  PyObject **place = &root->data.memory[COLUMN_STATUS];
  const texts *of = &root->data.texts;
  if (*place) return true;
  uint8_t *own = cd_column_new(of->n);
  if (!own) {
    PyErr_NoMemory();
    return false;
  }
  if (of->n) memcpy(own, of->status, of->n);
  return keep_column(root, COLUMN_STATUS, own);
}

static PyObject *batch_column(PyObject *object, void *which) {
  batch *self = (batch *)object;
  int column = (int)(intptr_t)which;
  size_t first = 0, end = 0;
  if (column == COLUMN_STATUS ? !batch_want_status(self)
                              : !batch_want(self, column_wants[column]))
    return NULL;
  column_range(self, column, &first, &end);
  if (column_formats[column] == ITEM_INT64 && first)
    return column_from(self, column, first, end - first);
  return column_new(state_of(object), self->root->data.memory[column],
                    column_formats[column], first, end - first);
}

/* ---- vocabularies ------------------------------------------------------------------------ */

static PyObject *batch_get_types(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_XNewRef(batch_types((batch *)self));
}

static PyObject *batch_vocabulary(PyObject *object, void *Py_UNUSED(closure)) {
  batch *self = (batch *)object;
  return batch_want(self, CD_WANT_TERMS) ? Py_NewRef(self->root->data.terms) : NULL;
}

/* New: the stem of every type. */
static PyObject *make_stems(batch *root) {
  module_state *state = state_of((PyObject *)root);
  PyObject *types = batch_types(root);
  cd_strings stems;
  if (!types || !batch_stem(state, root, &((strings_column *)types)->strings, &stems))
    return NULL;
  return strings_column_new(state, &stems);
}

static PyObject *batch_stems(PyObject *object, void *Py_UNUSED(closure)) {
  batch *root = ((batch *)object)->root;
  if (!root->data.stems && !keep(&root->data.stems, make_stems(root))) return NULL;
  return Py_NewRef(root->data.stems);
}

/* ---- errors --------------------------------------------------------------------------------- */

static bool add_error(PyObject *dict, const texts *of, size_t i, size_t number) {
  PyObject *error = texts_error(of, i, number),
           *message = error ? PyObject_Str(error) : NULL,
           *key = message ? PyLong_FromSize_t(number) : NULL;
  bool added = key && PyDict_SetItem(dict, key, message) == 0;
  Py_XDECREF(key);
  Py_XDECREF(message);
  Py_XDECREF(error);
  return added;
}

static PyObject *batch_errors(PyObject *object, void *Py_UNUSED(closure)) {
  const batch *self = (batch *)object;
  const texts *of = &self->root->data.texts;
  PyObject *dict = PyDict_New();
  for (size_t i = 0; dict && i < self->n; i++)
    if (of->status[self->first + i] == CD_TEXT_ERROR &&
        !add_error(dict, of, self->first + i, i))
      Py_CLEAR(dict);
  return dict;
}

/* ---- as a sequence ---------------------------------------------------------------------------- */

static Py_ssize_t batch_length(PyObject *self) { return (Py_ssize_t)((batch *)self)->n; }

static PyObject *batch_item(PyObject *object, Py_ssize_t i) {
  batch *self = (batch *)object;
  if (i >= 0 && (size_t)i < self->n) return batch_document(self, (size_t)i);
  PyErr_SetString(PyExc_IndexError, "document index out of range");
  return NULL;
}

static PyObject *batch_slice(batch *self, PyObject *key) {
  Py_ssize_t start = 0, stop = 0, step = 0;
  if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
  Py_ssize_t n = PySlice_AdjustIndices((Py_ssize_t)self->n, &start, &stop, step);
  if (step == 1) return batch_view(self->root, self->first + (size_t)start, (size_t)n);
  PyErr_Format(PyExc_ValueError,
               "a Batch is sliced in steps of 1, not %zd: its columns stay in one piece",
               step);
  return NULL;
}

static PyObject *batch_subscript(PyObject *object, PyObject *key) {
  batch *self = (batch *)object;
  Py_ssize_t i = 0;
  if (PySlice_Check(key)) return batch_slice(self, key);
  return want_index(key, self->n, &i) ? batch_document(self, (size_t)i) : NULL;
}

static PyObject *batch_repr(PyObject *object) {
  const batch *self = (batch *)object;
  size_t first = 0, end = 0;
  batch_tokens_of(self, self->first, self->first + self->n, &first, &end);
  return PyUnicode_FromFormat("<Batch %zu document%s, %zu token%s>", self->n,
                              self->n == 1 ? "" : "s", end - first,
                              end - first == 1 ? "" : "s");
}

/* ---- the type ------------------------------------------------------------------------------------ */

PyDoc_STRVAR(
    tokens_doc,
    "tokens($self, i, /)\n--\n\n"
    "The tokens of document `i`, in order: a list of str, empty where it is null\n"
    "or could not be read.\n\n"
    "Each type's str is made once and shared by the whole Batch. IndexError if\n"
    "there is no such document.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().batch([\"It fell.\", None]).tokens(0)\n"
    "['It', 'fell', '.']\n");
PyDoc_STRVAR(sentences_doc,
             "sentences($self, i, /)\n--\n\n"
             "The sentences of document `i`, in order: a list of str, empty where it is\n"
             "null or could not be read.\n\n"
             "IndexError if there is no such document.\n\n"
             ">>> import copydesk as cd\n"
             ">>> cd.Analyzer().batch([\"It fell. They sold.\"]).sentences(0)\n"
             "['It fell.', 'They sold.']\n");
PyDoc_STRVAR(
    arrow_stream_doc,
    "__arrow_c_stream__($self, requested_schema=None)\n--\n\n"
    "The rows of to_arrow() as an Arrow stream, for pyarrow, polars, pandas, DuckDB and\n"
    "others: a capsule. Columns of tokens are not copied.\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell.\"])\n"
    ">>> type(batch.__arrow_c_stream__()).__name__\n"
    "'PyCapsule'\n");

PyDoc_STRVAR(
    to_arrow_doc,
    "to_arrow($self, /)\n--\n\n"
    "The Batch as a pyarrow.Table: one row a document, with status, tokens (a list\n"
    "of structs: start, end, kind, and what of flags, type_id, term_id `columns`\n"
    "named) and sentences (a list of structs: start, end); tokens and sentences\n"
    "are null where the text is null or could not be read.\n\n"
    "ImportError without pyarrow. Whoever takes __arrow_c_stream__ needs none.\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell.\"])\n"
    ">>> batch.to_arrow().column_names  # doctest: +SKIP\n"
    "['status', 'tokens', 'sentences']\n");
static PyObject *batch_to_arrow(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return call_python("copydesk._arrow", "table", "(O)", self);
}

PyDoc_STRVAR(
    matrix_doc,
    "matrix($self, *, min_df=1, max_df=1.0, max_features=None, vocabulary=None,\n"
    "       binary=False)\n--\n\n"
    "How often each document holds each term: (matrix, vocabulary).\n\n"
    "The matrix is a scipy.sparse.csr_matrix of int64, a row a document (empty where it\n"
    "is null or could not be read), a column a term as the Analyzer's options shape it;\n"
    "the vocabulary is the terms of its columns, in the order of their code points. Its\n"
    "arrays are filled once, not copied; indices are int32 while they fit. It is one\n"
    "matrix for every number of threads.\n\n"
    "min_df, max_df  leave out terms that fewer, or more, documents hold: a number of\n"
    "                documents (int) or a share of them (float)\n"
    "max_features    keep so many of the most frequent terms; of equals the first\n"
    "vocabulary      the terms of the columns, and no others are counted, whatever the\n"
    "                limits: str in order, a Vocabulary, or a dict of term to column\n"
    "binary          1 for every count\n\n"
    "ImportError without scipy; ValueError where the limits leave none of the terms, or\n"
    "where a vocabulary has a term twice or columns with gaps.\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell and fell.\", None, \"It rose.\"])\n"
    ">>> matrix, vocabulary = batch.matrix()\n"
    ">>> list(vocabulary)\n"
    "['and', 'fell', 'it', 'rose']\n"
    ">>> matrix.toarray().tolist()\n"
    "[[1, 2, 1, 0], [0, 0, 0, 0], [0, 0, 1, 1]]\n");
static PyObject *batch_matrix(PyObject *self, PyObject *args, PyObject *kwargs) {
  if (!PyTuple_GET_SIZE(args))
    return call_python_for(self, "copydesk._matrix", "matrix", args, kwargs);
  PyErr_SetString(PyExc_TypeError, "matrix() takes keyword arguments only");
  return NULL;
}
PyDoc_STRVAR(counted_doc, "_count($self, /, *job)\n--\n\nFor copydesk._matrix alone.");

static PyMethodDef methods[] = {
    {"tokens", batch_tokens, METH_O, tokens_doc},
    {"sentences", batch_sentences, METH_O, sentences_doc},
    {"to_arrow", batch_to_arrow, METH_NOARGS, to_arrow_doc},
    {"matrix", (PyCFunction)(void (*)(void))batch_matrix, METH_VARARGS | METH_KEYWORDS,
     matrix_doc},
    {"_count", (PyCFunction)(void (*)(void))batch_counted, METH_FASTCALL, counted_doc},
    {"to_ids", batch_to_ids, METH_NOARGS, batch_to_ids_doc},
    {"__arrow_c_stream__", (PyCFunction)(void (*)(void))batch_arrow_stream,
     METH_FASTCALL | METH_KEYWORDS, arrow_stream_doc},
    {NULL, NULL, 0, NULL}};

#define COLUMN(name, column, doc) \
  { name, batch_column, NULL, doc, (void *)(intptr_t)(column) }
static PyGetSetDef attributes[] = {
    COLUMN("doc_offsets", COLUMN_DOC_OFFSETS,
           "The first token of each document, and the end: int64."),
    COLUMN("doc_sentences", COLUMN_DOC_SENTENCES,
           "The first sentence of each document, and the end: int64."),
    COLUMN("sentence_offsets", COLUMN_SENTENCE_OFFSETS,
           "The first token of each sentence of all documents, and the end: int64."),
    COLUMN("start", COLUMN_START, "Where each token starts in its text: int32."),
    COLUMN("end", COLUMN_END, "Where each token ends in its text: int32."),
    COLUMN("kind", COLUMN_KIND, "Each token's kind, an index of TOKEN_KINDS: uint8."),
    COLUMN("flags", COLUMN_FLAGS,
           "What is true of each token, a bit for each of TOKEN_FLAGS: uint8.\n\n"
           "stop     a stop word of the language\n"
           "capital  its first letter or digit is an upper-case letter\n"
           "upper    two letters or more, all of them upper case\n"
           "lower    its first letter or digit is a lower-case letter\n"
           "letter   holds a letter\n"
           "digit    holds a digit, or a number such as ½\n"
           "space    a gap follows: white space, as a rule"),
    COLUMN("type_id", COLUMN_TYPE_ID,
           "Each token's type, an index of types, in order of first occurrence: int32."),
    COLUMN("term_id", COLUMN_TERM_ID,
           "Each token's term, an index of vocabulary, or -1: int32."),
    COLUMN("status", COLUMN_STATUS,
           "Of each document: 0 read, 1 null, 2 could not be read: uint8."),
    {"types", batch_get_types, NULL, "The text of each type: Strings.", NULL},
    {"stems", batch_stems, NULL,
     "The stem of each type: Strings. Under language=\"auto\" by the rules of the text\n"
     "where the type comes first; terms have each text's own.",
     NULL},
    {"languages", batch_languages, NULL,
     "The language each document was read in: a new list of str, None where its text\n"
     "is null or could not be read.",
     NULL},
    {"vocabulary", batch_vocabulary, NULL,
     "The terms, as the Analyzer's options shape them, in order of first occurrence:\n"
     "Strings.",
     NULL},
    {"errors", batch_errors, NULL,
     "What is wrong with the documents of status 2: a new dict of int to str.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    batch_doc,
    "Many texts, read: columns of all their tokens. Made by Analyzer.batch.\n\n"
    "A Batch is a sequence of documents: len(batch), batch[i] a Doc (None where the "
    "text\n"
    "is null or could not be read), batch[i:j] a Batch that shares ids and memory.\n"
    "Columns hold the tokens of all documents one behind the other; document i has "
    "those\n"
    "from doc_offsets[i] to doc_offsets[i + 1]. A column is read when it is first asked\n"
    "for; the Batch keeps its texts.\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell. They sold.\", \"It fell again.\"])\n"
    ">>> batch\n"
    "<Batch 2 documents, 10 tokens>\n"
    ">>> list(batch.type_id), batch.types[3]\n"
    "([0, 1, 2, 3, 4, 2, 0, 1, 5, 2], 'They')\n"
    ">>> list(batch.doc_sentences), list(batch.sentence_offsets)\n"
    "([0, 2, 3], [0, 3, 6, 10])\n"
    ">>> batch.stems[batch.type_id[4]], batch[1].text\n"
    "('sold', 'It fell again.')\n\n"
    "What is counted, and what could not be read:\n\n"
    ">>> batch = cd.Analyzer().batch([\"The ships sold.\", None, b\"\\xff\"])\n"
    ">>> list(batch.vocabulary), list(batch.term_id)\n"
    "(['the', 'ship', 'sold'], [0, 1, 2, -1])\n"
    ">>> [flag for i, flag in enumerate(cd.TOKEN_FLAGS) if batch.flags[0] >> i & 1]\n"
    "['stop', 'capital', 'letter', 'space']\n"
    ">>> [cd.TOKEN_KINDS[kind] for kind in batch.kind], list(batch.start), "
    "list(batch.end)\n"
    "(['word', 'word', 'word', 'punct'], [0, 4, 10, 14], [3, 9, 14, 15])\n"
    ">>> list(batch.doc_offsets), list(batch.status), batch.languages\n"
    "([0, 4, 4, 4], [0, 1, 2], ['english', None, None])\n"
    ">>> batch.errors[2][:58]\n"
    "\"'utf-8' codec can't decode byte 0xff in position 0: text 2\"\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)batch_doc},
                              {Py_tp_dealloc, batch_dealloc},
                              {Py_tp_traverse, batch_traverse},
                              {Py_tp_clear, batch_clear},
                              {Py_tp_repr, batch_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {Py_tp_iter, PySeqIter_New},
                              {Py_sq_length, batch_length},
                              {Py_sq_item, batch_item},
                              {Py_mp_length, batch_length},
                              {Py_mp_subscript, batch_subscript},
                              {0, NULL}};

PyType_Spec batch_spec = {.name = "copydesk.Batch",
                          .basicsize = sizeof(batch),
                          .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |
                                   Py_TPFLAGS_IMMUTABLETYPE |
                                   Py_TPFLAGS_DISALLOW_INSTANTIATION,
                          .slots = slots};
