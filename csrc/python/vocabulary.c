/* Vocabulary: terms with their counts, as they lie in a file. */
#include "batch_binding.h"

typedef struct vocabulary {
  PyObject_HEAD cd_glossary core;
  Py_buffer from; /* whose bytes the core borrows; zeroed: they are its own */
} vocabulary;

const cd_glossary *vocabulary_core(PyObject *self) { return &((vocabulary *)self)->core; }

/* ---- life ----------------------------------------------------------------------- */

static PyObject *unsound(cd_file_fault fault, PyObject *name) {
  static const char *const what[] = {
      [CD_FILE_OTHER] =
          "is no vocabulary file; expected one that Vocabulary.save() wrote",
      [CD_FILE_VERSION] =
          "is a vocabulary file of another version of copydesk or "
          "another kind of machine; save it anew",
      [CD_FILE_SHORT] = "is cut short; copy or save the vocabulary again",
      [CD_FILE_CHANGED] =
          "was changed since it was saved: its checksum does not agree; "
          "copy or save the vocabulary again",
  };
  PyErr_Format(PyExc_ValueError, "%R %s", name, what[fault]);
  return NULL;
}

/* The bytes of `data` at a multiple of 8: where they lie, or copied. A vocabulary does
 * not change, so memory that may be written to is copied, too. */
static bool borrow(PyObject *data, Py_buffer *from) {
  if (!want_bytes("data", "Vocabulary.load(path) reads a file", data)) return false;
  if (PyObject_GetBuffer(data, from, PyBUF_SIMPLE) < 0) return false;
  if (from->readonly && (uintptr_t)from->buf % sizeof(int64_t) == 0) return true;
  PyObject *copy = PyBytes_FromStringAndSize(from->buf, from->len);
  PyBuffer_Release(from);
  bool borrowed = copy && PyObject_GetBuffer(copy, from, PyBUF_SIMPLE) == 0;
  Py_XDECREF(copy);
  return borrowed;
}

static PyObject *vocabulary_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  static char *names[] = {"data", "name", "verify", NULL};
  PyObject *data = NULL, *name = NULL;
  int verify = 1;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|Op:Vocabulary", names, &data, &name,
                                   &verify))
    return NULL;
  vocabulary *self = (vocabulary *)type->tp_alloc(type, 0);
  if (!self) return NULL;
  cd_file_fault fault = CD_FILE_SOUND;
  bool borrowed = borrow(data, &self->from);
  if (borrowed) {
    Py_BEGIN_ALLOW_THREADS fault = cd_glossary_open(
        self->from.buf, (size_t)self->from.len, verify != 0, &self->core);
    Py_END_ALLOW_THREADS
  }
  if (borrowed && !fault) return (PyObject *)self;
  Py_DECREF((PyObject *)self);
  return borrowed ? unsound(fault, name ? name : (PyObject *)Py_TYPE(data)) : NULL;
}

