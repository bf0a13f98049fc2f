/* A Batch reads its texts: on how many threads, at which desks, and how it is
 * stopped. */
#include "batch_binding.h"

/* ---- the poll: signals and the bar, with the GIL, now and then ---------------------- */

typedef struct watch {
  const texts *texts; /* from `first` on, for their lower case */
  size_t first;
  PyObject *lowered; /* a list that keeps it alive */
  PyObject *bar;     /* copydesk._progress.Progress, or NULL */
  absence *away;
} watch;

static bool show(PyObject *bar, size_t docs, uint64_t bytes) {
  if (!bar) return true;
  PyObject *done = PyObject_CallMethod(bar, "update", "nK", (Py_ssize_t)docs,
                                       (unsigned long long)bytes);
  Py_XDECREF(done);
  return done != NULL;
}

static bool poll(void *context, size_t docs, uint64_t bytes) {
  watch *self = context;
  if (!absence_pauses(self->away)) return false;
  bool stops = PyErr_CheckSignals() < 0 || !show(self->bar, docs, bytes);
  absence_start(self->away);
  return stops;
}

bool batch_lower(void *context, size_t i, cd_text *text) {
  watch *self = context;
  absence_end(self->away);
  PyObject *item = texts_item(self->texts, self->first + i), *low = NULL;
  if (item && PyBytes_Check(item))
    Py_SETREF(item, PyUnicode_DecodeUTF8(PyBytes_AS_STRING(item), PyBytes_GET_SIZE(item),
                                         "replace"));
  if (item) low = PyObject_CallMethod(item, "lower", NULL);
  bool kept = low && PyList_Append(self->lowered, low) == 0 && text_view(low, text) &&
              PyErr_CheckSignals() == 0;
  Py_XDECREF(low);
  Py_XDECREF(item);
  absence_start(self->away);
  return kept;
}

static bool bar_open(watch *self, uint64_t bytes) {
  self->bar =
      call_python("copydesk._progress", "Progress", "(K)", (unsigned long long)bytes);
  return self->bar != NULL;
}

/* Close the bar, also when an exception is on its way. */
static bool bar_close(watch *self, size_t docs, uint64_t bytes, bool done) {
  if (!self->bar) return done;
  PyObject *type, *value, *trace;
  done = done && show(self->bar, docs, bytes);
  PyErr_Fetch(&type, &value, &trace);
  PyObject *closed = PyObject_CallMethod(self->bar, "close", NULL);
  Py_XDECREF(closed);
  Py_CLEAR(self->bar);
  if (done && !closed) return false;
  PyErr_Restore(type, value, trace);
  return done;
}

/* ---- workers ------------------------------------------------------------------------- */

#define BYTES_A_THREAD (32 * 1024) /* fewer are not worth one */

static bool count_threads(const batch_data *of, size_t *n) {
  size_t most = 1 + (size_t)(of->texts.bytes / BYTES_A_THREAD);
  *n = of->n_threads;
  if (!*n && most > 1) {
    PyObject *count = call_python("copydesk._cpus", "count", "()");
    *n = count ? PyLong_AsSize_t(count) : 0;
    Py_XDECREF(count);
    if (PyErr_Occurred()) return false;
  }
  if (*n > most) *n = most;
  if (!*n) *n = 1;
  return true;
}

bool batch_find_readers(batch_data *of) {
  size_t n = 0;
  return count_threads(of, &n) && readers_find(&of->readers, of->by, &of->texts, n);
}

/* One for each worker, or one for each worker and reader. */
typedef struct desks {
  desk **at;
  cd_worker *worker;
  cd_lexicon **lexicon;
  size_t n;
} desks;

static void desks_return(module_state *state, desks *self, size_t units) {
  for (size_t i = 0; i < self->n; i++) {
    self->at[i]->units = units;
    desk_return(state, self->at[i]);
  }
  PyMem_Free(self->at);
  PyMem_Free(self->worker);
  PyMem_Free(self->lexicon);
}

