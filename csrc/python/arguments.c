/* Arguments of calls: sorted by name, checked, and named when they are wrong. */
#include "binding.h"

#include <limits.h>

PyObject *call_python(const char *module, const char *function, const char *format, ...) {
  PyObject *result = NULL, *callable = NULL, *args = NULL;
  PyObject *from = PyImport_ImportModule(module);
  if (!from) return NULL;
  callable = PyObject_GetAttrString(from, function);
  Py_DECREF(from);
  if (!callable) return NULL;

  va_list values;
  va_start(values, format);
  args = Py_VaBuildValue(format, values); /* a tuple: formats stand in brackets */
  va_end(values);
  if (args) result = PyObject_CallObject(callable, args);
  Py_XDECREF(args);
  Py_DECREF(callable);
  return result;
}

PyObject *call_python_for(PyObject *self, const char *module, const char *function,
                          PyObject *args, PyObject *kwargs) {
  PyObject *from = PyImport_ImportModule(module), *callable = NULL, *head = NULL,
           *all = NULL, *result = NULL;
  if (from) callable = PyObject_GetAttrString(from, function);
  if (callable) head = PyTuple_Pack(1, self);
  if (head) all = PySequence_Concat(head, args);
  if (all) result = PyObject_Call(callable, all, kwargs);
  Py_XDECREF(from);
  Py_XDECREF(callable);
  Py_XDECREF(head);
  Py_XDECREF(all);
  return result;
}

int dict_find(PyObject *dict, PyObject *key, PyObject **found) {
#if PY_VERSION_HEX >= 0x030D0000
  return PyDict_GetItemRef(dict, key, found);
#else
  *found = Py_XNewRef(PyDict_GetItemWithError(dict, key));
  return *found ? 1 : PyErr_Occurred() ? -1 : 0;
#endif
}

static size_t place_of(const signature *of, PyObject *name) {
  size_t i = 0;
  while (i < of->n && PyUnicode_CompareWithASCIIString(name, of->names[i]) != 0) i++;
  return i;
}

static bool take_keyword(const signature *of, PyObject *name, PyObject *value,
                         PyObject **values) {
  size_t i = place_of(of, name);
  if (i == of->n) {
    PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument %R",
                 of->function, name);
    return false;
  }
  if (values[i]) {
    PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%s'",
                 of->function, of->names[i]);
    return false;
  }
  values[i] = value;
  return true;
}

bool arguments(const signature *of, PyObject *const *args, Py_ssize_t n_args,
               PyObject *names, PyObject **value) {
  if ((size_t)n_args > of->n) {
    PyErr_Format(PyExc_TypeError, "%s() takes at most %zu arguments (%zd given)",
                 of->function, of->n, n_args);
    return false;
  }
  for (size_t i = 0; i < of->n; i++) value[i] = i < (size_t)n_args ? args[i] : NULL;
  Py_ssize_t n_names = names ? PyTuple_GET_SIZE(names) : 0;
  for (Py_ssize_t i = 0; i < n_names; i++)
    if (!take_keyword(of, PyTuple_GET_ITEM(names, i), args[n_args + i], value))
      return false;
  for (size_t i = 0; i < of->n_required; i++) {
    if (value[i]) continue;
    PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'", of->function,
                 of->names[i]);
    return false;
  }
  return true;
}

bool want_str(const char *what, PyObject *value) {
  if (PyUnicode_Check(value)) return true;
  PyErr_Format(PyExc_TypeError, "%s must be str, not %.200s", what,
               Py_TYPE(value)->tp_name);
  return false;
}

bool want_bool(const char *what, PyObject *value, bool *is_true) {
  *is_true = value == Py_True;
  if (PyBool_Check(value)) return true;
  PyErr_Format(PyExc_TypeError, "%s must be True or False, not %.200s", what,
               Py_TYPE(value)->tp_name);
  return false;
}

/* The int that `value` is or stands for, as NumPy's numbers do, new. A truth value
 * stands for none. */
static PyObject *whole_number(const char *what, PyObject *value) {
  PyObject *number = NULL;
  if (PyIndex_Check(value) && !PyBool_Check(value)) number = PyNumber_Index(value);
  if (number || (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_TypeError)))
    return number;
  PyErr_Format(PyExc_TypeError, "%s must be int, not %.200s", what,
               Py_TYPE(value)->tp_name);
  return NULL;
}

bool want_int(const char *what, PyObject *value, long least, long most, long *number) {
  PyObject *whole = whole_number(what, value);
  if (!whole) return false;
  int overflow = 0;
  *number = PyLong_AsLongAndOverflow(whole, &overflow);
  Py_DECREF(whole);
  if (overflow > 0) *number = LONG_MAX;
  if (overflow >= 0 && *number >= least && *number <= most) return true;
  if (most == LONG_MAX)
    PyErr_Format(PyExc_ValueError, "%s must be at least %ld, not %R", what, least, value);
  else
    PyErr_Format(PyExc_ValueError, "%s must be between %ld and %ld, not %R", what, least,
                 most, value);
  return false;
}

bool want_iterable(const char *what, const char *of, PyObject *value) {
  if (Py_TYPE(value)->tp_iter || PySequence_Check(value)) return true;
  PyErr_Format(PyExc_TypeError, "%s must be an iterable of %s, not %.200s", what, of,
               Py_TYPE(value)->tp_name);
  return false;
}

bool want_bytes(const char *what, const char *else_do, PyObject *value) {
  if (PyObject_CheckBuffer(value)) return true;
  PyErr_Format(PyExc_TypeError, "%s must be bytes, not %.200s; %s", what,
               Py_TYPE(value)->tp_name, else_do);
  return false;
}

