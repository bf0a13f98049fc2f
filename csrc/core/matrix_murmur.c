#include <string.h>

#include "matrix.h"

static uint32_t rotated(uint32_t x, unsigned by) { return x << by | x >> (32 - by); }

static uint32_t scrambled(uint32_t four) {
  return rotated(four * 0xCC9E2D51u, 15) * 0x1B873593u;
}

/* Up to four bytes, the first the lowest. */
static uint32_t little_endian(const uint8_t *bytes, size_t n) {
  uint32_t four = 0;
  for (size_t i = n; i-- > 0;) four = four << 8 | bytes[i];
  return four;
}

uint32_t cd_murmur(cd_slice word) {
  uint32_t hash = 0;
  size_t at = 0;
  for (; at + 4 <= word.n; at += 4)
    hash = rotated(hash ^ scrambled(little_endian(word.bytes + at, 4)), 13) * 5 +
           0xE6546B64u;
  hash ^= scrambled(little_endian(word.bytes + at, word.n - at));
  hash ^= (uint32_t)word.n;
  hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
  hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
  return hash ^ hash >> 16;
}
