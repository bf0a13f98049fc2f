/* A Doc as arrays, as plain dicts, and why it ends its sentences where it does. */
#include "binding.h"

/* ---- to_numpy, to_arrow --------------------------------------------------- */

typedef uint32_t column_value(const document *self, const extents *at, size_t i);

static uint32_t start_of(const document *self, const extents *at, size_t i) {
  (void)self;
  return at->at[2 * i];
}
static uint32_t end_of(const document *self, const extents *at, size_t i) {
  (void)self;
  return at->at[2 * i + 1];
}
static uint32_t sentence_of_token(const document *self, const extents *at, size_t i) {
  (void)at;
  return document_sentence_of(self, (uint32_t)i);
}
static uint32_t block_of_token(const document *self, const extents *at, size_t i) {
  return document_block_of(self, sentence_of_token(self, at, i));
}
static uint32_t first_token_of_sentence(const document *self, const extents *at,
                                        size_t i) {
  (void)at;
  return self->columns.sentences.first_token[i];
}
static uint32_t block_of_sentence(const document *self, const extents *at, size_t i) {
  (void)at;
  return document_block_of(self, (uint32_t)i);
}
static uint32_t first_sentence_of_block(const document *self, const extents *at,
                                        size_t i) {
  (void)at;
  return self->columns.blocks.first_sentence[i];
}
static uint32_t first_token_of_block(const document *self, const extents *at, size_t i) {
  return first_token_of_sentence(self, at, first_sentence_of_block(self, at, i));
}

typedef struct column {
  const char *name;
  column_value *value;
} column;

#define MOST_COLUMNS 4
static const column level_columns[N_LEVELS][MOST_COLUMNS] = {
    {{"start", start_of},
     {"end", end_of},
     {"sentence", sentence_of_token},
     {"block", block_of_token}},
    {{"start", start_of},
     {"end", end_of},
     {"first_token", first_token_of_sentence},
     {"block", block_of_sentence}},
    {{"start", start_of},
     {"end", end_of},
     {"first_sentence", first_sentence_of_block},
     {"first_token", first_token_of_block}}};

/* Arrays by name, and the function of (bytearray, type) that makes each. */
typedef struct arrays {
  PyObject *dict;
  const char *module, *function;
} arrays;

/* New: the items of a column as int32, a bytearray. */
static PyObject *column_bytes(const document *self, const extents *at,
                              column_value *item) {
  PyObject *bytes =
      PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(at->n * sizeof(uint32_t)));
  if (!bytes) return NULL;
  uint32_t *value = (void *)PyByteArray_AS_STRING(bytes);
  for (size_t i = 0; i < at->n; i++) {
    if (!signals_allow(i)) {
      Py_DECREF(bytes);
      return NULL;
    }
    value[i] = item(self, at, i);
  }
  return bytes;
}

/* dict[name] = an array of `type` that owns `bytes`, a bytearray that is taken. */
static bool add_array(const arrays *to, const char *name, PyObject *bytes,
                      const char *type) {
  PyObject *array =
      bytes ? call_python(to->module, to->function, "(Os)", bytes, type) : NULL;
  bool added = array && PyDict_SetItemString(to->dict, name, array) == 0;
  Py_XDECREF(array);
  Py_XDECREF(bytes);
  return added;
}

static bool add_columns(const arrays *to, const document *self, level which,
                        const extents *at) {
  const column *of = level_columns[which];
  for (size_t i = 0; i < MOST_COLUMNS; i++)
    if (!add_array(to, of[i].name, column_bytes(self, at, of[i].value), "int32"))
      return false;
  if (which == LEVEL_SENTENCE) return true;
  const uint8_t *kind =
      which == LEVEL_TOKEN ? self->columns.tokens.kind : self->columns.blocks.kind;
  return add_array(to, "kind",
                   PyByteArray_FromStringAndSize((const char *)kind, (Py_ssize_t)at->n),
                   "uint8");
}

static bool has_numpy(void) {
  PyObject *numpy = PyImport_ImportModule("numpy");
  Py_XDECREF(numpy);
  if (numpy) return true;
  if (!PyErr_ExceptionMatches(PyExc_ImportError)) return false;
  PyErr_SetString(PyExc_ImportError, "to_numpy() needs NumPy: pip install numpy");
  return false;
}

