#include "key.h"

#include "text.h"

#define KEY_OF_HASHES (0xFFull << 56)

bool cd_key_is_hashed(const cd_key *key) { return key->high >> 56 == 0xFF; }

cd_key cd_key_of_hashes(uint64_t seed, const uint8_t *bytes, size_t n) {
  uint64_t a = cd_mix_eights(seed, bytes, n), b = 0;
  memcpy(&b, n < 8 ? bytes : bytes + n - 8, n < 8 ? n : 8);
  return (cd_key){cd_mix(a ^ b, 0xD6E8FEB86659FD93u ^ n), a >> 8 | KEY_OF_HASHES};
}

uint32_t cd_token_keys(cd_text text, const uint32_t *start, const uint32_t *end, size_t n,
                       uint64_t seed, cd_key *key, size_t *hash) {
  uint32_t hashed = cd_keys_for(text.form)(text.units, text.n, start, end, n, key);
  for (uint32_t left = hashed; left; left &= left - 1) {
    size_t i = (size_t)__builtin_ctz(left);
    cd_text token = cd_text_part(text, start[i], end[i]);
    key[i] = cd_key_of_hashes(seed, token.units, token.n * cd_unit_width(token.form));
  }
  for (size_t i = 0; i < n; i++) hash[i] = cd_key_hash(seed, &key[i]);
  return hashed;
}
