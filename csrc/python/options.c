/* Arguments of Analyzer -> its key (checked, canonical, hashable) -> the core's
 * options. The key is what equality, hashes, pickles and fingerprints rest on. */
#include "binding.h"

#include <limits.h>

static const char *const names[N_OPTIONS] = {
    "language",   "style",      "contractions",  "hyphens",        "layout",
    "colons",     "semicolons", "dashes",        "quotes",         "lowercase",
    "stem",       "stop_words", "ngram_range",   "ngram_scope",    "min_length",
    "max_length", "blocks",     "abbreviations", "stem_overrides", "errors",
    "model"};
static const char *const styles[] = {"news", "uax29", "whitespace", "sklearn"};
static const char *const contractions[] = {"split", "keep"};
static const char *const cuts[] = {"auto", "split", "keep"};
static const char *const layouts[] = {"auto", "line", "wrap", "off"};
static const char *const scopes[] = {"sentence", "text"};
static const char *const errors[] = {"strict", "replace"};

/* Options that are one word of a few; the default comes first, and a word's
 * place is the value of the core's enum. */
typedef struct choice {
  const char *const *words;
  size_t n;
} choice;

static choice choice_of(size_t option) {
  switch (option) {
    case OPT_STYLE:
      return (choice){styles, 4};
    case OPT_CONTRACTIONS:
      return (choice){contractions, 2};
    case OPT_HYPHENS:
    case OPT_COLONS:
    case OPT_SEMICOLONS:
    case OPT_DASHES:
    case OPT_QUOTES:
      return (choice){cuts, 3};
    case OPT_LAYOUT:
      return (choice){layouts, 4};
    case OPT_NGRAM_SCOPE:
      return (choice){scopes, 2};
    case OPT_ERRORS:
      return (choice){errors, 2};
    default:
      return (choice){NULL, 0};
  }
}

#define LONGEST_NGRAM 255 /* cd_terms counts a term's types in a byte */

const char *option_name(size_t option) { return names[option]; }

static PyObject *default_of(size_t option) {
  switch (option) {
    case OPT_LANGUAGE:
      return PyUnicode_FromString("english");
    case OPT_LOWERCASE:
    case OPT_STEM:
      Py_RETURN_TRUE;
    case OPT_STOP_WORDS:
    case OPT_BLOCKS:
    case OPT_MODEL:
      Py_RETURN_NONE;
    case OPT_NGRAM_RANGE:
      return Py_BuildValue("(ii)", 1, 1);
    case OPT_MIN_LENGTH:
      return PyLong_FromLong(1);
    case OPT_MAX_LENGTH:
      return PyLong_FromLong(64);
    case OPT_ABBREVIATIONS:
    case OPT_STEM_OVERRIDES:
      return PyTuple_New(0);
    default:
      return PyUnicode_InternFromString(choice_of(option).words[0]);
  }
}

/* ---- one argument, made canonical ----------------------------------------- */

static PyObject *canonical_language(PyObject *value) {
  const char *name = want_language("language", value);
  return name ? PyUnicode_FromString(name) : NULL;
}

static PyObject *canonical_choice(size_t option, PyObject *value) {
  choice of = choice_of(option);
  size_t which = 0;
  if (!want_choice(names[option], value, of.words, of.n, &which)) return NULL;
  return PyUnicode_InternFromString(of.words[which]);
}

static PyObject *canonical_bool(size_t option, PyObject *value) {
  bool is_true = false;
  return want_bool(names[option], value, &is_true) ? PyBool_FromLong(is_true) : NULL;
}

static PyObject *canonical_length(size_t option, PyObject *value, PyObject *key) {
  long least = 1, number = 0;
  if (option == OPT_MAX_LENGTH)
    least = PyLong_AsLong(PyTuple_GET_ITEM(key, OPT_MIN_LENGTH));
  return want_int(names[option], value, least, INT_MAX, &number) ? PyLong_FromLong(number)
                                                                 : NULL;
}

static PyObject *canonical_ngram_range(PyObject *value) {
  long least = 0, most = 0;
  bool is_pair = (PyTuple_Check(value) || PyList_Check(value)) &&
                 PySequence_Fast_GET_SIZE(value) == 2;
  if (!is_pair) {
    PyErr_Format(PyExc_TypeError, "ngram_range must be two ints, (least, most), not %R",
                 value);
    return NULL;
  }
  if (!want_int("ngram_range[0]", PySequence_Fast_GET_ITEM(value, 0), 1, LONGEST_NGRAM,
                &least))
    return NULL;
  if (!want_int("ngram_range[1]", PySequence_Fast_GET_ITEM(value, 1), least,
                LONGEST_NGRAM, &most))
    return NULL;
  return Py_BuildValue("(ll)", least, most);
}

