/* One document of a Batch: as lists of str, as a Doc. */
#include "batch_binding.h"

/* The document an argument asks for, by its number in the root. */
static bool want_document(const batch *self, PyObject *key, size_t *i) {
  Py_ssize_t index = 0;
  if (PySlice_Check(key)) {
    PyErr_SetString(PyExc_TypeError,
                    "i must be int, not slice; for several documents slice the Batch");
    return false;
  }
  if (!want_index(key, self->n, &index)) return false;
  *i = self->first + (size_t)index;
  return true;
}

PyObject *batch_tokens(PyObject *object, PyObject *key) {
  batch *self = (batch *)object;
  size_t i = 0, first = 0, end = 0;
  if (!want_document(self, key, &i)) return NULL;
  PyObject *types = batch_types(self);
  if (!types) return NULL;
  const int32_t *type = batch_items(self, COLUMN_TYPE_ID);
  batch_tokens_of(self, i, i + 1, &first, &end);
  PyObject *list = PyList_New((Py_ssize_t)(end - first));
  for (size_t t = first; list && t < end; t++) {
    PyObject *word = strings_item(types, (size_t)type[t]);
    if (!word)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)(t - first), word);
  }
  return list;
}

/* New: str for each sentence [first, end) of the root, all of document `i`. */
static PyObject *slices(batch *self, PyObject *text, size_t first, size_t end) {
  const int64_t *edge = batch_items(self, COLUMN_SENTENCE_OFFSETS);
  const uint32_t *start = batch_items(self, COLUMN_START),
                 *stop = batch_items(self, COLUMN_END);
  PyObject *list = PyList_New((Py_ssize_t)(end - first));
  for (size_t s = first; list && s < end; s++) {
    PyObject *one = text_slice(text, start[edge[s]], stop[edge[s + 1] - 1]);
    if (!one)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)(s - first), one);
  }
  return list;
}

PyObject *batch_sentences(PyObject *object, PyObject *key) {
  batch *self = (batch *)object;
  const batch_data *data = &self->root->data;
  size_t i = 0, first = 0, end = 0;
  if (!want_document(self, key, &i)) return NULL;
  if (data->texts.status[i] != CD_TEXT_READ) return PyList_New(0);
  PyObject *text = texts_item(&data->texts, i), *list = NULL;
  if (!text) return NULL;
  if (data->unit != CD_UNIT_NATIVE) { /* offsets that do not cut this text */
    list = analyzer_sentences((PyObject *)data->by, text);
  } else if (batch_want(self, CD_WANT_SPANS | CD_WANT_SENTENCES)) {
    batch_sentences_of(self, i, i + 1, &first, &end);
    list = slices(self, text, first, end);
  }
  Py_DECREF(text);
  return list;
}

PyObject *batch_document(batch *self, size_t i) {
  const batch_data *data = &self->root->data;
  if (data->texts.status[self->first + i] != CD_TEXT_READ) Py_RETURN_NONE;
  PyObject *text = texts_item(&data->texts, self->first + i);
  if (!text) return NULL;
  PyObject *doc = document_new(state_of((PyObject *)self), data->by, text);
  Py_DECREF(text);
  return doc;
}
