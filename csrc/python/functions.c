/* The functions of the module. */
#include "batch_binding.h"

static module_state *module_state_of(PyObject *module) {
  return PyModule_GetState(module);
}

/* ---- an Analyzer for a language's name ------------------------------------ */

#define MOST_SPELLINGS 1024 /* of languages' names that are remembered */

/* Make the Analyzer of `language` and remember it, by this spelling too. */
static PyObject *remember(module_state *state, PyObject *language) {
  const char *canonical = want_language("language", language);
  PyObject *name = canonical ? PyUnicode_FromString(canonical) : NULL, *made = NULL;
  if (!name || dict_find(state->analyzers, name, &made) < 0) goto done;
  if (!made) made = PyObject_CallOneArg((PyObject *)state->analyzer_type, name);
  if (!made) goto done;
  bool stored = PyDict_SetItem(state->analyzers, name, made) == 0;
  if (stored && PyUnicode_CheckExact(language) &&
      PyDict_GET_SIZE(state->analyzers) < MOST_SPELLINGS)
    stored = PyDict_SetItem(state->analyzers, language, made) == 0;
  if (!stored) Py_CLEAR(made);
done:
  Py_XDECREF(name);
  return made;
}

/* New: the Analyzer with defaults for `language` (NULL: English). */
static PyObject *analyzer_for(module_state *state, PyObject *language) {
  PyObject *found = NULL;
  if (!language) language = state->english;
  if (!want_str("language", language)) return NULL;
  if (dict_find(state->analyzers, language, &found) < 0) return NULL;
  return found ? found : remember(state, language);
}

void analyzers_forget(module_state *state) {
  if (state->analyzers) PyDict_Clear(state->analyzers);
}

/* ---- tokenize ------------------------------------------------------------- */

typedef PyObject *reader(PyObject *analyzer, PyObject *text);

/* Call `read` with the Analyzer of the call's language, and its text. */
static PyObject *read_in_language(const char *function, reader *read, PyObject *module,
                                  PyObject *const *args, Py_ssize_t n_args,
                                  PyObject *names) {
  static const char *const of[] = {"text", "language"};
  const signature form = {function, of, 2, 1};
  PyObject *value[2];
  if (!arguments(&form, args, n_args, names, value)) return NULL;
  PyObject *by = analyzer_for(module_state_of(module), value[1]);
  if (!by) return NULL;
  PyObject *result = read(by, value[0]);
  Py_DECREF(by);
  return result;
}

PyDoc_STRVAR(
    word_tokenize_doc,
    "word_tokenize(text, language='english')\n--\n\n"
    "The tokens of `text`, in order: a list of str.\n\n"
    "`text` is str, or bytes that hold UTF-8. Each token is a slice of the text;\n"
    "what lies between two is white space, with the marks that join it (U+FEFF, say).\n"
    "language='auto' takes the language that detect_language tells.\n\n"
    "Raises TypeError for anything else, ValueError for an unknown language,\n"
    "UnicodeDecodeError for malformed bytes, OverflowError above 2^31-1 bytes of\n"
    "UTF-8.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.word_tokenize(\"She didn't pay $3.5 bn.\")\n"
    "['She', 'did', \"n't\", 'pay', '$', '3.5', 'bn', '.']\n");
static PyObject *word_tokenize(PyObject *module, PyObject *const *args, Py_ssize_t n_args,
                               PyObject *names) {
  return read_in_language("word_tokenize", analyzer_tokens, module, args, n_args, names);
}

PyDoc_STRVAR(
    sent_tokenize_doc,
    "sent_tokenize(text, language='english')\n--\n\n"
    "The sentences of `text`, in order: a list of str.\n\n"
    "Each is a slice of the text, from its first token to its last. Errors are those\n"
    "of word_tokenize.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.sent_tokenize(\"Gen. Khan spoke at 5 p.m. They listened.\")\n"
    "['Gen. Khan spoke at 5 p.m.', 'They listened.']\n");
static PyObject *sent_tokenize(PyObject *module, PyObject *const *args, Py_ssize_t n_args,
                               PyObject *names) {
  return read_in_language("sent_tokenize", analyzer_sentences, module, args, n_args,
                          names);
}

PyDoc_STRVAR(
    span_tokenize_doc,
    "span_tokenize(text, level='token', unit=None, language='english')\n--\n\n"
    "Where the tokens, sentences or blocks of `text` lie: a list of (start, end).\n\n"
    "Offsets are half-open and ascend. `level` is \"token\", \"sentence\" or\n"
    "\"block\"; `unit` is \"code_point\", \"byte\" (of UTF-8), \"utf16\", or None:\n"
    "code points for str, bytes for bytes. Errors are those of word_tokenize, and\n"
    "ValueError for an unknown level or unit.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.span_tokenize(\"It fell. They sold.\", level=\"sentence\")\n"
    "[(0, 8), (9, 19)]\n");
