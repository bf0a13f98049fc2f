/* Texts out of Arrow data: read where they lie, checked as far as the structures
 * tell, and released when the batch lets go of them. */
#include "arrow.h"

#include <math.h>

struct arrow {
  size_t n;
  struct ArrowArray chunk[]; /* moved here */
};

/* The callbacks may be anyone's, also Python's, and an exception may be on its way. */
#define RELEASE(CALL)                   \
  do {                                  \
    PyObject *type, *value, *trace;     \
    PyErr_Fetch(&type, &value, &trace); \
    CALL;                               \
    PyErr_Restore(type, value, trace);  \
  } while (0)

void arrow_free(struct arrow *self) {
  if (!self) return;
  for (size_t i = 0; i < self->n; i++) RELEASE(arrow_release_array(&self->chunk[i]));
  PyMem_Free(self);
}

/* Move `array`, whatever happens. */
static struct ArrowArray *take_chunk(texts *self, struct ArrowArray *array) {
  size_t n = self->arrow ? self->arrow->n : 0;
  struct arrow *more =
      PyMem_Realloc(self->arrow, sizeof *more + (n + 1) * sizeof more->chunk[0]);
  if (!more) {
    arrow_release_array(array);
    PyErr_NoMemory();
    return NULL;
  }
  self->arrow = more;
  more->n = n + 1;
  more->chunk[n] = *array;
  array->release = NULL;
  return &more->chunk[n];
}

static bool contradicts(const char *what) {
  PyErr_Format(PyExc_ValueError, "Arrow data contradicts itself: %s", what);
  return false;
}

/* ---- types ---------------------------------------------------------------------- */

typedef enum shape {
  SHAPE_NULL,
  SHAPE_UTF8,
  SHAPE_LARGE_UTF8,
  SHAPE_VIEW,
  SHAPE_DICTIONARY,
  SHAPE_MISSING, /* numbers, all NaN: how pandas reads texts that are all missing */
  SHAPE_OTHER
} shape;

/* What of a schema is needed to read its arrays. */
typedef struct form {
  shape of, words; /* of a dictionary */
  char index;      /* likewise: the format of its indices */
} form;

static shape plain_shape(const char *format) {
  return strcmp(format, "u") == 0    ? SHAPE_UTF8
         : strcmp(format, "U") == 0  ? SHAPE_LARGE_UTF8
         : strcmp(format, "vu") == 0 ? SHAPE_VIEW
         : strcmp(format, "n") == 0  ? SHAPE_NULL
         : strcmp(format, "g") == 0  ? SHAPE_MISSING
                                     : SHAPE_OTHER;
}

