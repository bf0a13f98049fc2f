/* The quick judge. Of the candidates in news four out of five are a word's last
 * stop, a plain hyphen, a possessive or a mark alone: a look at the spans beside
 * them settles these as the full rules would (tests/c/test_quick.c compares). */
#include "slab.h"

static bool touches_left(const cd_spans *spans, size_t i) { return i > 0 && spans->end[i - 1] == spans->start[i]; }

static bool touches_right(const cd_spans *spans, size_t i) {
  return i + 1 < spans->n_starts && spans->start[i + 1] == spans->end[i];
}

static uint32_t length_of(const cd_spans *spans, size_t i) { return spans->end[i] - spans->start[i]; }

/* Raw span `i` as a lower-case ASCII word, or an empty slice. */
static cd_slice word_of(const cd_slab *slab, size_t i, uint8_t bytes[CD_QUICK_WORD]) {
  cd_slice word = {bytes, length_of(&slab->spans, i)};
  if (!cd_quick_word(slab->doc->text, slab->base + slab->spans.start[i], word.n, bytes)) word.n = 0;
  return word;
}

static bool has_flags(const cd_slab *slab, const uint64_t filter[32], cd_slice word, uint32_t flags) {
  return cd_rules_may_word(filter, word) && cd_wordset_find(&slab->rules->words, word).flags & flags;
}

/* A stop, colon or semicolon before white space, behind a word that takes none. */
static bool is_plain_last_mark(const cd_slab *slab, size_t i) {
  uint8_t bytes[CD_QUICK_WORD];
  if (!touches_left(&slab->spans, i) || touches_right(&slab->spans, i)) return false;
  cd_slice word = word_of(slab, i - 1, bytes);
  return word.n > 1 && !has_flags(slab, slab->rules->stopped, word, W_STOPPED);
}

/* A hyphen between two words of letters, neither an affix, where hyphens split. */
static bool is_plain_hyphen(const cd_slab *slab, size_t i) {
  uint8_t left_bytes[CD_QUICK_WORD], right_bytes[CD_QUICK_WORD];
  const cd_rules *rules = slab->rules;
  if (!rules->splits_hyphens || !touches_left(&slab->spans, i) || !touches_right(&slab->spans, i)) return false;
  cd_slice left = word_of(slab, i - 1, left_bytes), right = word_of(slab, i + 1, right_bytes);
  if (left.n < 3 || right.n < 2 || touches_right(&slab->spans, i + 1)) return false;
  return !cd_rules_may_word(rules->affixes, left) &&
         !cd_rules_may(rules->affixes, '-', right.bytes[right.n - 1], right.n + 1);
}

/* A word's 's with white space behind: the apostrophe joins the s. */
static bool take_possessive(cd_slab *slab, size_t i) {
  uint8_t bytes[CD_QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  if (!slab->rules->cuts_possessive || !touches_left(spans, i) || !touches_right(spans, i)) return false;
  if (length_of(spans, i + 1) != 1 || touches_right(spans, i + 1)) return false;
  if ((cd_unit_at(slab->doc->text, slab->base + spans->start[i + 1]) | 0x20) != 's') return false;
  if (word_of(slab, i - 1, bytes).n < 2 || (i > 1 && touches_left(spans, i - 1))) return false;
  uint32_t base = (uint32_t)slab->base;
  cd_slab_put_raw(slab, i);
  cd_token_put(slab->doc, spans->start[i] + base, spans->end[i + 1] + base, CD_WORD);
  slab->next = i + 2;
  return true;
}

static bool is_alone(const cd_slab *slab, size_t i) {
  return !touches_left(&slab->spans, i) && !touches_right(&slab->spans, i) && length_of(&slab->spans, i) == 1;
}

bool cd_quick_judge(cd_slab *slab, size_t i) {
  switch (cd_unit_at(slab->doc->text, slab->base + slab->spans.start[i])) {
    case '.':
    case ':':
    case ';': return is_plain_last_mark(slab, i);
    case '-': return is_plain_hyphen(slab, i) || is_alone(slab, i);
    case '|':
    case '/':
    case '&':
    case '*': return is_alone(slab, i);
    case '\'': return take_possessive(slab, i);
    case 0x2019: return slab->doc->text.form != CD_UTF8 && take_possessive(slab, i);
    default: return false;
  }
}