/* New: a level's columns in `unit`, a dict. */
static PyObject *level_arrays(const document *self, level which, cd_unit unit,
                              const char *module, const char *function) {
  extents at;
  if (!extents_of(&self->columns, document_text(self), which, unit, &at)) return NULL;
  arrays to = {PyDict_New(), module, function};
  if (to.dict && !add_columns(&to, self, which, &at)) Py_CLEAR(to.dict);
  PyMem_Free(at.at);
  return to.dict;
}

/* The arguments of a method that takes a level and a unit. */
static bool level_and_unit(const char *method, PyObject *const *args, Py_ssize_t n_args,
                           PyObject *names, level *which, cd_unit *unit) {
  static const char *const of[] = {"level", "unit"};
  const signature form = {method, of, 2, 0};
  PyObject *value[2];
  return arguments(&form, args, n_args, names, value) && want_level(value[0], which) &&
         want_unit(value[1], unit);
}

PyObject *doc_to_numpy(PyObject *object, PyObject *const *args, Py_ssize_t n_args,
                       PyObject *names) {
  level which;
  cd_unit unit;
  if (!level_and_unit("to_numpy", args, n_args, names, &which, &unit) || !has_numpy())
    return NULL;
  return level_arrays((document *)object, which, unit, "numpy", "frombuffer");
}

PyObject *doc_to_arrow(PyObject *object, PyObject *const *args, Py_ssize_t n_args,
                       PyObject *names) {
  level which;
  cd_unit unit;
  if (!level_and_unit("to_arrow", args, n_args, names, &which, &unit)) return NULL;
  PyObject *columns = level_arrays((document *)object, which, unit, "copydesk._arrow",
                                   which == LEVEL_BLOCK ? "block_column" : "column");
  PyObject *table =
      columns ? call_python("copydesk._arrow", "table", "(O)", columns) : NULL;
  Py_XDECREF(columns);
  return table;
}

/* ---- to_dict -------------------------------------------------------------- */

/* Put attribute `name` of a view into `dict`. */
static bool copy_attribute(PyObject *dict, PyObject *view, const char *name) {
  PyObject *value = PyObject_GetAttrString(view, name);
  bool copied = value && PyDict_SetItemString(dict, name, value) == 0;
  Py_XDECREF(value);
  return copied;
}

/* The attributes of one token, sentence or block that to_dict shows. */
static PyObject *entry(document *self, level which, size_t i, bool stems) {
  static const char *const attributes[] = {"start", "end", "kind", "lower", "stem"};
  size_t n = which == LEVEL_SENTENCE ? 2 : which == LEVEL_TOKEN && stems ? 5 : 3;
  PyObject *view = view_new(self, which, i), *dict = view ? PyDict_New() : NULL;
  for (size_t j = 0; dict && j < n; j++)
    if (!copy_attribute(dict, view, attributes[j])) Py_CLEAR(dict);
  Py_XDECREF(view);
  return dict;
}

static PyObject *entries(document *self, level which, bool stems) {
  size_t n = level_count(&self->columns, which);
  PyObject *list = PyList_New((Py_ssize_t)n);
  for (size_t i = 0; list && i < n; i++) {
    PyObject *one = signals_allow(i) ? entry(self, which, i, stems) : NULL;
    if (!one)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, one);
  }
  return list;
}

/* dict[name] = value, which is taken. */
static bool put(PyObject *dict, const char *name, PyObject *value) {
  bool stored = value && PyDict_SetItemString(dict, name, value) == 0;
  Py_XDECREF(value);
  return stored;
}

static PyObject *iso_date(PyObject *self) {
  PyObject *date = PyObject_GetAttrString(self, "date");
  if (!date || date == Py_None) return date;
  PyObject *iso = PyObject_CallMethod(date, "isoformat", NULL);
  Py_DECREF(date);
  return iso;
}

