/* Keys of short tokens as gcc and clang compile them for every processor: 16
 * units are loaded, a window over ones and zeros keeps the token's. */
#include "key_windows.h"

typedef uint16_t eight_units __attribute__((vector_size(16)));
typedef uint8_t eight_bytes __attribute__((vector_size(8)));

static inline cd_key key_of_bytes(const uint8_t *byte, unsigned n) {
  cd_key key, window;
  memcpy(&key, byte, 16);
  memcpy(&window, byte_window + 16 - n, 16);
  return (cd_key){key.low & window.low, key.high & window.high};
}

static inline bool key_of_utf8(const uint8_t *unit, unsigned n, cd_key *key) {
  *key = cd_key_marked(key_of_bytes(unit, n), 0, n);
  return true;
}

static inline bool key_of_ucs1(const uint8_t *unit, unsigned n, cd_key *key) {
  cd_key found = key_of_bytes(unit, n);
  bool is_ascii = !((found.low | found.high) & 0x8080808080808080u);
  *key = cd_key_marked(found, 0, is_ascii ? n : n | CD_KEY_OF_UNITS);
  return true;
}

static inline eight_units load_eight(const uint16_t *unit) {
  eight_units eight;
  memcpy(&eight, unit, 16);
  return eight;
}

static inline uint64_t low_bytes(eight_units eight) {
  eight_bytes bytes = __builtin_convertvector(eight, eight_bytes);
  uint64_t all;
  memcpy(&all, &bytes, 8);
  return all;
}

static inline bool has_any(eight_units eight) {
  uint64_t half[2];
  memcpy(half, &eight, 16);
  return half[0] | half[1];
}

/* One page of 256 characters for all units, or no key. */
static inline bool key_of_ucs2(const uint16_t *unit, unsigned n, cd_key *key) {
  eight_units low = load_eight(unit) & load_eight(unit_window + 16 - n);
  eight_units high = load_eight(unit + 8) & load_eight(unit_window + 24 - n);
  cd_key found = {low_bytes(low), low_bytes(high)};
  if (!has_any((low | high) & 0xFF80)) {
    *key = cd_key_marked(found, 0, n);
    return true;
  }
  uint16_t page = unit[0] & 0xFF00;
  eight_units elsewhere = ((low ^ page) & load_eight(unit_window + 16 - n)) |
                          ((high ^ page) & load_eight(unit_window + 24 - n));
  *key = cd_key_marked(found, page >> 8, n | CD_KEY_OF_UNITS);
  return !has_any(elsewhere & 0xFF00);
}

static inline bool key_of_ucs4(const uint32_t *unit, unsigned n, cd_key *key) {
  uint16_t narrow[16] = {0};
  for (unsigned i = 0; i < n; i++) {
    if (unit[i] > 0xFFFF) return false;
    narrow[i] = (uint16_t)unit[i];
  }
  return key_of_ucs2(narrow, n, key);
}
