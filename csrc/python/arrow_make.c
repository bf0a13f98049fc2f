/* Arrow arrays of our own: made, owned, released. */
#include "arrow.h"

/* ---- schemas ---------------------------------------------------------------------- */

/* A structure, its pointers and its children lie in one block of memory. */
static void release_schema(struct ArrowSchema *self) {
  for (int64_t i = 0; i < self->n_children; i++) arrow_release_schema(self->children[i]);
  if (self->dictionary) {
    arrow_release_schema(self->dictionary);
    PyMem_RawFree(self->dictionary);
  }
  PyMem_RawFree(self->private_data);
  self->release = NULL;
}

void arrow_release_schema(struct ArrowSchema *schema) {
  if (schema->release) schema->release(schema);
}

bool arrow_schema(struct ArrowSchema *schema, const char *format, const char *name,
                  size_t n_children) {
  *schema = (struct ArrowSchema){.format = format,
                                 .name = name,
                                 .flags = ARROW_NULLABLE,
                                 .n_children = (int64_t)n_children,
                                 .release = release_schema};
  size_t bytes = n_children * (sizeof schema + sizeof *schema);
  struct ArrowSchema **children = PyMem_RawCalloc(1, bytes + 1);
  if (!children) {
    schema->release = NULL;
    PyErr_NoMemory();
    return false;
  }
  struct ArrowSchema *child = (struct ArrowSchema *)(void *)(children + n_children);
  for (size_t i = 0; i < n_children; i++) children[i] = child + i;
  schema->children = children;
  schema->private_data = children;
  return true;
}

/* ---- arrays ------------------------------------------------------------------------ */

typedef struct held {
  PyObject *owner;
  void *bytes;
  struct ArrowArray **children;
  const void *buffers[3];
} held;

/* Whoever took the array may let go of it on a thread that never saw Python. */
static void let_go(PyObject *owner) {
  if (!owner || !Py_IsInitialized()) return;
  PyGILState_STATE state = PyGILState_Ensure();
  Py_DECREF(owner);
  PyGILState_Release(state);
}

static void release_array(struct ArrowArray *self) {
  held *of = self->private_data;
  for (int64_t i = 0; i < self->n_children; i++) arrow_release_array(self->children[i]);
  if (self->dictionary) {
    arrow_release_array(self->dictionary);
    PyMem_RawFree(self->dictionary);
  }
  let_go(of->owner);
  PyMem_RawFree(of->bytes);
  PyMem_RawFree(of);
  self->release = NULL;
}

void arrow_release_array(struct ArrowArray *array) {
  if (array->release) array->release(array);
}

bool arrow_array(struct ArrowArray *array, size_t length, size_t n_buffers,
                 size_t n_children, PyObject *owner, void *bytes) {
  size_t room = sizeof(held) + n_children * (sizeof array + sizeof *array);
  held *of = PyMem_RawCalloc(1, room);
  *array = (struct ArrowArray){.length = (int64_t)length,
                               .n_buffers = (int64_t)n_buffers,
                               .n_children = (int64_t)n_children};
  if (!of) {
    Py_XDECREF(owner);
    PyMem_RawFree(bytes);
    PyErr_NoMemory();
    return false;
  }
  of->owner = owner;
  of->bytes = bytes;
  of->children = (struct ArrowArray **)(void *)(of + 1);
  struct ArrowArray *child = (struct ArrowArray *)(void *)(of->children + n_children);
  for (size_t i = 0; i < n_children; i++) of->children[i] = child + i;
  array->children = of->children;
  array->buffers = of->buffers;
  array->private_data = of;
  array->release = release_array;
  return true;
}

/* ---- capsules ----------------------------------------------------------------------- */

static void schema_capsule_free(PyObject *capsule) {
  struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
  arrow_release_schema(schema);
  PyMem_RawFree(schema);
}

static void array_capsule_free(PyObject *capsule) {
  struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
  arrow_release_array(array);
  PyMem_RawFree(array);
}

PyObject *arrow_schema_capsule(struct ArrowSchema *schema) {
  struct ArrowSchema *kept = PyMem_RawMalloc(sizeof *kept);
  PyObject *capsule =
      kept ? PyCapsule_New(kept, "arrow_schema", schema_capsule_free) : PyErr_NoMemory();
  if (capsule) {
    *kept = *schema;
    return capsule;
  }
  PyMem_RawFree(kept);
  arrow_release_schema(schema);
  return NULL;
}