bool want_many_texts(PyObject *value) {
  if (!PyUnicode_Check(value) && !PyBytes_Check(value) && !PyByteArray_Check(value) &&
      !PyMemoryView_Check(value))
    return true;
  PyErr_Format(PyExc_TypeError,
               "texts must be an iterable of texts, not %.200s; for one text call the "
               "Analyzer, or write [text]",
               Py_TYPE(value)->tp_name);
  return false;
}

bool want_offset(PyObject *value, size_t most, uint32_t *offset) {
  if (!PyIndex_Check(value)) {
    PyErr_Format(PyExc_TypeError, "offset must be int, not %.200s",
                 Py_TYPE(value)->tp_name);
    return false;
  }
  Py_ssize_t at =
      PyNumber_AsSsize_t(value, NULL); /* clipped, so out of range when it overflows */
  if (at == -1 && PyErr_Occurred()) return false;
  if (at < 0 || (size_t)at > most) {
    PyErr_Format(PyExc_IndexError, "offset %R is outside the text; expected 0 to %zu",
                 value, most);
    return false;
  }
  *offset = (uint32_t)at;
  return true;
}

bool want_index(PyObject *key, size_t n, Py_ssize_t *index) {
  if (!PyIndex_Check(key)) {
    PyErr_Format(PyExc_TypeError, "indices must be int or slice, not %.200s",
                 Py_TYPE(key)->tp_name);
    return false;
  }
  *index = PyNumber_AsSsize_t(key, PyExc_IndexError);
  if (*index == -1 && PyErr_Occurred()) return false;
  if (*index < 0) *index += (Py_ssize_t)n;
  if (*index >= 0 && (size_t)*index < n) return true;
  PyErr_Format(PyExc_IndexError, "index %R is out of range; there are %zu", key, n);
  return false;
}

PyObject *sliced(PyObject *self, PyObject *slice, Py_ssize_t n, ssizeargfunc item) {
  Py_ssize_t start = 0, stop = 0, step = 0;
  if (PySlice_Unpack(slice, &start, &stop, &step) < 0) return NULL;
  n = PySlice_AdjustIndices(n, &start, &stop, step);
  PyObject *list = PyList_New(n);
  for (Py_ssize_t i = 0; list && i < n; i++) {
    PyObject *one = item(self, start + i * step);
    if (!one)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, i, one);
  }
  return list;
}

#define SHOWN 8 /* items in a repr */

PyObject *sequence_repr(PyObject *self, const char *name, const char *type) {
  Py_ssize_t n = PySequence_Size(self);
  PyObject *head = PySequence_GetSlice(self, 0, SHOWN),
           *list = head ? PySequence_List(head) : NULL, *repr = NULL;
  if (list)
    repr = PyUnicode_FromFormat("<%s of %zd%s: %R%s>", name, n, type, list,
                                n > SHOWN ? "..." : "");
  Py_XDECREF(head);
  Py_XDECREF(list);
  return repr;
}

static PyObject *names_tuple(const char *const *names, size_t n) {
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

/* Raise ValueError with the message that copydesk._messages writes. */
static void raise_unknown(const char *writer, const char *what, PyObject *value,
                          PyObject *choices) {
  PyObject *message =
      call_python("copydesk._messages", writer, "(sOO)", what, value, choices);
  if (message) PyErr_SetObject(PyExc_ValueError, message);
  Py_XDECREF(message);
}

bool want_choice(const char *what, PyObject *value, const char *const *choices, size_t n,
                 size_t *choice) {
  if (!want_str(what, value)) return false;
  for (size_t i = 0; i < n; i++) {
    *choice = i;
    if (PyUnicode_CompareWithASCIIString(value, choices[i]) == 0) return true;
  }
  PyObject *names = names_tuple(choices, n);
  if (names) raise_unknown("unknown_choice", what, value, names);
  Py_XDECREF(names);
  return false;
}

bool want_level(PyObject *value, level *which) {
  static const char *const levels[N_LEVELS] = {"token", "sentence", "block"};
  size_t choice = LEVEL_TOKEN;
  if (value && !want_choice("level", value, levels, N_LEVELS, &choice)) return false;
  *which = (level)choice;
  return true;
}

bool want_unit(PyObject *value, cd_unit *unit) {
  static const char *const units[] = {"code_point", "byte", "utf16"};
  static const cd_unit meaning[] = {CD_UNIT_CODE_POINT, CD_UNIT_BYTE, CD_UNIT_UTF16};
  size_t choice = 0;
  *unit = CD_UNIT_NATIVE;
  if (!value || value == Py_None) return true;
  if (!want_choice("unit", value, units, 3, &choice)) return false;
  *unit = meaning[choice];
  return true;
}

PyObject *unknown_language(PyObject *name) {
  const char *names[256];
  size_t n = cd_language_count();
  if (n > 256) n = 256;
  for (size_t i = 0; i < n; i++) names[i] = cd_language_name(i);
  PyObject *choices = names_tuple(names, n);
  if (choices) raise_unknown("unknown_language", "language", name, choices);
  Py_XDECREF(choices);
  return NULL;
}

const char *want_language(const char *what, PyObject *value) {
  if (!want_str(what, value)) return NULL;
  PyObject *owner = NULL;
  cd_slice name;
  if (!str_utf8(value, &owner, &name)) return NULL;
  /* Names are ASCII; a NUL inside would cut the name short. */
  bool plain = !owner && !memchr(name.bytes, 0, name.n);
  Py_XDECREF(owner);
  const char *found = plain ? cd_language_find((const char *)name.bytes) : NULL;
  if (!found && plain && !PyOS_stricmp((const char *)name.bytes, AUTO)) found = AUTO;
  if (!found) unknown_language(value);
  return found;
}