static PyObject *span_tokenize(PyObject *module, PyObject *const *args, Py_ssize_t n_args,
                               PyObject *names) {
  static const char *const of[] = {"text", "level", "unit", "language"};
  static const signature form = {"span_tokenize", of, 4, 1};
  PyObject *value[4];
  level which;
  cd_unit unit;
  if (!arguments(&form, args, n_args, names, value)) return NULL;
  if (!want_level(value[1], &which) || !want_unit(value[2], &unit)) return NULL;
  PyObject *by = analyzer_for(module_state_of(module), value[3]);
  if (!by) return NULL;
  PyObject *spans = analyzer_read_spans(by, value[0], which, unit);
  Py_DECREF(by);
  return spans;
}

/* ---- stem ----------------------------------------------------------------- */

/* New: the stem of one word. */
static PyObject *stem_one(desk *at, PyObject *word) {
  uint32_t type = 0;
  if (!want_str("word", word)) return NULL;
  desk_forget_if_full(at);
  return desk_intern(at, word, &type) ? desk_stem(at, type) : NULL;
}

typedef PyObject *stemmer(desk *at, PyObject *words);

static PyObject *stem_in_language(module_state *state, PyObject *language, stemmer *stem,
                                  PyObject *words) {
  PyObject *asked = analyzer_for(state, language), *found = NULL;
  if (!asked) return NULL;
  analyzer *by = analyzer_for_words((analyzer *)asked, words);
  desk *at = by ? desk_take(state, by) : NULL;
  if (at) {
    found = stem(at, words);
    desk_return(state, at);
  }
  Py_XDECREF((PyObject *)by);
  Py_DECREF(asked);
  return found;
}

PyDoc_STRVAR(
    stem_doc,
    "stem(word, language='english')\n--\n\n"
    "The stem of `word`: a str, lower case.\n\n"
    "Snowball's stem of the lower-cased word; a curly apostrophe counts as a straight\n"
    "one, an empty stem falls back to the word, and a language without a stemmer\n"
    "gives the lower-cased word. `language` may also name a Snowball algorithm, such\n"
    "as \"porter\"; \"auto\" goes by the word alone, which is often too little.\n\n"
    "Raises TypeError if `word` is not str, ValueError for an unknown language.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.stem(\"Ships\"), cd.stem(\"maisons\", \"fr\")\n"
    "('ship', 'maison')\n");
static PyObject *stem(PyObject *module, PyObject *const *args, Py_ssize_t n_args,
                      PyObject *names) {
  static const char *const of[] = {"word", "language"};
  static const signature form = {"stem", of, 2, 1};
  PyObject *value[2];
  if (!arguments(&form, args, n_args, names, value)) return NULL;
  return stem_in_language(module_state_of(module), value[1], stem_one, value[0]);
}

PyDoc_STRVAR(
    stem_words_doc,
    "stem_words(words, language='english')\n--\n\n"
    "The stem of each word of an iterable of str, in order: a list of str.\n\n"
    "Stems are those of `stem`; equal words share one str; language=\"auto\" is\n"
    "told from the first 1,000 words. Raises TypeError if `words` is a str, or\n"
    "naming the first word that is not one; ValueError for an unknown language.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.stem_words([\"Ships\", \"waited\"])\n"
    "['ship', 'wait']\n");
static PyObject *stem_words(PyObject *module, PyObject *const *args, Py_ssize_t n_args,
                            PyObject *names) {
  static const char *const of[] = {"words", "language"};
  static const signature form = {"stem_words", of, 2, 1};
  PyObject *value[2];
  if (!arguments(&form, args, n_args, names, value)) return NULL;
  if (PyUnicode_Check(value[0])) {
    PyErr_SetString(
        PyExc_TypeError,
        "words must be an iterable of str, not str; for one word call stem()");
    return NULL;
  }
  if (!want_iterable("words", "str", value[0])) return NULL;
  PyObject *words = PySequence_Fast(value[0], "words cannot be iterated over");
  if (!words) return NULL;
  PyObject *stems =
      stem_in_language(module_state_of(module), value[1], desk_stem_list, words);
  Py_DECREF(words);
  return stems;
}

/* ---- what there is -------------------------------------------------------- */

PyDoc_STRVAR(
    languages_doc,
    "languages()\n--\n\n"
    "The languages with data of their own, in alphabetical order: a tuple of str.\n\n"
    "Any other ISO 639-1 or -3 code is accepted too, and read by general rules.\n\n"
    ">>> import copydesk as cd\n"
    ">>> \"english\" in cd.languages()\n"
    "True\n");
static PyObject *languages(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored)) {
  size_t n = cd_language_count();
  PyObject *tuple = PyTuple_New((Py_ssize_t)n);
  for (size_t i = 0; tuple && i < n; i++) {
    PyObject *name = PyUnicode_FromString(cd_language_name(i));
    if (!name)
      Py_CLEAR(tuple);
    else
      PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, name);
  }
  return tuple;
}