static PyObject *array_capsule(struct ArrowArray *array) {
  struct ArrowArray *kept = PyMem_RawMalloc(sizeof *kept);
  PyObject *capsule =
      kept ? PyCapsule_New(kept, "arrow_array", array_capsule_free) : PyErr_NoMemory();
  if (capsule) {
    *kept = *array;
    return capsule;
  }
  PyMem_RawFree(kept);
  arrow_release_array(array);
  return NULL;
}

PyObject *arrow_array_capsules(struct ArrowSchema *schema, struct ArrowArray *array) {
  PyObject *first = arrow_schema_capsule(schema), *second = array_capsule(array),
           *pair = NULL;
  if (first && second) pair = PyTuple_Pack(2, first, second);
  Py_XDECREF(first);
  Py_XDECREF(second);
  return pair;
}

bool arrow_request(const char *method, PyObject *const *args, Py_ssize_t n_args,
                   PyObject *names) {
  static const char *const of[] = {"requested_schema"};
  const signature form = {method, of, 1, 0};
  PyObject *value[1];
  return arguments(&form, args, n_args, names, value);
}

/* ---- numbers ------------------------------------------------------------------------- */

static const char *number_format(item_format format) {
  return format == ITEM_INT64 ? "l" : format == ITEM_INT32 ? "i" : "C";
}

PyObject *arrow_number_schema(item_format format) {
  struct ArrowSchema schema;
  if (!arrow_schema(&schema, number_format(format), "", 0)) return NULL;
  schema.flags = 0;
  return arrow_schema_capsule(&schema);
}

bool arrow_numbers(struct ArrowArray *array, PyObject *owner, const void *at, size_t n) {
  if (!arrow_array(array, n, 2, 0, Py_NewRef(owner), NULL)) return false;
  array->buffers[1] = at;
  return true;
}

PyObject *arrow_number_array(PyObject *owner, const void *at, size_t n,
                             item_format format) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!arrow_schema(&schema, number_format(format), "", 0)) return NULL;
  schema.flags = 0;
  if (arrow_numbers(&array, owner, at, n)) return arrow_array_capsules(&schema, &array);
  arrow_release_schema(&schema);
  return NULL;
}

/* ---- strings -------------------------------------------------------------------------- */

/* A lone surrogate, as CPython writes it: three bytes, the first two of which no
 * UTF-8 holds. The next at or behind `at`, or NULL. */
static const uint8_t *find_surrogate(const uint8_t *at, const uint8_t *end) {
  for (; at < end && (at = memchr(at, 0xED, (size_t)(end - at))); at++)
    if (end - at > 2 && at[1] >= 0xA0) return at;
  return NULL;
}

/* New: `bytes` with U+FFFD, as long, for each lone surrogate; PyMem_Raw's. */
static uint8_t *without_surrogates(const uint8_t *bytes, size_t n) {
  uint8_t *copy = PyMem_RawMalloc(n), *at = copy;
  if (!copy) return (uint8_t *)PyErr_NoMemory();
  memcpy(copy, bytes, n);
  while ((at = (uint8_t *)find_surrogate(at, copy + n))) memcpy(at, "\xEF\xBF\xBD", 3);
  return copy;
}

bool arrow_strings(struct ArrowArray *array, PyObject *object) {
  static const int64_t none = 0;
  const cd_strings *strings = &((strings_column *)object)->strings;
  size_t n = strings->n ? (size_t)strings->offset[strings->n] : 0;
  uint8_t *copy = NULL;
  if (n && find_surrogate(strings->bytes, strings->bytes + n)) {
    copy = without_surrogates(strings->bytes, n);
    if (!copy) return false;
  }
  if (!arrow_array(array, strings->n, 3, 0, Py_NewRef(object), copy)) return false;
  array->buffers[1] = strings->n ? strings->offset : &none;
  array->buffers[2] = copy ? copy : n ? (const void *)strings->bytes : &none;
  return true;
}

PyObject *arrow_strings_schema(void) {
  struct ArrowSchema schema;
  if (!arrow_schema(&schema, "U", "", 0)) return NULL;
  schema.flags = 0;
  return arrow_schema_capsule(&schema);
}

PyObject *arrow_strings_array(PyObject *strings) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  if (!arrow_schema(&schema, "U", "", 0)) return NULL;
  schema.flags = 0;
  if (arrow_strings(&array, strings)) return arrow_array_capsules(&schema, &array);
  arrow_release_schema(&schema);
  return NULL;
}
