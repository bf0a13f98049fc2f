/* Four registers of 16 bytes; the table is two look-ups of 64 entries each. */
#if defined(__aarch64__)
#include <arm_neon.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernel.h"

typedef struct lanes {
  uint8x16_t part[4];
} lanes;

static inline lanes load_1(const uint8_t *unit) {
  lanes l;
  for (int i = 0; i < 4; i++) l.part[i] = vld1q_u8(unit + 16 * i);
  return l;
}

static inline uint8x16_t narrow_2(const uint16_t *unit) {
  return vqmovn_high_u16(vqmovn_u16(vld1q_u16(unit)), vld1q_u16(unit + 8));
}

static inline lanes load_2(const uint16_t *unit) {
  lanes l;
  for (int i = 0; i < 4; i++) l.part[i] = narrow_2(unit + 16 * i);
  return l;
}

static inline uint16x8_t narrow_4(const uint32_t *unit) {
  return vqmovn_high_u32(vqmovn_u32(vld1q_u32(unit)), vld1q_u32(unit + 4));
}

static inline lanes load_4(const uint32_t *unit) {
  lanes l;
  for (int i = 0; i < 4; i++)
    l.part[i] =
        vqmovn_high_u16(vqmovn_u16(narrow_4(unit + 16 * i)), narrow_4(unit + 16 * i + 8));
  return l;
}

static inline void store(lanes l, uint8_t bytes[64]) {
  for (int i = 0; i < 4; i++) vst1q_u8(bytes + 16 * i, l.part[i]);
}

/* The lanes of `l` that share a bit with `bits`, as one mask: each lane keeps
 * its own bit of a byte, and pairwise additions bring eight together. */
static inline uint64_t lanes_with(lanes l, uint8_t bits) {
  static const uint8_t own_bit[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                      1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t own = vld1q_u8(own_bit), want = vdupq_n_u8(bits);
  uint8x16_t part[4];
  for (int i = 0; i < 4; i++) part[i] = vandq_u8(vtstq_u8(l.part[i], want), own);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(part[0], part[1]), vpaddq_u8(part[2], part[3]));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline uint64_t over_127(lanes l) { return lanes_with(l, 128); }

static inline lanes look_up(lanes l, const uint8_t table[128]) {
  uint8x16x4_t low = vld1q_u8_x4(table), high = vld1q_u8_x4(table + 64);
  for (int i = 0; i < 4; i++) {
    uint8x16_t found = vqtbl4q_u8(low, l.part[i]);
    l.part[i] = vqtbx4q_u8(found, high, vsubq_u8(l.part[i], vdupq_n_u8(64)));
  }
  return l;
}

static inline void planes_of(lanes l, uint64_t plane[8]) {
  for (int i = 0; i < 8; i++) plane[i] = lanes_with(l, (uint8_t)(1 << i));
}

static inline size_t put_positions(uint64_t mask, uint32_t base, uint32_t *to) {
  size_t n = (size_t)__builtin_popcountll(mask);
  for (size_t i = 0; i < n; i++, mask &= mask - 1)
    to[i] = base + (uint32_t)__builtin_ctzll(mask);
  return n;
}

#define SHIFTED(i)                                                                      \
  (lanes) {                                                                             \
    {                                                                                   \
      vextq_u8(here.part[0], here.part[1], i), vextq_u8(here.part[1], here.part[2], i), \
          vextq_u8(here.part[2], here.part[3], i),                                      \
          vextq_u8(here.part[3], after.part[0], i)                                      \
    }                                                                                   \
  }
/* vext wants a constant. */
static inline lanes shifted(lanes here, lanes after, int i) {
  return i == 1 ? SHIFTED(1) : i == 2 ? SHIFTED(2) : SHIFTED(3);
}

static inline lanes look_up_64(lanes l, const uint8_t table[64]) {
  uint8x16x4_t entries = vld1q_u8_x4(table);
  for (int i = 0; i < 4; i++)
    l.part[i] = vqtbl4q_u8(entries, vandq_u8(l.part[i], vdupq_n_u8(63)));
  return l;
}

static inline lanes both(lanes a, lanes b) {
  for (int i = 0; i < 4; i++) a.part[i] = vandq_u8(a.part[i], b.part[i]);
  return a;
}

static inline uint64_t over_0(lanes l) { return lanes_with(l, 255); }

static bool runs_here(void) { return true; } /* every aarch64 has it */

#include "portable.h"
#include "portable_keys.h"

#define KERNEL_NAME neon
#include "scan_algebra.h"
#else
typedef int cd_no_neon_here;
#endif
