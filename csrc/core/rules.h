/* What an analyzer does, settled once and never changed: the options, the
 * language's words and the caller's own, ready for look-up. */
#ifndef CD_RULES_H
#define CD_RULES_H

#include "buffer.h"
#include "fold.h"
#include "kernel.h"
#include "lang.h"
#include "wordset.h"

/* A set of words that is asked before they are looked up: a bit for each first, second
 * and last letter and length, hashed. What is in it is found; hardly anything else is. */
typedef struct cd_word_filter {
  uint64_t bits[128];
} cd_word_filter;

struct cd_rules {
  cd_options options; /* its arrays point into `strings` or are unused */
  const char *language;
  const cd_lang *lang; /* NULL: a language without data */
  const char *stemmer; /* Snowball algorithm, or NULL */
  cd_casing casing;
  bool splits_hyphens;      /* "auto" resolved */
  bool joins_elisions;      /* the language has l', d', dell', s- */
  uint32_t writes;          /* LANG_ flags */
  cd_wordset words;         /* folded, without last stop -> W_ flags */
  cd_head_bits fused_heads; /* filters of the words that are cut in two, */
  cd_word_filter fused;     /* the same, */
  uint32_t tails[32];       /* likewise, see cd_rules_may_tail, */
  bool cuts_tails;          /* some words are found by their last letters, */
  cd_word_filter stopped;   /* words that may take a stop, and parts of such, */
  /* by the first letter of the first part of z.b, the first letters of the second */
  uint32_t halves[32];
  cd_word_filter half_words; /* those parts */
  uint32_t longest_half;     /* characters, at most CD_HALF */
  /* characters of the longest word not of ASCII alone among those that may take a
   * stop, and among those that a hyphen joins */
  uint32_t longest_wide_stopped, longest_wide_joined;
  uint32_t most_stops;    /* in a word that may take one: 4 in "n.a.a.c.p" */
  bool dots_wide;         /* such a word with a stop inside is not of ASCII alone */
  cd_word_filter affixes; /* and affixes, and first parts of words, that a hyphen joins */
  uint64_t cues[16];      /* a bit for the first three bytes of each cue */
  bool cuts_clitics;      /* 's, n't and the like are cut, and no elision is like them */
  bool keeps_clitics;     /* the same language, its contractions kept */
  cd_wordset
      stops; /* stop words of the term options: folded, in style sklearn as given */
  cd_wordset overrides; /* folded -> 1 + index into override_stems */
  cd_slice *override_stems;
  cd_arena strings;
};

enum { CD_HALF = 3 }; /* an abbreviation with longer parts has no space inside */

/* Words a stop may belong to. */
enum { W_STOPPED = W_TITLE | W_ABBREVIATION | W_ENDING | W_NUMERIC | W_CURRENCY };

/* Words and phrases that lines open with. */
enum {
  W_CUES = W_CUE_LINK | W_CUE_DATE | W_CUE_BYLINE | W_CUE_CAPTION | W_CUE_COLOPHON |
           W_CUE_LABEL | W_CUE_COMMENT
};

/* The bit of `cues` for these three bytes. */
static inline unsigned cd_cue_bit(const uint8_t *bytes) {
  uint32_t three = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
  return (three * 0x9E3779B1u) >> 22;
}

/* False for nearly all that is no beginning of a cue, `n` bytes of it. */
static inline bool cd_rules_may_cue(const struct cd_rules *rules, const uint8_t *bytes,
                                    size_t n) {
  if (n < 3) return true;
  unsigned bit = cd_cue_bit(bytes);
  return rules->cues[bit >> 6] >> (bit & 63) & 1;
}

/* The bit of a word of `n` letters, in either case; `second` is the first once more
 * where there is no other. */
static inline unsigned cd_filter_bit(uint32_t first, uint32_t second, uint32_t last,
                                     size_t n) {
  uint32_t known =
      (first & 31) | (second & 31) << 5 | (last & 31) << 10 | (uint32_t)n << 15;
  return (known * 0x9E3779B1u) >> 19;
}

static inline unsigned cd_filter_bit_of(cd_slice word) {
  return cd_filter_bit(word.bytes[0], word.bytes[word.n > 1], word.bytes[word.n - 1],
                       word.n);
}

/* False for nearly every word that the filter was not made of. */
static inline bool cd_filter_has(const cd_word_filter *filter, unsigned bit) {
  return filter->bits[bit >> 6] >> (bit & 63) & 1;
}

static inline bool cd_filter_may_word(const cd_word_filter *filter, cd_slice word) {
  return cd_filter_has(filter, cd_filter_bit_of(word));
}

/* False for nearly every word that is neither cut near its end nor, beyond ASCII,
 * one that is cut in two: a bit for each two last letters. */
static inline bool cd_rules_may_tail(const struct cd_rules *rules, uint32_t before_last,
                                     uint32_t last) {
  return rules->tails[before_last & 31] >> (last & 31) & 1;
}

/* What `rules` know of a folded word; a last stop is no part of it. */
cd_word_facts cd_rules_word(const cd_rules *rules, cd_slice folded);
#endif
