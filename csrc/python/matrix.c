/* Matrix: counted texts on their way into arrays; copydesk._matrix alone sees it. */
#include "batch_binding.h"

typedef struct counted {
  PyObject_HEAD cd_matrix *matrix;
} counted;

/* ---- a vocabulary that is given --------------------------------------------------- */

/* Where the columns of terms are looked up: what is given is not read through, so a call
 * costs by its own terms, and what is true of a dict is what it holds just then. */
typedef struct places {
  PyObject *given;    /* a dict, or the owner of */
  cd_glossary sorted; /* terms in their order */
  size_t n;
  absence *away;
} places;

static bool find_sorted(void *context, const cd_slice *term, size_t n, uint32_t *column) {
  const places *self = context;
  cd_glossary_find_all(&self->sorted, term, n, column);
  return true;
}

static bool take_column(const places *self, PyObject *word, PyObject *value,
                        uint32_t *column) {
  Py_ssize_t at = PyIndex_Check(value) ? PyNumber_AsSsize_t(value, NULL) : -1;
  *column = (uint32_t)at;
  if (at >= 0 && (size_t)at < self->n) return true;
  if (!PyErr_Occurred())
    PyErr_Format(PyExc_ValueError,
                 "the vocabulary gives %R the column %R; expected an int from 0 to %zd",
                 word, value, (Py_ssize_t)self->n - 1);
  return false;
}

static bool find_one(const places *self, cd_slice term, uint32_t *column) {
  PyObject *word = slice_str(term), *value = NULL;
  int found = word ? dict_find(self->given, word, &value) : -1;
  bool taken = found > 0 && take_column(self, word, value, column);
  if (!found) *column = CD_NONE;
  Py_XDECREF(word);
  Py_XDECREF(value);
  return taken || !found;
}

static bool find_in_dict(void *context, const cd_slice *term, size_t n,
                         uint32_t *column) {
  const places *self = context;
  bool found = true;
  absence_end(self->away);
  for (size_t i = 0; i < n && found; i++) found = find_one(self, term[i], &column[i]);
  absence_start(self->away);
  return found;
}

/* New: a dict of the items of any sequence to their places. */
static PyObject *numbered(PyObject *given) {
  PyObject *all = PySequence_Fast(given, "vocabulary must be a sequence");
  PyObject *dict = all ? PyDict_New() : NULL;
  for (Py_ssize_t i = 0; dict && i < PySequence_Fast_GET_SIZE(all); i++) {
    PyObject *word = PySequence_Fast_GET_ITEM(all, i);
    PyObject *place =
        want_str("a word of the vocabulary", word) ? PyLong_FromSsize_t(i) : NULL;
    if (!place || PyDict_SetItem(dict, word, place) < 0) Py_CLEAR(dict);
    Py_XDECREF(place);
  }
  Py_XDECREF(all);
  return dict;
}

static bool is_sorted(const module_state *state, PyObject *given) {
  return Py_TYPE(given) == state->vocabulary_type ||
         (Py_TYPE(given) == state->strings_type && ((strings_column *)given)->ascends);
}

static cd_glossary sorted_of(const module_state *state, PyObject *given) {
  if (Py_TYPE(given) == state->vocabulary_type) return *vocabulary_core(given);
  const cd_strings *of = &((strings_column *)given)->strings;
  return (cd_glossary){.n = of->n,
                       .offset = of->offset,
                       .bytes = of->bytes,
                       .n_bytes = (size_t)of->offset[of->n]};
}

static bool take_places(const module_state *state, PyObject *given, places *to,
                        cd_matrix_job *job) {
  bool sorted = is_sorted(state, given);
  to->given = sorted || PyDict_Check(given) ? Py_NewRef(given) : numbered(given);
  if (!to->given) return false;
  if (sorted) to->sorted = sorted_of(state, given);
  to->n = sorted ? to->sorted.n : (size_t)PyDict_Size(to->given);
  job->find = sorted ? find_sorted : find_in_dict;
  job->places = to;
  job->n_given = to->n;
  return true;
}

/* ---- counting ------------------------------------------------------------------------ */

