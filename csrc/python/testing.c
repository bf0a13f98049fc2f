/* What only the tests call. */
#include "binding.h"

#include <limits.h>

/* ---- kernels -------------------------------------------------------------- */

PyDoc_STRVAR(
    isas_doc,
    "isas()\n--\n\nThe kernels this processor can run, slowest first: a tuple of str.");
static PyObject *isas(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored)) {
  const char *names[CD_MAX_ISAS];
  size_t n = cd_isa_list(names);
  PyObject *tuple = PyTuple_New((Py_ssize_t)n);
  for (size_t i = 0; tuple && i < n; i++) {
    PyObject *name = PyUnicode_FromString(names[i]);
    if (!name)
      Py_CLEAR(tuple);
    else
      PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, name);
  }
  return tuple;
}

PyDoc_STRVAR(isa_doc, "isa()\n--\n\nThe kernel in use: a str.");
static PyObject *isa(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored)) {
  return PyUnicode_FromString(cd_isa_name());
}

PyDoc_STRVAR(isa_use_doc,
             "isa_use(name, /)\n--\n\nUse the kernel `name` from now on, in every "
             "thread. ValueError if it is none of isas().");
static PyObject *isa_use(PyObject *Py_UNUSED(module), PyObject *name) {
  const char *names[CD_MAX_ISAS];
  size_t n = cd_isa_list(names), choice = 0;
  if (!want_choice("isa", name, names, n, &choice)) return NULL;
  if (cd_isa_use(names[choice]) != CD_OK) {
    PyErr_Format(PyExc_ValueError, "this machine cannot run the kernel %R", name);
    return NULL;
  }
  Py_RETURN_NONE;
}

/* ---- failing allocations -------------------------------------------------- */

/* The heap stays the core's own, so what was allocated before may live on. */
static void *resize_or_fail(void *context, void *old, size_t n) {
  faults *of = context;
  cd_allocator system = cd_allocator_system();
  if (++of->counted == of->fail_at) return NULL;
  void *block = system.resize(system.context, old, n);
  if (block && !old) of->alive++;
  return block;
}

static void release(void *context, void *old) {
  faults *of = context;
  cd_allocator system = cd_allocator_system();
  of->alive--;
  system.release(system.context, old);
}

void faults_end(module_state *state) {
  if (state->faults.in_use) cd_allocator_use(NULL);
  state->faults = (faults){0};
}

PyDoc_STRVAR(
    fail_allocation_doc,
    "_fail_allocation(n, /)\n--\n\n"
    "Make the n-th of the core's allocations from now on fail, once; 0: none.\n\n"
    "Returns how many there were since the last call, counted from the first call\n"
    "with n over 0. Only while no other thread reads.");
static PyObject *fail_allocation(PyObject *module, PyObject *n) {
  module_state *state = PyModule_GetState(module);
  long fail_at = 0;
  if (!want_int("n", n, 0, LONG_MAX, &fail_at)) return NULL;
  size_t counted = state->faults.counted;
  if (fail_at == 0) {
    faults_end(state);
    return PyLong_FromSize_t(counted);
  }
  state->faults = (faults){.fail_at = (size_t)fail_at, .in_use = true};
  const cd_allocator failing = {resize_or_fail, release, &state->faults};
  cd_allocator_use(&failing);
  return PyLong_FromSize_t(counted);
}

PyDoc_STRVAR(
    alive_doc,
    "_allocations_alive()\n--\n\n"
    "How many blocks the core took less how many it gave back since _fail_allocation\n"
    "was last called with n over 0: an int.");
static PyObject *allocations_alive(PyObject *module, PyObject *Py_UNUSED(ignored)) {
  const module_state *state = PyModule_GetState(module);
  return PyLong_FromSsize_t(state->faults.alive);
}

/* ---- Unicode's own boundaries --------------------------------------------- */

typedef size_t boundaries(cd_text text, uint32_t *at);

static PyObject *boundary_list(PyObject *text, boundaries *find) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  uint32_t *at = PyMem_Malloc((view.n + 1) * sizeof *at);
  if (!at) return PyErr_NoMemory();
  size_t n = find(view, at);
  PyObject *list = PyList_New((Py_ssize_t)n);
  for (size_t i = 0; list && i < n; i++) {
    PyObject *offset = PyLong_FromUnsignedLong(at[i]);
    if (!offset)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, offset);
  }
  PyMem_Free(at);
  return list;
}

PyDoc_STRVAR(
    uax29_words_doc,
    "_uax29_words(text, /)\n--\n\n"
    "Every word boundary of UAX 29, 0 and the end included: a list of int, in code\n"
    "points of a str, bytes of bytes. An empty text has none.");
static PyObject *uax29_words(PyObject *Py_UNUSED(module), PyObject *text) {
  return boundary_list(text, cd_uax29_words);
}

PyDoc_STRVAR(
    uax29_sentences_doc,
    "_uax29_sentences(text, /)\n--\n\n"
    "Every sentence boundary of UAX 29, 0 and the end included: a list of int, in\n"
    "code points of a str, bytes of bytes. An empty text has none.");
static PyObject *uax29_sentences(PyObject *Py_UNUSED(module), PyObject *text) {
  return boundary_list(text, cd_uax29_sentences);
}

PyMethodDef testing_functions[] = {
    {"isas", isas, METH_NOARGS, isas_doc},
    {"isa", isa, METH_NOARGS, isa_doc},
    {"isa_use", isa_use, METH_O, isa_use_doc},
    {"_fail_allocation", fail_allocation, METH_O, fail_allocation_doc},
    {"_allocations_alive", allocations_alive, METH_NOARGS, alive_doc},
    {"_uax29_words", uax29_words, METH_O, uax29_words_doc},
    {"_uax29_sentences", uax29_sentences, METH_O, uax29_sentences_doc},
    {"_gaps", model_gaps, METH_VARARGS, NULL},
    {"_model_checksum", model_checksum, METH_O, NULL},
    {NULL, NULL, 0, NULL}};
