/* Analyzer: rules with their configuration. Immutable; whatever changes while
 * texts are read lies at a desk. */
#include "binding.h"

#include <limits.h>

bool analyzer_equals(const analyzer *one, const analyzer *other) {
  if (one == other) return true;
  if (one->hash != other->hash) return false;
  int same = PyObject_RichCompareBool(one->key, other->key, Py_EQ);
  if (same < 0) PyErr_Clear(); /* keys hold str, int and tuples: they compare */
  return same == 1;
}

/* ---- life ----------------------------------------------------------------- */

/* How far to read for terms: only as far as the options look. */
static cd_depth terms_depth(PyObject *key) {
  if (PyTuple_GET_ITEM(key, OPT_BLOCKS) != Py_None) return CD_READ_BLOCKS;
  long most = PyLong_AsLong(PyTuple_GET_ITEM(PyTuple_GET_ITEM(key, OPT_NGRAM_RANGE), 1));
  bool crosses = PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(key, OPT_NGRAM_SCOPE),
                                                  "text") == 0;
  return most > 1 && !crosses ? CD_READ_SENTENCES : CD_READ_TYPES;
}

/* The model that was asked for, or else the language's; False asks for none. Only news
 * have sentences to judge. */
static bool find_model(analyzer *self, const cd_model **core) {
  PyObject *model = PyTuple_GET_ITEM(self->key, OPT_MODEL);
  bool is_news = PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(self->key, OPT_STYLE),
                                                  "news") == 0;
  *core = NULL;
  if (!is_news) return true;
  if (model == Py_None && !analyzer_is_auto(self))
    model = model_of_language(state_of((PyObject *)self),
                              PyTuple_GET_ITEM(self->key, OPT_LANGUAGE));
  if (!model) return false;
  if (model == Py_None || model == Py_False) return true;
  self->model = Py_NewRef(model);
  *core = ((struct model *)model)->core;
  return true;
}

static bool make_children(analyzer *self) {
  if (!analyzer_is_auto(self)) return true;
  self->children = PyMem_Calloc(cd_detectable_count(), sizeof *self->children);
  if (!self->children) PyErr_NoMemory();
  return self->children != NULL;
}

/* Takes the key. */
static bool analyzer_fill(analyzer *self, PyObject *key) {
  self->key = key;
  if (!make_children(self)) return false;
  self->hash = PyObject_Hash(self->key);
  if (self->hash == -1) return false;
  self->replaces_errors = PyUnicode_CompareWithASCIIString(
                              PyTuple_GET_ITEM(self->key, OPT_ERRORS), "replace") == 0;
  self->terms_depth = terms_depth(self->key);
  const cd_model *model;
  return find_model(self, &model) && options_rules(self->key, model, &self->rules);
}

PyObject *analyzer_from_key(PyTypeObject *type, PyObject *key) {
  analyzer *self = (analyzer *)type->tp_alloc(type, 0);
  if (!self) {
    Py_XDECREF(key);
    return NULL;
  }
  if (analyzer_fill(self, key)) return (PyObject *)self;
  Py_DECREF((PyObject *)self);
  return NULL;
}

static PyObject *analyzer_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  PyObject *key = options_key(args, kwargs);
  return key ? analyzer_from_key(type, key) : NULL;
}

static size_t children_count(const analyzer *self) {
  return self->children ? cd_detectable_count() : 0;
}

static int analyzer_traverse(PyObject *object, visitproc visit, void *arg) {
  analyzer *self = (analyzer *)object;
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(self->key);
  Py_VISIT(self->model);
  for (size_t i = 0; i < children_count(self); i++) Py_VISIT(self->children[i]);
  return 0;
}

static void analyzer_dealloc(PyObject *object) {
  analyzer *self = (analyzer *)object;
  PyTypeObject *type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  cd_rules_free(self->rules);
  for (size_t i = 0; i < children_count(self); i++) Py_XDECREF(self->children[i]);
  PyMem_Free(self->children);
  Py_XDECREF(self->key);
  Py_XDECREF(self->model);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

static Py_hash_t analyzer_hash(PyObject *self) { return ((analyzer *)self)->hash; }

static PyObject *analyzer_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  return PyBool_FromLong(analyzer_equals((analyzer *)self, (analyzer *)other) ==
                         (op == Py_EQ));
}

/* ---- configuration -------------------------------------------------------- */

/* What repr shows of a value: sets in order, so that equals look equal. */
static PyObject *shown(PyObject *key, size_t option) {
  PyObject *value = option_value(key, option);
  if (!value || !PyFrozenSet_Check(value)) return value;
  PyObject *list = PySequence_List(value), *tuple = NULL;
  Py_DECREF(value);
  if (list && PyList_Sort(list) == 0) tuple = PyList_AsTuple(list);
  Py_XDECREF(list);
  return tuple;
}

