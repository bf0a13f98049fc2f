/* Stems of many words: types first, in blocks, then each type's one str. */
#include "binding.h"

#if PY_VERSION_HEX >= 0x030D0000 /* nobody else changes the object meanwhile */
#define BEGIN_LOCKED(object) Py_BEGIN_CRITICAL_SECTION(object)
#define END_LOCKED()         Py_END_CRITICAL_SECTION()
#else
#define BEGIN_LOCKED(object) {
#define END_LOCKED()         }
#endif

/* Words are looked up CHUNK at a time, so that a lexicon that is full can start
 * again; BLOCK of them are handed to the core at once. The objects of the next
 * block are asked for while this one's are read: fresh str lie anywhere. */
enum { CHUNK = 4096, BLOCK = 64 };

static bool want_word(PyObject *word, Py_ssize_t index) {
  if (PyUnicode_Check(word)) return true;
  PyErr_Format(PyExc_TypeError, "words[%zd] must be str, not %.200s", index,
               Py_TYPE(word)->tp_name);
  return false;
}

/* What a list or tuple holds now: good until Python code may run again. */
typedef struct words {
  PyObject *const *item;
  Py_ssize_t n;
} words;

static words words_of(PyObject *sequence) {
  return (words){PySequence_Fast_ITEMS(sequence), PySequence_Fast_GET_SIZE(sequence)};
}

/* The types of words [first, first + n), n at most BLOCK. In front of the
 * characters of a compact str lies the rest of its object, at least. */
static bool block_types(desk *at, words of, Py_ssize_t first, size_t n, uint32_t *type) {
  cd_text text[BLOCK];
  size_t before = sizeof(PyASCIIObject);
  for (size_t i = 0; i < n; i++) {
    Py_ssize_t index = first + (Py_ssize_t)i;
    PyObject *word = of.item[index];
    if (index + BLOCK < of.n) __builtin_prefetch(of.item[index + BLOCK]);
    if (!want_word(word, index) || !text_view(word, &text[i])) return false;
    if (!PyUnicode_IS_COMPACT(word)) before = 0;
  }
  cd_status status = cd_lexicon_words(at->lexicon, text, n, before, type);
  return status == CD_OK || raise_status(status, NULL, (cd_text){0});
}

/* Make the stem of every one of these types that has none yet. */
static bool make_stems(desk *at, const uint32_t *type, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (type[i] < at->stems.n && at->stems.item[type[i]]) continue;
    PyObject *stem = desk_stem(at, type[i]);
    if (!stem) return false;
    Py_DECREF(stem); /* the desk holds it */
  }
  return true;
}

/* Put the stems of words [first, first + n) into `stems`, n at most CHUNK. */
static bool stem_chunk(desk *at, words of, Py_ssize_t first, size_t n, PyObject **stems) {
  uint32_t type[CHUNK];
  desk_forget_if_full(at);
  for (size_t i = 0; i < n; i += BLOCK) {
    size_t here = n - i < BLOCK ? n - i : BLOCK;
    if (!block_types(at, of, first + (Py_ssize_t)i, here, type + i)) return false;
  }
  if (!make_stems(at, type, n)) return false;
  share_strings(at->stems.item, type, n, stems);
  return true;
}

/* Let Ctrl-C through; what its handler does to the list is no reason to crash. */
static bool words_still(PyObject *sequence, Py_ssize_t n) {
  if (PyErr_CheckSignals() < 0) return false;
  if (PySequence_Fast_GET_SIZE(sequence) == n) return true;
  PyErr_SetString(PyExc_RuntimeError,
                  "words changed its length while its words were stemmed");
  return false;
}

static bool stem_all(desk *at, PyObject *sequence, PyObject *stems) {
  Py_ssize_t n = PyList_GET_SIZE(stems);
  for (Py_ssize_t first = 0; first < n; first += CHUNK) {
    if (!words_still(sequence, n)) return false;
    size_t here = n - first < CHUNK ? (size_t)(n - first) : CHUNK;
    PyObject **item = ((PyListObject *)stems)->ob_item + first;
    if (!stem_chunk(at, words_of(sequence), first, here, item)) return false;
  }
  return true;
}

PyObject *desk_stem_list(desk *self, PyObject *sequence) {
  PyObject *stems;
  BEGIN_LOCKED(sequence);
  stems = PyList_New(PySequence_Fast_GET_SIZE(sequence));
  if (stems && !stem_all(self, sequence, stems)) Py_CLEAR(stems);
  END_LOCKED();
  return stems;
}
