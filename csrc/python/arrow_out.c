/* A Batch as an Arrow stream: one row a document. Columns of tokens go out as
 * they lie; offsets of lists, and where sentences start and end, are made a
 * chunk at a time. */
#include "arrow.h"

#include <errno.h>

/* A chunk's lists hold at most so many tokens: their offsets are 32 bits wide. */
#define CHUNK_TOKENS (1u << 30)

/* ---- the schema -------------------------------------------------------------------- */

/* The fields of a token beside start, end and kind, in this order. */
static const struct {
  int column;
  const char *name, *format;
} more_fields[] = {{COLUMN_FLAGS, "flags", "C"},
                   {COLUMN_TYPE_ID, "type_id", "i"},
                   {COLUMN_TERM_ID, "term_id", "i"}};
enum { N_MORE = 3, N_SPAN_FIELDS = 2, N_ROW_FIELDS = 3 };

static bool shows(const batch *self, int column) {
  return self->root->data.columns >> column & 1;
}

static size_t count_fields(const batch *self) {
  size_t n = N_SPAN_FIELDS + 1;
  for (size_t i = 0; i < N_MORE; i++) n += shows(self, more_fields[i].column);
  return n;
}

static bool field(struct ArrowSchema *schema, const char *name, const char *format) {
  if (!arrow_schema(schema, format, name, 0)) return false;
  schema->flags = 0;
  return true;
}

/* A list named `name` of structs with `n` fields, which are left to make. */
static bool list_of_structs(struct ArrowSchema *schema, const char *name, size_t n) {
  if (!arrow_schema(schema, "+l", name, 1)) return false;
  if (!arrow_schema(schema->children[0], "+s", "item", n)) return false;
  schema->children[0]->flags = 0;
  return true;
}

static bool span_fields(struct ArrowSchema *item) {
  return field(item->children[0], "start", "i") && field(item->children[1], "end", "i");
}

static bool kind_field(struct ArrowSchema *schema) {
  if (!field(schema, "kind", "C")) return false;
  struct ArrowSchema *words = PyMem_RawCalloc(1, sizeof *words);
  schema->dictionary = words;
  if (words) return field(words, "", "u");
  PyErr_NoMemory();
  return false;
}

static bool tokens_schema(const batch *self, struct ArrowSchema *schema) {
  if (!list_of_structs(schema, "tokens", count_fields(self))) return false;
  struct ArrowSchema *item = schema->children[0];
  size_t n = N_SPAN_FIELDS + 1;
  bool made = span_fields(item) && kind_field(item->children[N_SPAN_FIELDS]);
  for (size_t i = 0; i < N_MORE && made; i++)
    if (shows(self, more_fields[i].column))
      made = field(item->children[n++], more_fields[i].name, more_fields[i].format);
  return made;
}

static bool sentences_schema(struct ArrowSchema *schema) {
  return list_of_structs(schema, "sentences", N_SPAN_FIELDS) &&
         span_fields(schema->children[0]);
}

static bool make_schema(const batch *self, struct ArrowSchema *schema) {
  if (!arrow_schema(schema, "+s", "", N_ROW_FIELDS)) return false;
  schema->flags = 0;
  if (field(schema->children[0], "status", "C") &&
      tokens_schema(self, schema->children[1]) && sentences_schema(schema->children[2]))
    return true;
  arrow_release_schema(schema);
  return false;
}

/* ---- lists ------------------------------------------------------------------------------ */

/* Documents [first, end) of the root, and their tokens or sentences. */
typedef struct stretch {
  size_t first, end, from, to;
} stretch;

/* Bits of the documents that were read, if some were not. */
static size_t set_validity(const batch *self, stretch rows, uint8_t *bits) {
  const uint8_t *status = self->root->data.texts.status + rows.first;
  size_t n_null = 0;
  for (size_t i = 0; i < rows.end - rows.first; i++) {
    if (status[i] == CD_TEXT_READ)
      bits[i >> 3] |= (uint8_t)(1u << (i & 7));
    else
      n_null++;
  }
  return n_null;
}