/* The name of the type that a format stands for, or the format itself. */
static const char *type_name(const char *format) {
  static const char *const names[][2] = {{"b", "bool"},
                                         {"c", "int8"},
                                         {"C", "uint8"},
                                         {"s", "int16"},
                                         {"S", "uint16"},
                                         {"i", "int32"},
                                         {"I", "uint32"},
                                         {"l", "int64"},
                                         {"L", "uint64"},
                                         {"e", "float16"},
                                         {"f", "float32"},
                                         {"g", "float64"},
                                         {"z", "binary"},
                                         {"Z", "large_binary"},
                                         {"vz", "binary_view"},
                                         {"+l", "list"},
                                         {"+L", "large_list"},
                                         {"+vl", "list_view"},
                                         {"+s", "struct"},
                                         {"+m", "map"},
                                         {"+r", "run_end_encoded"},
                                         {"tdD", "date32"},
                                         {"tdm", "date64"},
                                         {"d:", "decimal"},
                                         {"ts", "timestamp"},
                                         {"tt", "time"},
                                         {"tD", "duration"},
                                         {"+w:", "list"},
                                         {"w:", "fixed_size_binary"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t n = strlen(names[i][0]);
    bool has_details = names[i][0][0] == 't' || names[i][0][n - 1] == ':';
    if (has_details ? !strncmp(format, names[i][0], n) : !strcmp(format, names[i][0]))
      return names[i][1];
  }
  return format;
}

static bool no_text(const char *format, bool is_dictionary) {
  bool is_table = strcmp(format, "+s") == 0;
  PyErr_Format(PyExc_TypeError,
               "Arrow data of type %s%.100s%s holds no texts; expected utf8, large_utf8, "
               "utf8_view, or a dictionary of these%s",
               is_dictionary ? "dictionary of " : "", type_name(format),
               is_dictionary ? " values" : "",
               is_table ? ": pass one column of the table" : "");
  return false;
}

static bool form_of(const struct ArrowSchema *schema, form *found) {
  if (!schema->format) return contradicts("a type has no format");
  if (!schema->dictionary) {
    found->of = plain_shape(schema->format);
    return found->of != SHAPE_OTHER || no_text(schema->format, false);
  }
  const char *words = schema->dictionary->format;
  if (!words) return contradicts("a dictionary has no format");
  found->of = SHAPE_DICTIONARY;
  found->words = plain_shape(words);
  found->index = schema->format[0];
  if (!strchr("cCsSiIlL", found->index) || !found->index || schema->format[1])
    return contradicts("the indices of a dictionary are no integers");
  if (schema->dictionary->dictionary) found->words = SHAPE_OTHER;
  return found->words != SHAPE_OTHER || no_text(words, true);
}

/* ---- arrays ---------------------------------------------------------------------- */

static bool is_valid(const struct ArrowArray *array, int64_t i) {
  const uint8_t *bits = array->buffers[0];
  return !bits || bits[i >> 3] >> (i & 7) & 1;
}

/* Lengths, and the buffers that every array of this shape has. */
static bool check(const struct ArrowArray *array, shape of) {
  int64_t need = of == SHAPE_DICTIONARY || of == SHAPE_MISSING ? 2 : 3;
  if (array->length < 0 || array->offset < 0 ||
      array->length >= INT64_MAX - array->offset)
    return contradicts("a length or an offset is out of range");
  if (of == SHAPE_NULL || !array->length) return true;
  if (of == SHAPE_VIEW ? array->n_buffers < need : array->n_buffers != need)
    return contradicts("wrong number of buffers");
  if (!array->buffers || !array->buffers[1]) return contradicts("a buffer is missing");
  return true;
}

static void put_null(texts *to) {
  texts_put(to, (cd_text){NULL, 0, CD_UTF8}, CD_TEXT_NULL);
}

static bool put_bytes(texts *to, const uint8_t *bytes, int64_t start, int64_t end) {
  if (start < 0 || end < start) return contradicts("offsets descend or are negative");
  if (end > start && !bytes) return contradicts("a buffer is missing");
  /* An empty text needs an address, too. */
  const uint8_t *at = bytes ? bytes + start : (const uint8_t *)"";
  texts_put(to, (cd_text){at, (size_t)(end - start), CD_UTF8}, CD_TEXT_READ);
  return true;
}

static bool put_utf8(texts *to, const struct ArrowArray *array, int64_t i) {
  const int32_t *offset = array->buffers[1];
  return put_bytes(to, array->buffers[2], offset[i], offset[i + 1]);
}

static bool put_large_utf8(texts *to, const struct ArrowArray *array, int64_t i) {
  const int64_t *offset = array->buffers[1];
  return put_bytes(to, array->buffers[2], offset[i], offset[i + 1]);
}

/* Up to 12 bytes lie in the view; of longer ones it says where. */
static bool put_view(texts *to, const struct ArrowArray *array, int64_t i) {
  struct {
    int32_t n, prefix, buffer, offset;
  } view;
  const uint8_t *at = (const uint8_t *)array->buffers[1] + 16 * i;
  int64_t n_data = array->n_buffers - 3;
  const int64_t *size = array->buffers[array->n_buffers - 1];
  memcpy(&view, at, sizeof view);
  if (view.n <= 12) return put_bytes(to, at + 4, 0, view.n);
  if (view.buffer < 0 || view.buffer >= n_data || !size || view.offset < 0 ||
      size[view.buffer] - view.n < view.offset)
    return contradicts("a view lies outside its buffers");
  return put_bytes(to, array->buffers[2 + view.buffer], view.offset,
                   (int64_t)view.offset + view.n);
}

static bool put_missing(texts *to, const struct ArrowArray *array, int64_t i) {
  if (!isnan(((const double *)array->buffers[1])[i])) return no_text("g", false);
  put_null(to);
  return true;
}

typedef bool putter(texts *to, const struct ArrowArray *array, int64_t i);

static bool put_plain(texts *to, const struct ArrowArray *array, shape of) {
  putter *put = of == SHAPE_UTF8         ? put_utf8
                : of == SHAPE_LARGE_UTF8 ? put_large_utf8
                : of == SHAPE_MISSING    ? put_missing
                                         : put_view;
  for (int64_t i = array->offset; i < array->offset + array->length; i++) {
    if (of == SHAPE_NULL || !is_valid(array, i))
      put_null(to);
    else if (!put(to, array, i))
      return false;
  }
  return true;
}

/* ---- dictionaries ------------------------------------------------------------------- */

/* Index `i`; what is negative, or too large, is larger than any dictionary. */
static uint64_t index_at(const void *indices, char format, int64_t i) {
  switch (format) {
    case 'c':
      return (uint64_t)(int64_t)((const int8_t *)indices)[i];
    case 'C':
      return ((const uint8_t *)indices)[i];
    case 's':
      return (uint64_t)(int64_t)((const int16_t *)indices)[i];
    case 'S':
      return ((const uint16_t *)indices)[i];
    case 'i':
      return (uint64_t)(int64_t)((const int32_t *)indices)[i];
    case 'I':
      return ((const uint32_t *)indices)[i];
    default:
      return ((const uint64_t *)indices)[i];
  }
}

static bool put_words(texts *to, const struct ArrowArray *array, char format,
                      const texts *words) {
  for (int64_t i = array->offset; i < array->offset + array->length; i++) {
    if (!is_valid(array, i)) {
      put_null(to);
      continue;
    }
    uint64_t word = index_at(array->buffers[1], format, i);
    if (word >= words->n) return contradicts("an index lies outside its dictionary");
    texts_put(to, words->text[word], (cd_text_status)words->status[word]);
  }
  return true;
}

static bool put_dictionary(texts *to, const struct ArrowArray *array, form of) {
  texts words = {0};
  if (!array->length) return true;
  if (!array->dictionary) return contradicts("a dictionary is missing");
  bool put = check(array->dictionary, of.words) &&
             texts_reserve(&words, (size_t)array->dictionary->length) &&
             put_plain(&words, array->dictionary, of.words) &&
             put_words(to, array, of.index, &words);
  texts_free(&words);
  return put;
}

/* The texts of an array, which is moved to `self`. */
static bool add_array(texts *self, struct ArrowArray *array, form of) {
  const struct ArrowArray *kept = take_chunk(self, array);
  if (!kept || !check(kept, of.of) || !texts_reserve(self, (size_t)kept->length))
    return false;
  return of.of == SHAPE_DICTIONARY ? put_dictionary(self, kept, of)
                                   : put_plain(self, kept, of.of);
}

/* ---- streams and capsules -------------------------------------------------------------- */

static bool stream_failed(struct ArrowArrayStream *stream) {
  if (PyErr_Occurred()) return false;
  const char *why = stream->get_last_error ? stream->get_last_error(stream) : NULL;
  PyErr_Format(PyExc_ValueError, "the Arrow stream failed: %.500s",
               why ? why : "it does not say why");
  return false;
}

static bool add_stream(texts *self, struct ArrowArrayStream *stream) {
  struct ArrowSchema schema = {0};
  struct ArrowArray array = {0};
  form of = {0};
  if (stream->get_schema(stream, &schema)) return stream_failed(stream);
  bool going = form_of(&schema, &of);
  RELEASE(arrow_release_schema(&schema));
  while (going) {
    if (stream->get_next(stream, &array)) return stream_failed(stream);
    if (!array.release) return true;
    going = add_array(self, &array, of) && PyErr_CheckSignals() == 0;
  }
  return false;
}

/* The stream is moved out of its capsule: who passes it again is told, instead of reading
 * the nothing that is left (Arrow's PyCapsule interface, "single use"). */
static bool take_stream(texts *self, PyObject *capsule) {
  struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
  if (!stream) return false;
  if (!stream->release) return contradicts("its stream was read before, or released");
  struct ArrowArrayStream taken = *stream;
  stream->release = NULL;
  bool added = add_stream(self, &taken);
  RELEASE(taken.release(&taken));
  return added;
}

static bool take_array(texts *self, PyObject *pair) {
  if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2) {
    PyErr_Format(PyExc_TypeError,
                 "__arrow_c_array__() must give two capsules, not %.200s",
                 Py_TYPE(pair)->tp_name);
    return false;
  }
  form of = {0};
  const struct ArrowSchema *schema =
      PyCapsule_GetPointer(PyTuple_GET_ITEM(pair, 0), "arrow_schema");
  struct ArrowArray *array =
      schema ? PyCapsule_GetPointer(PyTuple_GET_ITEM(pair, 1), "arrow_array") : NULL;
  if (!array) return false;
  if (!schema->release || !array->release) return contradicts("it was released");
  return form_of(schema, &of) && add_array(self, array, of);
}

