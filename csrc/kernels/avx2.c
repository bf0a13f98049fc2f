/* Two registers of 32 bytes; the table is looked up in eight rows of sixteen. */
#if defined(__x86_64__)
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernel.h"

typedef struct lanes {
  __m256i low, high;
} lanes;

static inline __m256i load_32(const void *bytes) { return _mm256_loadu_si256(bytes); }

static inline lanes load_1(const uint8_t *unit) {
  lanes l = {load_32(unit), load_32(unit + 32)};
  return l;
}

/* Saturation keeps what is over 127 over 127; packing works within halves of a
 * register, the permutation puts the quarters back in order. */
static inline __m256i narrow_2(const uint16_t *unit) {
  __m256i limit = _mm256_set1_epi16(255);
  __m256i a = _mm256_min_epu16(load_32(unit), limit);
  __m256i b = _mm256_min_epu16(load_32(unit + 16), limit);
  return _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xD8);
}

static inline lanes load_2(const uint16_t *unit) {
  lanes l = {narrow_2(unit), narrow_2(unit + 32)};
  return l;
}

static inline __m256i narrow_4(const uint32_t *unit) {
  __m256i limit = _mm256_set1_epi32(255);
  __m256i a = _mm256_min_epu32(load_32(unit), limit),
          b = _mm256_min_epu32(load_32(unit + 8), limit);
  __m256i c = _mm256_min_epu32(load_32(unit + 16), limit),
          d = _mm256_min_epu32(load_32(unit + 24), limit);
  __m256i packed =
      _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, d));
  return _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

static inline lanes load_4(const uint32_t *unit) {
  lanes l = {narrow_4(unit), narrow_4(unit + 32)};
  return l;
}

static inline void store(lanes l, uint8_t bytes[64]) {
  _mm256_storeu_si256((void *)bytes, l.low);
  _mm256_storeu_si256((void *)(bytes + 32), l.high);
}

static inline uint64_t join_halves(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) |
         (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t over_127(lanes l) { return join_halves(l.low, l.high); }

static inline __m256i in_row(const uint8_t *row, __m256i byte) {
  return _mm256_shuffle_epi8(
      _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)row)), byte);
}

/* Of two rows that one which bit 7 of `bit` says. */
static inline __m256i in_rows(const uint8_t *rows, __m256i byte, __m256i bit) {
  return _mm256_blendv_epi8(in_row(rows, byte), in_row(rows + 16, byte), bit);
}

/* Bits 4, 5 and 6 choose among eight rows, two at a time. */
static inline __m256i look_up_32(__m256i byte, const uint8_t table[128]) {
  __m256i bit_4 = _mm256_slli_epi16(byte, 3), bit_5 = _mm256_slli_epi16(byte, 2);
  __m256i low = _mm256_blendv_epi8(in_rows(table, byte, bit_4),
                                   in_rows(table + 32, byte, bit_4), bit_5);
  __m256i high = _mm256_blendv_epi8(in_rows(table + 64, byte, bit_4),
                                    in_rows(table + 96, byte, bit_4), bit_5);
  return _mm256_blendv_epi8(low, high, _mm256_slli_epi16(byte, 1));
}

static inline lanes look_up(lanes l, const uint8_t table[128]) {
  lanes found = {look_up_32(l.low, table), look_up_32(l.high, table)};
  return found;
}

static inline void planes_of(lanes l, uint64_t plane[8]) {
  for (int i = 7; i >= 0; i--) {
    plane[i] = join_halves(l.low, l.high);
    l.low = _mm256_add_epi8(l.low, l.low);
    l.high = _mm256_add_epi8(l.high, l.high);
  }
}

/* Four at a time, without asking after each whether it was the last. */
static inline size_t put_positions(uint64_t mask, uint32_t base, uint32_t *to) {
  size_t n = (size_t)__builtin_popcountll(mask);
  for (uint32_t *at = to; mask; at += 4)
    for (int i = 0; i < 4; i++) {
      at[i] = base + (uint32_t)_tzcnt_u64(mask);
      mask = _blsr_u64(mask);
    }
  return n;
}

static inline __m256i look_up_32_of(__m256i byte, const uint8_t table[64]) {
  __m256i column = _mm256_and_si256(byte, _mm256_set1_epi8(15));
  return in_rows(table, column, _mm256_slli_epi16(byte, 3));
}

