/* Doc: one text, read. Holds the text, the Analyzer and its own columns. */
#include "binding.h"

/* ---- columns of its own --------------------------------------------------- */

static void *put(uint8_t **at, const void *from, size_t n, size_t size) {
  void *to = *at;
  if (n) memcpy(to, from, n * size);
  *at += n * size;
  return to;
}

/* Copy the columns of the doc just read into one block of memory. */
static bool copy_columns(document *self, const cd_doc *doc) {
  columns from = doc_columns(doc), *to = &self->columns;
  size_t tokens = from.tokens.n, sentences = from.sentences.n, blocks = from.blocks.n;
  size_t edges = (sentences ? 2 * sentences + 1 : 0) + (blocks ? blocks + 1 : 0);
  uint8_t *at = PyMem_Malloc((2 * tokens + edges) * sizeof(uint32_t) + tokens +
                             sentences + blocks + 1);
  if (!at) {
    PyErr_NoMemory();
    return false;
  }
  self->memory = at;
  to->tokens.n = tokens;
  to->sentences.n = sentences;
  to->blocks.n = blocks;
  to->tokens.start = put(&at, from.tokens.start, tokens, sizeof(uint32_t));
  to->tokens.end = put(&at, from.tokens.end, tokens, sizeof(uint32_t));
  to->sentences.first_token = put(&at, from.sentences.first_token,
                                  sentences ? sentences + 1 : 0, sizeof(uint32_t));
  to->sentences.score = put(&at, from.sentences.score, sentences, sizeof(int32_t));
  to->blocks.first_sentence =
      put(&at, from.blocks.first_sentence, blocks ? blocks + 1 : 0, sizeof(uint32_t));
  to->tokens.kind = put(&at, from.tokens.kind, tokens, 1);
  to->sentences.rule = put(&at, from.sentences.rule, sentences, 1);
  to->blocks.kind = put(&at, from.blocks.kind, blocks, 1);
  self->headline = cd_doc_headline(doc);
  self->date = cd_doc_date(doc);
  return true;
}

/* ---- life ----------------------------------------------------------------- */

static bool document_read(document *self, module_state *state, cd_text view) {
  desk *at = desk_take(state, self->by);
  if (!at) return false;
  bool read =
      desk_read(at, self->source, view, CD_READ_BLOCKS) && copy_columns(self, at->doc);
  desk_return(state, at);
  return read;
}

PyObject *document_new(module_state *state, analyzer *by, PyObject *text) {
  cd_text view;
  if (!text_view(text, &view)) return NULL;
  by = analyzer_for_text(by, view);
  if (!by) return NULL;
  document *self = PyObject_New(document, state->doc_type);
  if (!self) {
    Py_DECREF((PyObject *)by);
    return NULL;
  }
  self->by = by;
  self->decoded = NULL;
  self->memory = NULL;
  /* A subclass could change its mind about what it holds. */
  self->source =
      PyUnicode_Check(text) ? PyUnicode_FromObject(text) : PyBytes_FromObject(text);
  if (self->source && text_view(self->source, &view) && document_read(self, state, view))
    return (PyObject *)self;
  Py_DECREF((PyObject *)self);
  return NULL;
}

static void doc_dealloc(PyObject *object) {
  document *self = (document *)object;
  PyTypeObject *type = Py_TYPE(object);
  PyMem_Free(self->memory);
  Py_XDECREF(self->source);
  Py_XDECREF(self->decoded);
  Py_DECREF((PyObject *)self->by);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

bool document_equals(const document *one, const document *other) {
  if (one == other) return true;
  if (Py_TYPE(one->source) != Py_TYPE(other->source) ||
      !analyzer_equals(one->by, other->by))
    return false;
  int same = PyObject_RichCompareBool(one->source, other->source,
                                      Py_EQ); /* exact str or bytes: cannot fail */
  return same == 1;
}

static PyObject *doc_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  return PyBool_FromLong(document_equals((document *)self, (document *)other) ==
                         (op == Py_EQ));
}

Py_hash_t document_hash(PyObject *self) {
  const document *doc = (document *)self;
  Py_uhash_t text = (Py_uhash_t)PyObject_Hash(doc->source);
  Py_hash_t hash = (Py_hash_t)(text * 31 + (Py_uhash_t)doc->by->hash);
  return hash == -1 ? -2 : hash;
}

