/* Lazy sequences of views: doc.tokens, sentence.tokens, block.sentences, ... */
#include "binding.h"

typedef struct views {
  PyObject_HEAD document *doc;
  level of;
  size_t first, n;
} views;

PyObject *views_new(document *doc, level which, size_t first, size_t n) {
  views *self = PyObject_New(views, state_of((PyObject *)doc)->views_type);
  if (!self) return NULL;
  self->doc = (document *)Py_NewRef((PyObject *)doc);
  self->of = which;
  self->first = first;
  self->n = n;
  return (PyObject *)self;
}

static void views_dealloc(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  Py_DECREF((PyObject *)((views *)self)->doc);
  type->tp_free(self);
  Py_DECREF((PyObject *)type);
}

static Py_ssize_t views_length(PyObject *self) { return (Py_ssize_t)((views *)self)->n; }

static PyObject *views_item(PyObject *object, Py_ssize_t i) {
  const views *self = (views *)object;
  if (i >= 0 && (size_t)i < self->n)
    return view_new(self->doc, self->of, self->first + (size_t)i);
  PyErr_SetString(PyExc_IndexError, "index out of range");
  return NULL;
}

static PyObject *slice_list(document *doc, level which, size_t first, size_t n,
                            PyObject *key) {
  Py_ssize_t start = 0, stop = 0, step = 0;
  if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
  Py_ssize_t count = PySlice_AdjustIndices((Py_ssize_t)n, &start, &stop, step);
  PyObject *list = PyList_New(count);
  for (Py_ssize_t i = 0; list && i < count; i++) {
    PyObject *one = view_new(doc, which, first + (size_t)(start + i * step));
    if (!one)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, i, one);
  }
  return list;
}

PyObject *views_subscript(document *doc, level which, size_t first, size_t n,
                          PyObject *key) {
  if (PySlice_Check(key)) return slice_list(doc, which, first, n, key);
  Py_ssize_t i = 0;
  return want_index(key, n, &i) ? view_new(doc, which, first + (size_t)i) : NULL;
}

static PyObject *views_get(PyObject *object, PyObject *key) {
  const views *self = (views *)object;
  return views_subscript(self->doc, self->of, self->first, self->n, key);
}

static PyObject *views_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  const views *one = (views *)self, *two = (views *)other;
  bool same = one->of == two->of && one->first == two->first && one->n == two->n &&
              document_equals(one->doc, two->doc);
  return PyBool_FromLong(same == (op == Py_EQ));
}

static Py_hash_t views_hash(PyObject *object) {
  const views *self = (views *)object;
  Py_uhash_t hash = (Py_uhash_t)document_hash((PyObject *)self->doc);
  hash = ((hash * 1000003u + self->of) * 1000003u + self->first) * 1000003u + self->n;
  return (Py_hash_t)hash == -1 ? -2 : (Py_hash_t)hash;
}

#define SHOWN 8 /* views in a repr */

static PyObject *views_repr(PyObject *object) {
  const views *self = (views *)object;
  size_t n = self->n < SHOWN ? self->n : SHOWN;
  PyObject *list = PyList_New((Py_ssize_t)n);
  for (size_t i = 0; list && i < n; i++) {
    PyObject *one = view_new(self->doc, self->of, self->first + i);
    if (!one)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, one);
  }
  if (!list) return NULL;
  PyObject *repr = n == self->n
                       ? PyUnicode_FromFormat("<Views %R>", list)
                       : PyUnicode_FromFormat("<Views of %zu: %R...>", self->n, list);
  Py_DECREF(list);
  return repr;
}

PyDoc_STRVAR(index_doc,
             "index($self, value, /)\n--\n\nWhere `value` first is, from 0; ValueError "
             "if it is not here.");
static PyObject *views_index(PyObject *self, PyObject *value) {
  Py_ssize_t at = PySequence_Index(self, value);
  return at < 0 ? NULL : PyLong_FromSsize_t(at);
}

PyDoc_STRVAR(count_doc,
             "count($self, value, /)\n--\n\nHow often `value` is here: 0 or 1.");
static PyObject *views_count(PyObject *self, PyObject *value) {
  Py_ssize_t n = PySequence_Count(self, value);
  return n < 0 ? NULL : PyLong_FromSsize_t(n);
}

static PyMethodDef methods[] = {{"index", views_index, METH_O, index_doc},
                                {"count", views_count, METH_O, count_doc},
                                {"__class_getitem__", Py_GenericAlias,
                                 METH_O | METH_CLASS, "Views[Token], for annotations."},
                                {NULL, NULL, 0, NULL}};

PyDoc_STRVAR(
    views_doc,
    "Tokens, Sentences or Blocks of a Doc in order: a lazy, immutable sequence.\n\n"
    "Items are made when asked for; a slice is a list.\n\n"
    ">>> import copydesk as cd\n"
    ">>> tokens = cd.Analyzer()(\"It fell again.\").tokens\n"
    ">>> len(tokens), tokens[-2].text, [token.text for token in tokens[:2]]\n"
    "(4, 'again', ['It', 'fell'])\n"
    ">>> tokens.index(tokens[2]), tokens.count(tokens[2])\n"
    "(2, 1)\n");

static PyType_Slot slots[] = {
    {Py_tp_doc, (void *)views_doc}, {Py_tp_dealloc, views_dealloc},
    {Py_tp_hash, views_hash},       {Py_tp_richcompare, views_compare},
    {Py_tp_repr, views_repr},       {Py_tp_methods, methods},
    {Py_tp_iter, PySeqIter_New},    {Py_sq_length, views_length},
    {Py_sq_item, views_item},       {Py_mp_length, views_length},
    {Py_mp_subscript, views_get},   {0, NULL}};

PyType_Spec views_spec = {.name = "copydesk.Views",
                          .basicsize = sizeof(views),
                          .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                   Py_TPFLAGS_DISALLOW_INSTANTIATION
#ifdef Py_TPFLAGS_SEQUENCE
                                   | Py_TPFLAGS_SEQUENCE
#endif
                          ,
                          .slots = slots};