/* What is asked for, in the order in which copydesk._matrix says it. */
enum { KIND, LEAST, MOST, HASHED, SIGNS, VOCABULARY, COLUMNS_ALONE, N_ASKED };
/* The analyzer's terms, scikit-learn's analyzers "char" and "char_wb", and its "word":
 * terms too, found in a text that is lower-cased before, where that makes others. */
enum { TERM, CHAR, CHAR_WB, WORD, N_KINDS };

static bool take_job(module_state *state, PyObject *const *asked, cd_matrix_job *job,
                     places *places) {
  static const char *const kinds[N_KINDS] = {"term", "char", "char_wb", "word"};
  static const cd_gram_kind grams[N_KINDS] = {CD_GRAMS_OF_TERMS, CD_GRAMS_OF_CHARACTERS,
                                              CD_GRAMS_INSIDE_WORDS, CD_GRAMS_OF_TERMS};
  size_t kind = TERM;
  long least = 0, most = 0, hashed = 0;
  if (!want_choice("analyzer", asked[KIND], kinds, N_KINDS, &kind) ||
      !want_int("ngram_range[0]", asked[LEAST], 1, UINT8_MAX, &least) ||
      !want_int("ngram_range[1]", asked[MOST], least, UINT8_MAX, &most) ||
      !want_int("n_features", asked[HASHED], 0, INT32_MAX, &hashed) ||
      !want_bool("alternate_sign", asked[SIGNS], &job->signs) ||
      !want_bool("columns_alone", asked[COLUMNS_ALONE], &job->columns_alone))
    return false;
  job->kind = grams[kind];
  job->lower = kind == WORD ? batch_lower : NULL;
  job->ngram_min = (uint32_t)least;
  job->ngram_max = (uint32_t)most;
  job->n_hashed = (uint32_t)hashed;
  return asked[VOCABULARY] == Py_None ||
         take_places(state, asked[VOCABULARY], places, job);
}

static PyObject *count(module_state *state, const batch_data *of, size_t first, size_t n,
                       PyObject *const *asked) {
  cd_matrix_job job = {.n = n};
  absence away = absence_new();
  places places = {.away = &away};
  cd_matrix *matrix = NULL;
  counted *self = NULL;
  if (take_job(state, asked, &job, &places) &&
      batch_count(state, of, first, &away, &job, &matrix))
    self = PyObject_New(counted, state->matrix_type);
  Py_XDECREF(places.given);
  if (!self) {
    cd_matrix_free(matrix);
    return NULL;
  }
  self->matrix = matrix;
  return (PyObject *)self;
}

static bool want_count(Py_ssize_t n_args, Py_ssize_t n) {
  if (n_args == n) return true;
  PyErr_Format(PyExc_TypeError, "expected %zd arguments (%zd given)", n, n_args);
  return false;
}

PyObject *batch_counted(PyObject *object, PyObject *const *args, Py_ssize_t n_args) {
  const batch *self = (batch *)object;
  if (!want_count(n_args, N_ASKED)) return NULL;
  return count(state_of(object), &self->root->data, self->first, self->n, args);
}

/* For a vectorizer a text that is null or cannot be read is an error. */
static bool all_were_read(const texts *of) {
  for (size_t i = 0; i < of->n; i++) {
    if (of->status[i] == CD_TEXT_READ) continue;
    if (of->status[i] == CD_TEXT_NULL) {
      PyErr_Format(PyExc_ValueError,
                   "text %zu is null; fill it with an empty string, or drop it", i);
      return false;
    }
    texts_raise(of, i);
    return false;
  }
  return true;
}

PyObject *count_texts(PyObject *module, PyObject *const *args, Py_ssize_t n_args) {
  module_state *state = PyModule_GetState(module);
  long threads = 0;
  if (!want_count(n_args, 3 + N_ASKED)) return NULL;
  if (Py_TYPE(args[0]) != state->analyzer_type) {
    PyErr_Format(PyExc_TypeError, "analyzer must be an Analyzer, not %.200s",
                 Py_TYPE(args[0])->tp_name);
    return NULL;
  }
  if (!want_int("threads", args[2], 0, MOST_THREADS, &threads)) return NULL;
  batch_data of = {.by = (analyzer *)args[0], .n_threads = (size_t)threads};
  PyObject *made = NULL;
  if (texts_collect(&of.texts, args[1]) && batch_find_readers(&of))
    made = count(state, &of, 0, of.texts.n, args + 3);
  if (made && !all_were_read(&of.texts)) Py_CLEAR(made);
  texts_free(&of.texts);
  readers_free(&of.readers);
  return made;
}

