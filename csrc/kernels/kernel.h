/* A kernel turns units into raw token spans, 64 units at a time. One file per
 * instruction set; scalar.c is the definition that the others must equal. */
#ifndef CD_KERNEL_H
#define CD_KERNEL_H

#include "copydesk.h"
#include "unicode.h"

/* Bits of each of the first four units of a token, by the unit's last six bits. A
 * token for which the four have one in common wants thought. */
typedef struct cd_head_bits {
  uint8_t of[4][64];
} cd_head_bits;

/* What was found so far in units [0, n), as if white space stood on both sides;
 * the first unit counts as `base`. */
#define CD_HEAD_ALONE 0x80000000u
typedef struct cd_spans {
  /* of raw tokens, ascending; as many as each other at the end */
  uint32_t *start, *end;
  uint8_t *kind;       /* by the first character; only in styles news and uax29 */
  uint32_t *candidate; /* tokens that want thought, ascending, some more than once;
                        * with CD_HEAD_ALONE: for the sake of `heads` alone */
  size_t n_starts, n_ends, n_candidates;
  uint32_t base;
  const cd_head_bits *heads; /* style news */
} cd_spans;

/* Class bits of 64 units, one mask a bit. */
typedef struct cd_masks {
  uint64_t letter, digit, space, extend, loud, stop, bang, quiet;
  uint64_t inner; /* UTF-8: bytes after the first of a character or bad part */
  uint64_t wide;  /* units over 127 */
} cd_masks;

/* A character of UTF-8 that reaches into the next block. */
typedef struct cd_spill {
  unsigned bytes;
  uint8_t class_bits;
} cd_spill;

/* Where a scan stands between two of its parts. */
typedef struct cd_scan_state {
  cd_masks before, now;
  cd_spill over;
  uint64_t last_word, last_other;
} cd_scan_state;

/* Scan units [from, to) of [0, n) and append what is found to `spans`, whose
 * arrays have room for to - from + CD_SCAN_SLACK more items each: kernels store
 * whole vectors. Parts follow each other from 0 to n; all but the last end at a
 * multiple of 64. */
enum { CD_SCAN_SLACK = 64 };
typedef void cd_scan(const void *units, size_t n, size_t from, size_t to,
                     cd_scan_state *state, cd_spans *spans);

/* A token of at most CD_KEY_UNITS units as two numbers, equal for equal tokens of
 * one form. ASCII has the same key in every form, and so have the bytes of UTF-8:
 * the bytes, 0, how many. Other units of one page of 256 characters: their low
 * bytes, the page, how many with CD_KEY_OF_UNITS. No key is all zero. */
enum { CD_KEY_UNITS = 14, CD_KEY_OF_UNITS = 0x80 };
#define CD_KEYLESS 0xFE00000000000000u /* `high` of no token's key */

/* Of up to CD_KEY_UNITS bytes, laid in as they lie in memory. */
static inline cd_key cd_key_marked(cd_key bytes, unsigned page, unsigned mark) {
  if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    bytes = (cd_key){__builtin_bswap64(bytes.low), __builtin_bswap64(bytes.high)};
  return (cd_key){bytes.low, bytes.high | (uint64_t)page << 48 | (uint64_t)mark << 56};
}

/* The keys of tokens [0, n), n <= CD_KEY_BLOCK: start, end in `units`, n_units of them.
 * Bit i of the result: token i has none, and its key is that of no token. */
typedef uint32_t cd_keys(const void *units, size_t n_units, const uint32_t *start,
                         const uint32_t *end, size_t n, cd_key *key);

enum { CD_FORMS = 4 };
static inline unsigned cd_form_index(cd_form form) {
  return form == CD_UCS4 ? 3 : (unsigned)form;
}

typedef struct cd_kernel {
  const char *name;
  bool (*runs_here)(void);
  cd_scan *scan[SCAN_STYLES][CD_FORMS]; /* by style and cd_form_index */
  cd_keys *keys[CD_FORMS];
} cd_kernel;

extern const cd_kernel cd_kernel_scalar;
#if defined(__x86_64__)
extern const cd_kernel cd_kernel_avx2, cd_kernel_avx512;
#elif defined(__aarch64__)
extern const cd_kernel cd_kernel_neon;
#endif
#endif
