/* Lower case, and the folded form that look-ups compare. The only room that
 * speaks to utf8proc. Words are UTF-8 as cd_utf8_write writes it. */
#ifndef CD_FOLD_H
#define CD_FOLD_H

#include "buffer.h"

/* Whose dots on i and j: Unicode's SpecialCasing.txt tailors these three. */
typedef enum cd_casing {
  CD_CASING_ROOT,
  CD_CASING_TURKIC,
  CD_CASING_LITHUANIAN
} cd_casing;

/* Full lower-casing (Unicode 15.0, 3.13 and SpecialCasing.txt), final sigma
 * included, into `lower`, which it overwrites. */
CD_MUST_CHECK cd_status cd_lower(cd_slice word, cd_casing casing, cd_buffer *lower);

/* Case folded, NFC, apostrophes straight, into `folded`, which it overwrites. */
CD_MUST_CHECK cd_status cd_fold(cd_slice word, cd_buffer *folded);

/* False for ASCII, and for the characters beyond it that are ASCII, or hold some, in
 * lower case or folded. */
static inline bool cd_stays_wide(uint32_t code) {
  return code >= 0xC0 && code != 0xDF && code != 0x130 && code != 0x149 &&
         code != 0x17F && code != 0x1F0 && (code < 0x1E96 || code > 0x1E9E) &&
         code != 0x212A && (code < 0xFB00 || code > 0xFB06);
}
#endif
