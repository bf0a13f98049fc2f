/* Where corpora and houses differ by habit, not by error, the options decide, or the
 * language. */
#include "sentence.h"

static uint32_t shape_at(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i])->shape;
}

static bool is_spaced(const cd_walk *walk, uint32_t i) {
  return walk->doc->start[i] > walk->doc->end[i - 1];
}

static bool settle(cd_cut cut, cd_decision *d) {
  *d = (cd_decision){cut == CD_CUT_SPLIT, RULE_HABIT};
  return cut != CD_CUT_AUTO;
}

/* "Hiztegi serioak dio: Azken hilabeteetan": a capital behind a colon, in a language
 * that goes on in lower case; a label of a word or two, "Kirola: Ostera", ends nothing. */
static bool opens_behind_colon(const cd_walk *walk, const cd_gap *gap, cd_decision *d) {
  enum { LONGEST_LABEL = 2 };
  bool opens = walk->colon_opens && gap->mark > walk->since + LONGEST_LABEL &&
               gap->word < gap->end && shape_at(walk, gap->word) & T_UPPER_FIRST;
  return opens && settle(CD_CUT_SPLIT, d);
}

/* A dash with white space on both sides, at either of which the gap lies. */
static bool is_at_dash(const cd_walk *walk, const cd_gap *gap, bool before) {
  uint32_t dash = before ? gap->right : gap->right - 1;
  return shape_at(walk, dash) & T_DASH && dash > gap->first && dash + 1 < gap->end &&
         is_spaced(walk, dash) && is_spaced(walk, dash + 1);
}

/* "- One - Two": split, the gap before a dash opens an item, the one behind it none;
 * kept, neither ends a sentence that had no final mark. */
static bool settle_dash(const cd_walk *walk, const cd_gap *gap, cd_cut cut,
                        cd_decision *d) {
  bool has_ended = shape_at(walk, gap->mark) & (T_TERMINAL | T_STOPPED);
  if (cut == CD_CUT_KEEP && has_ended) return false;
  if (is_at_dash(walk, gap, true)) return settle(cut, d);
  if (!is_at_dash(walk, gap, false) || !settle(cut, d)) return false;
  d->breaks = false;
  return true;
}

static bool closes_quote(const cd_walk *walk, const cd_gap *gap) {
  bool ends = shape_at(walk, gap->mark) & T_TERMINAL, closes = false;
  for (uint32_t i = gap->mark + 1; i < gap->right; i++)
    closes |= (shape_at(walk, i) & T_QUOTE) != 0;
  return ends && closes;
}

/* Kept whole, a quotation has no end inside; split, each sentence in it ends where
 * its mark stands, whoever reports it. */
static bool settle_quote(const cd_walk *walk, const cd_gap *gap, cd_cut cut,
                         cd_decision *d) {
  bool is_asked = cut == CD_CUT_KEEP ? walk->in_quote : closes_quote(walk, gap);
  return is_asked && settle(cut, d);
}

bool cd_habit_decides(const cd_walk *walk, const cd_gap *gap, const cd_options *options,
                      cd_decision *d) {
  uint32_t mark = shape_at(walk, gap->mark);
  if (!is_spaced(walk, gap->right)) return false;
  if (mark & T_COLON && settle(options->colons, d)) return true;
  if (mark & T_COLON && !options->colons && opens_behind_colon(walk, gap, d)) return true;
  if (mark & T_SEMICOLON && settle(options->semicolons, d)) return true;
  return settle_dash(walk, gap, options->dashes, d) ||
         settle_quote(walk, gap, options->quotes, d);
}