/* ---- text ----------------------------------------------------------------- */

cd_text document_text(const document *self) {
  cd_text view = {0};
  if (!text_view(self->source, &view)) PyErr_Clear(); /* it was read once */
  return view;
}

PyObject *document_slice(const document *self, size_t start, size_t end) {
  return text_slice(self->source, start, end);
}

/* The whole text as str, borrowed. */
static PyObject *decoded(document *self) {
  if (PyUnicode_Check(self->source)) return self->source;
  PyObject *text = NULL;
#if PY_VERSION_HEX >= 0x030D0000
  Py_BEGIN_CRITICAL_SECTION(self);
#endif
  if (!self->decoded)
    self->decoded = text_slice(self->source, 0, (size_t)PyBytes_GET_SIZE(self->source));
  text = self->decoded;
#if PY_VERSION_HEX >= 0x030D0000
  Py_END_CRITICAL_SECTION();
#endif
  return text;
}

static PyObject *doc_text(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_XNewRef(decoded((document *)self));
}

static PyObject *block_text(const document *self, size_t block) {
  size_t start = 0, end = 0;
  view_extent(&self->columns, LEVEL_BLOCK, block, &start, &end);
  return document_slice(self, start, end);
}

static PyObject *doc_headline(PyObject *object, void *Py_UNUSED(closure)) {
  const document *self = (document *)object;
  return self->headline == CD_NONE ? PyUnicode_FromStringAndSize(NULL, 0)
                                   : block_text(self, self->headline);
}

static PyObject *doc_body(PyObject *object, void *Py_UNUSED(closure)) {
  const document *self = (document *)object;
  PyObject *parts = PyList_New(0), *blank = PyUnicode_FromString("\n\n"), *body = NULL;
  if (!parts || !blank) goto done;
  for (size_t i = 0; i < self->columns.blocks.n; i++) {
    if (!(CD_BODY_KINDS >> self->columns.blocks.kind[i] & 1)) continue;
    PyObject *text = block_text(self, i);
    bool added = text && PyList_Append(parts, text) == 0;
    Py_XDECREF(text);
    if (!added) goto done;
  }
  body = PyUnicode_Join(blank, parts);
done:
  Py_XDECREF(parts);
  Py_XDECREF(blank);
  return body;
}

static PyObject *doc_date(PyObject *object, void *Py_UNUSED(closure)) {
  cd_date date = ((document *)object)->date;
  if (!date.year && !date.month && !date.day) Py_RETURN_NONE;
  return call_python("datetime", "date", "(iii)", date.year, date.month, date.day);
}

static PyObject *doc_analyzer(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_NewRef((PyObject *)((document *)self)->by);
}

static PyObject *doc_language(PyObject *self, void *Py_UNUSED(closure)) {
  return option_value(((document *)self)->by->key, OPT_LANGUAGE);
}

static PyObject *doc_level(PyObject *object, void *which) {
  document *self = (document *)object;
  level of = (level)(uintptr_t)which;
  return views_new(self, of, 0, level_count(&self->columns, of));
}

/* ---- as a sequence of tokens ---------------------------------------------- */

static Py_ssize_t doc_length(PyObject *self) {
  return (Py_ssize_t)((document *)self)->columns.tokens.n;
}

static PyObject *doc_item(PyObject *object, Py_ssize_t i) {
  document *self = (document *)object;
  if (i >= 0 && (size_t)i < self->columns.tokens.n)
    return view_new(self, LEVEL_TOKEN, (size_t)i);
  PyErr_SetString(PyExc_IndexError, "token index out of range");
  return NULL;
}

static PyObject *doc_subscript(PyObject *object, PyObject *key) {
  document *self = (document *)object;
  return views_subscript(self, LEVEL_TOKEN, 0, self->columns.tokens.n, key);
}

/* ---- looking up offsets --------------------------------------------------- */

/* The last of edge[0..n) that is not above `value`; edge[0] must not be. */
static size_t last_not_above(const uint32_t *edge, size_t n, uint32_t value) {
  size_t low = 0, high = n;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (edge[middle] <= value)
      low = middle;
    else
      high = middle;
  }
  return low;
}

uint32_t document_sentence_of(const document *self, uint32_t token) {
  return (uint32_t)last_not_above(self->columns.sentences.first_token,
                                  self->columns.sentences.n, token);
}