/* ---- what was counted ------------------------------------------------------------------- */

static void counted_dealloc(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  cd_matrix_free(((counted *)object)->matrix);
  type->tp_free(object);
  Py_DECREF((PyObject *)type);
}

static PyObject *counted_columns(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromSize_t(cd_matrix_columns(((counted *)self)->matrix));
}

static PyObject *counted_entries(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromSize_t(cd_matrix_entries(((counted *)self)->matrix));
}

/* New: a Column of numbers that it takes. */
static PyObject *column_of(module_state *state, int64_t *numbers, size_t n) {
  PyObject *memory = memory_new(state, numbers), *column = NULL;
  if (memory) column = column_new(state, memory, ITEM_INT64, 0, n);
  Py_XDECREF(memory);
  return column;
}

static PyObject *counted_frequencies(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  module_state *state = state_of(object);
  const cd_matrix *matrix = ((counted *)object)->matrix;
  size_t n = cd_matrix_columns(matrix);
  int64_t *documents = cd_column_new(n * sizeof *documents),
          *total = cd_column_new(n * sizeof *total);
  if (!documents || !total) {
    cd_column_free(documents);
    cd_column_free(total);
    return PyErr_NoMemory();
  }
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status = cd_matrix_frequencies(matrix, documents, total);
  Py_END_ALLOW_THREADS if (status) {
    cd_column_free(documents);
    cd_column_free(total);
    return raise_status(status, NULL, (cd_text){0});
  }
  PyObject *first = column_of(state, documents, n);
  PyObject *second = column_of(state, total, n);
  if (first && second) return Py_BuildValue("(NN)", first, second);
  Py_XDECREF(first);
  Py_XDECREF(second);
  return NULL;
}

static bool want_room(const char *what, const Py_buffer *view, size_t items) {
  if (view->itemsize > 0 && (size_t)(view->len / view->itemsize) >= items) return true;
  PyErr_Format(PyExc_ValueError, "%s has %zd items, expected %zu", what,
               view->itemsize > 0 ? view->len / view->itemsize : (Py_ssize_t)0, items);
  return false;
}

