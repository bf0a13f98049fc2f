/* str and bytes as the core sees them, and back. Nothing is copied on the way
 * in: a str is read in its own 1, 2 or 4 byte units, bytes as UTF-8. */
#include "binding.h"

static bool too_long(void) {
  PyErr_Format(PyExc_OverflowError,
               "text is longer than %u bytes of UTF-8, the most that copydesk reads at "
               "once; cut it into articles",
               CD_MAX_BYTES);
  return false;
}

/* Most bytes of UTF-8 that one unit can stand for. */
static size_t bytes_per_unit(cd_form form) {
  return form == CD_UTF8 ? 1 : form == CD_UCS1 ? 2 : form == CD_UCS2 ? 3 : 4;
}

bool text_view(PyObject *object, cd_text *text) {
  if (PyUnicode_Check(object)) {
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(object) < 0) return false;
#endif
    text->units = PyUnicode_DATA(object);
    text->n = (size_t)PyUnicode_GET_LENGTH(object);
    text->form = (cd_form)PyUnicode_KIND(object);
  } else if (PyBytes_Check(object)) {
    text->units = PyBytes_AS_STRING(object);
    text->n = (size_t)PyBytes_GET_SIZE(object);
    text->form = CD_UTF8;
  } else {
    PyErr_Format(PyExc_TypeError,
                 "text must be str, or bytes that hold UTF-8, not %.200s",
                 Py_TYPE(object)->tp_name);
    return false;
  }
  if (text->n <= CD_MAX_BYTES / bytes_per_unit(text->form)) return true;
  return cd_text_bytes(*text) <= CD_MAX_BYTES || too_long();
}

static void raise_bad_utf8(PyObject *object, cd_text text) {
  size_t start = 0, end = 0;
  if (cd_text_check(text, &start, &end) == CD_OK) end = start = 0;
  PyObject *error = PyObject_CallFunction(
      PyExc_UnicodeDecodeError, "sOnns", "utf-8", object, (Py_ssize_t)start,
      (Py_ssize_t)end, "malformed UTF-8; Analyzer(errors='replace') reads on over it");
  if (!error) return;
  PyErr_SetObject(PyExc_UnicodeDecodeError, error);
  Py_DECREF(error);
}

void *raise_status(cd_status status, PyObject *object, cd_text text) {
  switch (status) {
    case CD_NO_MEMORY:
      PyErr_NoMemory();
      break;
    case CD_TOO_LONG:
      too_long();
      break;
    case CD_BAD_UTF8:
      raise_bad_utf8(object, text);
      break;
    case CD_STOPPED:
      break;
    default:
      PyErr_SetString(PyExc_ValueError, "an option of the Analyzer is out of range");
      break;
  }
  return NULL;
}

PyObject *text_slice(PyObject *object, size_t start, size_t end) {
  if (PyUnicode_Check(object))
    return PyUnicode_Substring(object, (Py_ssize_t)start, (Py_ssize_t)end);
  return PyUnicode_DecodeUTF8(PyBytes_AS_STRING(object) + start,
                              (Py_ssize_t)(end - start), "replace");
}

PyObject *slice_str(cd_slice slice) {
  return PyUnicode_DecodeUTF8((const char *)slice.bytes, (Py_ssize_t)slice.n,
                              "surrogatepass");
}

PyObject *str_head(PyObject *str, Py_ssize_t most) {
  if (PyUnicode_GET_LENGTH(str) <= most) return Py_NewRef(str);
  PyObject *head = PyUnicode_Substring(str, 0, most);
  /* a format is ASCII, what it shows is UTF-8 */
  PyObject *cut = head ? PyUnicode_FromFormat("%U%s", head, "\xe2\x80\xa6") : NULL;
  Py_XDECREF(head);
  return cut;
}

bool str_utf8(PyObject *str, PyObject **owner, cd_slice *slice) {
  Py_ssize_t n = 0;
  const char *bytes = NULL;
  *owner = NULL;
#if PY_VERSION_HEX < 0x030C0000
  if (PyUnicode_READY(str) < 0) return false;
#endif
  if (PyUnicode_IS_ASCII(
          str)) { /* its UTF-8 is what it holds: nothing to cache in the caller's str */
    bytes = (const char *)PyUnicode_DATA(str);
    n = PyUnicode_GET_LENGTH(str);
  } else {
    *owner = PyUnicode_AsEncodedString(str, "utf-8", "surrogatepass");
    if (!*owner) return false;
    bytes = PyBytes_AS_STRING(*owner);
    n = PyBytes_GET_SIZE(*owner);
  }
  slice->bytes = (const uint8_t *)bytes;
  slice->n = (size_t)n;
  return true;
}
