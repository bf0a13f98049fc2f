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
  bool joins_elisions; /* the language has l', d', dell' */
  cd_wordset words;     /* folded, without last stop -> W_ flags */
  cd_wordset stops;     /* folded stop words of the term options */
  cd_wordset overrides; /* lower-cased -> 1 + index into override_stems */
  cd_slice *override_stems;
  cd_arena strings;
};

/* What `rules` know of a folded word; a last stop is no part of it. */
cd_word_facts cd_rules_word(const cd_rules *rules, cd_slice folded);
#endif