static void vocabulary_dealloc(PyObject *object) {
  vocabulary *self = (vocabulary *)object;
  PyTypeObject *type = Py_TYPE(object);
  if (self->from.obj)
    PyBuffer_Release(&self->from);
  else
    cd_glossary_free(&self->core);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

/* New: of a glossary that was made, which it takes. */
static PyObject *vocabulary_take(module_state *state, cd_status status,
                                 cd_glossary *made) {
  if (status) return raise_status(status, NULL, (cd_text){0});
  PyTypeObject *type = state->vocabulary_type;
  vocabulary *self = (vocabulary *)type->tp_alloc(type, 0);
  if (self)
    self->core = *made;
  else
    cd_glossary_free(made);
  return (PyObject *)self;
}

/* ---- making ----------------------------------------------------------------------- */

/* Documents and counts of the columns of `matrix`. CD_NO_MEMORY. */
static cd_status make_of(const cd_matrix *matrix, cd_glossary *made) {
  size_t n = cd_matrix_columns(matrix);
  cd_strings terms = {0};
  int64_t *documents = cd_column_new(n * sizeof *documents + 1),
          *count = cd_column_new(n * sizeof *count + 1);
  cd_status status = documents && count ? cd_matrix_terms(matrix, &terms) : CD_NO_MEMORY;
  if (!status) status = cd_matrix_frequencies(matrix, documents, count);
  if (!status)
    status =
        cd_glossary_make(&terms, documents, count, (int64_t)cd_matrix_rows(matrix), made);
  cd_strings_free(&terms);
  cd_column_free(documents);
  cd_column_free(count);
  return status;
}

PyObject *vocabulary_of(module_state *state, const cd_matrix *matrix) {
  cd_glossary made = {0};
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status = make_of(matrix, &made);
  Py_END_ALLOW_THREADS return vocabulary_take(state, status, &made);
}

static PyObject *merged(module_state *state, PyObject *one, PyObject *other) {
  if (Py_TYPE(other) != state->vocabulary_type) {
    PyErr_Format(PyExc_TypeError, "merge() takes Vocabulary objects, not %.200s",
                 Py_TYPE(other)->tp_name);
    return NULL;
  }
  cd_glossary made = {0};
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status =
      cd_glossary_merge(vocabulary_core(one), vocabulary_core(other), &made);
  Py_END_ALLOW_THREADS return vocabulary_take(state, status, &made);
}

static PyObject *vocabulary_merge(PyObject *self, PyObject *const *args,
                                  Py_ssize_t n_args) {
  module_state *state = state_of(self);
  PyObject *sum = Py_NewRef(self);
  for (Py_ssize_t i = 0; sum && i < n_args; i++) {
    PyObject *more = merged(state, sum, args[i]);
    Py_DECREF(sum);
    sum = more;
  }
  return sum;
}

/* _keep(least, most, terms, by_documents): what copydesk._vocabulary worked out. */
static PyObject *vocabulary_keep(PyObject *self, PyObject *args) {
  cd_glossary_limits limits = {0};
  Py_ssize_t terms = 0;
  int by_documents = 0;
  if (!PyArg_ParseTuple(args, "ddnp:_keep", &limits.least, &limits.most, &terms,
                        &by_documents))
    return NULL;
  limits.terms = terms < 0 ? SIZE_MAX : (size_t)terms;
  limits.by_documents = by_documents != 0;
  cd_glossary made = {0};
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status =
      cd_glossary_prune(vocabulary_core(self), &limits, &made);
  Py_END_ALLOW_THREADS return vocabulary_take(state_of(self), status, &made);
}

/* ---- what is written in Python ------------------------------------------------------ */

static PyObject *vocabulary_build(PyObject *type, PyObject *args, PyObject *kwargs) {
  return call_python_for(type, "copydesk._vocabulary", "build", args, kwargs);
}

static PyObject *vocabulary_load(PyObject *type, PyObject *args, PyObject *kwargs) {
  return call_python_for(type, "copydesk._vocabulary", "load", args, kwargs);
}

static PyObject *vocabulary_prune(PyObject *self, PyObject *args, PyObject *kwargs) {
  return call_python_for(self, "copydesk._vocabulary", "prune", args, kwargs);
}

static PyObject *vocabulary_save(PyObject *self, PyObject *path) {
  return call_python("copydesk._vocabulary", "save", "(OO)", self, path);
}

static PyObject *vocabulary_to_arrow(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return call_python("copydesk._vocabulary", "to_arrow", "(O)", self);
}

/* ---- as a sequence -------------------------------------------------------------------- */

static Py_ssize_t vocabulary_length(PyObject *self) {
  return (Py_ssize_t)vocabulary_core(self)->n;
}

static PyObject *vocabulary_at(PyObject *self, Py_ssize_t i) {
  if (i >= 0 && i < vocabulary_length(self))
    return slice_str(cd_glossary_term(vocabulary_core(self), (size_t)i));
  PyErr_SetString(PyExc_IndexError, "term index out of range");
  return NULL;
}

static PyObject *vocabulary_subscript(PyObject *self, PyObject *key) {
  if (PySlice_Check(key))
    return sliced(self, key, vocabulary_length(self), vocabulary_at);
  Py_ssize_t i = 0;
  if (!want_index(key, vocabulary_core(self)->n, &i)) return NULL;
  return vocabulary_at(self, i);
}

/* ---- look-up by term --------------------------------------------------------------------- */

/* 1: there, 0: not, -1: raised. */
static int find(PyObject *self, PyObject *term, size_t *i) {
  PyObject *owner = NULL;
  cd_slice slice;
  if (!want_str("term", term) || !str_utf8(term, &owner, &slice)) return -1;
  int found = cd_glossary_find(vocabulary_core(self), slice, i);
  Py_XDECREF(owner);
  return found;
}

static int vocabulary_contains(PyObject *self, PyObject *term) {
  size_t i = 0;
  return PyUnicode_Check(term) ? find(self, term, &i) : 0;
}

static PyObject *vocabulary_index(PyObject *self, PyObject *term) {
  size_t i = 0;
  int found = find(self, term, &i);
  if (found > 0) return PyLong_FromSize_t(i);
  if (!found) PyErr_Format(PyExc_ValueError, "%R is not in the vocabulary", term);
  return NULL;
}

static PyObject *vocabulary_get(PyObject *self, PyObject *const *args,
                                Py_ssize_t n_args) {
  size_t i = 0;
  if (n_args < 1 || n_args > 2) {
    PyErr_Format(PyExc_TypeError, "get() takes a term and a default (%zd given)", n_args);
    return NULL;
  }
  int found = find(self, args[0], &i);
  if (found < 0) return NULL;
  return found ? PyLong_FromSize_t(i) : Py_NewRef(n_args == 2 ? args[1] : Py_None);
}

/* ---- what it says ----------------------------------------------------------------------- */

static int vocabulary_buffer(PyObject *self, Py_buffer *view, int flags) {
  cd_slice file = vocabulary_core(self)->file;
  return PyBuffer_FillInfo(view, self, (void *)(uintptr_t)file.bytes, (Py_ssize_t)file.n,
                           1, flags);
}

/* New: a memoryview of `n` int64 at `at`. */
static PyObject *numbers(PyObject *self, const int64_t *at, size_t n) {
  Py_ssize_t start = (const uint8_t *)at - vocabulary_core(self)->file.bytes;
  PyObject *whole = PyMemoryView_FromObject(self), *part = NULL, *cast = NULL;
  if (whole)
    part = PySequence_GetSlice(whole, start, start + (Py_ssize_t)(n * sizeof *at));
  if (part) cast = PyObject_CallMethod(part, "cast", "s", "q");
  Py_XDECREF(whole);
  Py_XDECREF(part);
  return cast;
}

static PyObject *vocabulary_documents(PyObject *self, void *Py_UNUSED(closure)) {
  return numbers(self, vocabulary_core(self)->documents, vocabulary_core(self)->n);
}

static PyObject *vocabulary_counts(PyObject *self, void *Py_UNUSED(closure)) {
  return numbers(self, vocabulary_core(self)->count, vocabulary_core(self)->n);
}

static PyObject *vocabulary_n_documents(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromLongLong(vocabulary_core(self)->n_documents);
}

static PyObject *vocabulary_undercount(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromLongLong(vocabulary_core(self)->undercount);
}

static Py_hash_t vocabulary_hash(PyObject *self) {
  Py_hash_t hash = (Py_hash_t)cd_glossary_sum(vocabulary_core(self));
  return hash == -1 ? -2 : hash;
}

static PyObject *vocabulary_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  cd_slice a = vocabulary_core(self)->file, b = vocabulary_core(other)->file;
  bool equal = a.n == b.n && !memcmp(a.bytes, b.bytes, a.n);
  return PyBool_FromLong(equal == (op == Py_EQ));
}