/* ---- objects ------------------------------------------------------------------------------ */

/* New: attribute `name`, or NULL without an exception where there is none. */
static PyObject *attribute(PyObject *object, const char *name, bool *failed) {
  PyObject *value = PyObject_GetAttrString(object, name);
  *failed = !value && !PyErr_ExceptionMatches(PyExc_AttributeError);
  if (!value && !*failed) PyErr_Clear();
  return value;
}

/* A column of Python objects, as pandas, NumPy and polars have them: read one by one, so
 * that one bad cell is one bad text. */
static bool is_of_objects(PyObject *object) {
  bool failed;
  PyObject *dtype = attribute(object, "dtype", &failed);
  PyObject *name = dtype ? PyObject_Str(dtype) : NULL;
  bool is = name && (PyUnicode_CompareWithASCIIString(name, "object") == 0 ||
                     PyUnicode_CompareWithASCIIString(name, "Object") == 0);
  Py_XDECREF(dtype);
  Py_XDECREF(name);
  if (!name) PyErr_Clear();
  return is;
}

/* pandas exports nothing where pyarrow is not installed; its columns, which have
 * a dtype as no table does, are read one by one then. */
static bool may_iterate(PyObject *object) {
  bool failed;
  if (!PyErr_ExceptionMatches(PyExc_ImportError)) return false;
  PyErr_Clear();
  PyObject *dtype = attribute(object, "dtype", &failed);
  Py_XDECREF(dtype);
  if (dtype) return true;
  if (!failed)
    PyErr_Format(PyExc_ImportError, "texts in a %.200s need pyarrow: pip install pyarrow",
                 Py_TYPE(object)->tp_name);
  return false;
}

typedef bool taker(texts *self, PyObject *exported);

/* As arrow_collect, through one of the two methods. */
static int collect_by(texts *self, PyObject *object, const char *method, taker *take) {
  bool failed;
  PyObject *call = attribute(object, method, &failed);
  if (!call) return failed ? -1 : 0;
  PyObject *exported = PyObject_CallNoArgs(call);
  Py_DECREF(call);
  if (!exported) return may_iterate(object) ? 0 : -1;
  bool taken = take(self, exported);
  Py_DECREF(exported);
  return taken ? 1 : -1;
}

int arrow_collect(texts *self, PyObject *object) {
  if (is_of_objects(object)) return 0;
  int taken = collect_by(self, object, "__arrow_c_stream__", take_stream);
  return taken ? taken : collect_by(self, object, "__arrow_c_array__", take_array);
}
