/* Desks: where texts are read. A desk is a doc, a lexicon and the str of words
 * and of types, kept from call to call, because a text's words are mostly those
 * of the last one. A call takes a desk for itself and returns it; the Analyzer
 * stays immutable, and two threads never meet at one desk. */
#include "binding.h"

/* A desk that has read more units than this at once gives its columns back: they
 * would hold on to that much memory (about 20 bytes a unit, at worst). */
#define KEEP_UNITS (4u << 20)
#define AHEAD      32 /* objects whose cache line is on its way */

/* ---- strings by type ------------------------------------------------------ */

static bool strings_room(strings *self, size_t need) {
  if (need <= self->n) return true;
  size_t n = need + need / 2 + 64;
  PyObject **item = PyMem_Realloc(self->item, n * sizeof *item);
  if (!item) {
    PyErr_NoMemory();
    return false;
  }
  memset(item + self->n, 0, (n - self->n) * sizeof *item);
  self->item = item;
  self->n = n;
  return true;
}

static void strings_clear(strings *self) {
  for (size_t i = 0; i < self->n; i++) Py_CLEAR(self->item[i]);
  PyMem_Free(self->item);
  *self = (strings){0};
}

/* ---- a desk's life -------------------------------------------------------- */

static void desk_free(desk *self) {
  words_clear(&self->words);
  known_clear(self);
  strings_clear(&self->stems);
  strings_clear(&self->terms);
  cd_lexicon_free(self->lexicon);
  cd_doc_free(self->doc);
  Py_XDECREF((PyObject *)self->owner);
  PyMem_Free(self);
}

static desk *desk_new(analyzer *owner, uint64_t seed) {
  desk *self = PyMem_Calloc(1, sizeof *self);
  if (!self) return (desk *)PyErr_NoMemory();
  self->owner = (analyzer *)Py_NewRef((PyObject *)owner);
  self->words.seed = seed;
  cd_status status = cd_doc_new(&self->doc);
  if (status == CD_OK) status = cd_lexicon_new(owner->rules, seed, &self->lexicon);
  if (status == CD_OK) return self;
  desk_free(self);
  return raise_status(status, NULL, (cd_text){0});
}

void desk_forget_if_full(desk *self) {
  if (!cd_lexicon_is_full(self->lexicon)) return;
  known_clear(self);
  strings_clear(&self->stems);
  strings_clear(&self->terms);
  cd_lexicon_clear(self->lexicon);
}

/* ---- the pool ------------------------------------------------------------- */

#if PY_VERSION_HEX >= 0x030D0000
#define POOL_LOCK(pool)   PyMutex_Lock(&(pool)->mutex)
#define POOL_UNLOCK(pool) PyMutex_Unlock(&(pool)->mutex)
#else
#define POOL_LOCK(pool)   ((void)0)
#define POOL_UNLOCK(pool) ((void)0)
#endif

static desk *pool_remove(desk_pool *pool, size_t i) {
  desk *found = pool->free[i];
  pool->n--;
  memmove(pool->free + i, pool->free + i + 1, (pool->n - i) * sizeof pool->free[0]);
  return found;
}

/* The desk of `owner` or its equal that was returned last, out of the pool. */
static desk *pool_take(desk_pool *pool, const analyzer *owner) {
  for (size_t i = pool->n; i-- > 0;)
    if (pool->free[i]->owner == owner) return pool_remove(pool, i);
  for (size_t i = pool->n; i-- > 0;)
    if (analyzer_equals(pool->free[i]->owner, owner)) return pool_remove(pool, i);
  return NULL;
}

desk *desk_take(module_state *state, analyzer *owner) {
  POOL_LOCK(&state->pool);
  desk *self = pool_take(&state->pool, owner);
  POOL_UNLOCK(&state->pool);
  if (!self) return desk_new(owner, state->seed);
  self->units = 0;
  return self;
}

void desk_return(module_state *state, desk *self) {
  if (self->units > KEEP_UNITS) cd_doc_clear(self->doc);
  desk_forget_if_full(self);
  desk_pool *pool = &state->pool;
  POOL_LOCK(pool);
  desk *oldest = pool->n == MAX_FREE_DESKS ? pool_remove(pool, 0) : NULL;
  pool->free[pool->n++] = self;
  POOL_UNLOCK(pool);
  if (oldest) desk_free(oldest);
}

