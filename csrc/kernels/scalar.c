/* The definition: plain C, a byte at a time. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernel.h"

typedef struct lanes {
  uint8_t byte[64];
} lanes;

static inline lanes load_1(const uint8_t *unit) {
  lanes l;
  memcpy(l.byte, unit, 64);
  return l;
}

static inline lanes load_2(const uint16_t *unit) {
  lanes l;
  for (int i = 0; i < 64; i++) l.byte[i] = unit[i] > 255 ? 255 : (uint8_t)unit[i];
  return l;
}

static inline lanes load_4(const uint32_t *unit) {
  lanes l;
  for (int i = 0; i < 64; i++) l.byte[i] = unit[i] > 255 ? 255 : (uint8_t)unit[i];
  return l;
}

static inline void store(lanes l, uint8_t bytes[64]) { memcpy(bytes, l.byte, 64); }

static inline uint64_t over_127(lanes l) {
  uint64_t over = 0;
  for (int i = 0; i < 64; i++) over |= (uint64_t)(l.byte[i] >> 7) << i;
  return over;
}

static inline lanes look_up(lanes l, const uint8_t table[128]) {
  for (int i = 0; i < 64; i++) l.byte[i] = table[l.byte[i] & 127];
  return l;
}

/* Bit k of eight bytes to one byte: the multiplication gathers bits 0, 8, ...
 * 56 in its top byte, in order. */
static inline uint64_t gather(uint64_t eight) {
  return (eight & 0x0101010101010101u) * 0x0102040810204080u >> 56;
}

static inline void planes_of(lanes l, uint64_t plane[8]) {
  memset(plane, 0, 8 * sizeof *plane);
  for (int i = 0; i < 64; i += 8) {
    uint64_t eight = 0;
    for (int j = 7; j >= 0; j--) eight = eight << 8 | l.byte[i + j];
    for (int k = 0; k < 8; k++) plane[k] |= gather(eight >> k) << i;
  }
}

static inline size_t put_positions(uint64_t mask, uint32_t base, uint32_t *to) {
  size_t n = 0;
  for (; mask; mask &= mask - 1) to[n++] = base + (uint32_t)__builtin_ctzll(mask);
  return n;
}

static inline lanes shifted(lanes here, lanes after, int i) {
  for (int j = 0; j < 64; j++)
    here.byte[j] = j + i < 64 ? here.byte[j + i] : after.byte[j + i - 64];
  return here;
}

static inline lanes look_up_64(lanes l, const uint8_t table[64]) {
  for (int i = 0; i < 64; i++) l.byte[i] = table[l.byte[i] & 63];
  return l;
}

static inline lanes both(lanes a, lanes b) {
  for (int i = 0; i < 64; i++) a.byte[i] &= b.byte[i];
  return a;
}

static inline uint64_t over_0(lanes l) {
  uint64_t over = 0;
  for (int i = 0; i < 64; i++) over |= (uint64_t)(l.byte[i] != 0) << i;
  return over;
}

static bool runs_here(void) { return true; }

#include "portable.h"
#include "portable_keys.h"

#define KERNEL_NAME scalar
#include "scan_algebra.h"
