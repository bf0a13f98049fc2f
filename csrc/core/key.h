/* Keys of tokens, as tables use them: hashed, and made for what no kernel has a key
 * for. */
#ifndef CD_KEY_H
#define CD_KEY_H

#include "hash.h"
#include "scan.h"

static inline size_t cd_key_hash(uint64_t seed, const cd_key *key) {
  return (size_t)cd_mix(key->low ^ seed ^ 0x9E3779B97F4A7C15u,
                        key->high ^ seed ^ 0xD6E8FEB86659FD93u);
}

/* Of bytes that no kernel's key can hold: two hashes. Only equal bytes are equal. */
cd_key cd_key_of_hashes(uint64_t seed, const uint8_t *bytes, size_t n);
#endif
