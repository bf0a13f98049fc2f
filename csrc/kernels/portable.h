/* What most processors do alike: kinds of the tokens that start at `start`. Most are
 * words: all are called so, and the few others are patched. */
static inline void put_kinds(lanes l, uint64_t start, uint64_t letters, uint8_t *kind) {
  uint8_t bytes[64];
  memset(kind, CD_WORD, 64);
  store(l, bytes);
  for (uint64_t rest = start & ~letters; rest; rest &= rest - 1) {
    size_t i = (size_t)__builtin_popcountll(start & ((rest & -rest) - 1));
    kind[i] = cd_kind_ascii[bytes[__builtin_ctzll(rest)] & 127];
  }
}