static bool add_shown(PyObject *parts, PyObject *key, size_t option) {
  bool differs = false;
  if (!option_differs(key, option, &differs)) return false;
  if (!differs) return true;
  PyObject *value = shown(key, option), *shown_as = NULL;
  if (value) shown_as = PyUnicode_FromFormat("%s=%R", option_name(option), value);
  bool added = shown_as && PyList_Append(parts, shown_as) == 0;
  Py_XDECREF(value);
  Py_XDECREF(shown_as);
  return added;
}

static PyObject *analyzer_repr(PyObject *object) {
  PyObject *key = ((analyzer *)object)->key, *parts = PyList_New(0), *comma = NULL,
           *joined = NULL, *repr = NULL;
  if (!parts) return NULL;
  for (size_t i = 0; i < N_OPTIONS; i++)
    if (!add_shown(parts, key, i)) goto done;
  comma = PyUnicode_FromString(", ");
  if (comma) joined = PyUnicode_Join(comma, parts);
  if (joined) repr = PyUnicode_FromFormat("Analyzer(%U)", joined);
done:
  Py_XDECREF(comma);
  Py_XDECREF(joined);
  Py_DECREF(parts);
  return repr;
}

static PyObject *analyzer_option(PyObject *self, void *option) {
  return option_value(((analyzer *)self)->key, (size_t)(uintptr_t)option);
}

static PyObject *analyzer_model(PyObject *self, void *Py_UNUSED(closure)) {
  PyObject *model = ((analyzer *)self)->model;
  return Py_NewRef(model ? model : Py_None);
}

/* New: every option by name, as arguments would take it. */
static PyObject *options_dict(PyObject *key) {
  PyObject *dict = PyDict_New();
  for (size_t i = 0; dict && i < N_OPTIONS; i++) {
    PyObject *value = option_value(key, i);
    if (!value || PyDict_SetItemString(dict, option_name(i), value) < 0) Py_CLEAR(dict);
    Py_XDECREF(value);
  }
  return dict;
}

PyDoc_STRVAR(
    reduce_doc,
    "__reduce__($self, /)\n--\n\nFor pickle: the configuration and nothing else.");
static PyObject *analyzer_reduce(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  PyObject *options = options_dict(((analyzer *)self)->key), *maker = NULL,
           *reduced = NULL;
  PyObject *core = PyImport_ImportModule("copydesk._core");
  if (core) maker = PyObject_GetAttrString(core, "_analyzer");
  if (maker && options) reduced = Py_BuildValue("(O(O))", maker, options);
  Py_XDECREF(core);
  Py_XDECREF(maker);
  Py_XDECREF(options);
  return reduced;
}

PyDoc_STRVAR(copy_doc,
             "__copy__($self, /)\n--\n\nThe Analyzer itself: it never changes.");
PyDoc_STRVAR(
    deepcopy_doc,
    "__deepcopy__($self, memo, /)\n--\n\nThe Analyzer itself: it never changes.");
static PyObject *analyzer_copy(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return Py_NewRef(self);
}

static PyObject *analyzer_fingerprint(PyObject *self, void *Py_UNUSED(closure)) {
  return call_python("copydesk._versions", "fingerprint", "(O)", self);
}

/* ---- reading -------------------------------------------------------------- */

PyDoc_STRVAR(
    tokens_doc,
    "tokens($self, text, /)\n--\n\n"
    "The tokens of `text`, in order: a list of str.\n\n"
    "`text` is str, or bytes that hold UTF-8. Each token is a slice of the text;\n"
    "what lies between two is white space, with the marks that join it (U+FEFF, say);\n"
    "in style sklearn all else too. Equal tokens mostly share one str object.\n\n"
    "Raises TypeError for anything else, UnicodeDecodeError for malformed bytes\n"
    "(unless errors=\"replace\"), OverflowError above 2^31-1 bytes of UTF-8.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().tokens(\"It fell 3.5 percent.\")\n"
    "['It', 'fell', '3.5', 'percent', '.']\n");
PyObject *analyzer_tokens(PyObject *self, PyObject *text) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  module_state *state = state_of(self);
  desk *at = desk_take_for(state, (analyzer *)self, view);
  if (!at) return NULL;
  PyObject *list = desk_token_list(at, text, view);
  desk_return(state, at);
  return list;
}