/* Within halves of a register, of which the middle one is put together first. */
#define SHIFTED(i)                                                                     \
  (lanes) {                                                                            \
    _mm256_alignr_epi8(_mm256_permute2x128_si256(here.low, here.high, 0x21), here.low, \
                       i),                                                             \
        _mm256_alignr_epi8(_mm256_permute2x128_si256(here.high, after.low, 0x21),      \
                           here.high, i)                                               \
  }
/* alignr wants a constant. */
static inline lanes shifted(lanes here, lanes after, int i) {
  return i == 1 ? SHIFTED(1) : i == 2 ? SHIFTED(2) : SHIFTED(3);
}

static inline lanes look_up_64(lanes l, const uint8_t table[64]) {
  lanes found = {look_up_32_of(l.low, table), look_up_32_of(l.high, table)};
  return found;
}

static inline lanes both(lanes a, lanes b) {
  lanes c = {_mm256_and_si256(a.low, b.low), _mm256_and_si256(a.high, b.high)};
  return c;
}

static inline uint64_t over_0(lanes l) {
  __m256i zero = _mm256_setzero_si256();
  return ~join_halves(_mm256_cmpeq_epi8(l.low, zero), _mm256_cmpeq_epi8(l.high, zero));
}

static bool runs_here(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

#include "key_windows.h"
#include "portable.h"

/* ---- keys: a window over ones and zeros keeps the token's units ------------------- */

static inline void put_marked(__m128i bytes, unsigned mark, cd_key *key) {
  _mm_storeu_si128((void *)key, _mm_insert_epi8(bytes, (int)mark, 15));
}

static inline __m128i first_bytes(const uint8_t *unit, unsigned n) {
  return _mm_and_si128(_mm_loadu_si128((const void *)unit),
                       _mm_loadu_si128((const void *)(byte_window + 16 - n)));
}

static inline bool key_of_utf8(const uint8_t *unit, unsigned n, cd_key *key) {
  put_marked(first_bytes(unit, n), n, key);
  return true;
}

static inline bool key_of_ucs1(const uint8_t *unit, unsigned n, cd_key *key) {
  __m128i bytes = first_bytes(unit, n);
  put_marked(bytes, _mm_movemask_epi8(bytes) ? n | CD_KEY_OF_UNITS : n, key);
  return true;
}

static inline __m128i low_bytes(__m256i units) {
  return _mm_packus_epi16(_mm256_castsi256_si128(units),
                          _mm256_extracti128_si256(units, 1));
}

/* Of 16 units of which the first `n` are the token's, the others 0. */
static inline bool key_of_sixteen(__m256i units, unsigned n, unsigned first,
                                  cd_key *key) {
  if (_mm256_testz_si256(units, _mm256_set1_epi16((short)0xFF80))) {
    put_marked(low_bytes(units), n, key);
    return true;
  }
  __m256i page = _mm256_and_si256(_mm256_set1_epi16((short)(first & 0xFF00)),
                                  load_32(unit_window + 16 - n));
  __m128i bytes = low_bytes(_mm256_and_si256(units, _mm256_set1_epi16(0xFF)));
  put_marked(_mm_insert_epi8(bytes, (int)(first >> 8), 14), n | CD_KEY_OF_UNITS, key);
  return _mm256_testz_si256(_mm256_xor_si256(units, page),
                            _mm256_set1_epi16((short)0xFF00));
}

static inline bool key_of_ucs2(const uint16_t *unit, unsigned n, cd_key *key) {
  __m256i units = _mm256_and_si256(load_32(unit), load_32(unit_window + 16 - n));
  return key_of_sixteen(units, n, unit[0], key);
}

static inline bool key_of_ucs4(const uint32_t *unit, unsigned n, cd_key *key) {
  const __m128i *window = (const void *)(unit_window + 16 - n);
  __m256i low =
      _mm256_and_si256(load_32(unit), _mm256_cvtepi16_epi32(_mm_loadu_si128(window)));
  __m256i high = _mm256_and_si256(load_32(unit + 8),
                                  _mm256_cvtepi16_epi32(_mm_loadu_si128(window + 1)));
  if (!_mm256_testz_si256(_mm256_or_si256(low, high), _mm256_set1_epi32(~0xFFFF)))
    return false;
  __m256i units = _mm256_permute4x64_epi64(_mm256_packus_epi32(low, high), 0xD8);
  return key_of_sixteen(units, n, unit[0], key);
}

#define KERNEL_NAME avx2
#include "scan_algebra.h"
#else
typedef int cd_no_avx2_here;
#endif
