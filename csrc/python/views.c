/* Token, Sentence, Block: a number and the Doc it counts in. Made when asked
 * for; what they say is read from the Doc's columns, or from a desk. */
#include "binding.h"

/* ---- what all three share ------------------------------------------------- */

static level level_of(PyObject *self) {
  const module_state *state = state_of(self);
  return Py_TYPE(self) == state->token_type      ? LEVEL_TOKEN
         : Py_TYPE(self) == state->sentence_type ? LEVEL_SENTENCE
                                                 : LEVEL_BLOCK;
}

PyObject *view_new(document *doc, level which, size_t i) {
  const module_state *state = state_of((PyObject *)doc);
  PyTypeObject *type = which == LEVEL_TOKEN      ? state->token_type
                       : which == LEVEL_SENTENCE ? state->sentence_type
                                                 : state->block_type;
  part *self = PyObject_New(part, type);
  if (!self) return NULL;
  self->doc = (document *)Py_NewRef((PyObject *)doc);
  self->i = i;
  return (PyObject *)self;
}

static void view_dealloc(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  Py_DECREF((PyObject *)((part *)self)->doc);
  type->tp_free(self);
  Py_DECREF((PyObject *)type);
}

static PyObject *view_compare(PyObject *self, PyObject *other, int op) {
  if (Py_TYPE(self) != Py_TYPE(other) || (op != Py_EQ && op != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  const part *one = (part *)self, *two = (part *)other;
  bool same = one->i == two->i && document_equals(one->doc, two->doc);
  return PyBool_FromLong(same == (op == Py_EQ));
}

static Py_hash_t view_hash(PyObject *self) {
  const part *of = (part *)self;
  Py_uhash_t hash =
      (Py_uhash_t)document_hash((PyObject *)of->doc) * 1000003u + (Py_uhash_t)of->i;
  return (Py_hash_t)hash == -1 ? -2 : (Py_hash_t)hash;
}

static void extent(PyObject *self, size_t *start, size_t *end) {
  const part *of = (part *)self;
  view_extent(&of->doc->columns, level_of(self), of->i, start, end);
}

static PyObject *view_text(PyObject *self, void *Py_UNUSED(closure)) {
  size_t start = 0, end = 0;
  extent(self, &start, &end);
  return document_slice(((part *)self)->doc, start, end);
}

static PyObject *view_start(PyObject *self, void *Py_UNUSED(closure)) {
  size_t start = 0, end = 0;
  extent(self, &start, &end);
  return PyLong_FromSize_t(start);
}

static PyObject *view_end(PyObject *self, void *Py_UNUSED(closure)) {
  size_t start = 0, end = 0;
  extent(self, &start, &end);
  return PyLong_FromSize_t(end);
}

static PyObject *view_i(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromSize_t(((part *)self)->i);
}

static PyObject *view_doc(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_NewRef((PyObject *)((part *)self)->doc);
}

#define SHOWN 60 /* characters of a text in a repr */

/* New: the text of a view, cut short to be shown. */
static PyObject *shown(PyObject *self) {
  PyObject *text = view_text(self, NULL);
  PyObject *head = text ? str_head(text, SHOWN) : NULL;
  Py_XDECREF(text);
  return head;
}

/* "<Token 'Khan' word 4:8>"; `what` stands between text and span. */
static PyObject *repr_with(PyObject *self, const char *type, PyObject *what) {
  size_t start = 0, end = 0;
  extent(self, &start, &end);
  PyObject *text = shown(self);
  PyObject *repr =
      text ? PyUnicode_FromFormat("<%s %R %U %zu:%zu>", type, text, what, start, end)
           : NULL;
  Py_XDECREF(text);
  return repr;
}

#define SHARED_ATTRIBUTES                                                           \
  {"text", view_text, NULL, "Its slice of the text: a str.", NULL},                 \
      {"start", view_start, NULL,                                                   \
       "Where it starts: code points of a str, bytes of bytes.", NULL},             \
      {"end", view_end, NULL,                                                       \
       "Where it ends, half-open: code points of a str, bytes of bytes.", NULL},    \
      {"i", view_i, NULL, "Its number among its kind in the Doc, from 0.", NULL}, { \
    "doc", view_doc, NULL, "The Doc it is part of.", NULL                           \
  }

#define SHARED_SLOTS                                        \
  {Py_tp_dealloc, view_dealloc}, {Py_tp_hash, view_hash}, { \
    Py_tp_richcompare, view_compare                         \
  }

#define VIEW_FLAGS \
  (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION)

/* ---- Token ---------------------------------------------------------------- */

/* The kind's name, borrowed. */
static PyObject *kind_name(PyObject *self) {
  const part *of = (part *)self;
  return PyTuple_GET_ITEM(state_of(self)->token_kinds,
                          of->doc->columns.tokens.kind[of->i]);
}

static PyObject *token_kind(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_NewRef(kind_name(self));
}

typedef enum form { FORM_LOWER, FORM_STEM, FORM_IS_STOP } form;

static PyObject *form_at(desk *at, PyObject *text, form which) {
  uint32_t type = 0;
  if (!desk_intern(at, text, &type)) return NULL;
  if (which == FORM_LOWER) return desk_lower(at, type);
  if (which == FORM_STEM) return desk_stem(at, type);
  return PyBool_FromLong(cd_type_is_stop(at->lexicon, type));
}

/* What the lexicon knows of the token's type. */
static PyObject *token_form(PyObject *self, void *which) {
  PyObject *text = view_text(self, NULL);
  if (!text) return NULL;
  module_state *state = state_of(self);
  desk *at = desk_take(state, ((part *)self)->doc->by);
  PyObject *found = at ? form_at(at, text, (form)(uintptr_t)which) : NULL;
  if (at) desk_return(state, at);
  Py_DECREF(text);
  return found;
}

static PyObject *token_sentence(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  return view_new(of->doc, LEVEL_SENTENCE,
                  document_sentence_of(of->doc, (uint32_t)of->i));
}

static PyObject *token_block(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  return view_new(
      of->doc, LEVEL_BLOCK,
      document_block_of(of->doc, document_sentence_of(of->doc, (uint32_t)of->i)));
}

static PyObject *token_whitespace(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  cd_token_columns tokens = of->doc->columns.tokens;
  size_t next = of->i + 1 < tokens.n ? tokens.start[of->i + 1] : document_text(of->doc).n;
  return document_slice(of->doc, tokens.end[of->i], next);
}

static PyObject *token_repr(PyObject *self) {
  return repr_with(self, "Token", kind_name(self));
}

static PyGetSetDef token_attributes[] = {
    SHARED_ATTRIBUTES,
    {"kind", token_kind, NULL, "One of TOKEN_KINDS: a str.", NULL},
    {"lower", token_form, NULL,
     "Unicode's full lower-casing of its text, by language: a str.", (void *)FORM_LOWER},
    {"stem", token_form, NULL, "Its stem: a str, lower case.", (void *)FORM_STEM},
    {"is_stop", token_form, NULL, "Whether the language lists it as a stop word.",
     (void *)FORM_IS_STOP},
    {"sentence", token_sentence, NULL, "The Sentence it lies in.", NULL},
    {"block", token_block, NULL, "The Block it lies in.", NULL},
    {"whitespace", token_whitespace, NULL,
     "The gap between it and the next token: a str.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(token_doc,
             "One token of a Doc: a slice of its text.\n\n"
             ">>> import copydesk as cd\n"
             ">>> token = cd.Analyzer()(\"The ships waited.\")[1]\n"
             ">>> token.text, token.start, token.end, token.i, token.whitespace\n"
             "('ships', 4, 9, 1, ' ')\n"
             ">>> token.kind, token.lower, token.stem, token.is_stop\n"
             "('word', 'ships', 'ship', False)\n"
             ">>> token.sentence.text, token.block.i, token.doc[0].text\n"
             "('The ships waited.', 0, 'The')\n");

static PyType_Slot token_slots[] = {SHARED_SLOTS,
                                    {Py_tp_doc, (void *)token_doc},
                                    {Py_tp_repr, token_repr},
                                    {Py_tp_getset, token_attributes},
                                    {0, NULL}};

PyType_Spec token_spec = {.name = "copydesk.Token",
                          .basicsize = sizeof(part),
                          .flags = VIEW_FLAGS,
                          .slots = token_slots};

/* ---- Sentence ------------------------------------------------------------- */

/* Tokens [first, end) of a sentence. */
static void sentence_range(PyObject *self, size_t *first, size_t *end) {
  const part *of = (part *)self;
  const uint32_t *edge = of->doc->columns.sentences.first_token + of->i;
  *first = edge[0];
  *end = edge[1];
}

static PyObject *sentence_tokens(PyObject *self, void *Py_UNUSED(closure)) {
  size_t first = 0, end = 0;
  sentence_range(self, &first, &end);
  return views_new(((part *)self)->doc, LEVEL_TOKEN, first, end - first);
}

static Py_ssize_t sentence_length(PyObject *self) {
  size_t first = 0, end = 0;
  sentence_range(self, &first, &end);
  return (Py_ssize_t)(end - first);
}

static PyObject *sentence_item(PyObject *self, Py_ssize_t i) {
  size_t first = 0, end = 0;
  sentence_range(self, &first, &end);
  if (i >= 0 && (size_t)i < end - first)
    return view_new(((part *)self)->doc, LEVEL_TOKEN, first + (size_t)i);
  PyErr_SetString(PyExc_IndexError, "token index out of range");
  return NULL;
}

static PyObject *sentence_subscript(PyObject *self, PyObject *key) {
  size_t first = 0, end = 0;
  sentence_range(self, &first, &end);
  return views_subscript(((part *)self)->doc, LEVEL_TOKEN, first, end - first, key);
}

static PyObject *sentence_score(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (const part *)self;
  return PyLong_FromLong(of->doc->columns.sentences.score[of->i]);
}

static PyObject *sentence_rule(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  return Py_NewRef(PyTuple_GET_ITEM(state_of(self)->rule_names,
                                    of->doc->columns.sentences.rule[of->i]));
}

static PyObject *sentence_block(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  return view_new(of->doc, LEVEL_BLOCK, document_block_of(of->doc, (uint32_t)of->i));
}

static PyObject *sentence_repr(PyObject *self) {
  const part *of = (part *)self;
  return repr_with(self, "Sentence",
                   PyTuple_GET_ITEM(state_of(self)->rule_names,
                                    of->doc->columns.sentences.rule[of->i]));
}

static PyGetSetDef sentence_attributes[] = {
    SHARED_ATTRIBUTES,
    {"tokens", sentence_tokens, NULL, "Its Tokens, in order: a lazy sequence.", NULL},
    {"rule", sentence_rule, NULL, "The rule that ended it: a str.", NULL},
    {"score", sentence_score, NULL,
     "Of its end, an int over 0: the more, the surer; 1 where a rule alone decided.",
     NULL},
    {"block", sentence_block, NULL, "The Block it lies in.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(
    sentence_doc,
    "One sentence of a Doc: the slice of its text from its first token to its last.\n\n"
    "It is the sequence of its Tokens: len(sentence), sentence[i].\n\n"
    ">>> import copydesk as cd\n"
    ">>> first = cd.Analyzer(model=False)(\"It fell. They sold.\").sentences[0]\n"
    ">>> first.text, first.start, first.end, first.i, len(first)\n"
    "('It fell.', 0, 8, 0, 3)\n"
    ">>> first.rule, first.score, first.tokens[1].text, first.block.kind\n"
    "('stop', 1, 'fell', 'paragraph')\n"
    ">>> first.doc.sentences[1].text\n"
    "'They sold.'\n");

static PyType_Slot sentence_slots[] = {SHARED_SLOTS,
                                       {Py_tp_doc, (void *)sentence_doc},
                                       {Py_tp_repr, sentence_repr},
                                       {Py_tp_getset, sentence_attributes},
                                       {Py_tp_iter, PySeqIter_New},
                                       {Py_sq_length, sentence_length},
                                       {Py_sq_item, sentence_item},
                                       {Py_mp_length, sentence_length},
                                       {Py_mp_subscript, sentence_subscript},
                                       {0, NULL}};

PyType_Spec sentence_spec = {.name = "copydesk.Sentence",
                             .basicsize = sizeof(part),
                             .flags = VIEW_FLAGS,
                             .slots = sentence_slots};

/* ---- Block ---------------------------------------------------------------- */

/* The kind's name, borrowed. */
static PyObject *block_kind_name(PyObject *self) {
  const part *of = (part *)self;
  return PyTuple_GET_ITEM(state_of(self)->block_kinds,
                          of->doc->columns.blocks.kind[of->i]);
}

static PyObject *block_kind(PyObject *self, void *Py_UNUSED(closure)) {
  return Py_NewRef(block_kind_name(self));
}

static PyObject *block_sentences(PyObject *self, void *Py_UNUSED(closure)) {
  const part *of = (part *)self;
  const uint32_t *edge = of->doc->columns.blocks.first_sentence + of->i;
  return views_new(of->doc, LEVEL_SENTENCE, edge[0], edge[1] - edge[0]);
}

static PyObject *block_repr(PyObject *self) {
  return repr_with(self, "Block", block_kind_name(self));
}

static PyGetSetDef block_attributes[] = {
    SHARED_ATTRIBUTES,
    {"kind", block_kind, NULL, "One of BLOCK_KINDS: a str.", NULL},
    {"sentences", block_sentences, NULL, "Its Sentences, in order: a lazy sequence.",
     NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(block_doc,
             "One block of a Doc: a paragraph, a headline, a byline, ...\n\n"
             ">>> import copydesk as cd\n"
             ">>> doc = cd.Analyzer()(\"By Ines Calloway\\n\\nThe market fell on Monday. "
             "They sold.\")\n"
             ">>> [(block.i, block.kind, block.text) for block in doc.blocks][0]\n"
             "(0, 'byline', 'By Ines Calloway')\n"
             ">>> block = doc.blocks[1]\n"
             ">>> block.start, block.end, len(block.sentences), block.doc is doc\n"
             "(18, 55, 2, True)\n");

static PyType_Slot block_slots[] = {SHARED_SLOTS,
                                    {Py_tp_doc, (void *)block_doc},
                                    {Py_tp_repr, block_repr},
                                    {Py_tp_getset, block_attributes},
                                    {0, NULL}};

PyType_Spec block_spec = {.name = "copydesk.Block",
                          .basicsize = sizeof(part),
                          .flags = VIEW_FLAGS,
                          .slots = block_slots};