uint32_t document_block_of(const document *self, uint32_t sentence) {
  return (uint32_t)last_not_above(self->columns.blocks.first_sentence,
                                  self->columns.blocks.n, sentence);
}

/* The last token that starts at or before `at`, or CD_NONE. */
static uint32_t token_before(const document *self, uint32_t at) {
  cd_token_columns tokens = self->columns.tokens;
  if (!tokens.n || tokens.start[0] > at) return CD_NONE;
  return (uint32_t)last_not_above(tokens.start, tokens.n, at);
}

/* The offset of a character of the text; IndexError at its end. */
static bool character_offset(const document *self, PyObject *offset, uint32_t *at) {
  size_t n = document_text(self).n;
  if (n) return want_offset(offset, n - 1, at);
  if (want_offset(offset, 0, at))
    PyErr_SetString(PyExc_IndexError, "offset 0 is outside the text, which is empty");
  return false;
}

PyDoc_STRVAR(token_at_doc,
             "token_at($self, offset, /)\n--\n\n"
             "The Token that holds `offset`, or None where it lies between two.\n\n"
             "`offset` counts code points of a str, bytes of bytes. IndexError outside "
             "the text.\n\n"
             ">>> import copydesk as cd\n"
             ">>> cd.Analyzer()(\"It fell.\").token_at(4).text\n"
             "'fell'\n");
static PyObject *doc_token_at(PyObject *object, PyObject *offset) {
  document *self = (document *)object;
  uint32_t at = 0;
  if (!character_offset(self, offset, &at)) return NULL;
  uint32_t token = token_before(self, at);
  if (token == CD_NONE || self->columns.tokens.end[token] <= at) Py_RETURN_NONE;
  return view_new(self, LEVEL_TOKEN, token);
}

PyDoc_STRVAR(
    sentence_at_doc,
    "sentence_at($self, offset, /)\n--\n\n"
    "The Sentence whose span holds `offset`, or None where it lies between two.\n\n"
    "`offset` counts code points of a str, bytes of bytes. IndexError outside the "
    "text.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer()(\"It fell. They sold.\").sentence_at(10).text\n"
    "'They sold.'\n");
static PyObject *doc_sentence_at(PyObject *object, PyObject *offset) {
  document *self = (document *)object;
  uint32_t at = 0;
  size_t start = 0, end = 0;
  if (!character_offset(self, offset, &at)) return NULL;
  uint32_t token = token_before(self, at);
  if (token == CD_NONE) Py_RETURN_NONE;
  uint32_t sentence = document_sentence_of(self, token);
  view_extent(&self->columns, LEVEL_SENTENCE, sentence, &start, &end);
  if (end <= at) Py_RETURN_NONE;
  return view_new(self, LEVEL_SENTENCE, sentence);
}

PyDoc_STRVAR(
    char_span_doc,
    "char_span($self, start, end, /)\n--\n\n"
    "The Tokens that cover [start, end) exactly, a list; None if `start` is not a\n"
    "token's start or `end` not a token's end, or nothing lies between them.\n\n"
    "Offsets count code points of a str, bytes of bytes. IndexError outside the text.\n\n"
    ">>> import copydesk as cd\n"
    ">>> doc = cd.Analyzer()(\"It fell again.\")\n"
    ">>> [token.text for token in doc.char_span(3, 13)]\n"
    "['fell', 'again']\n"
    ">>> doc.char_span(4, 13) is None\n"
    "True\n");
static PyObject *doc_char_span(PyObject *object, PyObject *const *args,
                               Py_ssize_t n_args) {
  document *self = (document *)object;
  cd_token_columns tokens = self->columns.tokens;
  uint32_t start = 0, end = 0;
  size_t n = document_text(self).n;
  if (n_args != 2) {
    PyErr_Format(PyExc_TypeError,
                 "char_span() takes 2 arguments, start and end (%zd given)", n_args);
    return NULL;
  }
  if (!want_offset(args[0], n, &start) || !want_offset(args[1], n, &end)) return NULL;
  if (start >= end) Py_RETURN_NONE;
  uint32_t first = token_before(self, start), last = token_before(self, end - 1);
  if (first == CD_NONE || tokens.start[first] != start || tokens.end[last] != end)
    Py_RETURN_NONE;
  PyObject *views = views_new(self, LEVEL_TOKEN, first, last - first + 1u);
  if (!views) return NULL;
  PyObject *list = PySequence_List(views);
  Py_DECREF(views);
  return list;
}

