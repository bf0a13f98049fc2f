/* The characters between two gaps of white space, decoded, with what the rules
 * of style news must know of the gaps. Positions in a chunk are characters. */
#ifndef CD_CHUNK_H
#define CD_CHUNK_H

#include "memory.h"
#include "text.h"

enum { CHUNK_AT = 1, CHUNK_STOP = 2, CHUNK_SLASH = 4 }; /* holds @ . / */

typedef struct cd_chunk {
  uint32_t *code; /* n of them, then a 0 */
  uint32_t *at;   /* native position of each, then the chunk's end */
  uint8_t *class; /* cd_class_index of each, then that of 0 */
  size_t n, room_code, room_at, room_class;
  unsigned holds; /* CHUNK_ flags */
  /* after cd_chunk_look_around: */
  bool looked_around;
  bool opens_line; /* only white space before it on its line */
  bool closes_line;
  uint32_t next;  /* the code that starts the next chunk, or 0 */
  size_t next_at; /* and where it stands: native units */
} cd_chunk;

/* Load units [start, end). CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_chunk_load(cd_chunk *chunk, cd_text text, size_t start,
                                      size_t end);
/* Look at the gaps on both sides of the chunk in its text. */
void cd_chunk_look_around(cd_chunk *chunk, cd_text text);

void cd_chunk_free(cd_chunk *chunk);

/* ---- what a character is; false at or past the end -------------------------- */

static inline const cd_char_class *cd_chunk_class(const cd_chunk *c, size_t i) {
  return &cd_char_classes[c->class[i < c->n ? i : c->n]];
}
static inline uint32_t cd_chunk_code(const cd_chunk *c, size_t i) {
  return c->code[i < c->n ? i : c->n];
}

static inline bool cd_is_letter(const cd_chunk *c, size_t i) {
  uint8_t wb = cd_chunk_class(c, i)->word_break;
  return wb == WB_ALETTER || wb == WB_HEBREW_LETTER;
}
static inline bool cd_is_digit(const cd_chunk *c, size_t i) {
  return cd_chunk_class(c, i)->word_break == WB_NUMERIC;
}
static inline bool cd_is_alnum(const cd_chunk *c, size_t i) {
  return cd_is_letter(c, i) || cd_is_digit(c, i);
}
static inline bool cd_is_upper(const cd_chunk *c, size_t i) {
  uint8_t category = cd_chunk_class(c, i)->category;
  return category == GC_LU || category == GC_LT;
}
static inline bool cd_is_lower(const cd_chunk *c, size_t i) {
  return cd_chunk_class(c, i)->category == GC_LL;
}
static inline bool cd_is_mark(const cd_chunk *c, size_t i) {
  uint8_t wb = cd_chunk_class(c, i)->word_break;
  return wb == WB_EXTEND || wb == WB_ZWJ || wb == WB_FORMAT;
}
static inline bool cd_is_apostrophe(const cd_chunk *c, size_t i) {
  return cd_chunk_class(c, i)->flags & U_APOSTROPHE;
}

/* Past the letters, or the marks, at `i`. */
static inline size_t cd_skip_letters(const cd_chunk *c, size_t i) {
  while (cd_is_letter(c, i)) i++;
  return i;
}
static inline size_t cd_skip_marks(const cd_chunk *c, size_t i) {
  while (cd_is_mark(c, i)) i++;
  return i;
}
#endif
