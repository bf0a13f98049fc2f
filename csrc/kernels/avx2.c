/* Two registers of 32 bytes; the table is looked up in eight rows of sixteen. */
#if defined(__x86_64__)
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* A byte whose row is not the current one gets its top bit set, for which the
 * shuffle answers 0; so the eight answers can be joined by OR. */
static inline __m256i look_up_32(__m256i byte, const uint8_t table[128]) {
  __m256i row = _mm256_and_si256(_mm256_srli_epi16(byte, 4), _mm256_set1_epi8(15));
  __m256i column = _mm256_and_si256(byte, _mm256_set1_epi8(15));
  __m256i found = _mm256_setzero_si256();
  for (int r = 0; r < 8; r++) {
    __m256i entries =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)(table + 16 * r)));
    __m256i is_row = _mm256_cmpeq_epi8(row, _mm256_set1_epi8((char)r));
    found = _mm256_or_si256(
        found, _mm256_and_si256(is_row, _mm256_shuffle_epi8(entries, column)));
  }
  return found;
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

/* The second half of each table repeats the first. */
static inline __m256i look_up_32_of(__m256i byte, const uint8_t table[64]) {
  __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
  __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)(table + 16)));
  __m256i column = _mm256_and_si256(byte, _mm256_set1_epi8(15));
  return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, column),
                            _mm256_shuffle_epi8(high, column),
                            _mm256_slli_epi16(byte, 3));
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

#include "kernel.h"
#include "portable.h"

#define KERNEL_NAME avx2
#include "scan_algebra.h"
#else
typedef int cd_no_avx2_here;
#endif