/* A word as an exact str that UTF-8 can hold, new. */
static PyObject *canonical_word(const char *what, PyObject *word) {
  if (!PyUnicode_Check(word)) {
    PyErr_Format(PyExc_TypeError, "%s must hold str, not %.200s", what,
                 Py_TYPE(word)->tp_name);
    return NULL;
  }
  if (PyUnicode_AsUTF8(word)) return PyUnicode_FromObject(word);
  if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
    PyErr_Format(PyExc_ValueError,
                 "%s must hold words, not %R: a lone surrogate is in none", what, word);
  return NULL;
}

static PyObject *sorted_tuple(PyObject *list) {
  if (PyList_Sort(list) < 0) return NULL;
  return PyList_AsTuple(list);
}

/* New: each item of a list once, sorted. */
static PyObject *distinct(PyObject *list) {
  PyObject *set = PySet_New(list), *once = set ? PySequence_List(set) : NULL,
           *tuple = once ? sorted_tuple(once) : NULL;
  Py_XDECREF(set);
  Py_XDECREF(once);
  return tuple;
}

/* Each of an iterable's words once, sorted: a tuple. */
static PyObject *canonical_words(const char *what, PyObject *value) {
  if (PyUnicode_Check(value)) {
    PyErr_Format(PyExc_TypeError, "%s must be an iterable of str, not str; write [%R]",
                 what, value);
    return NULL;
  }
  PyObject *list = want_iterable(what, "str", value) ? PySequence_List(value) : NULL,
           *tuple = NULL;
  if (!list) return NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *word = canonical_word(what, PyList_GET_ITEM(list, i));
    if (!word) goto done;
    PyList_SetItem(list, i, word);
  }
  tuple = distinct(list);
done:
  Py_DECREF(list);
  return tuple;
}

/* "language" and the language's own name are one; another's name is an error. */
static PyObject *canonical_stop_words(PyObject *value, PyObject *key) {
  PyObject *language = PyTuple_GET_ITEM(key, OPT_LANGUAGE);
  if (value == Py_None) Py_RETURN_NONE;
  if (!PyUnicode_Check(value)) return canonical_words("stop_words", value);
  if (PyUnicode_CompareWithASCIIString(value, "language") == 0)
    return Py_NewRef(language);
  const char *name = want_language("stop_words", value);
  if (!name && !PyErr_ExceptionMatches(PyExc_ValueError)) return NULL;
  PyErr_Clear(); /* no language's name is no better than another's */
  if (name && PyUnicode_CompareWithASCIIString(language, name) == 0)
    return Py_NewRef(language);
  PyErr_Format(PyExc_ValueError,
               "stop_words=%R is not the Analyzer's language, %R; pass "
               "stop_words='language', or the words themselves",
               value, language);
  return NULL;
}

static bool block_bit(PyObject *word, uint32_t *bits) {
  const char *kinds[CD_BLOCK_KINDS];
  size_t which = 0;
  for (int i = 0; i < CD_BLOCK_KINDS; i++)
    kinds[i] = cd_block_kind_name((cd_block_kind)i);
  if (!want_choice("block kind", word, kinds, CD_BLOCK_KINDS, &which)) return false;
  *bits |= 1u << which;
  return true;
}

/* Block kinds as the core's bit set, an int; None for all. */
static PyObject *canonical_blocks(PyObject *value) {
  if (value == Py_None) Py_RETURN_NONE;
  PyObject *words = canonical_words("blocks", value);
  if (!words) return NULL;
  uint32_t bits = 0;
  bool right = true;
  for (Py_ssize_t i = 0; right && i < PyTuple_GET_SIZE(words); i++)
    right = block_bit(PyTuple_GET_ITEM(words, i), &bits);
  Py_DECREF(words);
  if (!right) return NULL;
  if (bits) return PyLong_FromUnsignedLong(bits);
  PyErr_SetString(
      PyExc_ValueError,
      "blocks is empty, so no text would give terms; pass None for all kinds");
  return NULL;
}

static PyObject *canonical_override(PyObject *item) {
  PyObject *word = canonical_word("stem_overrides", PyTuple_GET_ITEM(item, 0)),
           *stem = NULL;
  if (word) stem = canonical_word("stem_overrides", PyTuple_GET_ITEM(item, 1));
  if (!stem) {
    Py_XDECREF(word);
    return NULL;
  }
  return Py_BuildValue("(NN)", word, stem);
}