/* ---- showing and pickling ------------------------------------------------- */

#define SHOWN 48 /* characters of the text in a repr */

static PyObject *doc_repr(PyObject *object) {
  document *self = (document *)object;
  PyObject *text = decoded(self);
  PyObject *head = text ? str_head(text, SHOWN) : NULL, *repr = NULL;
  size_t sentences = self->columns.sentences.n, tokens = self->columns.tokens.n;
  if (head)
    repr = PyUnicode_FromFormat("<Doc %zu sentence%s, %zu token%s: %R>", sentences,
                                sentences == 1 ? "" : "s", tokens, tokens == 1 ? "" : "s",
                                head);
  Py_XDECREF(head);
  return repr;
}

PyDoc_STRVAR(repr_html_doc,
             "_repr_html_($self, /)\n--\n\nThe article as HTML, for notebooks: a str.");
static PyObject *doc_repr_html(PyObject *self, PyObject *Py_UNUSED(ignored)) {
  return call_python("copydesk._display", "doc_html", "(O)", self);
}

PyDoc_STRVAR(doc_reduce_doc,
             "__reduce__($self, /)\n--\n\nFor pickle: the text and the Analyzer, which "
             "read it again.");
static PyObject *doc_reduce(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  const document *self = (document *)object;
  return Py_BuildValue("(O(O))", (PyObject *)self->by, self->source);
}

/* ---- the type ------------------------------------------------------------- */

PyDoc_STRVAR(
    explain_doc,
    "explain($self, offset, /)\n--\n\n"
    "Why there is, or is no, sentence end at `offset`: an Explanation.\n\n"
    "An offset stands between two characters: explain(token.end) tells of the gap after\n"
    "a token, explain(token.start) of the one before it, and an offset within a token\n"
    "of the gap after it. Offsets count code points of a str, bytes of bytes.\n"
    "IndexError outside the text.\n\n"
    ">>> import copydesk as cd\n"
    ">>> doc = cd.Analyzer()(\"It fell. They sold.\")\n"
    ">>> doc.explain(8).boundary, doc.explain(2).boundary\n"
    "(True, False)\n");
PyDoc_STRVAR(
    to_numpy_doc,
    "to_numpy($self, level='token', unit=None)\n--\n\n"
    "The columns of a level as NumPy arrays: a dict of str to one-dimensional arrays\n"
    "of one length, which own their memory.\n\n"
    "token     start, end, sentence, block (int32), kind (uint8: TOKEN_KINDS)\n"
    "sentence  start, end, first_token, block (int32)\n"
    "block     start, end, first_sentence, first_token (int32), kind (BLOCK_KINDS)\n\n"
    "Offsets are half-open, in `unit`: \"code_point\", \"byte\", \"utf16\", or None:\n"
    "code points of a str, bytes of bytes. Raises ImportError without NumPy,\n"
    "ValueError for an unknown level or unit.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer()(\"It fell.\").to_numpy()[\"start\"].tolist()\n"
    "[0, 3, 7]\n");
PyDoc_STRVAR(
    to_arrow_doc,
    "to_arrow($self, level='token', unit=None)\n--\n\n"
    "The columns of to_numpy() as a pyarrow.Table: a row a token, sentence or block.\n\n"
    "Kinds are a dictionary of utf8. Raises ImportError without pyarrow, ValueError for\n"
    "an unknown level or unit.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer()(\"It fell.\").to_arrow().to_pylist()[1]\n"
    "{'start': 3, 'end': 7, 'sentence': 0, 'block': 0, 'kind': 'word'}\n");
PyDoc_STRVAR(
    to_dict_doc,
    "to_dict($self, stems=False)\n--\n\n"
    "The Doc as plain dicts, lists, str and int, ready for json: a dict with text,\n"
    "language, headline, date (ISO, or None), blocks, sentences and tokens.\n\n"
    "Blocks hold kind, start, end; sentences start, end; tokens start, end, kind, and\n"
    "with `stems` also lower and stem. Offsets count code points of a str, bytes of\n"
    "bytes.\n\n"
    ">>> import copydesk as cd\n"
    ">>> cd.Analyzer()(\"It fell.\").to_dict()[\"tokens\"][1]\n"
    "{'start': 3, 'end': 7, 'kind': 'word'}\n");