static PyObject *vocabulary_reduce(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  cd_slice file = vocabulary_core(self)->file;
  return Py_BuildValue("(O(y#))", Py_TYPE(self), (const char *)file.bytes,
                       (Py_ssize_t)file.n);
}

static PyObject *vocabulary_repr(PyObject *self) {
  return sequence_repr(self, "Vocabulary", "");
}

/* ---- the type ------------------------------------------------------------------------------ */

PyDoc_STRVAR(
    build_doc,
    "build($type, batches, /, *, max_terms=None)\n--\n\n"
    "The terms of every Batch of an iterable (or of one Batch), with their counts: a\n"
    "Vocabulary.\n\n"
    "One batch is in memory at a time, and 24 bytes and its UTF-8 for each distinct\n"
    "term, at most three times while parts are merged. Terms are as batch.matrix()\n"
    "has them, n-grams included. With `max_terms` memory is bounded whatever the\n"
    "texts: past so many terms those in the fewest documents are dropped, and\n"
    "`undercount` says how much may be lost of a count of documents.\n"
    "Raises TypeError for what is no Batch.\n\n"
    ">>> import copydesk as cd\n"
    ">>> an = cd.Analyzer()\n"
    ">>> batches = (an.batch(texts) for texts in [[\"It fell.\"], [\"They sold it.\"]])\n"
    ">>> vocabulary = cd.Vocabulary.build(batches)\n"
    ">>> vocabulary\n"
    "<Vocabulary of 4: ['fell', 'it', 'sold', 'they']>\n"
    ">>> vocabulary.documents.tolist(), vocabulary.n_documents\n"
    "([1, 2, 1, 1], 2)\n");