PyDoc_STRVAR(
    detect_language_doc,
    "detect_language(text, /)\n--\n\n"
    "The language that `text` is written in: a str, as Analyzer(language=...) takes "
    "it.\n\n"
    "One of languages(), or an ISO 639 code of a language without data of its own. It\n"
    "is told by scripts and letters in the first 16 K units, sampled, in about a\n"
    "microsecond; a sentence is enough as a rule, one word often is not. A text\n"
    "without letters is 'english'. Analyzer(language='auto') decides the same.\n\n"
    "`text` is str, or bytes that hold UTF-8; TypeError for anything else.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.detect_language(\"Der Zug ist heute nicht gekommen.\")\n"
    "'german'\n"
    ">>> cd.detect_language(\"Сьогодні в Києві йде дощ.\")\n"
    "'uk'\n");
static PyObject *detect_language(PyObject *Py_UNUSED(module), PyObject *text) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  return PyUnicode_FromString(cd_detectable_name(cd_language_detect(view)));
}

PyDoc_STRVAR(
    versions_doc,
    "versions()\n--\n\n"
    "The versions that output depends on, and the kernel in use: a dict of str to str\n"
    "with copydesk, unicode, utf8proc, stemmer and isa.\n\n"
    ">>> import copydesk as cd\n"
    ">>> list(cd.versions())\n"
    "['copydesk', 'unicode', 'utf8proc', 'stemmer', 'isa']\n");
static PyObject *versions(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored)) {
  return Py_BuildValue("{ssssssssss}", "copydesk", cd_version(), "unicode",
                       cd_unicode_version(), "utf8proc", cd_utf8proc_version(), "stemmer",
                       cd_stemmer_version(), "isa", cd_isa_name());
}

PyDoc_STRVAR(stemmer_version_doc,
             "stemmer_version()\n--\n\n"
             "The version of libstemmer, told by how it behaves: \"2.2\" or \"3.x\".\n\n"
             ">>> import copydesk as cd\n"
             ">>> cd.stemmer_version() in (\"2.2\", \"3.x\")\n"
             "True\n");
static PyObject *stemmer_version(PyObject *Py_UNUSED(module),
                                 PyObject *Py_UNUSED(ignored)) {
  return PyUnicode_FromString(cd_stemmer_version());
}

PyDoc_STRVAR(
    clear_caches_doc,
    "clear_caches()\n--\n\n"
    "Free the memory kept from call to call: words seen, their stems, their str.\n\n"
    "No result changes. At most 8 caches are kept, each of at most 131,072 words with\n"
    "what is known of them, 524,288 str of tokens, and 4,096 of words to stem.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.clear_caches()\n");
static PyObject *clear_caches(PyObject *module, PyObject *Py_UNUSED(ignored)) {
  module_state *state = module_state_of(module);
  desks_free(state);
  analyzers_forget(state);
  Py_RETURN_NONE;
}

PyDoc_STRVAR(
    make_analyzer_doc,
    "_analyzer(options, /)\n--\n\nAn Analyzer from a dict of its options, for pickle.");
static PyObject *make_analyzer(PyObject *module, PyObject *options) {
  if (!PyDict_Check(options)) {
    PyErr_SetString(PyExc_TypeError, "options must be a dict");
    return NULL;
  }
  PyObject *none = PyTuple_New(0), *own = PyDict_Copy(options), *made = NULL;
  if (none && own)
    made = PyObject_Call((PyObject *)module_state_of(module)->analyzer_type, none, own);
  Py_XDECREF(none);
  Py_XDECREF(own);
  return made;
}

PyDoc_STRVAR(count_doc,
             "_count($module, analyzer, texts, threads, /, *job)\n--\n\n"
             "For copydesk._matrix alone.");

#define KEYWORDS(function) \
  (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS
PyMethodDef module_functions[] = {
    {"word_tokenize", KEYWORDS(word_tokenize), word_tokenize_doc},
    {"sent_tokenize", KEYWORDS(sent_tokenize), sent_tokenize_doc},
    {"span_tokenize", KEYWORDS(span_tokenize), span_tokenize_doc},
    {"stem", KEYWORDS(stem), stem_doc},
    {"stem_words", KEYWORDS(stem_words), stem_words_doc},
    {"languages", languages, METH_NOARGS, languages_doc},
    {"detect_language", detect_language, METH_O, detect_language_doc},
    {"versions", versions, METH_NOARGS, versions_doc},
    {"stemmer_version", stemmer_version, METH_NOARGS, stemmer_version_doc},
    {"clear_caches", clear_caches, METH_NOARGS, clear_caches_doc},
    {"_analyzer", make_analyzer, METH_O, make_analyzer_doc},
    {"_count", (PyCFunction)(void (*)(void))count_texts, METH_FASTCALL, count_doc},
    {NULL, NULL, 0, NULL}};
