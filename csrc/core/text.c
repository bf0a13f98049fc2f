#include "text.h"

#include <string.h>

/* ---- UTF-8 (Unicode 15.0, table 3-7) ------------------------------------ */

static bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/* The bytes a lead announces; 0 for what can lead nothing. */
static unsigned announced(uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF5 ? 4 : 0;
}

/* Second bytes that would make an overlong form, a surrogate, or too large a code. */
static bool second_fits(uint8_t lead, uint8_t second) {
  if (!is_continuation(second)) return false;
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

/* How many bytes from `at` are right so far; all `*n` of them when well-formed. */
static unsigned right_bytes(const uint8_t *at, const uint8_t *end, unsigned *n) {
  *n = announced(*at);
  if (*n < 2) return *n;
  if (end - at < 2 || !second_fits(at[0], at[1])) return 1;
  unsigned right = 2;
  while (right < *n && at + right < end && is_continuation(at[right])) right++;
  return right;
}

unsigned cd_utf8_length(const uint8_t *at, const uint8_t *end) {
  if (at >= end) return 0;
  unsigned n, right = right_bytes(at, end, &n);
  return n && right == n ? n : 0;
}

static uint32_t utf8_code(const uint8_t *at, unsigned n) {
  switch (n) {
    case 1:
      return at[0];
    case 2:
      return (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
    case 3:
      return (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 |
             (at[2] & 0x3F);
    default:
      return (uint32_t)(at[0] & 0x07) << 18 | (uint32_t)(at[1] & 0x3F) << 12 |
             (uint32_t)(at[2] & 0x3F) << 6 | (at[3] & 0x3F);
  }
}

static uint32_t utf8_decode(const uint8_t *at, const uint8_t *end, unsigned *used) {
  unsigned n, right = right_bytes(at, end, &n);
  *used = right ? right : 1;
  return n && right == n ? utf8_code(at, n) : CD_BAD_CODE;
}

uint32_t cd_utf8_read(const uint8_t *bytes, size_t at, size_t *next) {
  unsigned n = announced(bytes[at]);
  *next = at + n;
  return utf8_code(bytes + at, n);
}

unsigned cd_utf8_write(uint32_t code, uint8_t *bytes) {
  if (code < 0x80) {
    bytes[0] = (uint8_t)code;
    return 1;
  }
  if (code < 0x800) {
    bytes[0] = (uint8_t)(0xC0 | code >> 6);
    bytes[1] = (uint8_t)(0x80 | (code & 0x3F));
    return 2;
  }
  if (code > 0x10FFFF) code = 0xFFFD;
  if (code < 0x10000) {
    bytes[0] = (uint8_t)(0xE0 | code >> 12);
    bytes[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    bytes[2] = (uint8_t)(0x80 | (code & 0x3F));
    return 3;
  }
  bytes[0] = (uint8_t)(0xF0 | code >> 18);
  bytes[1] = (uint8_t)(0x80 | (code >> 12 & 0x3F));
  bytes[2] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
  bytes[3] = (uint8_t)(0x80 | (code & 0x3F));
  return 4;
}

/* ---- any form ----------------------------------------------------------- */

uint32_t cd_text_decode(cd_text text, size_t at, size_t *next) {
  switch (text.form) {
    case CD_UCS1:
      *next = at + 1;
      return ((const uint8_t *)text.units)[at];
    case CD_UCS2:
      *next = at + 1;
      return ((const uint16_t *)text.units)[at];
    case CD_UCS4: {
      uint32_t code = ((const uint32_t *)text.units)[at];
      *next = at + 1;
      return code > 0x10FFFF ? CD_BAD_CODE : code;
    }
    default: {
      const uint8_t *bytes = text.units;
      unsigned used;
      uint32_t code = utf8_decode(bytes + at, bytes + text.n, &used);
      *next = at + used;
      return code;
    }
  }
}

cd_text cd_text_part(cd_text text, size_t start, size_t end) {
  return (cd_text){cd_units_from(text, start), end - start, text.form};
}

static uint32_t readable_code(cd_text text, size_t *at) {
  uint32_t code = cd_text_decode(text, *at, at);
  return code == CD_BAD_CODE ? 0xFFFD : code;
}

bool cd_text_equals(cd_text one, cd_text other) {
  size_t at = 0, there = 0;
  if (one.form == other.form && one.form != CD_UTF8)
    return one.n == other.n &&
           !memcmp(one.units, other.units, one.n * cd_unit_width(one.form));
  while (at < one.n && there < other.n)
    if (readable_code(one, &at) != readable_code(other, &there)) return false;
  return at == one.n && there == other.n;
}

size_t cd_utf8_room(cd_form form, size_t units) {
  switch (form) {
    case CD_UCS1:
      return 2 * units;
    case CD_UCS4:
      return 4 * units;
    default:
      return 3 * units; /* a lone bad byte becomes U+FFFD */
  }
}

size_t cd_text_utf8(cd_text text, size_t start, size_t end, uint8_t *bytes) {
  uint8_t *to = bytes;
  cd_text part = text;
  part.n = end;
  for (size_t at = start; at < end;)
    to += cd_utf8_write(cd_text_decode(part, at, &at), to);
  return (size_t)(to - bytes);
}

/* UTF-8 bytes beyond one for each unit of UCS-1, of UCS-2, of UCS-4. */
static uint64_t extra_bytes(cd_text text) {
  uint64_t extra = 0;
  if (text.form == CD_UCS1) {
    const uint8_t *unit = text.units;
    for (size_t i = 0; i < text.n; i++) extra += unit[i] >> 7;
  } else if (text.form == CD_UCS2) {
    const uint16_t *unit = text.units;
    for (size_t i = 0; i < text.n; i++)
      extra += (uint64_t)(unit[i] > 0x7F) + (unit[i] > 0x7FF);
  } else if (text.form == CD_UCS4) {
    const uint32_t *unit = text.units;
    for (size_t i = 0; i < text.n; i++)
      extra += (uint64_t)(unit[i] > 0x7F) + (unit[i] > 0x7FF) + (unit[i] > 0xFFFF);
  }
  return extra;
}

uint64_t cd_text_bytes(cd_text text) { return text.n + extra_bytes(text); }

/* ---- is it UTF-8? ------------------------------------------------------- */

/* The top bit of each of the eight bytes at `at`, the first byte's lowest. */
static inline uint64_t high_bits(const uint8_t *at) {
  uint64_t eight;
  memcpy(&eight, at, 8);
  if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) eight = __builtin_bswap64(eight);
  return eight & 0x8080808080808080u;
}

static inline size_t first_high(uint64_t high) {
  return (size_t)__builtin_ctzll(high) / 8;
}

/* Where the run of ASCII from `at` ends. Eight bytes come first: between two accents
 * a run is short, and four eights at once are for what is longer. */
static inline size_t end_of_ascii(const uint8_t *bytes, size_t at, size_t n) {
  uint64_t high;
  if (n - at >= 8) {
    if ((high = high_bits(bytes + at))) return at + first_high(high);
    at += 8;
  }
  for (const uint8_t *b = bytes + at; n - at >= 32; at += 32, b += 32)
    if (high_bits(b) | high_bits(b + 8) | high_bits(b + 16) | high_bits(b + 24)) break;
  for (; n - at >= 8; at += 8)
    if ((high = high_bits(bytes + at))) return at + first_high(high);
  while (at < n && bytes[at] < 0x80) at++;
  return at;
}

/* The length of a well-formed sequence of two or three bytes, from three read as one
 * number; 0 for all else. */
static inline unsigned short_length(const uint8_t *at, size_t left) {
  if (left < 3) return 0;
  uint32_t all = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
  if ((all & 0x00C0E0) == 0x0080C0) return all & 0x1E ? 2 : 0; /* C0, C1: overlong */
  uint32_t top = all & 0x200F; /* 0: overlong; 0x200D: a surrogate */
  bool is_three = (all & 0xC0C0F0) == 0x8080E0;
  return is_three && top && top != 0x200D ? 3 : 0;
}

cd_status cd_text_check(cd_text text, size_t *start, size_t *end) {
  if (text.form != CD_UTF8) return CD_OK;
  const uint8_t *bytes = text.units;
  for (size_t at = 0; (at = end_of_ascii(bytes, at, text.n)) < text.n;) {
    do {
      unsigned n = short_length(bytes + at, text.n - at);
      if (!n) n = cd_utf8_length(bytes + at, bytes + text.n);
      if (!n) {
        *start = at;
        (void)cd_text_decode(text, at, end);
        return CD_BAD_UTF8;
      }
      at += n;
    } while (at < text.n && bytes[at] >= 0x80);
  }
  return CD_OK;
}

/* ---- offsets ------------------------------------------------------------ */

/* How much one character adds to an offset in `unit`. */
static uint32_t width_in(uint32_t code, cd_unit unit) {
  if (unit == CD_UNIT_CODE_POINT) return 1;
  if (unit == CD_UNIT_UTF16) return code > 0xFFFF && code != CD_BAD_CODE ? 2 : 1;
  uint8_t bytes[4];
  return cd_utf8_write(code, bytes);
}

/* One unit is one character of one unit in the target: nothing to do. */
static bool is_identity(cd_text text, cd_unit unit) {
  switch (text.form) {
    case CD_UTF8:
      return unit == CD_UNIT_NATIVE || unit == CD_UNIT_BYTE;
    case CD_UCS4:
      return unit == CD_UNIT_NATIVE || unit == CD_UNIT_CODE_POINT;
    default:
      return unit != CD_UNIT_BYTE;
  }
}

void cd_text_convert(cd_text text, cd_unit unit, uint32_t *offset, size_t n) {
  if (is_identity(text, unit)) return;
  size_t at = 0;
  uint32_t there = 0;
  for (size_t i = 0; i < n; i++) {
    while (at < offset[i]) there += width_in(cd_text_decode(text, at, &at), unit);
    offset[i] = there;
  }
}