PyDoc_STRVAR(
    terms_doc,
    "terms($self, text, /)\n--\n\n"
    "The terms of `text`, shaped by the Analyzer's options: a list of str.\n\n"
    "Tokens that hold a letter or a digit, then lower-cased, without stop words,\n"
    "stemmed, of min_length to max_length code points; unigrams first, then longer\n"
    "n-grams, their words joined by one space. Errors are those of `tokens`.\n\n"
    "A scikit-learn vectorizer takes it as analyzer=an.terms.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer(stop_words=\"language\").terms(\"The ships were waiting.\")\n"
    "['ship', 'wait']\n");
static PyObject *analyzer_terms(PyObject *self, PyObject *text) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  module_state *state = state_of(self);
  desk *at = desk_take_for(state, (analyzer *)self, view);
  if (!at) return NULL;
  PyObject *list = desk_read(at, text, view, ((analyzer *)self)->terms_depth)
                       ? desk_term_list(at)
                       : NULL;
  desk_return(state, at);
  return list;
}

/* New: spans of `text` when `unit` is wanted, else (as_texts) its slices. */
static PyObject *read_level(PyObject *self, PyObject *text, level which, cd_unit unit,
                            bool as_texts) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  module_state *state = state_of(self);
  desk *at = desk_take_for(state, (analyzer *)self, view);
  if (!at) return NULL;
  PyObject *list = NULL;
  extents found;
  columns read;
  if (!desk_read(at, text, view, level_depth(which))) goto done;
  read = doc_columns(at->doc);
  if (!extents_of(&read, view, which, unit, &found)) goto done;
  list = as_texts ? extents_texts(found, text) : extents_list(found);
  PyMem_Free(found.at);
done:
  desk_return(state, at);
  return list;
}

PyDoc_STRVAR(
    sentences_doc,
    "sentences($self, text, /)\n--\n\n"
    "The sentences of `text`, in order: a list of str.\n\n"
    "Each is the slice of the text from its first token to its last, so inner line\n"
    "breaks stay as they are. Errors are those of `tokens`.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().sentences(\"Mr. Khan spoke. They listened.\")\n"
    "['Mr. Khan spoke.', 'They listened.']\n");
PyObject *analyzer_sentences(PyObject *self, PyObject *text) {
  return read_level(self, text, LEVEL_SENTENCE, CD_UNIT_NATIVE, true);
}

PyObject *analyzer_read_spans(PyObject *self, PyObject *text, level which, cd_unit unit) {
  return read_level(self, text, which, unit, false);
}

PyDoc_STRVAR(
    spans_doc,
    "spans($self, text, level='token', unit=None)\n--\n\n"
    "Where the tokens, sentences or blocks of `text` lie: a list of (start, end).\n\n"
    "Offsets are half-open and ascend. `level` is \"token\", \"sentence\" or\n"
    "\"block\"; `unit` is \"code_point\", \"byte\" (of UTF-8), \"utf16\", or None:\n"
    "code points for str, bytes for bytes. Errors are those of `tokens`, and\n"
    "ValueError for an unknown level or unit.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer().spans(\"Caf\\u00e9 open.\")\n"
    "[(0, 4), (5, 9), (9, 10)]\n"
    ">>> cd.Analyzer().spans(\"Caf\\u00e9 open.\", unit=\"byte\")\n"
    "[(0, 5), (6, 10), (10, 11)]\n");
static PyObject *analyzer_spans(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                                PyObject *names) {
  static const char *const of[] = {"text", "level", "unit"};
  static const signature spans = {"spans", of, 3, 1};
  PyObject *value[3];
  level which;
  cd_unit unit;
  if (!arguments(&spans, args, n_args, names, value)) return NULL;
  if (!want_level(value[1], &which) || !want_unit(value[2], &unit)) return NULL;
  return analyzer_read_spans(self, value[0], which, unit);
}

PyDoc_STRVAR(
    pipe_doc,
    "pipe($self, texts, batch_size=1024, threads=0, progress=False)\n--\n\n"
    "The Doc of each text of an iterable, in order: an iterator.\n\n"
    "Texts are taken from `texts` one by one as Docs are asked for, so memory stays\n"
    "bounded. `batch_size` and `threads` (0: as many as there are cores) are upper\n"
    "bounds; this version reads on one thread. `progress` draws a bar and needs\n"
    "tqdm. Errors are those of `tokens`, raised when their text's turn comes.\n\n"
    ">>> import copydesk as cd\n"
    ">>> [len(doc) for doc in cd.Analyzer().pipe([\"It rose.\", \"It fell again.\"])]\n"
    "[3, 4]\n");
