/* One register of 64 bytes; the table is one permutation, positions are stored
 * by compression (AVX-512 VBMI and VBMI2: Ice Lake, Zen 4 and later). */
#if defined(__x86_64__)
#pragma GCC target( \
    "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

typedef __m512i lanes;

static inline lanes load_1(const uint8_t *unit) { return _mm512_loadu_si512(unit); }

static inline lanes load_2(const uint16_t *unit) {
  __m256i low = _mm512_cvtusepi16_epi8(_mm512_loadu_si512(unit));
  __m256i high = _mm512_cvtusepi16_epi8(_mm512_loadu_si512(unit + 32));
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

static inline __m128i narrow_4(const uint32_t *unit) {
  return _mm512_cvtusepi32_epi8(_mm512_loadu_si512(unit));
}

static inline lanes load_4(const uint32_t *unit) {
  lanes l = _mm512_castsi128_si512(narrow_4(unit));
  l = _mm512_inserti32x4(l, narrow_4(unit + 16), 1);
  l = _mm512_inserti32x4(l, narrow_4(unit + 32), 2);
  return _mm512_inserti32x4(l, narrow_4(unit + 48), 3);
}

static inline void store(lanes l, uint8_t bytes[64]) { _mm512_storeu_si512(bytes, l); }

static inline uint64_t over_127(lanes l) { return _mm512_movepi8_mask(l); }

static inline lanes look_up(lanes l, const uint8_t table[128]) {
  return _mm512_permutex2var_epi8(_mm512_loadu_si512(table), l,
                                  _mm512_loadu_si512(table + 64));
}

static inline void planes_of(lanes l, uint64_t plane[8]) {
  for (int i = 0; i < 8; i++)
    plane[i] = _mm512_test_epi8_mask(l, _mm512_set1_epi8((char)(1 << i)));
}

static inline void put_16(__m128i index, __m512i base, uint32_t *to) {
  _mm512_storeu_si512(to, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(index)));
}

static const uint8_t count_up[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                     13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                                     26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
                                     39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
                                     52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/* News has 13 tokens and 2 candidates in 64 units: mostly one store. */
static inline size_t put_positions(uint64_t mask, uint32_t base, uint32_t *to) {
  size_t n = (size_t)__builtin_popcountll(mask);
  __m512i index = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(count_up));
  __m512i from = _mm512_set1_epi32((int)base);
  put_16(_mm512_castsi512_si128(index), from, to);
  if (n > 16) put_16(_mm512_extracti32x4_epi32(index, 1), from, to + 16);
  if (n > 32) {
    put_16(_mm512_extracti32x4_epi32(index, 2), from, to + 32);
    put_16(_mm512_extracti32x4_epi32(index, 3), from, to + 48);
  }
  return n;
}

static inline void put_kinds(lanes l, uint64_t start, uint64_t letters, uint8_t *kind) {
  (void)letters;
  lanes found = look_up(l, cd_kind_ascii);
  _mm512_storeu_si512(kind, _mm512_maskz_compress_epi8(start, found));
}

/* Bit 6 of an index chooses `after`. */
static inline lanes shifted(lanes here, lanes after, int i) {
  __m512i from = _mm512_add_epi8(_mm512_loadu_si512(count_up), _mm512_set1_epi8((char)i));
  return _mm512_permutex2var_epi8(here, from, after);
}

static inline lanes look_up_64(lanes l, const uint8_t table[64]) {
  return _mm512_permutexvar_epi8(l, _mm512_loadu_si512(table));
}

static inline lanes both(lanes a, lanes b) { return _mm512_and_si512(a, b); }

static inline uint64_t over_0(lanes l) { return _mm512_test_epi8_mask(l, l); }

static bool runs_here(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
         __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2");
}

/* ---- keys: masked loads read nothing past the token ------------------------- */

static inline void put_key(__m128i bytes, unsigned page, unsigned mark, cd_key *key) {
  bytes = _mm_mask_set1_epi16(bytes, 0x80, (short)(page | mark << 8));
  _mm_storeu_si128((__m128i *)key, bytes);
}

static inline unsigned first_bits(unsigned n) { return _bzhi_u32(0xFFFF, n); }

static inline bool key_of_utf8(const uint8_t *unit, unsigned n, cd_key *key) {
  put_key(_mm_maskz_loadu_epi8((__mmask16)first_bits(n), unit), 0, n, key);
  return true;
}

static inline bool key_of_ucs1(const uint8_t *unit, unsigned n, cd_key *key) {
  __m128i bytes = _mm_maskz_loadu_epi8((__mmask16)first_bits(n), unit);
  put_key(bytes, 0, _mm_movemask_epi8(bytes) ? n | CD_KEY_OF_UNITS : n, key);
  return true;
}

/* The same of 16 units of which the first `n` are the token's, the others 0. */
static inline bool key_of_sixteen(__m256i units, unsigned n, unsigned first,
                                  cd_key *key) {
  __m128i bytes = _mm256_cvtepi16_epi8(units);
  if (!_mm256_test_epi16_mask(units, _mm256_set1_epi16((short)0xFF80))) {
    put_key(bytes, 0, n, key);
    return true;
  }
  __m256i page = _mm256_set1_epi16((short)(first & 0xFF00));
  __m256i apart =
      _mm256_and_si256(_mm256_xor_si256(units, page), _mm256_set1_epi16((short)0xFF00));
  put_key(bytes, first >> 8, n | CD_KEY_OF_UNITS, key);
  return !(_mm256_test_epi16_mask(apart, apart) & first_bits(n));
}

static inline bool key_of_ucs2(const uint16_t *unit, unsigned n, cd_key *key) {
  return key_of_sixteen(_mm256_maskz_loadu_epi16((__mmask16)first_bits(n), unit), n,
                        unit[0], key);
}

static inline bool key_of_ucs4(const uint32_t *unit, unsigned n, cd_key *key) {
  __m512i units = _mm512_maskz_loadu_epi32((__mmask16)first_bits(n), unit);
  if (_mm512_test_epi32_mask(units, _mm512_set1_epi32((int)0xFFFF0000))) return false;
  return key_of_sixteen(_mm512_cvtepi32_epi16(units), n, unit[0], key);
}

#define KERNEL_NAME avx512
#include "scan_algebra.h"
#else
typedef int cd_no_avx512_here;
#endif
