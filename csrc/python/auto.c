/* language="auto": an Analyzer that has one for each language it met, and reads a
 * text by that of the text's language. */
#include "binding.h"

bool analyzer_is_auto(const analyzer *self) {
  PyObject *language = PyTuple_GET_ITEM(self->key, OPT_LANGUAGE);
  return PyUnicode_CompareWithASCIIString(language, AUTO) == 0;
}

/* ---- one for each language ------------------------------------------------ */

/* New: the key with another language, whose stop words are meant too. */
static PyObject *key_in(PyObject *key, const char *language) {
  PyObject *name = PyUnicode_FromString(language), *own = NULL;
  if (name) own = PyTuple_New(N_OPTIONS);
  for (Py_ssize_t i = 0; own && i < N_OPTIONS; i++) {
    PyObject *item = PyTuple_GET_ITEM(key, i);
    bool is_language =
        i == OPT_LANGUAGE || (i == OPT_STOP_WORDS && PyUnicode_Check(item));
    PyTuple_SET_ITEM(own, i, Py_NewRef(is_language ? name : item));
  }
  Py_XDECREF(name);
  return own;
}

/* Another thread may have put one there meanwhile: the first one's stays. */
static analyzer *child_at(analyzer *self, size_t language, PyObject *made) {
  PyObject *kept;
#if PY_VERSION_HEX >= 0x030D0000
  Py_BEGIN_CRITICAL_SECTION(self);
#endif
  if (!self->children[language]) self->children[language] = Py_XNewRef(made);
  kept = Py_XNewRef(self->children[language]);
#if PY_VERSION_HEX >= 0x030D0000
  Py_END_CRITICAL_SECTION();
#endif
  return (analyzer *)kept;
}

analyzer *analyzer_child(analyzer *self, size_t language) {
  analyzer *child = child_at(self, language, NULL);
  if (child) return child;
  PyObject *key = key_in(self->key, cd_detectable_name(language)), *made = NULL;
  if (key) made = analyzer_from_key(Py_TYPE((PyObject *)self), key);
  if (made) child = child_at(self, language, made);
  Py_XDECREF(made);
  return child;
}

/* ---- one for a text --------------------------------------------------------- */

analyzer *analyzer_for_text(analyzer *self, cd_text text) {
  if (!self->children) return (analyzer *)Py_NewRef((PyObject *)self);
  return analyzer_child(self, cd_language_detect(text));
}

desk *desk_take_for(module_state *state, analyzer *self, cd_text text) {
  analyzer *by = analyzer_for_text(self, text);
  if (!by) return NULL;
  desk *at = desk_take(state, by);
  Py_DECREF((PyObject *)by);
  return at;
}

/* Of more words than these the first ones tell the language. */
#define WORDS_READ 1000

/* New: one text of the words of a list or tuple, as far as they are str. */
static PyObject *joined(PyObject *words) {
  PyObject *space = PyUnicode_FromStringAndSize(" ", 1), *text = NULL,
           *first = PySequence_GetSlice(words, 0, WORDS_READ);
  if (space && first) text = PyUnicode_Join(space, first);
  Py_XDECREF(space);
  Py_XDECREF(first);
  if (text || !PyErr_ExceptionMatches(PyExc_TypeError)) return text;
  PyErr_Clear(); /* whoever reads the words will say which one is wrong */
  return PyUnicode_FromStringAndSize(NULL, 0);
}

analyzer *analyzer_for_words(analyzer *self, PyObject *words) {
  if (!self->children) return (analyzer *)Py_NewRef((PyObject *)self);
  PyObject *text = PyUnicode_Check(words) ? Py_NewRef(words)
                   : PyList_Check(words) || PyTuple_Check(words)
                       ? joined(words)
                       : PyUnicode_FromStringAndSize(NULL, 0);
  analyzer *by = NULL;
  cd_text view;
  if (text && text_view(text, &view)) by = analyzer_for_text(self, view);
  Py_XDECREF(text);
  return by;
}
