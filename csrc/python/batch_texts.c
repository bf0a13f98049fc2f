/* Texts of any kind, one after the other, as the core reads them. */
#include "batch_binding.h"

#include <math.h>

/* ---- room ---------------------------------------------------------------------- */

bool texts_reserve(texts *self, size_t more) {
  size_t need = self->n + more;
  if (need <= self->n_room) return true;
  size_t room = self->n_room + self->n_room / 2;
  if (room < need) room = need;
  if (room > PY_SSIZE_T_MAX / sizeof(cd_text)) {
    PyErr_NoMemory();
    return false;
  }
  cd_text *text = PyMem_Realloc(self->text, room * sizeof *text);
  if (text) self->text = text;
  uint8_t *status = text ? PyMem_Realloc(self->status, room) : NULL;
  if (!status) {
    PyErr_NoMemory();
    return false;
  }
  self->status = status;
  self->n_room = room;
  return true;
}

void texts_put(texts *self, cd_text text, cd_text_status status) {
  self->text[self->n] = text;
  self->status[self->n++] = (uint8_t)status;
  self->bytes += text.n * (text.form == CD_UTF8 ? 1 : (size_t)text.form);
}

void texts_free(texts *self) {
  PyMem_Free(self->text);
  PyMem_Free(self->status);
  arrow_free(self->arrow);
  Py_XDECREF(self->objects);
  *self = (texts){0};
}

/* ---- one object ------------------------------------------------------------------ */

/* None, NaN of Python or NumPy, or what pandas writes for what is missing. */
static bool is_missing(PyObject *object) {
  const char *type = Py_TYPE(object)->tp_name;
  if (PyFloat_Check(object)) return isnan(PyFloat_AS_DOUBLE(object));
  if (strcmp(type, "numpy.float32") == 0 || strcmp(type, "numpy.float16") == 0)
    return isnan(PyFloat_AsDouble(object));
  return object == Py_None || strcmp(type, "NAType") == 0 || strcmp(type, "NaTType") == 0;
}

/* As text_view, but what is too long is left to the core, and no text has none. */
static bool view(PyObject *object, cd_text *text, cd_text_status *status) {
  *status = CD_TEXT_READ;
  if (PyUnicode_Check(object)) {
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(object) < 0) return false;
#endif
    *text = (cd_text){PyUnicode_DATA(object), (size_t)PyUnicode_GET_LENGTH(object),
                      (cd_form)PyUnicode_KIND(object)};
  } else if (PyBytes_Check(object)) {
    *text =
        (cd_text){PyBytes_AS_STRING(object), (size_t)PyBytes_GET_SIZE(object), CD_UTF8};
  } else {
    *text = (cd_text){NULL, 0, CD_UTF8};
    *status = is_missing(object) ? CD_TEXT_NULL : CD_TEXT_ERROR;
  }
  return true;
}

/* ---- all of them ------------------------------------------------------------------- */

static bool collect_list(texts *self) {
  size_t n = (size_t)PyList_GET_SIZE(self->objects);
  if (!texts_reserve(self, n)) return false;
  for (size_t i = 0; i < n; i++) {
    cd_text text;
    cd_text_status status;
    if (!view(PyList_GET_ITEM(self->objects, (Py_ssize_t)i), &text, &status))
      return false;
    texts_put(self, text, status);
  }
  return true;
}

bool texts_collect(texts *self, PyObject *object) {
  if (!want_many_texts(object)) return false;
  if (!PyList_Check(object) && !PyTuple_Check(object)) {
    int taken = arrow_collect(self, object);
    if (taken) return taken > 0;
  }
  if (!want_iterable("texts", "str, bytes or None, or Arrow data", object)) return false;
  self->objects = PySequence_List(object); /* ours: nobody changes it meanwhile */
  return self->objects && collect_list(self);
}

PyObject *texts_item(const texts *self, size_t i) {
  if (self->status[i] == CD_TEXT_NULL) Py_RETURN_NONE;
  if (self->objects) return Py_NewRef(PyList_GET_ITEM(self->objects, (Py_ssize_t)i));
  return PyBytes_FromStringAndSize(self->text[i].units, (Py_ssize_t)self->text[i].n);
}

/* ---- what is wrong with a text --------------------------------------------------------- */

static PyObject *bad_utf8(const texts *self, size_t i, size_t number, PyObject *object) {
  size_t start = 0, end = 0;
  if (cd_text_check(self->text[i], &start, &end) == CD_OK) start = end = 0;
  PyObject *reason = PyUnicode_FromFormat(
      "text %zu: malformed UTF-8; Analyzer(errors='replace') reads on over it", number);
  PyObject *error =
      reason ? PyObject_CallFunction(PyExc_UnicodeDecodeError, "sOnnO", "utf-8", object,
                                     (Py_ssize_t)start, (Py_ssize_t)end, reason)
             : NULL;
  Py_XDECREF(reason);
  return error;
}

/* New: an exception of `type` with a message, which is taken. */
static PyObject *error_of(PyObject *type, PyObject *message) {
  PyObject *error = message ? PyObject_CallOneArg(type, message) : NULL;
  Py_XDECREF(message);
  return error;
}

static PyObject *make_error(const texts *self, size_t i, size_t number,
                            PyObject *object) {
  if (!PyUnicode_Check(object) && !PyBytes_Check(object))
    return error_of(PyExc_TypeError,
                    PyUnicode_FromFormat("text %zu: must be str, bytes that hold UTF-8, "
                                         "or None, not %.200s",
                                         number, Py_TYPE(object)->tp_name));
  if (cd_text_bytes(self->text[i]) > CD_MAX_BYTES)
    return error_of(PyExc_OverflowError,
                    PyUnicode_FromFormat("text %zu: longer than %u bytes of UTF-8, the "
                                         "most that copydesk reads at once; cut it into "
                                         "articles",
                                         number, CD_MAX_BYTES));
  return bad_utf8(self, i, number, object);
}

PyObject *texts_error(const texts *self, size_t i, size_t number) {
  PyObject *object = texts_item(self, i);
  PyObject *error = object ? make_error(self, i, number, object) : NULL;
  PyObject *index = error ? PyLong_FromSize_t(number) : NULL;
  if (error && (!index || PyObject_SetAttrString(error, "index", index) < 0))
    Py_CLEAR(error);
  Py_XDECREF(index);
  Py_XDECREF(object);
  return error;
}

void texts_raise(const texts *self, size_t i) {
  PyObject *error = texts_error(self, i, i);
  if (error) PyErr_SetObject((PyObject *)Py_TYPE(error), error);
  Py_XDECREF(error);
}
