/* The terms of a Batch as lists of int, as libraries in Python take them. */
#include "batch_binding.h"

const char batch_to_ids_doc[] =
    "to_ids($self, /)\n--\n\n"
    "The terms of every document by number, and the numbers of the terms: a list of\n"
    "lists of int, and a dict of str to int.\n\n"
    "A document's numbers stand in the order of its tokens; null and unreadable\n"
    "documents have none. The dict is the vocabulary, in the order of its numbers.\n"
    "This is the pair that bm25s.BM25().index takes, and its retrieve for queries.\n"
    "Every int is made once and shared. ValueError if ngram_range is not (1, 1).\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().batch([\"Ferries sail.\", None, \"The ferry sails.\"]).to_ids()\n"
    "([[0, 1], [], [2, 0, 1]], {'ferri': 0, 'sail': 1, 'the': 2})\n";

/* Whether the Analyzer's terms are those of single tokens. */
static bool has_single_terms(const batch *self) {
  PyObject *range = PyTuple_GET_ITEM(self->root->data.by->key, OPT_NGRAM_RANGE);
  if (PyLong_AsLong(PyTuple_GET_ITEM(range, 1)) == 1) return true;
  PyErr_Format(PyExc_ValueError,
               "to_ids() numbers single terms, and the Analyzer's ngram_range is %R; use "
               "an Analyzer with ngram_range=(1, 1)",
               range);
  return false;
}

/* New: the ints below `n`. */
static PyObject *make_numbers(size_t n) {
  PyObject *numbers = PyTuple_New((Py_ssize_t)n);
  for (size_t i = 0; numbers && i < n; i++) {
    PyObject *number = PyLong_FromSize_t(i);
    if (!number)
      Py_CLEAR(numbers);
    else
      PyTuple_SET_ITEM(numbers, (Py_ssize_t)i, number);
  }
  return numbers;
}

/* New: the number of each term. */
static PyObject *make_vocabulary(PyObject *terms, PyObject *numbers) {
  PyObject *vocabulary = PyDict_New();
  for (Py_ssize_t i = 0; vocabulary && i < PyTuple_GET_SIZE(numbers); i++) {
    PyObject *term = strings_item(terms, (size_t)i);
    if (!term || PyDict_SetItem(vocabulary, term, PyTuple_GET_ITEM(numbers, i)) < 0)
      Py_CLEAR(vocabulary);
    Py_XDECREF(term);
  }
  return vocabulary;
}

/* Those of `n` terms that are, one behind the other in `kept`. Nearly every other
 * token is none, in no order: a branch would be guessed wrong, this has none. */
static size_t keep_terms(const int32_t *term, size_t n, int32_t *kept) {
  size_t used = 0;
  for (size_t t = 0; t < n; t++) {
    kept[used] = term[t];
    used += term[t] >= 0;
  }
  return used;
}

/* New: `n` of the numbers. */
static PyObject *list_of(const int32_t *term, size_t n, PyObject *numbers) {
  PyObject *list = PyList_New((Py_ssize_t)n);
  for (size_t i = 0; list && i < n; i++)
    PyList_SET_ITEM(list, (Py_ssize_t)i, Py_NewRef(PyTuple_GET_ITEM(numbers, term[i])));
  return list;
}

/* Fill `lists` with the numbers of each document; `kept` holds any one's tokens. The
 * garbage collector, which new lists call up again and again, is told of them when
 * all are made: it would walk over every number each time (Python 3.11). */
static bool fill_lists(const batch *self, PyObject *numbers, int32_t *kept,
                       PyObject *lists) {
  const int32_t *term = batch_items(self, COLUMN_TERM_ID);
  for (size_t i = 0; i < self->n; i++) {
    size_t first = 0, end = 0, from = self->first + i;
    batch_tokens_of(self, from, from + 1, &first, &end);
    size_t n = keep_terms(term + first, end - first, kept);
    PyObject *list = list_of(kept, n, numbers);
    if (!list) return false;
    PyObject_GC_UnTrack(list);
    PyList_SET_ITEM(lists, (Py_ssize_t)i, list);
  }
  for (size_t i = 0; i < self->n; i++)
    PyObject_GC_Track(PyList_GET_ITEM(lists, (Py_ssize_t)i));
  return true;
}

static size_t most_tokens(const batch *self) {
  size_t most = 0;
  for (size_t i = self->first; i < self->first + self->n; i++) {
    size_t first = 0, end = 0;
    batch_tokens_of(self, i, i + 1, &first, &end);
    if (end - first > most) most = end - first;
  }
  return most;
}

/* New: the numbers of each document. */
static PyObject *make_lists(const batch *self, PyObject *numbers) {
  int32_t *kept = PyMem_Malloc((most_tokens(self) + 1) * sizeof *kept);
  PyObject *lists = kept ? PyList_New((Py_ssize_t)self->n) : PyErr_NoMemory();
  if (lists && !fill_lists(self, numbers, kept, lists)) Py_CLEAR(lists);
  PyMem_Free(kept);
  return lists;
}

PyObject *batch_to_ids(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  batch *self = (batch *)object;
  if (!has_single_terms(self) || !batch_want(self, CD_WANT_TERMS)) return NULL;
  PyObject *terms = self->root->data.terms, *pair = NULL;
  PyObject *numbers = make_numbers(((strings_column *)terms)->strings.n),
           *lists = numbers ? make_lists(self, numbers) : NULL,
           *vocabulary = lists ? make_vocabulary(terms, numbers) : NULL;
  if (vocabulary) pair = PyTuple_Pack(2, lists, vocabulary);
  Py_XDECREF(numbers);
  Py_XDECREF(lists);
  Py_XDECREF(vocabulary);
  return pair;
}