PyObject *doc_to_dict(PyObject *object, PyObject *const *args, Py_ssize_t n_args,
                      PyObject *names) {
  static const char *const of[] = {"stems"};
  static const signature to_dict = {"to_dict", of, 1, 0};
  document *self = (document *)object;
  PyObject *value[1];
  bool stems = false;
  if (!arguments(&to_dict, args, n_args, names, value)) return NULL;
  if (value[0] && !want_bool("stems", value[0], &stems)) return NULL;
  PyObject *dict = PyDict_New();
  if (!dict) return NULL;
  if (copy_attribute(dict, object, "text") &&
      put(dict, "language", option_value(self->by->key, OPT_LANGUAGE)) &&
      copy_attribute(dict, object, "headline") && put(dict, "date", iso_date(object)) &&
      put(dict, "blocks", entries(self, LEVEL_BLOCK, stems)) &&
      put(dict, "sentences", entries(self, LEVEL_SENTENCE, stems)) &&
      put(dict, "tokens", entries(self, LEVEL_TOKEN, stems)))
    return dict;
  Py_DECREF(dict);
  return NULL;
}

/* ---- explain -------------------------------------------------------------- */

static bool add_weight(PyObject *dict, PyObject *name, long weight) {
  PyObject *number = name ? PyLong_FromLong(weight) : NULL;
  bool added = number && PyDict_SetItem(dict, name, number) == 0;
  Py_XDECREF(number);
  Py_XDECREF(name);
  return added;
}

/* What a rule saw weighs nothing by itself; the rule weighs all. */
static bool add_seen(PyObject *dict, const cd_explanation *why) {
  for (size_t i = 0; i < cd_feature_count(); i++)
    if (why->features >> i & 1 &&
        !add_weight(dict, PyUnicode_FromString(cd_feature_name(i)), 0))
      return false;
  return add_weight(dict, PyUnicode_FromString(cd_rule_name(why->rule)), why->score);
}

static bool add_evidence(PyObject *dict, const cd_explanation *why) {
  long sum = 0;
  for (size_t i = 0; i < why->n_evidence; i++) {
    const char *of, *name = cd_evidence_name(why->evidence[i], &of);
    PyObject *told =
        of ? PyUnicode_FromFormat("%s: %s", of, name) : PyUnicode_FromString(name);
    if (!add_weight(dict, told, why->weight[i])) return false;
    sum += why->weight[i];
  }
  return add_weight(dict, PyUnicode_FromString("threshold"), why->score - sum);
}

/* New: name to weight; the weights add up to the score. */
static PyObject *feature_weights(const cd_explanation *why) {
  PyObject *dict = PyDict_New();
  if (dict && !(why->n_evidence ? add_evidence(dict, why) : add_seen(dict, why)))
    Py_CLEAR(dict);
  return dict;
}

/* New: the text of token `i`; '' outside the text. */
static PyObject *token_text(const document *self, uint32_t i) {
  if (i >= self->columns.tokens.n) return PyUnicode_FromStringAndSize(NULL, 0);
  return document_slice(self, self->columns.tokens.start[i], self->columns.tokens.end[i]);
}

static PyObject *explanation(const document *self, const cd_explanation *why) {
  PyObject *features = feature_weights(why), *left = NULL, *right = NULL, *made = NULL;
  if (features) left = token_text(self, why->left);
  if (left) right = token_text(self, why->right);
  if (right)
    made = call_python("copydesk._explain", "Explanation", "(OsiOsOO)",
                       why->boundary ? Py_True : Py_False, cd_rule_name(why->rule),
                       (int)why->score, features, cd_rule_about(why->rule), left, right);
  Py_XDECREF(features);
  Py_XDECREF(left);
  Py_XDECREF(right);
  return made;
}

PyObject *doc_explain(PyObject *object, PyObject *offset) {
  const document *self = (document *)object;
  cd_text text = document_text(self);
  uint32_t at = 0;
  cd_explanation why;
  if (!want_offset(offset, text.n, &at)) return NULL;
  module_state *state = state_of(object);
  desk *reader = desk_take(state, self->by);
  if (!reader) return NULL;
  bool is_told = desk_explain(reader, self->source, text, at, &why);
  desk_return(state, reader);
  return is_told ? explanation(self, &why) : NULL;
}
