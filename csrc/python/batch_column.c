/* Column: numbers of a Batch, one behind the other, for whoever reads buffers. */
#include "batch_binding.h"

/* ---- memory -------------------------------------------------------------------- */

PyObject *memory_new(module_state *state, void *at) {
  memory *self = PyObject_New(memory, state->memory_type);
  if (!self) {
    cd_column_free(at);
    return NULL;
  }
  self->at = at;
  return (PyObject *)self;
}

static void memory_dealloc(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  cd_column_free(((memory *)self)->at);
  type->tp_free(self);
  Py_DECREF((PyObject *)type);
}

PyDoc_STRVAR(memory_doc, "The memory of one column.");
static PyType_Slot memory_slots[] = {
    {Py_tp_doc, (void *)memory_doc}, {Py_tp_dealloc, memory_dealloc}, {0, NULL}};
PyType_Spec memory_spec = {.name = "copydesk._core._Memory",
                           .basicsize = sizeof(memory),
                           .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                    Py_TPFLAGS_DISALLOW_INSTANTIATION,
                           .slots = memory_slots};

/* ---- life ---------------------------------------------------------------------- */

typedef struct column {
  PyObject_HEAD PyObject *owner;
  const uint8_t *at;
  Py_ssize_t n, width; /* items, bytes of one */
  char format[2];
} column;

PyObject *column_new(module_state *state, PyObject *owner, item_format format,
                     size_t first, size_t n) {
  column *self = PyObject_New(column, state->column_type);
  if (!self) return NULL;
  self->owner = Py_NewRef(owner);
  self->width = format == ITEM_INT64 ? 8 : format == ITEM_INT32 ? 4 : 1;
  self->at = (const uint8_t *)((memory *)owner)->at + first * (size_t)self->width;
  self->n = (Py_ssize_t)n;
  self->format[0] = (char)format;
  self->format[1] = 0;
  return (PyObject *)self;
}

static void column_dealloc(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  Py_DECREF(((column *)self)->owner);
  type->tp_free(self);
  Py_DECREF((PyObject *)type);
}

/* ---- as a buffer ----------------------------------------------------------------- */

static int column_buffer(PyObject *object, Py_buffer *view, int flags) {
  column *self = (column *)object;
  if (PyBuffer_FillInfo(view, object, (void *)self->at, self->n * self->width, 1, flags) <
      0)
    return -1;
  view->itemsize = self->width;
  if (flags & PyBUF_FORMAT) view->format = self->format;
  if ((flags & PyBUF_ND) == PyBUF_ND) view->shape = &self->n;
  if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES) view->strides = &self->width;
  return 0;
}

/* ---- as a sequence ----------------------------------------------------------------- */

static Py_ssize_t column_length(PyObject *self) { return ((column *)self)->n; }

static PyObject *column_item(PyObject *object, Py_ssize_t i) {
  const column *self = (column *)object;
  if (i < 0 || i >= self->n) {
    PyErr_SetString(PyExc_IndexError, "column index out of range");
    return NULL;
  }
  if (self->format[0] == ITEM_INT64)
    return PyLong_FromLongLong(((const int64_t *)self->at)[i]);
  if (self->format[0] == ITEM_INT32)
    return PyLong_FromLong(((const int32_t *)self->at)[i]);
  return PyLong_FromLong(self->at[i]);
}

/* New: the items of a slice, a Column where its step is 1, else a list. */
static PyObject *column_slice(column *self, PyObject *key) {
  Py_ssize_t start = 0, stop = 0, step = 0;
  if (PySlice_Unpack(key, &start, &stop, &step) < 0) return NULL;
  Py_ssize_t n = PySlice_AdjustIndices(self->n, &start, &stop, step);
  if (step == 1) {
    const uint8_t *all = ((memory *)self->owner)->at;
    size_t first = (size_t)((self->at - all) / self->width);
    return column_new(state_of((PyObject *)self), self->owner,
                      (item_format)self->format[0], first + (size_t)start, (size_t)n);
  }
  return sliced((PyObject *)self, key, self->n, column_item);
}

static PyObject *column_subscript(PyObject *object, PyObject *key) {
  column *self = (column *)object;
  if (PySlice_Check(key)) return column_slice(self, key);
  Py_ssize_t i = 0;
  if (!want_index(key, (size_t)self->n, &i)) return NULL;
  return column_item(object, i);
}

static PyObject *column_repr(PyObject *self) {
  Py_ssize_t width = ((column *)self)->width;
  return sequence_repr(self, "Column",
                       width == 8   ? " int64"
                       : width == 4 ? " int32"
                                    : " uint8");
}

/* ---- the type ---------------------------------------------------------------------- */

PyDoc_STRVAR(arrow_schema_doc,
             "__arrow_c_schema__($self, /)\n--\n\nIts type, for Arrow: a capsule.");
PyDoc_STRVAR(arrow_array_doc,
             "__arrow_c_array__($self, requested_schema=None)\n--\n\n"
             "Its type and its items, for Arrow: two capsules. Nothing is copied.");
static PyObject *column_arrow_schema(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  return arrow_number_schema((item_format)((column *)object)->format[0]);
}

static PyObject *column_arrow_array(PyObject *object, PyObject *const *args,
                                    Py_ssize_t n_args, PyObject *names) {
  const column *self = (column *)object;
  if (!arrow_request("__arrow_c_array__", args, n_args, names)) return NULL;
  return arrow_number_array(self->owner, self->at, (size_t)self->n,
                            (item_format)self->format[0]);
}

static PyMethodDef methods[] = {
    {"__arrow_c_schema__", column_arrow_schema, METH_NOARGS, arrow_schema_doc},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))column_arrow_array,
     METH_FASTCALL | METH_KEYWORDS, arrow_array_doc},
    {NULL, NULL, 0, NULL}};

PyDoc_STRVAR(
    column_doc,
    "Numbers of a Batch: int64, int32 or uint8. Immutable.\n\n"
    "numpy.asarray(column) and memoryview(column) copy nothing and stay valid\n"
    "when the Batch is gone; so does what Arrow takes. len(column), column[i], a\n"
    "Column for column[i:j].\n\n"
    ">>> import copydesk as cd\n"
    ">>> batch = cd.Analyzer().batch([\"It fell.\", \"Nobody came.\"])\n"
    ">>> batch.start\n"
    "<Column of 6 int32: [0, 3, 7, 0, 7, 11]>\n"
    ">>> memoryview(batch.doc_offsets).tolist()\n"
    "[0, 3, 6]\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)column_doc},
                              {Py_tp_dealloc, column_dealloc},
                              {Py_tp_repr, column_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_iter, PySeqIter_New},
                              {Py_bf_getbuffer, column_buffer},
                              {Py_sq_length, column_length},
                              {Py_sq_item, column_item},
                              {Py_mp_length, column_length},
                              {Py_mp_subscript, column_subscript},
                              {0, NULL}};

PyType_Spec column_spec = {.name = "copydesk.Column",
                           .basicsize = sizeof(column),
                           .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                    Py_TPFLAGS_DISALLOW_INSTANTIATION,
                           .slots = slots};