/* What has no keys is no mapping; any other exception is its own. */
static bool want_overrides(PyObject *value) {
  PyObject *keys = PyObject_GetAttrString(value, "keys");
  Py_XDECREF(keys);
  if (!keys && PyErr_ExceptionMatches(PyExc_AttributeError))
    PyErr_Format(PyExc_TypeError,
                 "stem_overrides must be a mapping of str to str, not %.200s",
                 Py_TYPE(value)->tp_name);
  return keys;
}

/* A mapping as its items, sorted: a tuple of (word, stem). */
static PyObject *canonical_overrides(PyObject *value) {
  PyObject *dict = want_overrides(value) ? PyDict_New() : NULL, *list = NULL,
           *tuple = NULL;
  if (!dict) return NULL;
  if (PyDict_Update(dict, value) < 0) goto done;
  list = PyDict_Items(dict);
  if (!list) goto done;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
    PyObject *pair = canonical_override(PyList_GET_ITEM(list, i));
    if (!pair) goto done;
    PyList_SetItem(list, i, pair);
  }
  tuple = sorted_tuple(list);
done:
  Py_DECREF(dict);
  Py_XDECREF(list);
  return tuple;
}

static PyObject *canonical(size_t option, PyObject *value, PyObject *key) {
  switch (option) {
    case OPT_LANGUAGE:
      return canonical_language(value);
    case OPT_LOWERCASE:
    case OPT_STEM:
      return canonical_bool(option, value);
    case OPT_STOP_WORDS:
      return canonical_stop_words(value, key);
    case OPT_NGRAM_RANGE:
      return canonical_ngram_range(value);
    case OPT_MIN_LENGTH:
    case OPT_MAX_LENGTH:
      return canonical_length(option, value, key);
    case OPT_BLOCKS:
      return canonical_blocks(value);
    case OPT_ABBREVIATIONS:
      return canonical_words("abbreviations", value);
    case OPT_STEM_OVERRIDES:
      return canonical_overrides(value);
    case OPT_MODEL:
      return call_python("copydesk._models", "opened", "(O)", value);
    default:
      return canonical_choice(option, value);
  }
}

/* ---- all arguments -------------------------------------------------------- */

/* Raise for a keyword that is no option. */
static void raise_unknown_keyword(PyObject *keyword) {
  PyObject *options = PyTuple_New(N_OPTIONS), *message = NULL;
  for (size_t i = 0; options && i < N_OPTIONS; i++)
    PyTuple_SET_ITEM(options, (Py_ssize_t)i, PyUnicode_InternFromString(names[i]));
  if (options)
    message = call_python("copydesk._messages", "unknown_keyword", "(sOO)", "Analyzer",
                          keyword, options);
  if (message) PyErr_SetObject(PyExc_TypeError, message);
  Py_XDECREF(message);
  Py_XDECREF(options);
}

static bool take_keyword(PyObject *keyword, PyObject *value, PyObject **given) {
  size_t i = 0;
  if (!PyUnicode_Check(keyword)) {
    PyErr_SetString(PyExc_TypeError, "keywords must be strings");
    return false;
  }
  while (i < N_OPTIONS && PyUnicode_CompareWithASCIIString(keyword, names[i]) != 0) i++;
  if (i == N_OPTIONS) {
    raise_unknown_keyword(keyword);
    return false;
  }
  if (given[i]) {
    PyErr_Format(PyExc_TypeError, "Analyzer() got multiple values for argument '%s'",
                 names[i]);
    return false;
  }
  given[i] = value;
  return true;
}

/* The value given for each option, borrowed, or NULL. */
static bool take_arguments(PyObject *args, PyObject *kwargs, PyObject **given) {
  Py_ssize_t n_args = PyTuple_GET_SIZE(args), at = 0;
  PyObject *keyword = NULL, *value = NULL;
  if (n_args > 1) {
    PyErr_Format(
        PyExc_TypeError,
        "Analyzer() takes at most 1 positional argument, the language (%zd given)",
        n_args);
    return false;
  }
  if (n_args) given[OPT_LANGUAGE] = PyTuple_GET_ITEM(args, 0);
  while (kwargs && PyDict_Next(kwargs, &at, &keyword, &value))
    if (!take_keyword(keyword, value, given)) return false;
  return true;
}

