/* ISO 639 codes, generated into lang_tables.c; only lang_find.c reads them. */
#ifndef CD_LANG_CODES_H
#define CD_LANG_CODES_H

#include <stddef.h>
#include <stdint.h>

typedef struct cd_short_code {
  char code[3];
  int16_t lang; /* index in cd_langs, or -1 */
} cd_short_code;

typedef struct cd_long_code {
  char code[4];
  int16_t short_code; /* index in cd_short_codes of the same language, or -1 */
  int16_t lang;       /* index in cd_langs, or -1 */
} cd_long_code;

/* Both sorted by code: ISO 639-1 and ISO 639-3. */
extern const cd_short_code cd_short_codes[];
extern const size_t cd_n_short_codes;
extern const cd_long_code cd_long_codes[];
extern const size_t cd_n_long_codes;
#endif