static PyObject *counted_keep(PyObject *object, PyObject *keep) {
  cd_matrix *matrix = ((counted *)object)->matrix;
  Py_buffer view;
  cd_status status = CD_BAD_OPTION;
  if (PyObject_GetBuffer(keep, &view, PyBUF_SIMPLE) < 0) return NULL;
  if (want_room("keep", &view, cd_matrix_columns(matrix)))
    status = cd_matrix_keep(matrix, view.buf);
  PyBuffer_Release(&view);
  if (status && !PyErr_Occurred()) raise_status(status, NULL, (cd_text){0});
  return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *counted_terms(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  const cd_matrix *matrix = ((counted *)object)->matrix;
  cd_strings terms;
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status = cd_matrix_terms(matrix, &terms);
  Py_END_ALLOW_THREADS if (status) return raise_status(status, NULL, (cd_text){0});
  PyObject *made = strings_column_new(state_of(object), &terms);
  if (made) ((strings_column *)made)->ascends = true;
  return made;
}

static PyObject *counted_vocabulary(PyObject *object, PyObject *Py_UNUSED(ignored)) {
  return vocabulary_of(state_of(object), ((counted *)object)->matrix);
}

/* ---- into arrays ----------------------------------------------------------------------------- */

enum { START, COLUMN, VALUE, N_ARRAYS };

static bool number_of(const Py_buffer *view, cd_number *number) {
  char format = view->format ? view->format[0] : 'B';
  bool is_int = strchr("ilq", format) != NULL && !view->format[1];
  if (is_int) *number = view->itemsize == 4 ? CD_INT32 : CD_INT64;
  if (format == 'f') *number = CD_FLOAT32;
  if (format == 'd') *number = CD_FLOAT64;
  if (is_int || format == 'f' || format == 'd') return true;
  PyErr_Format(PyExc_TypeError, "values cannot be written as '%c'", format);
  return false;
}

static bool take_arrays(const counted *self, const Py_buffer *view, size_t n_rows,
                        cd_csr *csr) {
  size_t room = cd_matrix_entries(self->matrix);
  *csr = (cd_csr){.start = view[START].buf,
                  .column = view[COLUMN].buf,
                  .value = view[VALUE].buf,
                  .is_wide = view[START].itemsize == 8};
  if (view[START].itemsize != view[COLUMN].itemsize) {
    PyErr_SetString(PyExc_TypeError, "starts and columns must be of one type");
    return false;
  }
  return number_of(&view[VALUE], &csr->number) &&
         want_room("starts", &view[START], n_rows + 1) &&
         want_room("columns", &view[COLUMN], room) &&
         want_room("values", &view[VALUE], room);
}

static PyObject *counted_fill(PyObject *object, PyObject *const *args,
                              Py_ssize_t n_args) {
  counted *self = (counted *)object;
  Py_buffer view[N_ARRAYS];
  int taken = 0;
  bool binary = false;
  cd_status status = CD_BAD_OPTION;
  cd_csr csr;
  if (!want_count(n_args, N_ARRAYS + 1) || !want_bool("binary", args[N_ARRAYS], &binary))
    return NULL;
  while (taken < N_ARRAYS &&
         PyObject_GetBuffer(args[taken], &view[taken], PyBUF_CONTIG | PyBUF_FORMAT) == 0)
    taken++;
  if (taken == N_ARRAYS && take_arrays(self, view, cd_matrix_rows(self->matrix), &csr)) {
    csr.is_binary = binary;
    Py_BEGIN_ALLOW_THREADS status = cd_matrix_fill(self->matrix, &csr);
    Py_END_ALLOW_THREADS
  }
  while (taken > 0) PyBuffer_Release(&view[--taken]);
  if (status && !PyErr_Occurred()) raise_status(status, NULL, (cd_text){0});
  return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *counted_rows(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromSize_t(cd_matrix_rows(((counted *)self)->matrix));
}

/* ---- the type ----------------------------------------------------------------------------------- */

static PyMethodDef methods[] = {
    {"frequencies", counted_frequencies, METH_NOARGS,
     "frequencies($self, /)\n--\n\n"
     "Of each column the documents that hold it, and how often all do."},
    {"keep", counted_keep, METH_O,
     "keep($self, keep, /)\n--\n\nDrop the columns whose byte is 0."},
    {"terms", counted_terms, METH_NOARGS,
     "terms($self, /)\n--\n\nThe columns' terms: Strings."},
    {"vocabulary", counted_vocabulary, METH_NOARGS,
     "vocabulary($self, /)\n--\n\nThe columns' terms with their counts: a Vocabulary."},
    {"fill", (PyCFunction)(void (*)(void))counted_fill, METH_FASTCALL,
     "fill($self, starts, columns, values, binary, /)\n--\n\n"
     "Write the rows."},
    {NULL, NULL, 0, NULL}};

static PyGetSetDef attributes[] = {
    {"n_rows", counted_rows, NULL, "Documents.", NULL},
    {"n_columns", counted_columns, NULL, "Columns.", NULL},
    {"n_entries", counted_entries, NULL, "Entries of all rows.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};

PyDoc_STRVAR(matrix_doc, "Counted texts, for copydesk._matrix alone.");
static PyType_Slot slots[] = {{Py_tp_doc, (void *)matrix_doc},
                              {Py_tp_dealloc, counted_dealloc},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, attributes},
                              {0, NULL}};

PyType_Spec matrix_spec = {.name = "copydesk._core._Matrix",
                           .basicsize = sizeof(counted),
                           .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |
                                    Py_TPFLAGS_DISALLOW_INSTANTIATION,
                           .slots = slots};
