/* Arrow's C data interface: three structures that its specification fixes. */
#ifndef CD_PYTHON_ARROW_H
#define CD_PYTHON_ARROW_H

#include "batch_binding.h"

enum { ARROW_DICTIONARY_ORDERED = 1, ARROW_NULLABLE = 2 };

struct ArrowSchema {
  const char *format, *name, *metadata;
  int64_t flags, n_children;
  struct ArrowSchema **children, *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length, null_count, offset, n_buffers, n_children;
  const void **buffers;
  struct ArrowArray **children, *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

/* ---- arrow_make.c: arrays of our own -------------------------------------------- */

/* Fill `schema` with a type that has room for `n_children`; its children are
 * zeroed. False: no memory, an exception is set. */
bool arrow_schema(struct ArrowSchema *schema, const char *format, const char *name,
                  size_t n_children);
/* As above; `owner` is kept alive until the release, which may come from any
 * thread, and `bytes`, PyMem's or NULL, is freed with it. Both are taken. */
bool arrow_array(struct ArrowArray *array, size_t length, size_t n_buffers,
                 size_t n_children, PyObject *owner, void *bytes);
void arrow_release_schema(struct ArrowSchema *schema);
void arrow_release_array(struct ArrowArray *array);

/* New: capsules that release what nobody took. They take the structures. */
PyObject *arrow_schema_capsule(struct ArrowSchema *schema);
PyObject *arrow_array_capsules(struct ArrowSchema *schema, struct ArrowArray *array);

/* Fill with numbers of a column, with strings; nothing is copied. */
bool arrow_numbers(struct ArrowArray *array, PyObject *owner, const void *at, size_t n);
bool arrow_strings(struct ArrowArray *array, PyObject *strings);

#endif