static PyObject *analyzer_pipe(PyObject *self, PyObject *const *args, Py_ssize_t n_args,
                               PyObject *names) {
  static const char *const of[] = {"texts", "batch_size", "threads", "progress"};
  static const signature pipe = {"pipe", of, 4, 1};
  PyObject *value[4];
  long batch_size = 1024, threads = 0;
  bool progress = false;
  if (!arguments(&pipe, args, n_args, names, value)) return NULL;
  if (value[1] && !want_int("batch_size", value[1], 1, LONG_MAX, &batch_size))
    return NULL;
  if (value[2] && !want_int("threads", value[2], 0, MOST_THREADS, &threads)) return NULL;
  if (value[3] && !want_bool("progress", value[3], &progress)) return NULL;
  if (!want_many_texts(value[0]) || !want_iterable("texts", "str or bytes", value[0]))
    return NULL;
  return call_python("copydesk._pipe", "pipe", "(OOO)", self, value[0],
                     progress ? Py_True : Py_False);
}

static PyObject *analyzer_call(PyObject *self, PyObject *args, PyObject *kwargs) {
  if ((kwargs && PyDict_GET_SIZE(kwargs)) || PyTuple_GET_SIZE(args) != 1) {
    PyErr_SetString(PyExc_TypeError, "an Analyzer is called with one argument, the text");
    return NULL;
  }
  return document_new(state_of(self), (analyzer *)self, PyTuple_GET_ITEM(args, 0));
}

/* ---- the type ------------------------------------------------------------- */

static PyMethodDef methods[] = {{"tokens", analyzer_tokens, METH_O, tokens_doc},
                                {"sentences", analyzer_sentences, METH_O, sentences_doc},
                                {"terms", analyzer_terms, METH_O, terms_doc},
                                {"spans", (PyCFunction)(void (*)(void))analyzer_spans,
                                 METH_FASTCALL | METH_KEYWORDS, spans_doc},
                                {"batch", (PyCFunction)(void (*)(void))analyzer_batch,
                                 METH_FASTCALL | METH_KEYWORDS, analyzer_batch_doc},
                                {"pipe", (PyCFunction)(void (*)(void))analyzer_pipe,
                                 METH_FASTCALL | METH_KEYWORDS, pipe_doc},
                                {"__reduce__", analyzer_reduce, METH_NOARGS, reduce_doc},
                                {"__copy__", analyzer_copy, METH_NOARGS, copy_doc},
                                {"__deepcopy__", analyzer_copy, METH_O, deepcopy_doc},
                                {NULL, NULL, 0, NULL}};

#define OPTION(name, option, doc) \
  { name, analyzer_option, NULL, doc, (void *)(uintptr_t)(option) }