void desks_free(module_state *state) {
  desk_pool *pool = &state->pool;
  for (;;) {
    POOL_LOCK(pool);
    desk *self = pool->n ? pool_remove(pool, pool->n - 1) : NULL;
    POOL_UNLOCK(pool);
    if (!self) return;
    desk_free(self);
  }
}

/* ---- reading -------------------------------------------------------------- */

/* A text is about to be read: when it is long the GIL goes, and the doc asks `away`
 * whether it may read on. */
static void begin(desk *self, cd_text text, absence *away) {
  if (text.n > self->units) self->units = text.n;
  if (text.n <= LONG_TEXT) return;
  *away = absence_new();
  cd_doc_watch(self->doc, absence_is_cut_short, away);
  absence_start(away);
}

/* It was read, and all is as before; raises what `status` says. */
static bool end(desk *self, cd_text text, absence *away, PyObject *object,
                cd_status status) {
  if (text.n > LONG_TEXT) {
    absence_end(away);
    cd_doc_watch(self->doc, NULL, NULL);
  }
  return status == CD_OK || raise_status(status, object, text);
}

bool desk_read(desk *self, PyObject *object, cd_text text, cd_depth depth) {
  absence away;
  begin(self, text, &away);
  cd_status status =
      cd_doc_read(self->doc, text, self->owner->rules, self->lexicon, depth);
  return end(self, text, &away, object, status);
}

bool desk_explain(desk *self, PyObject *object, cd_text text, uint32_t at,
                  cd_explanation *why) {
  absence away;
  begin(self, text, &away);
  cd_status status =
      cd_doc_explain(self->doc, text, self->owner->rules, self->lexicon, at, why);
  return end(self, text, &away, object, status);
}

/* Put a reference to word[type[i]] into item[i]. A random object is a cache
 * miss: it is asked for AHEAD tokens before it is touched (the lab: list[str] at
 * 467 instead of 204 MB/s; in step like this, 4% over blocks of 32). */
void share_strings(PyObject *const *word, const uint32_t *type, size_t n,
                   PyObject **item) {
  for (size_t i = 0; i < n + AHEAD; i++) {
    if (i < n) {
      item[i] = word[type[i]];
      __builtin_prefetch(item[i], 1);
    }
    if (i >= AHEAD) Py_INCREF(item[i - AHEAD]);
  }
}

/* ---- a list of tokens ------------------------------------------------------- */

static cd_status next_with_gil_gone(desk *self, cd_token_columns *tokens) {
  cd_status status;
  Py_BEGIN_ALLOW_THREADS status = cd_doc_next(self->doc, self->owner->rules, tokens);
  Py_END_ALLOW_THREADS return status;
}

/* The next stretch of tokens. */
static bool desk_next(desk *self, PyObject *object, cd_text text,
                      cd_token_columns *tokens) {
  cd_status status = cd_doc_unread(self->doc) > LONG_TEXT
                         ? next_with_gil_gone(self, tokens)
                         : cd_doc_next(self->doc, self->owner->rules, tokens);
  return status == CD_OK || raise_status(status, object, text);
}

/* References that will be a list's, when it is known how many: a piece for each
 * stretch of tokens, behind the piece `before` it. */
typedef struct piece {
  struct piece *before;
  size_t n;
  PyObject *item[];
} piece;

/* Frees the piece; returns the one before it. */
static piece *shed(piece *last) {
  piece *before = last->before;
  PyMem_Free(last);
  return before;
}

static void drop_pieces(piece *last) {
  for (; last; last = shed(last))
    for (size_t i = 0; i < last->n; i++) Py_XDECREF(last->item[i]);
}

/* From the end on, freeing on the way: pieces and list never take twice the room of
 * one. */
static void put_pieces(piece *last, PyObject **end) {
  for (; last; last = shed(last))
    memcpy(end -= last->n, last->item, last->n * sizeof *end);
}

static piece *gather(desk *self, PyObject *object, cd_text text,
                     const cd_token_columns *tokens, piece *before) {
  piece *last = PyMem_Malloc(sizeof *last + tokens->n * sizeof *last->item);
  if (!last) return PyErr_NoMemory(), NULL;
  *last = (piece){NULL, tokens->n};
  if (!words_share(&self->words, object, text, tokens, last->item))
    return drop_pieces(last), NULL;
  last->before = before;
  return last;
}

