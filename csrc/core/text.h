/* Characters of a text, whatever its form. Positions are native units. */
#ifndef CD_TEXT_H
#define CD_TEXT_H

#include "copydesk.h"
#include "unicode.h"

/* The character that starts at `at` (< text.n), and in `*next` where the one
 * after it starts. A maximal malformed part of UTF-8 is CD_BAD_CODE. Lone
 * surrogates come out as they are. */
uint32_t cd_text_decode(cd_text text, size_t at, size_t *next);

/* Length in bytes of the well-formed UTF-8 sequence at `at`, or 0 if there is
 * none before `end`; surrogates (as CPython's surrogatepass writes them) count
 * as malformed. Reads nothing past `end`. */
unsigned cd_utf8_length(const uint8_t *at, const uint8_t *end);

/* Write `code` as UTF-8 (three bytes for a surrogate, U+FFFD for CD_BAD_CODE);
 * returns the number of bytes, at most 4. */
unsigned cd_utf8_write(uint32_t code, uint8_t *bytes);

/* Write units [start, end) as UTF-8 to `bytes`, which has room for
 * cd_utf8_room(text.form, end - start); returns the number of bytes. */
size_t cd_text_utf8(cd_text text, size_t start, size_t end, uint8_t *bytes);
size_t cd_utf8_room(cd_form form, size_t units);

/* The code at `at` of bytes that cd_utf8_write wrote, surrogates included. */
uint32_t cd_utf8_read(const uint8_t *bytes, size_t at, size_t *next);

/* The code points of well-formed UTF-8. */
static inline size_t cd_utf8_codes(cd_slice word) {
  size_t n = 0;
  for (size_t i = 0; i < word.n; i++) n += (word.bytes[i] & 0xC0) != 0x80;
  return n;
}

/* A handful of ASCII characters, a bit each: compilers make the bits of a literal. */
typedef struct cd_set {
  uint64_t low, high;
} cd_set;

static inline cd_set cd_set_of(const char *characters, size_t n) {
  cd_set set = {0, 0};
  for (size_t i = 0; i < n; i++) {
    uint64_t bit = 1ull << (characters[i] & 63);
    set.low |= characters[i] < 64 ? bit : 0;
    set.high |= characters[i] < 64 ? 0 : bit;
  }
  return set;
}
static inline bool cd_set_has(cd_set set, uint32_t code) {
  return code < 128 && (code < 64 ? set.low : set.high) >> (code & 63) & 1;
}
#define CD_SET(literal)             cd_set_of(literal, sizeof(literal) - 1)
#define cd_is_one_of(code, literal) cd_set_has(CD_SET(literal), code)

/* Bytes of a unit. */
static inline size_t cd_unit_width(cd_form form) {
  return form == CD_UTF8 ? 1 : (size_t)form;
}

static inline const void *cd_units_from(cd_text text, size_t at) {
  return (const uint8_t *)text.units + at * cd_unit_width(text.form);
}

/* The unit at `at`, whatever it is part of. */
static inline uint32_t cd_unit_at(cd_text text, size_t at) {
  switch (text.form) {
    case CD_UCS2:
      return ((const uint16_t *)text.units)[at];
    case CD_UCS4:
      return ((const uint32_t *)text.units)[at];
    default:
      return ((const uint8_t *)text.units)[at];
  }
}

static inline cd_text cd_utf8_text(cd_slice slice) {
  cd_text text = {slice.bytes, slice.n, CD_UTF8};
  return text;
}
#endif
