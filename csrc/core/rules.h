/* What an analyzer does, settled once and never changed: the options, the
 * language's words and the caller's own, ready for look-up. */
#ifndef CD_RULES_H
#define CD_RULES_H

#include "buffer.h"
#include "fold.h"
#include "lang.h"
#include "wordset.h"

struct cd_rules {
  cd_options options; /* its arrays point into `strings` or are unused */
  const char *language;
  const cd_lang *lang; /* NULL: a language without data */
  const char *stemmer; /* Snowball algorithm, or NULL */
  cd_casing casing;
  bool splits_hyphens; /* "auto" resolved */
  bool joins_elisions; /* the language has l', d', dell', s- */
  uint32_t writes;     /* LANG_ flags */
  cd_wordset words;     /* folded, without last stop -> W_ flags */
  uint64_t fused[32];   /* bit n of [letter & 31]: some word of n letters that starts so is W_SPLIT */
  cd_wordset stops;     /* folded stop words of the term options */
  cd_wordset overrides; /* lower-cased -> 1 + index into override_stems */
  cd_slice *override_stems;
  cd_arena strings;
};

/* Whether a word of `n` letters that starts with `letter` may be one that is
 * cut in two ("cannot"): no for nearly every word. */
static inline bool cd_rules_may_fuse(const cd_rules *rules, uint32_t letter, size_t n) {
  return n < 64 && rules->fused[letter & 31] >> n & 1;
}

/* What `rules` know of a folded word; a last stop is no part of it. */
cd_word_facts cd_rules_word(const cd_rules *rules, cd_slice folded);
#endif
