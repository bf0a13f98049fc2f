/* Who reads which text of a batch: one Analyzer, or under language="auto" the one
 * of each text's language. */
#include "batch_binding.h"

void readers_free(readers *self) {
  for (size_t i = 0; i < self->n; i++) Py_XDECREF((PyObject *)self->by[i]);
  PyMem_Free(self->of);
  PyMem_Free(self->by);
  PyMem_Free(self->rules);
  *self = (readers){0};
}

static bool make_room(readers *self, size_t n_texts) {
  self->of = PyMem_Calloc(n_texts + 1, 1);
  self->by = PyMem_Calloc(cd_detectable_count(), sizeof *self->by);
  self->rules = PyMem_Calloc(cd_detectable_count(), sizeof *self->rules);
  if (self->of && self->by && self->rules) return true;
  PyErr_NoMemory();
  return false;
}

static bool add_reader(readers *self, analyzer *by, size_t language) {
  analyzer *child = analyzer_child(by, language);
  if (!child) return false;
  self->by[self->n] = child;
  self->rules[self->n++] = child->rules;
  return true;
}

/* Languages become places among the readers, in the order they are met. */
static bool add_readers(readers *self, analyzer *by, const texts *of) {
  uint8_t place[UINT8_MAX + 1] = {0}; /* and one */
  for (size_t i = 0; i < of->n; i++) {
    size_t language = self->of[i];
    if (of->status[i] != CD_TEXT_READ) continue;
    if (!place[language]) {
      if (!add_reader(self, by, language)) return false;
      place[language] = (uint8_t)self->n;
    }
    self->of[i] = (uint8_t)(place[language] - 1);
  }
  return true;
}

enum { STRETCH = 4096 }; /* texts between two looks at signals: some 25 ms */

/* The language of each text; false where a signal's handler raised. */
static bool tell_languages(readers *self, const texts *of, size_t n_threads) {
  for (size_t from = 0; from < of->n; from += STRETCH) {
    size_t n = of->n - from < STRETCH ? of->n - from : STRETCH;
    Py_BEGIN_ALLOW_THREADS cd_batch_detect(of->text + from, of->status + from, n,
                                           n_threads, self->of + from);
    Py_END_ALLOW_THREADS if (PyErr_CheckSignals() < 0) return false;
  }
  return true;
}

bool readers_find(readers *self, analyzer *by, const texts *of, size_t n_threads) {
  *self = (readers){0};
  if (!by->children) return true;
  return make_room(self, of->n) && tell_languages(self, of, n_threads) &&
         add_readers(self, by, of);
}

/* ---- what is asked of a batch -------------------------------------------------------- */

static analyzer *reader_of(const batch_data *data, size_t i) {
  return data->readers.of ? data->readers.by[data->readers.of[i]] : data->by;
}

PyObject *batch_languages(PyObject *object, void *Py_UNUSED(closure)) {
  const batch *self = (batch *)object;
  const batch_data *data = &self->root->data;
  PyObject *list = PyList_New((Py_ssize_t)self->n);
  for (size_t i = 0; list && i < self->n; i++) {
    size_t at = self->first + i;
    bool is_read = data->texts.status[at] == CD_TEXT_READ;
    PyObject *key = is_read ? reader_of(data, at)->key : NULL;
    PyList_SET_ITEM(list, (Py_ssize_t)i,
                    Py_NewRef(key ? PyTuple_GET_ITEM(key, OPT_LANGUAGE) : Py_None));
  }
  return list;
}

bool readers_of_types(const batch *self, uint8_t **of) {
  const int64_t *edge = batch_items(self, COLUMN_DOC_OFFSETS);
  const int32_t *type = batch_items(self, COLUMN_TYPE_ID);
  const batch_data *data = &self->root->data;
  int32_t n = 0; /* types so far: they are numbered as they come */
  *of = NULL;
  if (!data->readers.of) return true;
  *of = cd_column_new((size_t)edge[data->texts.n] + 1);
  if (!*of) PyErr_NoMemory();
  for (size_t i = 0; *of && i < data->texts.n; i++)
    for (int64_t t = edge[i]; t < edge[i + 1]; t++)
      if (type[t] == n) (*of)[n++] = data->readers.of[i];
  return *of != NULL;
}
