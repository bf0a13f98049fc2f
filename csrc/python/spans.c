/* Where tokens, sentences and blocks lie: columns -> offsets, spans and texts. */
#include "binding.h"

cd_depth level_depth(level which) {
  return which == LEVEL_TOKEN      ? CD_READ_TOKENS
         : which == LEVEL_SENTENCE ? CD_READ_SENTENCES
                                   : CD_READ_BLOCKS;
}

columns doc_columns(const cd_doc *doc) {
  return (columns){cd_doc_tokens(doc), cd_doc_sentences(doc), cd_doc_blocks(doc)};
}

size_t level_count(const columns *of, level which) {
  return which == LEVEL_TOKEN      ? of->tokens.n
         : which == LEVEL_SENTENCE ? of->sentences.n
                                   : of->blocks.n;
}

/* Tokens [first, end) of one token, sentence or block. */
static void token_range(const columns *of, level which, size_t i, size_t *first,
                        size_t *end) {
  *first = i;
  *end = i + 1;
  if (which == LEVEL_BLOCK) {
    *first = of->blocks.first_sentence[*first];
    *end = of->blocks.first_sentence[*end];
  }
  if (which != LEVEL_TOKEN) {
    *first = of->sentences.first_token[*first];
    *end = of->sentences.first_token[*end];
  }
}

void view_extent(const columns *of, level which, size_t i, size_t *start, size_t *end) {
  size_t first = 0, last = 0;
  token_range(of, which, i, &first, &last);
  *start = of->tokens.start[first];
  *end = of->tokens.end[last - 1]; /* no sentence and no block is empty */
}

bool extents_of(const columns *of, cd_text text, level which, cd_unit unit,
                extents *found) {
  found->n = level_count(of, which);
  found->at = PyMem_Malloc((2 * found->n + 1) * sizeof *found->at);
  if (!found->at) {
    PyErr_NoMemory();
    return false;
  }
  for (size_t i = 0; i < found->n; i++) {
    size_t start = 0, end = 0;
    view_extent(of, which, i, &start, &end);
    found->at[2 * i] = (uint32_t)start;
    found->at[2 * i + 1] = (uint32_t)end;
  }
  if (unit != CD_UNIT_NATIVE) cd_text_convert(text, unit, found->at, 2 * found->n);
  return true;
}

static PyObject *pair(uint32_t start, uint32_t end) {
  PyObject *tuple = PyTuple_New(2);
  PyObject *first = tuple ? PyLong_FromUnsignedLong(start) : NULL;
  PyObject *second = first ? PyLong_FromUnsignedLong(end) : NULL;
  if (!second) {
    Py_XDECREF(first);
    Py_XDECREF(tuple);
    return NULL;
  }
  PyTuple_SET_ITEM(tuple, 0, first);
  PyTuple_SET_ITEM(tuple, 1, second);
  return tuple;
}

PyObject *extents_list(extents found) {
  PyObject *list = PyList_New((Py_ssize_t)found.n);
  for (size_t i = 0; list && i < found.n; i++) {
    PyObject *span = signals_allow(i) ? pair(found.at[2 * i], found.at[2 * i + 1]) : NULL;
    if (!span)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, span);
  }
  return list;
}

PyObject *extents_texts(extents native, PyObject *object) {
  PyObject *list = PyList_New((Py_ssize_t)native.n);
  for (size_t i = 0; list && i < native.n; i++) {
    PyObject *text = signals_allow(i)
                         ? text_slice(object, native.at[2 * i], native.at[2 * i + 1])
                         : NULL;
    if (!text)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, text);
  }
  return list;
}