PyDoc_STRVAR(
    load_doc,
    "load($type, path, /, *, verify=True)\n--\n\n"
    "The Vocabulary in a file that save() wrote. The file is mapped, not read:\n"
    "nothing is copied, and processes that load it share its memory.\n\n"
    "`verify` sums up all its bytes first, at memory speed; without it loading\n"
    "takes no time, whatever the size. Raises ValueError for a file that is no\n"
    "vocabulary, cut short or changed, OSError where it cannot be read. A file\n"
    "in use may be replaced, but must not be cut.\n\n"
    ">>> import copydesk as cd, tempfile, os\n"
    ">>> with tempfile.TemporaryDirectory() as directory:\n"
    "...     path = os.path.join(directory, \"news.cdv\")\n"
    "...     cd.Vocabulary.build(cd.Analyzer().batch([\"It fell.\"])).save(path)\n"
    "...     cd.Vocabulary.load(path)\n"
    "<Vocabulary of 2: ['fell', 'it']>\n");
PyDoc_STRVAR(
    save_doc,
    "save($self, path, /)\n--\n\n"
    "Write the vocabulary to a file, all of it or nothing: under another name in\n"
    "the same directory first, then renamed. Raises OSError.\n\n"
    ">>> import copydesk as cd, tempfile, os\n"
    ">>> vocabulary = cd.Vocabulary.build(cd.Analyzer().batch([\"It fell.\"]))\n"
    ">>> with tempfile.TemporaryDirectory() as directory:\n"
    "...     path = os.path.join(directory, \"news.cdv\")\n"
    "...     vocabulary.save(path)\n"
    "...     cd.Vocabulary.load(path) == vocabulary\n"
    "True\n");
PyDoc_STRVAR(
    merge_doc,
    "merge($self, /, *others)\n--\n\n"
    "A Vocabulary of the terms of all, their counts added: as if it had been built\n"
    "from the documents of all. Prune the sum, not the parts: terms that prune() has\n"
    "dropped of one are not counted there, and `undercount` does not tell.\n\n"
    ">>> import copydesk as cd\n"
    ">>> one, other = (cd.Vocabulary.build(cd.Analyzer().batch([text])) for text in "
    "(\"It fell.\", \"It rose.\"))\n"
    ">>> one.merge(other)\n"
    "<Vocabulary of 3: ['fell', 'it', 'rose']>\n");
PyDoc_STRVAR(
    prune_doc,
    "prune($self, /, *, min_df=1, max_df=1.0, max_features=None)\n--\n\n"
    "A Vocabulary of the terms that are in enough documents and not in too many.\n\n"
    "An int is a number of documents, a float a share of n_documents, as in\n"
    "scikit-learn. Then the `max_features` terms with the highest counts; of equal\n"
    "ones the first by the order of terms. Counts stay as they are. Raises\n"
    "ValueError or TypeError for limits that are none.\n\n"
    ">>> import copydesk as cd\n"
    ">>> vocabulary = cd.Vocabulary.build(cd.Analyzer().batch([\"It fell.\", \"It "
    "rose.\"]))\n"
    ">>> list(vocabulary.prune(min_df=2))\n"
    "['it']\n");
PyDoc_STRVAR(index_doc,
             "index($self, term, /)\n--\n\n"
             "The number of a term. ValueError when it is not there.\n\n"
             ">>> import copydesk as cd\n"
             ">>> an = cd.Analyzer()\n"
             ">>> cd.Vocabulary.build(an.batch([\"It fell.\"])).index(\"it\")\n"
             "1\n");
PyDoc_STRVAR(get_doc,
             "get($self, term, default=None, /)\n--\n\n"
             "The number of a term, or `default`.\n\n"
             ">>> import copydesk as cd\n"
             ">>> an = cd.Analyzer()\n"
             ">>> cd.Vocabulary.build(an.batch([\"It fell.\"])).get(\"sold\", -1)\n"
             "-1\n");