/* Style sklearn joins n-grams as scikit-learn does, unless told otherwise. */
static PyObject *default_beside(size_t option, PyObject *key) {
  if (option == OPT_NGRAM_SCOPE &&
      PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(key, OPT_STYLE), "sklearn") == 0)
    return PyUnicode_InternFromString("text");
  return default_of(option);
}

PyObject *options_key(PyObject *args, PyObject *kwargs) {
  PyObject *given[N_OPTIONS] = {NULL};
  if (!take_arguments(args, kwargs, given)) return NULL;
  PyObject *key = PyTuple_New(N_OPTIONS);
  for (size_t i = 0; key && i < N_OPTIONS; i++) {
    PyObject *item = given[i] ? canonical(i, given[i], key) : default_beside(i, key);
    if (!item)
      Py_CLEAR(key);
    else
      PyTuple_SET_ITEM(key, (Py_ssize_t)i, item);
  }
  if (!key) return NULL;
  /* max_length was checked against min_length only when it was given. */
  long least = PyLong_AsLong(PyTuple_GET_ITEM(key, OPT_MIN_LENGTH));
  if (least <= PyLong_AsLong(PyTuple_GET_ITEM(key, OPT_MAX_LENGTH))) return key;
  PyErr_Format(PyExc_ValueError,
               "min_length %ld is over max_length %R, so no term could be long enough",
               least, PyTuple_GET_ITEM(key, OPT_MAX_LENGTH));
  Py_DECREF(key);
  return NULL;
}

bool option_differs(PyObject *key, size_t option, bool *differs) {
  PyObject *usual = default_beside(option, key);
  if (!usual) return false;
  int same =
      PyObject_RichCompareBool(PyTuple_GET_ITEM(key, (Py_ssize_t)option), usual, Py_EQ);
  Py_DECREF(usual);
  *differs = same == 0;
  return same >= 0;
}

/* ---- back to what an argument looks like ---------------------------------- */

static PyObject *block_set(PyObject *bits) {
  if (bits == Py_None) Py_RETURN_NONE;
  unsigned long in = PyLong_AsUnsignedLong(bits);
  PyObject *list = PyList_New(0), *set = NULL;
  if (!list) return NULL;
  for (int i = 0; i < CD_BLOCK_KINDS; i++) {
    if (!(in >> i & 1)) continue;
    PyObject *name = PyUnicode_InternFromString(cd_block_kind_name((cd_block_kind)i));
    bool stored = name && PyList_Append(list, name) == 0;
    Py_XDECREF(name);
    if (!stored) goto done;
  }
  set = PyFrozenSet_New(list);
done:
  Py_DECREF(list);
  return set;
}

static PyObject *pairs_dict(PyObject *pairs) {
  PyObject *dict = PyDict_New();
  if (dict && PyDict_MergeFromSeq2(dict, pairs, 1) < 0) Py_CLEAR(dict);
  return dict;
}

PyObject *option_value(PyObject *key, size_t option) {
  PyObject *value = PyTuple_GET_ITEM(key, (Py_ssize_t)option);
  if (option == OPT_BLOCKS) return block_set(value);
  if (option == OPT_STEM_OVERRIDES) return pairs_dict(value);
  if (option == OPT_STOP_WORDS && PyTuple_Check(value)) return PyFrozenSet_New(value);
  return Py_NewRef(value);
}

/* ---- key -> the core's options -------------------------------------------- */

static size_t place_in(PyObject *word, const char *const *words) {
  size_t i = 0;
  while (PyUnicode_CompareWithASCIIString(word, words[i]) != 0) i++;
  return i;
}

static uint32_t number_of(PyObject *number) {
  return (uint32_t)PyLong_AsUnsignedLong(number);
}

/* A word of the key: its UTF-8 is cached in it, and the key outlives the call. */
static cd_slice word_slice(PyObject *word) {
  Py_ssize_t n = 0;
  const char *bytes = PyUnicode_AsUTF8AndSize(word, &n);
  return (cd_slice){(const uint8_t *)bytes, bytes ? (size_t)n : 0};
}

static size_t tuple_size(PyObject *object) {
  return PyTuple_Check(object) ? (size_t)PyTuple_GET_SIZE(object) : 0;
}