static bool desks_take(module_state *state, const batch_data *of, size_t n, desks *self) {
  size_t each = of->readers.n ? of->readers.n : 1;
  *self = (desks){PyMem_Calloc(n * each, sizeof *self->at),
                  PyMem_Calloc(n, sizeof *self->worker),
                  PyMem_Calloc(n * each, sizeof *self->lexicon), 0};
  if (!self->at || !self->worker || !self->lexicon) PyErr_NoMemory();
  while (self->n < n * each && !PyErr_Occurred()) {
    size_t i = self->n;
    desk *one = desk_take(state, of->readers.n ? of->readers.by[i % each] : of->by);
    if (!one) break;
    self->lexicon[i] = one->lexicon;
    if (i % each == 0)
      self->worker[i / each] = (cd_worker){one->doc, one->lexicon, self->lexicon + i};
    self->at[self->n++] = one;
  }
  if (self->n == n * each) return true;
  desks_return(state, self, 0);
  return false;
}

/* Those of the texts from `first` on. */
static cd_readers readers_from(const batch_data *of, size_t first) {
  const readers *all = &of->readers;
  return (cd_readers){all->n ? all->of + first : NULL, all->rules, all->n};
}

/* ---- reading ---------------------------------------------------------------------------- */

static size_t longest(const texts *of) {
  size_t most = 0;
  for (size_t i = 0; i < of->n; i++)
    if (of->text[i].n > most) most = of->text[i].n;
  return most;
}

static bool run(cd_batch_job *job, bool progress, uint64_t bytes, cd_batch *read) {
  absence away = absence_new();
  watch watch = {.away = &away};
  if (progress && !bar_open(&watch, bytes)) return false;
  job->poll = poll;
  job->context = &watch;
  absence_start(&away);
  cd_status status = cd_batch_read(job, read);
  absence_end(&away);
  if (status && !PyErr_Occurred()) raise_status(status, NULL, (cd_text){0});
  return bar_close(&watch, job->n, bytes, status == CD_OK);
}

bool batch_run(module_state *state, const batch_data *of, const read_options *how,
               cd_batch *read) {
  size_t n = 0;
  desks desks;
  if (!count_threads(of, &n) || !desks_take(state, of, n, &desks)) return false;
  cd_batch_job job = {.rules = of->by->rules,
                      .readers = readers_from(of, 0),
                      .text = of->texts.text,
                      .status = of->texts.status,
                      .n = of->texts.n,
                      .unit = of->unit,
                      .want = how->want,
                      .stop_at_error = how->raises,
                      .seed = state->seed,
                      .worker = desks.worker,
                      .n_workers = n};
  bool done = run(&job, how->progress, of->texts.bytes, read);
  desks_return(state, &desks, longest(&of->texts));
  return done;
}

bool batch_count(module_state *state, const batch_data *of, size_t first, absence *away,
                 cd_matrix_job *job, cd_matrix **matrix) {
  size_t n_threads = 0;
  desks desks;
  watch watch = {.texts = &of->texts, .first = first, .away = away};
  if (!count_threads(of, &n_threads) || !(watch.lowered = PyList_New(0))) return false;
  if (!desks_take(state, of, n_threads, &desks)) {
    Py_DECREF(watch.lowered);
    return false;
  }
  job->rules = of->by->rules;
  job->readers = readers_from(of, first);
  job->text = of->texts.text + first;
  job->status = of->texts.status + first;
  job->seed = state->seed;
  job->worker = desks.worker;
  job->n_workers = n_threads;
  job->poll = poll;
  job->context = &watch;
  absence_start(away);
  cd_status status = cd_matrix_read(job, matrix);
  absence_end(away);
  if (status && !PyErr_Occurred()) raise_status(status, NULL, (cd_text){0});
  desks_return(state, &desks, longest(&of->texts));
  Py_DECREF(watch.lowered);
  return status == CD_OK;
}

bool batch_stem(module_state *state, const batch *self, const cd_strings *types,
                cd_strings *stems) {
  desks desks;
  uint8_t *of;
  if (!readers_of_types(self, &of)) return false;
  if (!desks_take(state, &self->root->data, 1, &desks)) {
    cd_column_free(of);
    return false;
  }
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status = cd_strings_stems(types, desks.lexicon, of, stems);
  Py_END_ALLOW_THREADS desks_return(state, &desks, 0);
  cd_column_free(of);
  if (status) raise_status(status, NULL, (cd_text){0});
  return status == CD_OK;
}
