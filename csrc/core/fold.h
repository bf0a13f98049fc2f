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
#endif
