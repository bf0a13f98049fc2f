/* Strings: the texts of a Batch's types, stems or terms, by number. */
#include "batch_binding.h"

/* ---- life ------------------------------------------------------------------------ */

PyObject *strings_column_new(module_state *state, cd_strings *strings) {
  strings_column *self = PyObject_New(strings_column, state->strings_type);
  if (!self) {
    cd_strings_free(strings);
    return NULL;
  }
  self->strings = *strings;
  self->item = NULL;
  self->ascends = false;
  *strings = (cd_strings){0};
  return (PyObject *)self;
}

static void strings_dealloc(PyObject *object) {
  strings_column *self = (strings_column *)object;
  PyTypeObject *type = Py_TYPE(object);
  for (size_t i = 0; self->item && i < self->strings.n; i++) Py_XDECREF(self->item[i]);
  PyMem_Free(self->item);
  cd_strings_free(&self->strings);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

/* ---- items: each str is made once -------------------------------------------------- */

static PyObject *make_item(const strings_column *self, size_t i) {
  const int64_t *offset = self->strings.offset;
  return slice_str(
      (cd_slice){self->strings.bytes + offset[i], (size_t)(offset[i + 1] - offset[i])});
}

static PyObject *cached_item(strings_column *self, size_t i) {
  if (!self->item) {
    self->item = PyMem_Calloc(self->strings.n, sizeof *self->item);
    if (!self->item) return PyErr_NoMemory();
  }
  if (!self->item[i]) self->item[i] = make_item(self, i);
  return Py_XNewRef(self->item[i]);
}

PyObject *strings_item(PyObject *object, size_t i) {
  PyObject *item = NULL;
#if PY_VERSION_HEX >= 0x030D0000
  Py_BEGIN_CRITICAL_SECTION(object);
#endif
  item = cached_item((strings_column *)object, i);
#if PY_VERSION_HEX >= 0x030D0000
  Py_END_CRITICAL_SECTION();
#endif
  return item;
}

/* ---- as a sequence ------------------------------------------------------------------ */

static Py_ssize_t strings_length(PyObject *self) {
  return (Py_ssize_t)((strings_column *)self)->strings.n;
}

static PyObject *strings_at(PyObject *self, Py_ssize_t i) {
  if (i >= 0 && i < strings_length(self)) return strings_item(self, (size_t)i);
  PyErr_SetString(PyExc_IndexError, "string index out of range");
  return NULL;
}

static PyObject *strings_subscript(PyObject *self, PyObject *key) {
  if (PySlice_Check(key)) return sliced(self, key, strings_length(self), strings_at);
  Py_ssize_t i = 0;
  if (!want_index(key, (size_t)strings_length(self), &i)) return NULL;
  return strings_item(self, (size_t)i);
}

static PyObject *strings_repr(PyObject *self) {
  return sequence_repr(self, "Strings", "");
}

/* ---- the type ----------------------------------------------------------------------- */

PyDoc_STRVAR(arrow_schema_doc,
             "__arrow_c_schema__($self, /)\n--\n\nIts type, large_utf8, for Arrow: a "
             "capsule.");
PyDoc_STRVAR(
    arrow_array_doc,
    "__arrow_c_array__($self, requested_schema=None)\n--\n\n"
    "Its type, large_utf8, and its items, for Arrow: two capsules. Nothing is\n"
    "copied, unless a text held lone surrogates, which Arrow cannot: they go out\n"
    "as U+FFFD.");
static PyObject *strings_arrow_schema(PyObject *Py_UNUSED(self),
                                      PyObject *Py_UNUSED(ignored)) {
  return arrow_strings_schema();
}

static PyObject *strings_arrow_array(PyObject *self, PyObject *const *args,
                                     Py_ssize_t n_args, PyObject *names) {
  return arrow_request("__arrow_c_array__", args, n_args, names)
             ? arrow_strings_array(self)
             : NULL;
}

PyDoc_STRVAR(reduce_doc, "__reduce__($self, /)\n--\n\nFor pickle: a list of str.");
static PyObject *strings_reduce(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  PyObject *words = PySequence_List(self);
  return words ? Py_BuildValue("(O(N))", &PyList_Type, words) : NULL;
}

PyDoc_STRVAR(copy_doc,
             "__copy__($self, /)\n--\n\nThe Strings themselves: they never change.");
PyDoc_STRVAR(
    deepcopy_doc,
    "__deepcopy__($self, memo, /)\n--\n\nThe Strings themselves: they never change.");
static PyObject *strings_copy(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return Py_NewRef(self);
}

static PyMethodDef methods[] = {
    {"__reduce__", strings_reduce, METH_NOARGS, reduce_doc},
    {"__copy__", strings_copy, METH_NOARGS, copy_doc},
    {"__deepcopy__", strings_copy, METH_O, deepcopy_doc},
    {"__arrow_c_schema__", strings_arrow_schema, METH_NOARGS, arrow_schema_doc},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))strings_arrow_array,
     METH_FASTCALL | METH_KEYWORDS, arrow_array_doc},
    {NULL, NULL, 0, NULL}};

PyDoc_STRVAR(
    strings_doc,
    "Strings of a Batch by their number: its types, stems or terms. Immutable.\n\n"
    "len(strings), strings[i] a str, a list for strings[i:j]; an Arrow array for\n"
    "whoever takes __arrow_c_array__: pyarrow.array, polars.from_arrow, ...\n"
    "Pickled they are a list of str.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().batch([\"It fell and fell.\"]).types\n"
    "<Strings of 4: ['It', 'fell', 'and', '.']>\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)strings_doc},
                              {Py_tp_dealloc, strings_dealloc},
                              {Py_tp_repr, strings_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_iter, PySeqIter_New},
                              {Py_sq_length, strings_length},
                              {Py_sq_item, strings_at},
                              {Py_mp_length, strings_length},
                              {Py_mp_subscript, strings_subscript},
                              {0, NULL}};

PyType_Spec strings_column_spec = {.name = "copydesk.Strings",
                                   .basicsize = sizeof(strings_column),
                                   .flags = Py_TPFLAGS_DEFAULT |
                                            Py_TPFLAGS_IMMUTABLETYPE |
                                            Py_TPFLAGS_DISALLOW_INSTANTIATION,
                                   .slots = slots};
