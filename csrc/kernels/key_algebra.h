/* Keys of short tokens, written once and compiled per form and instruction set.
 * A file that includes this has defined key_of_utf8, key_of_ucs1, key_of_ucs2
 * and key_of_ucs4, here or by "portable_keys.h": the key of the `n` <=
 * CD_KEY_UNITS units at `unit`, where 16 can be read; false when they have none. */
#define DEFINE_KEYS(FORM, UNIT)                                                          \
  static __attribute__((noinline))                                                       \
  const UNIT *copied_##FORM(const UNIT *unit, uint32_t n, UNIT copy[16]) {               \
    for (uint32_t i = 0; i < n; i++) copy[i] = unit[i];                                  \
    return copy;                                                                         \
  }                                                                                      \
  static uint32_t keys_##FORM(const void *units, size_t n_units, const uint32_t *start,  \
                              const uint32_t *end, size_t n, cd_key *key) {              \
    uint32_t keyless = 0;                                                                \
    UNIT copy[16] = {0}; /* what an earlier token leaves is behind the next one's end */ \
    for (size_t i = 0; i < n; i++) {                                                     \
      uint32_t length = end[i] - start[i];                                               \
      if (length <= CD_KEY_UNITS) {                                                      \
        const UNIT *unit = (const UNIT *)units + start[i];                               \
        if (start[i] + (size_t)16 > n_units) unit = copied_##FORM(unit, length, copy);   \
        if (key_of_##FORM(unit, length, &key[i])) continue;                              \
      }                                                                                  \
      key[i] = (cd_key){0, CD_KEYLESS};                                                  \
      keyless |= 1u << i;                                                                \
    }                                                                                    \
    return keyless;                                                                      \
  }
DEFINE_KEYS(utf8, uint8_t)
DEFINE_KEYS(ucs1, uint8_t)
DEFINE_KEYS(ucs2, uint16_t)
DEFINE_KEYS(ucs4, uint32_t)
#define KEYS \
  { keys_utf8, keys_ucs1, keys_ucs2, keys_ucs4 }
