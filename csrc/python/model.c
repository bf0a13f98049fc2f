/* Model: the weights that judge sentence boundaries, and the gaps they are made of. */
#include "binding.h"

/* ---- life ----------------------------------------------------------------- */

static PyObject *bad_model(PyObject *what) {
  PyErr_Format(PyExc_ValueError,
               "%R is no boundary model of this version of copydesk: the file is cut "
               "short, changed, or of another version; make it anew with copydesk train",
               what);
  return NULL;
}

static PyObject *model_open(PyTypeObject *type, PyObject *what, Py_buffer *file) {
  model *self = (model *)type->tp_alloc(type, 0);
  if (!self) return NULL;
  cd_status status = cd_model_open(file->buf, (size_t)file->len, &self->core);
  if (status == CD_OK) return (PyObject *)self;
  Py_DECREF((PyObject *)self);
  return status == CD_NO_MEMORY ? PyErr_NoMemory() : bad_model(what);
}

static PyObject *model_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  static char *names[] = {"data", "name", NULL};
  PyObject *data = NULL, *name = Py_None;
  Py_buffer file;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:Model", names, &data, &name) ||
      !want_bytes("data", "Analyzer(model=path) reads a file", data) ||
      PyObject_GetBuffer(data, &file, PyBUF_SIMPLE) < 0)
    return NULL;
  PyObject *self =
      model_open(type, name == Py_None ? (PyObject *)Py_TYPE(data) : name, &file);
  PyBuffer_Release(&file);
  return self;
}

static void model_dealloc(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  cd_model_free(((model *)object)->core);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

static const cd_model *core_of(PyObject *self) { return ((model *)self)->core; }

static PyObject *bytes_of(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  cd_slice file = cd_model_file(core_of(self));
  return PyBytes_FromStringAndSize((const char *)file.bytes, (Py_ssize_t)file.n);
}

static uint64_t checksum_of(PyObject *self) {
  cd_slice file = cd_model_file(core_of(self));
  return cd_model_checksum(file.bytes, file.n);
}

static Py_hash_t model_hash(PyObject *self) {
  Py_hash_t hash = (Py_hash_t)checksum_of(self);
  return hash == -1 ? -2 : hash;
}

static PyObject *model_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  return PyBool_FromLong((checksum_of(self) == checksum_of(other)) == (op == Py_EQ));
}

static PyObject *model_reduce(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return Py_BuildValue("(O(N))", Py_TYPE(self), bytes_of(self, NULL));
}

static PyObject *model_language(PyObject *self, void *Py_UNUSED(closure)) {
  return PyUnicode_FromString(cd_model_language(core_of(self)));
}

static PyObject *model_notes(PyObject *self, void *Py_UNUSED(closure)) {
  cd_slice notes = cd_model_notes(core_of(self));
  return PyUnicode_DecodeUTF8((const char *)notes.bytes, (Py_ssize_t)notes.n, "replace");
}

static PyObject *model_checksum_of(PyObject *self, void *Py_UNUSED(closure)) {
  char digits[17];
  (void)PyOS_snprintf(digits, sizeof digits, "%016llx",
                      (unsigned long long)checksum_of(self));
  return PyUnicode_FromString(digits);
}

static PyObject *model_repr(PyObject *self) {
  PyObject *sum = model_checksum_of(self, NULL), *repr = NULL;
  if (sum)
    repr = PyUnicode_FromFormat("<Model %s %U>", cd_model_language(core_of(self)), sum);
  Py_XDECREF(sum);
  return repr;
}