static PyObject *long_token_list(desk *self, PyObject *object, cd_text text,
                                 cd_token_columns tokens) {
  PyObject *list = NULL;
  size_t n = tokens.n;
  piece *last = gather(self, object, text, &tokens, NULL), *next = last;
  while (next && cd_doc_unread(self->doc)) {
    next = NULL;
    if (PyErr_CheckSignals() || !desk_next(self, object, text, &tokens)) break;
    next = gather(self, object, text, &tokens, last);
    if (next) last = next, n += tokens.n;
  }
  if (next) list = PyList_New((Py_ssize_t)n);
  if (list && n)
    put_pieces(last, ((PyListObject *)list)->ob_item + n);
  else
    drop_pieces(last);
  return list;
}

PyObject *desk_token_list(desk *self, PyObject *object, cd_text text) {
  cd_token_columns tokens;
  if (text.n > self->units) self->units = text.n;
  cd_doc_open(self->doc, text);
  if (!desk_next(self, object, text, &tokens)) return NULL;
  if (cd_doc_unread(self->doc)) return long_token_list(self, object, text, tokens);
  PyObject *list = PyList_New((Py_ssize_t)tokens.n);
  if (list && tokens.n &&
      !words_share(&self->words, object, text, &tokens, ((PyListObject *)list)->ob_item))
    Py_CLEAR(list);
  return list;
}

/* ---- what a type is known as ---------------------------------------------- */

typedef cd_status type_form(cd_lexicon *lexicon, uint32_t type, cd_slice *form);

/* The str of one form of a type, borrowed from the cache. */
static PyObject *cached(desk *self, strings *cache, uint32_t type, type_form *form) {
  if (!strings_room(cache, cd_lexicon_count(self->lexicon))) return NULL;
  if (cache->item[type]) return cache->item[type];
  cd_slice slice;
  cd_status status = form(self->lexicon, type, &slice);
  if (status != CD_OK) return raise_status(status, NULL, (cd_text){0});
  return cache->item[type] = slice_str(slice);
}

bool desk_intern(desk *self, PyObject *word, uint32_t *type) {
  PyObject *owner = NULL;
  cd_slice slice;
  if (!str_utf8(word, &owner, &slice)) return false;
  cd_status status = cd_lexicon_intern(self->lexicon, slice, type);
  Py_XDECREF(owner);
  return status == CD_OK || raise_status(status, NULL, (cd_text){0});
}

PyObject *desk_stem(desk *self, uint32_t type) {
  return Py_XNewRef(cached(self, &self->stems, type, cd_type_stem));
}

PyObject *desk_lower(desk *self, uint32_t type) {
  cd_slice lower;
  cd_status status = cd_type_lower(self->lexicon, type, &lower);
  return status == CD_OK ? slice_str(lower) : raise_status(status, NULL, (cd_text){0});
}

/* ---- terms ---------------------------------------------------------------- */

/* New: the terms of `n` types, joined by one space. */
static PyObject *desk_ngram(desk *self, const uint32_t *type, size_t n) {
  if (n == 1) return Py_XNewRef(cached(self, &self->terms, type[0], cd_type_term));
  PyObject *parts = PyList_New((Py_ssize_t)n),
           *space = PyUnicode_FromStringAndSize(" ", 1), *joined = NULL;
  if (!parts || !space) goto done;
  for (size_t i = 0; i < n; i++) {
    PyObject *term = cached(self, &self->terms, type[i], cd_type_term);
    if (!term) goto done;
    PyList_SET_ITEM(parts, (Py_ssize_t)i, Py_NewRef(term));
  }
  joined = PyUnicode_Join(space, parts);
done:
  Py_XDECREF(parts);
  Py_XDECREF(space);
  return joined;
}

PyObject *desk_term_list(desk *self) {
  cd_terms terms;
  cd_status status = cd_doc_terms(self->doc, self->owner->rules, self->lexicon, &terms);
  if (status != CD_OK) return raise_status(status, NULL, (cd_text){0});
  PyObject *list = PyList_New((Py_ssize_t)terms.n);
  for (size_t i = 0; list && i < terms.n; i++) {
    PyObject *term = desk_ngram(self, terms.type + terms.first[i], terms.length[i]);
    if (!term)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, term);
  }
  return list;
}
