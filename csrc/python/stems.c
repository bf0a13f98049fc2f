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

/* ---- words known by their address ------------------------------------------ */

/* Tokens of a list of tokens are str that other lists hold too: those met lately are
 * known without a look at the object. A desk holds on to KNOWN of them, short ones. */
enum { KNOWN = 1 << 12, LONGEST = 32 };

void known_clear(desk *self) {
  for (size_t i = 0; self->known && i < KNOWN; i++) Py_XDECREF(self->known[i].word);
  PyMem_Free(self->known);
  self->known = NULL;
}

static bool make_known(desk *at) {
  if (!at->known) at->known = PyMem_Calloc(KNOWN, sizeof *at->known);
  return at->known || PyErr_NoMemory();
}

static inline known_word *known_at(const desk *at, PyObject *word) {
  uint64_t hash = (uint64_t)(uintptr_t)word * 0x9E3779B97F4A7C15u;
  return &at->known[hash / (UINT64_MAX / KNOWN + 1)];
}

static bool is_shared(PyObject *word) {
  return PyUnicode_CheckExact(word) && Py_REFCNT(word) > 1 &&
         PyUnicode_GET_LENGTH(word) <= LONGEST;
}

static void remember(desk *at, PyObject *word, uint32_t type) {
  if (!is_shared(word)) return;
  known_word *place = known_at(at, word);
  Py_XDECREF(place->word);
  *place = (known_word){Py_NewRef(word), type};
}

/* Most of the first words are shared: marks are in any list, as Python has one str of
 * each character of Latin-1. */
static bool are_shared(words of) {
  enum { LOOKED_AT = 8, MOST = 6 };
  Py_ssize_t n = 0;
  for (Py_ssize_t i = 0; i < of.n && i < LOOKED_AT; i++) n += is_shared(of.item[i]);
  return n >= MOST;
}

/* The types of the known ones of words [first, first + n); the others into `others`,
 * by their place, their objects on the way. Returns how many these are. */
static size_t known_types(const desk *at, words of, Py_ssize_t first, size_t n,
                          uint32_t *type, uint8_t *others) {
  size_t n_others = 0;
  for (size_t i = 0; i < n; i++) {
    PyObject *word = of.item[first + (Py_ssize_t)i];
    const known_word *place = known_at(at, word);
    type[i] = place->type;
    others[n_others] = (uint8_t)i;
    if (place->word == word) continue;
    __builtin_prefetch(word);
    n_others++;
  }
  return n_others;
}

/* ---- types ------------------------------------------------------------------- */

/* Views of words; in front of the characters of a compact str lies the rest of its
 * object, at least: less to `*before` where one is not compact. */
static bool view_word(words of, Py_ssize_t index, cd_text *text, size_t *before) {
  PyObject *word = of.item[index];
  if (!want_word(word, index) || !text_view(word, text)) return false;
  if (!PyUnicode_IS_COMPACT(word)) *before = 0;
  return true;
}

static bool look_up(desk *at, const cd_text *text, size_t n, size_t before,
                    uint32_t *type) {
  cd_status status = cd_lexicon_words(at->lexicon, text, n, before, type);
  return status == CD_OK || raise_status(status, NULL, (cd_text){0});
}

/* The types of words [first, first + n), n at most BLOCK. */
static bool block_types(desk *at, words of, Py_ssize_t first, size_t n, uint32_t *type) {
  cd_text text[BLOCK];
  size_t before = sizeof(PyASCIIObject);
  for (size_t i = 0; i < n; i++) {
    Py_ssize_t index = first + (Py_ssize_t)i;
    if (index + BLOCK < of.n) __builtin_prefetch(of.item[index + BLOCK]);
    if (!view_word(of, index, &text[i], &before)) return false;
  }
  return look_up(at, text, n, before, type);
}

/* Likewise where words are shared. */
static bool shared_block_types(desk *at, words of, Py_ssize_t first, size_t n,
                               uint32_t *type) {
  cd_text text[BLOCK];
  uint32_t found[BLOCK];
  uint8_t others[BLOCK];
  size_t before = sizeof(PyASCIIObject);
  size_t n_others = known_types(at, of, first, n, type, others);
  for (size_t k = 0; k < n_others; k++)
    if (!view_word(of, first + others[k], &text[k], &before)) return false;
  if (!look_up(at, text, n_others, before, found)) return false;
  for (size_t k = 0; k < n_others; k++) {
    type[others[k]] = found[k];
    remember(at, of.item[first + others[k]], found[k]);
  }
  return true;
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
  bool shared = are_shared(of);
  if (shared && !make_known(at)) return false;
  for (size_t i = 0; i < n; i += BLOCK) {
    size_t here = n - i < BLOCK ? n - i : BLOCK;
    bool is_good = shared
                       ? shared_block_types(at, of, first + (Py_ssize_t)i, here, type + i)
                       : block_types(at, of, first + (Py_ssize_t)i, here, type + i);
    if (!is_good) return false;
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