/* The key's words as slices: abbreviations, stop words, overrides, their stems. */
static cd_slice *set_words(PyObject *key, cd_options *options) {
  PyObject *abbreviations = PyTuple_GET_ITEM(key, OPT_ABBREVIATIONS),
           *stops = PyTuple_GET_ITEM(key, OPT_STOP_WORDS),
           *overrides = PyTuple_GET_ITEM(key, OPT_STEM_OVERRIDES);
  size_t n = tuple_size(abbreviations), n_stops = tuple_size(stops),
         n_overrides = tuple_size(overrides), at = 0;
  cd_slice *slices = PyMem_Calloc(n + n_stops + 2 * n_overrides + 1, sizeof *slices);
  if (!slices) {
    PyErr_NoMemory();
    return NULL;
  }
  options->abbreviations = slices;
  for (size_t i = 0; i < n; i++)
    slices[at++] = word_slice(PyTuple_GET_ITEM(abbreviations, (Py_ssize_t)i));
  options->stop_words = slices + at;
  for (size_t i = 0; i < n_stops; i++)
    slices[at++] = word_slice(PyTuple_GET_ITEM(stops, (Py_ssize_t)i));
  options->override_words = slices + at;
  options->override_stems = slices + at + n_overrides;
  for (size_t i = 0; i < n_overrides; i++, at++) {
    PyObject *pair = PyTuple_GET_ITEM(overrides, (Py_ssize_t)i);
    slices[at] = word_slice(PyTuple_GET_ITEM(pair, 0));
    slices[at + n_overrides] = word_slice(PyTuple_GET_ITEM(pair, 1));
  }
  options->n_abbreviations = n;
  options->n_stop_words = n_stops;
  options->n_overrides = n_overrides;
  return slices;
}

static void set_choices(PyObject *key, cd_options *options) {
  options->style = (cd_style)place_in(PyTuple_GET_ITEM(key, OPT_STYLE), styles);
  options->contractions =
      (cd_contractions)place_in(PyTuple_GET_ITEM(key, OPT_CONTRACTIONS), contractions);
  options->hyphens = (cd_hyphens)place_in(PyTuple_GET_ITEM(key, OPT_HYPHENS), cuts);
  options->colons = (cd_cut)place_in(PyTuple_GET_ITEM(key, OPT_COLONS), cuts);
  options->semicolons = (cd_cut)place_in(PyTuple_GET_ITEM(key, OPT_SEMICOLONS), cuts);
  options->dashes = (cd_cut)place_in(PyTuple_GET_ITEM(key, OPT_DASHES), cuts);
  options->quotes = (cd_cut)place_in(PyTuple_GET_ITEM(key, OPT_QUOTES), cuts);
  options->layout = (cd_layout)place_in(PyTuple_GET_ITEM(key, OPT_LAYOUT), layouts);
  options->ngrams_cross = place_in(PyTuple_GET_ITEM(key, OPT_NGRAM_SCOPE), scopes) == 1;
  options->replace_errors = place_in(PyTuple_GET_ITEM(key, OPT_ERRORS), errors) == 1;
  options->lowercase = PyTuple_GET_ITEM(key, OPT_LOWERCASE) == Py_True;
  options->stem = PyTuple_GET_ITEM(key, OPT_STEM) == Py_True;
  options->language_stop_words = PyUnicode_Check(PyTuple_GET_ITEM(key, OPT_STOP_WORDS));
}

static void set_numbers(PyObject *key, cd_options *options) {
  PyObject *range = PyTuple_GET_ITEM(key, OPT_NGRAM_RANGE),
           *blocks = PyTuple_GET_ITEM(key, OPT_BLOCKS);
  options->ngram_min = number_of(PyTuple_GET_ITEM(range, 0));
  options->ngram_max = number_of(PyTuple_GET_ITEM(range, 1));
  options->min_length = number_of(PyTuple_GET_ITEM(key, OPT_MIN_LENGTH));
  options->max_length = number_of(PyTuple_GET_ITEM(key, OPT_MAX_LENGTH));
  options->blocks = blocks == Py_None ? 0 : number_of(blocks);
}

bool options_rules(PyObject *key, const cd_model *model, cd_rules **rules) {
  cd_options options = cd_options_default();
  options.language = PyUnicode_AsUTF8(PyTuple_GET_ITEM(key, OPT_LANGUAGE));
  if (options.language && !strcmp(options.language, AUTO))
    options.language = cd_options_default().language;
  cd_slice *slices = options.language ? set_words(key, &options) : NULL;
  if (!slices) return false;
  set_choices(key, &options);
  set_numbers(key, &options);
  options.model = model;
  cd_status status = PyErr_Occurred() ? CD_BAD_OPTION : cd_rules_new(&options, rules);
  PyMem_Free(slices);
  if (status == CD_OK) return true;
  if (!PyErr_Occurred()) raise_status(status, NULL, (cd_text){0});
  return false;
}