static PyMethodDef methods[] = {
    {"token_at", doc_token_at, METH_O, token_at_doc},
    {"sentence_at", doc_sentence_at, METH_O, sentence_at_doc},
    {"char_span", (PyCFunction)(void (*)(void))doc_char_span, METH_FASTCALL,
     char_span_doc},
    {"explain", doc_explain, METH_O, explain_doc},
    {"to_numpy", (PyCFunction)(void (*)(void))doc_to_numpy, METH_FASTCALL | METH_KEYWORDS,
     to_numpy_doc},
    {"to_arrow", (PyCFunction)(void (*)(void))doc_to_arrow, METH_FASTCALL | METH_KEYWORDS,
     to_arrow_doc},
    {"to_dict", (PyCFunction)(void (*)(void))doc_to_dict, METH_FASTCALL | METH_KEYWORDS,
     to_dict_doc},
    {"_repr_html_", doc_repr_html, METH_NOARGS, repr_html_doc},
    {"__reduce__", doc_reduce, METH_NOARGS, doc_reduce_doc},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"text", doc_text, NULL, "The whole text: a str; of bytes, what they decode to.",
     NULL},
    {"analyzer", doc_analyzer, NULL,
     "The Analyzer that read it; under language=\"auto\" that of the text's language.",
     NULL},
    {"language", doc_language, NULL,
     "The language it was read in: a str, under language=\"auto\" the one chosen.", NULL},
    {"blocks", doc_level, NULL, "Its Blocks, in order: a lazy sequence.",
     (void *)LEVEL_BLOCK},
    {"sentences", doc_level, NULL, "Its Sentences, in order: a lazy sequence.",
     (void *)LEVEL_SENTENCE},
    {"tokens", doc_level, NULL, "Its Tokens, in order: a lazy sequence.",
     (void *)LEVEL_TOKEN},
    {"body", doc_body, NULL,
     "The article's own text: its blocks of kinds BODY, joined by a blank line.", NULL},
    {"headline", doc_headline, NULL, "The headline: a str, '' if there is none.", NULL},
    {"date", doc_date, NULL, "The article's date: a datetime.date, or None.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    doc_doc,
    "One text, read: its blocks, sentences and tokens. Made by calling an Analyzer.\n\n"
    "A Doc is the sequence of its Tokens: len(doc), doc[i], a list for doc[i:j].\n"
    "Immutable; equal when text and Analyzer are; pickles as these two.\n\n"
    ">>> import copydesk as cd\n"
    ">>> doc = cd.Analyzer()(\"Mr. Khan spoke. They listened.\")\n"
    ">>> doc\n"
    "<Doc 2 sentences, 7 tokens: 'Mr. Khan spoke. They listened.'>\n"
    ">>> doc[1]\n"
    "<Token 'Khan' word 4:8>\n"
    ">>> [sentence.text for sentence in doc.sentences]\n"
    "['Mr. Khan spoke.', 'They listened.']\n"
    ">>> doc.blocks[0].text == doc.text, doc.language, doc.analyzer\n"
    "(True, 'english', Analyzer())\n\n"
    "What an article says of itself:\n\n"
    ">>> doc = cd.Analyzer()(\"Port reopens\\n\\nMarch 5, 2025\\n\\nThe ships had waited "
    "for a week.\")\n"
    ">>> doc.headline, doc.date, doc.body\n"
    "('Port reopens', datetime.date(2025, 3, 5), 'The ships had waited for a week.')\n");

static PyType_Slot slots[] = {{Py_tp_doc, (void *)doc_doc},
                              {Py_tp_dealloc, doc_dealloc},
                              {Py_tp_hash, document_hash},
                              {Py_tp_richcompare, doc_compare},
                              {Py_tp_repr, doc_repr},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {Py_tp_iter, PySeqIter_New},
                              {Py_sq_length, doc_length},
                              {Py_sq_item, doc_item},
                              {Py_mp_length, doc_length},
                              {Py_mp_subscript, doc_subscript},
                              {0, NULL}};

PyType_Spec doc_spec = {.name = "copydesk.Doc",
                        .basicsize = sizeof(document),
                        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                 Py_TPFLAGS_DISALLOW_INSTANTIATION,
                        .slots = slots};
