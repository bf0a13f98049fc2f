/* Hashes of bytes for tables: never stored, never seen. */
#ifndef CD_HASH_H
#define CD_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t cd_mix(uint64_t a, uint64_t b) {
  __extension__ unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Of the whole eights among `n` bytes, for tables that need a seed. */
static inline uint64_t cd_mix_eights(uint64_t seed, const uint8_t *bytes, size_t n) {
  uint64_t eight;
  for (size_t at = 0; at + 8 <= n; at += 8) {
    memcpy(&eight, bytes + at, 8);
    seed = cd_mix(seed ^ eight, 0x9E3779B97F4A7C15u);
  }
  return seed;
}

/* Eight bytes at a time, the last eight overlapping, short words by halves; without
 * a seed, the same everywhere. The upper half is the better one. */
static inline uint64_t cd_hash_bytes(uint64_t hash, const uint8_t *bytes, size_t n) {
  uint64_t eight = n;
  for (size_t at = 0; at + 8 < n; at += 8) {
    memcpy(&eight, bytes + at, 8);
    hash = (hash ^ eight) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  }
  if (n >= 8) {
    memcpy(&eight, bytes + n - 8, 8);
  } else if (n >= 4) {
    uint32_t head, end;
    memcpy(&head, bytes, 4);
    memcpy(&end, bytes + n - 4, 4);
    eight = (uint64_t)head << 32 | end;
  } else if (n) {
    eight = (uint64_t)bytes[0] << 16 | (uint64_t)bytes[n / 2] << 8 | bytes[n - 1];
  }
  hash = (hash ^ eight ^ (uint64_t)n << 56) * 0xBF58476D1CE4E5B9u;
  return hash ^ hash >> 29;
}
#endif
