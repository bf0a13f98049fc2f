/* Stands before the compiler's own header, so that the AVX-512 kernel runs on any
 * x86-64: SIMDe's functions take the place of the instructions, and plain loops
 * that of those it does not know, as Intel's guide defines them. */
#ifndef AVX512_STAND_IN_H
#define AVX512_STAND_IN_H
#pragma GCC reset_options /* the kernel's target, by which gcc may use the real ones */
#include_next <immintrin.h>
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx512.h>
#include <stdint.h>
#include <string.h>

#define __builtin_cpu_supports(NAME) 1

/* N lanes TO from those of `a`, each by an expression of `lane`. */
#define EACH(NAME, INTO, TO, OF, FROM, N, EXPRESSION) \
  static inline INTO NAME(OF a) {                     \
    FROM from[N];                                     \
    TO to[N];                                         \
    INTO result;                                      \
    memcpy(from, &a, sizeof from);                    \
    for (int i = 0; i < N; i++) {                     \
      FROM lane = from[i];                            \
      to[i] = (TO)(EXPRESSION);                       \
    }                                                 \
    memcpy(&result, to, sizeof result);               \
    return result;                                    \
  }
EACH(saturate_16_to_8, __m256i, uint8_t, __m512i, uint16_t, 32, lane > 255 ? 255 : lane)
EACH(saturate_32_to_8, __m128i, uint8_t, __m512i, uint32_t, 16, lane > 255 ? 255 : lane)
EACH(extend_8_to_32, __m512i, uint32_t, __m128i, uint8_t, 16, lane)
EACH(truncate_16_to_8, __m128i, uint8_t, __m256i, uint16_t, 16, lane)
EACH(truncate_32_to_16, __m256i, uint16_t, __m512i, uint32_t, 16, lane)
#define _mm512_cvtusepi16_epi8 saturate_16_to_8
#define _mm512_cvtusepi32_epi8 saturate_32_to_8
#define _mm512_cvtepu8_epi32   extend_8_to_32
#define _mm256_cvtepi16_epi8   truncate_16_to_8
#define _mm512_cvtepi32_epi16  truncate_32_to_16

/* Lanes whose bit is not set are 0, and not read. */
#define LOAD_SOME(NAME, INTO, UNIT, N)                                          \
  static inline INTO NAME(uint64_t mask, const void *units) {                   \
    UNIT lane[N] = {0};                                                         \
    INTO result;                                                                \
    for (int i = 0; i < N; i++)                                                 \
      if (mask >> i & 1)                                                        \
        memcpy(&lane[i], (const char *)units + i * sizeof *lane, sizeof *lane); \
    memcpy(&result, lane, sizeof result);                                       \
    return result;                                                              \
  }
LOAD_SOME(load_some_8, __m128i, uint8_t, 16)
LOAD_SOME(load_some_16, __m256i, uint16_t, 16)
LOAD_SOME(load_some_32, __m512i, uint32_t, 16)
#define _mm_maskz_loadu_epi8     load_some_8
#define _mm256_maskz_loadu_epi16 load_some_16
#define _mm512_maskz_loadu_epi32 load_some_32

/* The bytes whose bit is set, next to each other; 0 behind them. */
static inline __m512i compress_64(uint64_t mask, __m512i a) {
  uint8_t from[64], to[64] = {0};
  memcpy(from, &a, sizeof from);
  for (int i = 0, n = 0; i < 64; i++)
    if (mask >> i & 1) to[n++] = from[i];
  memcpy(&a, to, sizeof a);
  return a;
}
#define _mm512_maskz_compress_epi8 compress_64

static inline __m128i set_some_16(__m128i a, unsigned mask, short value) {
  short lane[8];
  memcpy(lane, &a, sizeof lane);
  for (int i = 0; i < 8; i++)
    if (mask >> i & 1) lane[i] = value;
  memcpy(&a, lane, sizeof a);
  return a;
}
#define _mm_mask_set1_epi16 set_some_16

static inline uint16_t common_bits_16(__m256i a, __m256i b) {
  uint16_t one[16], other[16], mask = 0;
  memcpy(one, &a, sizeof one);
  memcpy(other, &b, sizeof other);
  for (int i = 0; i < 16; i++) mask |= (uint16_t)(((one[i] & other[i]) != 0) << i);
  return mask;
}
#define _mm256_test_epi16_mask common_bits_16
#endif