/* A list array over `edge`, doc_offsets or doc_sentences; its child is left to make. */
static bool make_list(const batch *self, struct ArrowArray *array, const int64_t *edge,
                      stretch rows) {
  size_t n = rows.end - rows.first;
  int32_t *offset = PyMem_RawCalloc(1, (n + 1) * sizeof *offset + n / 8 + 1);
  if (!offset) return PyErr_NoMemory() != NULL;
  uint8_t *bits = (uint8_t *)(offset + n + 1);
  for (size_t i = 0; i <= n; i++)
    offset[i] = (int32_t)(edge[rows.first + i] - edge[rows.first]);
  size_t n_null = set_validity(self, rows, bits);
  if (!arrow_array(array, n, 2, 1, NULL, offset)) return false;
  array->null_count = (int64_t)n_null;
  array->buffers[0] = n_null ? bits : NULL;
  array->buffers[1] = offset;
  return true;
}

/* ---- tokens ------------------------------------------------------------------------------- */

static bool make_numbers(const batch *self, struct ArrowArray *array, int column,
                         size_t width, size_t first, size_t n) {
  PyObject *owner = self->root->data.memory[column];
  return arrow_numbers(array, owner,
                       (const uint8_t *)batch_items(self, column) + first * width, n);
}

/* The names of the kinds, as a dictionary. */
static bool make_kinds(struct ArrowArray *array) {
  enum { MOST_BYTES = 256 };
  size_t used = 0, offsets = (CD_TOKEN_KINDS + 1) * sizeof(int32_t);
  int32_t *offset = PyMem_RawCalloc(1, offsets + MOST_BYTES);
  if (!offset) return PyErr_NoMemory() != NULL;
  char *bytes = (char *)offset + offsets;
  for (size_t i = 0; i < CD_TOKEN_KINDS; i++) {
    const char *name = cd_token_kind_name((cd_token_kind)i);
    memcpy(bytes + used, name, strlen(name));
    used += strlen(name);
    offset[i + 1] = (int32_t)used;
  }
  if (!arrow_array(array, CD_TOKEN_KINDS, 3, 0, NULL, offset)) return false;
  array->buffers[1] = offset;
  array->buffers[2] = bytes;
  return true;
}

static bool make_kind(const batch *self, struct ArrowArray *array, size_t first,
                      size_t n) {
  if (!make_numbers(self, array, COLUMN_KIND, 1, first, n)) return false;
  array->dictionary = PyMem_RawCalloc(1, sizeof *array->dictionary);
  if (!array->dictionary) return PyErr_NoMemory() != NULL;
  return make_kinds(array->dictionary);
}

static bool make_tokens(const batch *self, struct ArrowArray *array, stretch rows) {
  size_t first = rows.from, n = rows.to - rows.from, at = N_SPAN_FIELDS + 1;
  if (!make_list(self, array, batch_items(self, COLUMN_DOC_OFFSETS), rows) ||
      !arrow_array(array->children[0], n, 1, count_fields(self), NULL, NULL))
    return false;
  struct ArrowArray **item = array->children[0]->children;
  bool made = make_numbers(self, item[0], COLUMN_START, 4, first, n) &&
              make_numbers(self, item[1], COLUMN_END, 4, first, n) &&
              make_kind(self, item[2], first, n);
  for (size_t i = 0; i < N_MORE && made; i++)
    if (shows(self, more_fields[i].column))
      made = make_numbers(self, item[at++], more_fields[i].column,
                          *more_fields[i].format == 'C' ? 1 : 4, first, n);
  return made;
}

/* ---- sentences ------------------------------------------------------------------------------ */

/* Where sentences start, or end: new memory of the array's own. */
static bool make_edges(const batch *self, struct ArrowArray *array, stretch rows,
                       bool ends) {
  const int64_t *edge = batch_items(self, COLUMN_SENTENCE_OFFSETS);
  const uint32_t *offset = batch_items(self, ends ? COLUMN_END : COLUMN_START);
  size_t n = rows.to - rows.from;
  uint32_t *own = PyMem_RawMalloc((n + 1) * sizeof *own);
  if (!own) return PyErr_NoMemory() != NULL;
  for (size_t i = 0; i < n; i++)
    own[i] = ends ? offset[edge[rows.from + i + 1] - 1] : offset[edge[rows.from + i]];
  if (!arrow_array(array, n, 2, 0, NULL, own)) return false;
  array->buffers[1] = own;
  return true;
}