PyDoc_STRVAR(to_arrow_doc,
             "to_arrow($self, /)\n--\n\n"
             "A pyarrow.Table of term, documents and count; nothing is copied, unless a\n"
             "term holds a lone surrogate, which goes out as U+FFFD. Needs pyarrow.\n\n"
             ">>> import copydesk as cd\n"
             ">>> vocabulary = cd.Vocabulary.build(cd.Analyzer().batch([\"It fell.\"]))\n"
             ">>> vocabulary.to_arrow().to_pylist()[1]\n"
             "{'term': 'it', 'documents': 1, 'count': 1}\n");

#define WITH_KEYWORDS(function) (PyCFunction)(void (*)(void)) function
static PyMethodDef methods[] = {
    {"build", WITH_KEYWORDS(vocabulary_build), METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     build_doc},
    {"load", WITH_KEYWORDS(vocabulary_load), METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     load_doc},
    {"save", vocabulary_save, METH_O, save_doc},
    {"merge", WITH_KEYWORDS(vocabulary_merge), METH_FASTCALL, merge_doc},
    {"prune", WITH_KEYWORDS(vocabulary_prune), METH_VARARGS | METH_KEYWORDS, prune_doc},
    {"index", vocabulary_index, METH_O, index_doc},
    {"get", WITH_KEYWORDS(vocabulary_get), METH_FASTCALL, get_doc},
    {"to_arrow", vocabulary_to_arrow, METH_NOARGS, to_arrow_doc},
    {"_keep", vocabulary_keep, METH_VARARGS, NULL},
    {"__reduce__", vocabulary_reduce, METH_NOARGS,
     "__reduce__($self, /)\n--\n\nPickles as its file; let workers load() a path "
     "instead, "
     "and they share it."},
    {NULL, NULL, 0, NULL}};

static PyObject *vocabulary_n_bytes(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromSize_t(vocabulary_core(self)->n_bytes);
}

static PyGetSetDef attributes[] = {
    {"documents", vocabulary_documents, NULL,
     "In how many documents each term stands: a memoryview of int64.", NULL},
    {"counts", vocabulary_counts, NULL, "How often each term stands: as documents.",
     NULL},
    {"n_documents", vocabulary_n_documents, NULL, "How many documents were counted.",
     NULL},
    {"undercount", vocabulary_undercount, NULL,
     "No number of documents is short by more; 0: all are exact.", NULL},
    {"_n_bytes", vocabulary_n_bytes, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    vocabulary_doc,
    "Vocabulary(data, name=None, verify=True)\n--\n\n"
    "Distinct terms, in how many documents each stands and how often. Immutable.\n\n"
    "Made by build(), load(), merge() and prune(), or from the bytes of its file. A\n"
    "sequence of str in the order of their code points, as scikit-learn sorts its\n"
    "columns: len(v), v[i], v[i:j], `term in v`, v.index(term), v.get(term). Its\n"
    "buffer is the file it saves. `name` is what an error calls the data. Equal\n"
    "when terms, counts, n_documents and undercount are.\n\n"
    "batch.matrix(vocabulary=v) counts the terms of `v`, column i for v[i].\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell and fell.\", \"They fell.\"])\n"
    ">>> vocabulary = cd.Vocabulary.build(batch)\n"
    ">>> list(vocabulary), vocabulary.n_documents\n"
    "(['and', 'fell', 'it', 'they'], 2)\n"
    ">>> vocabulary.documents.tolist(), vocabulary.counts.tolist(), "
    "vocabulary.undercount\n"
    "([1, 2, 1, 1], [1, 3, 1, 1], 0)\n"
    ">>> cd.Vocabulary(bytes(vocabulary)) == vocabulary\n"
    "True\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)vocabulary_doc},
                              {Py_tp_new, vocabulary_new},
                              {Py_tp_dealloc, vocabulary_dealloc},
                              {Py_tp_hash, vocabulary_hash},
                              {Py_tp_richcompare, vocabulary_compare},
                              {Py_tp_repr, vocabulary_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {Py_tp_iter, PySeqIter_New},
                              {Py_bf_getbuffer, vocabulary_buffer},
                              {Py_sq_length, vocabulary_length},
                              {Py_sq_item, vocabulary_at},
                              {Py_sq_contains, vocabulary_contains},
                              {Py_mp_length, vocabulary_length},
                              {Py_mp_subscript, vocabulary_subscript},
                              {0, NULL}};

PyType_Spec vocabulary_spec = {"copydesk.Vocabulary", sizeof(vocabulary), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