static PyGetSetDef attributes[] = {
    OPTION("language", OPT_LANGUAGE, "The language's canonical name: a str."),
    OPTION("style", OPT_STYLE, "\"news\", \"uax29\", \"whitespace\" or \"sklearn\"."),
    OPTION("contractions", OPT_CONTRACTIONS, "\"split\" or \"keep\"."),
    OPTION("hyphens", OPT_HYPHENS, "\"auto\", \"split\" or \"keep\"."),
    OPTION("layout", OPT_LAYOUT,
           "What newlines mean: \"auto\", \"line\", \"wrap\" or \"off\"."),
    OPTION("colons", OPT_COLONS, "\"auto\", \"split\" or \"keep\"."),
    OPTION("semicolons", OPT_SEMICOLONS, "\"auto\", \"split\" or \"keep\"."),
    OPTION("dashes", OPT_DASHES, "\"auto\", \"split\" or \"keep\"."),
    OPTION("quotes", OPT_QUOTES, "\"auto\", \"split\" or \"keep\"."),
    OPTION("lowercase", OPT_LOWERCASE, "Whether terms are lower-cased."),
    OPTION("stem", OPT_STEM, "Whether terms are stemmed."),
    OPTION("stop_words", OPT_STOP_WORDS,
           "None, the language's name, or a frozenset of str."),
    OPTION("ngram_range", OPT_NGRAM_RANGE, "The shortest and longest n-grams: two ints."),
    OPTION("ngram_scope", OPT_NGRAM_SCOPE, "\"sentence\" or \"text\"."),
    OPTION("min_length", OPT_MIN_LENGTH, "Of a term, in code points."),
    OPTION("max_length", OPT_MAX_LENGTH, "Of a term, in code points."),
    OPTION("blocks", OPT_BLOCKS,
           "Block kinds that give terms, a frozenset of str; None: all."),
    OPTION("abbreviations", OPT_ABBREVIATIONS,
           "Abbreviations beside the language's own: a sorted tuple of str."),
    OPTION("stem_overrides", OPT_STEM_OVERRIDES, "Word -> stem, a new dict."),
    OPTION("errors", OPT_ERRORS, "\"strict\" or \"replace\"."),
    {"model", analyzer_model, NULL,
     "The Model that judges where sentences end; None: rules alone do.", NULL},
    {"fingerprint", analyzer_fingerprint, NULL,
     "What the output depends on, as 32 hexadecimal digits: every option, and the\n"
     "versions of copydesk, Unicode, utf8proc and the stemmer. Equal prints mean equal\n"
     "output, on any machine.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    analyzer_doc,
    "Analyzer(language='english', *, style='news', contractions='split', hyphens='auto', "
    "layout='auto', colons='auto', semicolons='auto', dashes='auto', quotes='auto', "
    "lowercase=True, stem=True, stop_words=None, ngram_range=(1, 1), "
    "ngram_scope='sentence', min_length=1, "
    "max_length=64, blocks=None, abbreviations=(), stem_overrides={}, "
    "errors='strict', model=None)\n--\n\n"
    "Rules of reading: called with a text, gives a Doc.\n\n"
    "Immutable, hashable, equal when configured equally; may be pickled and shared by\n"
    "any number of threads.\n\n"
    "language        a Snowball name or ISO 639 code: \"english\", \"en\", \"eng\"; or\n"
    "                \"auto\": each text is read in its own, as detect_language tells "
    "it\n"
    "style           \"news\" (Universal Dependencies), \"uax29\" (Unicode words),\n"
    "                \"whitespace\" (where str.split() cuts) or \"sklearn\" (what\n"
    "                scikit-learn's token_pattern finds: words of two letters, digits\n"
    "                and _ or more; all else is in the gaps)\n"
    "contractions    \"split\": do|n't; \"keep\": don't\n"
    "hyphens         \"auto\": as the language's treebanks; \"split\"; \"keep\"\n"
    "layout          newlines: \"auto\", \"line\" (each ends a line), \"wrap\" (only\n"
    "                blank lines do), \"off\" (a newline is a space)\n"
    "colons, semicolons  a sentence ends behind each (\"split\"), behind none\n"
    "                (\"keep\"), or where the language's model says so (\"auto\")\n"
    "dashes          likewise before a dash with spaces around it: - One - Two\n"
    "quotes          \"split\": a quoted sentence ends where its mark stands, whoever\n"
    "                reports it; \"keep\": none ends inside a quotation; \"auto\"\n"
    "abbreviations   more of them, with or without their last stop\n"
    "stem_overrides  word -> stem\n"
    "errors          malformed UTF-8 in bytes: \"strict\" raises, \"replace\" reads "
    "on\n"
    "model           of sentence boundaries: the file or the Model that train() made;\n"
    "                None: the language's own in the package; False: rules alone\n\n"
    "contractions, hyphens, colons, semicolons, dashes, quotes, abbreviations and model\n"
    "hold in style news alone; the other styles end sentences where Unicode's own rules\n"
    "do.\n\n"
    "These shape terms only:\n\n"
    "lowercase, stem       whether to\n"
    "stop_words            None, \"language\" (its own list), or the words: in any\n"
    "                      case; in style sklearn as terms are written\n"
    "ngram_range           (least, most) words of a term\n"
    "ngram_scope           \"sentence\": n-grams join neither over a sentence end nor\n"
    "                      over a removed word; \"text\", which style sklearn sets: as\n"
    "                      scikit-learn\n"
    "min_length, max_length  of a term, in code points\n"
    "blocks                block kinds that give terms, such as BODY; None: all\n\n"
    "Raises ValueError for an unknown language or choice, naming the nearest right\n"
    "one, and TypeError for a wrong type.\n\n"
    ">>> import copydesk as cd\n"
    ">>> an = cd.Analyzer(\"de\", hyphens=\"keep\")\n"
    ">>> an\n"
    "Analyzer(language='german', hyphens='keep')\n"
    ">>> an(\"Es regnet. Wir bleiben.\").sentences[1].text\n"
    "'Wir bleiben.'\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)analyzer_doc},
                              {Py_tp_new, analyzer_new},
                              {Py_tp_dealloc, analyzer_dealloc},
                              {Py_tp_traverse, analyzer_traverse},
                              {Py_tp_hash, analyzer_hash},
                              {Py_tp_richcompare, analyzer_compare},
                              {Py_tp_repr, analyzer_repr},
                              {Py_tp_call, analyzer_call},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {0, NULL}};

PyType_Spec analyzer_spec = {
    .name = "copydesk.Analyzer",
    .basicsize = sizeof(analyzer),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots};