static bool make_sentences(const batch *self, struct ArrowArray *array, stretch rows) {
  if (!make_list(self, array, batch_items(self, COLUMN_DOC_SENTENCES), rows) ||
      !arrow_array(array->children[0], rows.to - rows.from, 1, N_SPAN_FIELDS, NULL, NULL))
    return false;
  struct ArrowArray **item = array->children[0]->children;
  return make_edges(self, item[0], rows, false) && make_edges(self, item[1], rows, true);
}

/* ---- chunks ---------------------------------------------------------------------------------- */

/* From document `first` on, as many as a chunk holds, at least one. */
static stretch next_rows(const batch *self, size_t first) {
  const int64_t *edge = batch_items(self, COLUMN_DOC_OFFSETS);
  size_t end = first + 1, last = self->first + self->n;
  while (end < last && edge[end + 1] - edge[first] <= CHUNK_TOKENS) end++;
  return (stretch){first, end, (size_t)edge[first], (size_t)edge[end]};
}

static bool make_chunk(const batch *self, struct ArrowArray *array, stretch rows) {
  stretch sentences = rows;
  batch_sentences_of(self, rows.first, rows.end, &sentences.from, &sentences.to);
  if (!arrow_array(array, rows.end - rows.first, 1, N_ROW_FIELDS, NULL, NULL))
    return false;
  if (make_numbers(self, array->children[0], COLUMN_STATUS, 1, rows.first,
                   rows.end - rows.first) &&
      make_tokens(self, array->children[1], rows) &&
      make_sentences(self, array->children[2], sentences))
    return true;
  arrow_release_array(array);
  return false;
}

/* ---- the stream ------------------------------------------------------------------------------- */

typedef struct source {
  batch *of;
  size_t next; /* document of the root */
} source;

/* Callbacks come on any thread, with or without the GIL. */
static int told(bool made, PyGILState_STATE state) {
  if (!made) PyErr_Clear();
  PyGILState_Release(state);
  return made ? 0 : ENOMEM;
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema) {
  PyGILState_STATE state = PyGILState_Ensure();
  return told(make_schema(((source *)stream->private_data)->of, schema), state);
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *array) {
  source *self = stream->private_data;
  PyGILState_STATE state = PyGILState_Ensure();
  bool made = true;
  *array = (struct ArrowArray){0}; /* released: the end */
  if (self->next < self->of->first + self->of->n) {
    stretch rows = next_rows(self->of, self->next);
    made = make_chunk(self->of, array, rows);
    if (made) self->next = rows.end;
  }
  return told(made, state);
}

static const char *stream_error(struct ArrowArrayStream *Py_UNUSED(stream)) {
  return "out of memory";
}

static void stream_release(struct ArrowArrayStream *stream) {
  source *self = stream->private_data;
  if (Py_IsInitialized()) {
    PyGILState_STATE state = PyGILState_Ensure();
    Py_DECREF((PyObject *)self->of);
    PyGILState_Release(state);
  }
  PyMem_RawFree(self);
  stream->release = NULL;
}

static void stream_capsule_free(PyObject *capsule) {
  struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
  if (stream->release) stream->release(stream);
  PyMem_RawFree(stream);
}

static PyObject *stream_capsule(batch *of) {
  struct ArrowArrayStream *stream = PyMem_RawMalloc(sizeof *stream);
  source *from = PyMem_RawMalloc(sizeof *from);
  PyObject *capsule =
      stream && from ? PyCapsule_New(stream, "arrow_array_stream", stream_capsule_free)
                     : PyErr_NoMemory();
  if (!capsule) {
    PyMem_RawFree(stream);
    PyMem_RawFree(from);
    return NULL;
  }
  *from = (source){(batch *)Py_NewRef((PyObject *)of), of->first};
  *stream = (struct ArrowArrayStream){stream_schema, stream_next, stream_error,
                                      stream_release, from};
  return capsule;
}

PyObject *batch_arrow_stream(PyObject *object, PyObject *const *args, Py_ssize_t n_args,
                             PyObject *names) {
  batch *self = (batch *)object;
  unsigned want = CD_WANT_SPANS | CD_WANT_SENTENCES;
  if (!arrow_request("__arrow_c_stream__", args, n_args, names)) return NULL;
  if (shows(self, COLUMN_FLAGS) || shows(self, COLUMN_TYPE_ID)) want |= CD_WANT_TYPES;
  if (shows(self, COLUMN_TERM_ID)) want |= CD_WANT_TERMS;
  if (!batch_want(self, want) || !batch_want_status(self)) return NULL;
  return stream_capsule(self);
}