static PyMethodDef methods[] = {
    {"__bytes__", bytes_of, METH_NOARGS, "__bytes__($self, /)\n--\n\nThe model file."},
    {"__reduce__", model_reduce, METH_NOARGS,
     "__reduce__($self, /)\n--\n\nPickles as its file."},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"language", model_language, NULL, "The language it judges: a str.", NULL},
    {"checksum", model_checksum_of, NULL, "Of its file: a str of 16 hexadecimal digits.",
     NULL},
    {"notes", model_notes, NULL,
     "Its training sets with their licences, date and figures: JSON, a str.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    model_doc,
    "Model(data, name=None)\n--\n\n"
    "A model of sentence boundaries, read from the bytes of its file.\n\n"
    "Immutable; equal when its file is. `name` is what an error calls it. Raises\n"
    "ValueError when the bytes are no model of this version.\n\n"
    ">>> import copydesk as cd\n"
    ">>> model = cd.Analyzer().model\n"
    ">>> model.language, len(model.checksum), model.notes[0]\n"
    "('english', 16, '{')\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)model_doc},
                              {Py_tp_new, model_new},
                              {Py_tp_dealloc, model_dealloc},
                              {Py_tp_hash, model_hash},
                              {Py_tp_richcompare, model_compare},
                              {Py_tp_repr, model_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {0, NULL}};

PyType_Spec model_spec = {"copydesk.Model", sizeof(model), 0,
                          Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};

PyObject *model_checksum(PyObject *Py_UNUSED(module), PyObject *file) {
  Py_buffer bytes;
  if (PyObject_GetBuffer(file, &bytes, PyBUF_SIMPLE) < 0) return NULL;
  uint64_t sum = cd_model_checksum(bytes.buf, (size_t)bytes.len);
  PyBuffer_Release(&bytes);
  return PyLong_FromUnsignedLongLong(sum);
}

/* ---- gaps ----------------------------------------------------------------- */

/* What the reader gathers: numbers of four bytes, in bytearrays. */
typedef struct gathered {
  PyObject *right, *count, *rule, *hash;
} gathered;

static bool append(PyObject *array, const uint32_t *number, size_t n) {
  Py_ssize_t at = PyByteArray_GET_SIZE(array);
  if (PyByteArray_Resize(array, at + (Py_ssize_t)(n * sizeof *number)) < 0) return false;
  memcpy(PyByteArray_AS_STRING(array) + at, number, n * sizeof *number);
  return true;
}

static bool gather(void *context, const cd_gap_seen *gap) {
  const gathered *to = context;
  uint32_t count = (uint32_t)gap->n, rule = gap->rule << 1 | gap->rule_breaks;
  return append(to->right, &gap->right, 1) && append(to->count, &count, 1) &&
         append(to->rule, &rule, 1) && append(to->hash, gap->hash, gap->n);
}

static bool read_gaps(PyObject *by, PyObject *object, gathered *to) {
  cd_text text;
  if (!text_view(object, &text)) return false;
  module_state *state = state_of(by);
  desk *at = desk_take_for(state, (analyzer *)by, text);
  if (!at) return false;
  cd_status status =
      cd_doc_gaps(at->doc, text, at->owner->rules, at->lexicon, gather, to);
  desk_return(state, at);
  if (status != CD_OK && !PyErr_Occurred()) raise_status(status, object, text);
  return status == CD_OK;
}

/* Tokens of `text` beside the gaps, by number; their features' counts and hashes. */
PyObject *model_gaps(PyObject *module, PyObject *args) {
  module_state *state = PyModule_GetState(module);
  PyObject *by = NULL, *object = NULL, *result = NULL;
  if (!PyArg_ParseTuple(args, "O!O:_gaps", state->analyzer_type, &by, &object))
    return NULL;
  gathered to = {
      PyByteArray_FromStringAndSize(NULL, 0), PyByteArray_FromStringAndSize(NULL, 0),
      PyByteArray_FromStringAndSize(NULL, 0), PyByteArray_FromStringAndSize(NULL, 0)};
  if (to.right && to.count && to.rule && to.hash && read_gaps(by, object, &to))
    result = PyTuple_Pack(4, to.right, to.count, to.rule, to.hash);
  Py_XDECREF(to.right);
  Py_XDECREF(to.count);
  Py_XDECREF(to.rule);
  Py_XDECREF(to.hash);
  return result;
}

PyObject *model_of_language(module_state *state, PyObject *language) {
  PyObject *known = PyDict_GetItemWithError(state->models, language);
  if (known || PyErr_Occurred()) return known;
  PyObject *found = call_python("copydesk._models", "shipped", "(O)", language);
  if (!found) return NULL;
  PyObject *kept = PyDict_SetDefault(state->models, language, found);
  Py_DECREF(found);
  return kept;
}
