/* The quick judge. Of the candidates in news most are a word's last
 * stop, a plain hyphen, a clitic or a mark alone: a look at the spans beside
 * them settles these as the full rules would (tests/c/test_quick.c compares). */
#include <string.h>

#include "slab.h"

static bool touches_left(const cd_spans *spans, size_t i) {
  return i > 0 && spans->end[i - 1] == spans->start[i];
}

static bool touches_right(const cd_spans *spans, size_t i) {
  return i + 1 < spans->n_starts && spans->start[i + 1] == spans->end[i];
}

static uint32_t length_of(const cd_spans *spans, size_t i) {
  return spans->end[i] - spans->start[i];
}

/* Eight letters of a key, each byte in lower case; false when one of the first `n`
 * is none. */
static bool lower_letters(uint64_t eight, size_t n, uint8_t bytes[8]) {
  uint64_t lower = eight | 0x2020202020202020u;
  uint64_t over_letters = (lower + 0x1F1F1F1F1F1F1F1Fu) & ~(lower + 0x0505050505050505u);
  uint64_t wanted =
      n < 8 ? 0x8080808080808080u & ((1ull << 8 * n) - 1) : 0x8080808080808080u;
  if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) lower = __builtin_bswap64(lower);
  memcpy(bytes, &lower, 8);
  return (over_letters & wanted) == wanted;
}

/* Raw span `i` as a lower-case ASCII word of no more letters than a key has, or an
 * empty slice. */
enum { QUICK_WORD = 16 };
static cd_slice word_of(const cd_slab *slab, size_t i, uint8_t bytes[QUICK_WORD]) {
  cd_slice none = {bytes, 0}, word = {bytes, length_of(&slab->spans, i)};
  cd_text text = slab->doc->text;
  cd_key key;
  if (slab->keys(text.units, text.n, &slab->spans.start[i], &slab->spans.end[i], 1, &key))
    return none;
  bool is_word = lower_letters(key.low, word.n, bytes);
  if (word.n > 8) is_word = lower_letters(key.high, word.n - 8, bytes + 8) && is_word;
  return is_word ? word : none;
}

static uint32_t unit_of(const cd_slab *slab, size_t i) {
  return cd_unit_at(slab->doc->text, slab->spans.start[i]);
}

static bool is_ascii_digit(uint32_t unit) { return unit >= '0' && unit <= '9'; }

/* A closing quote or bracket of the quiet ones. */
static bool is_quiet_closer(uint32_t unit) {
  return unit == '"' || unit == ')' || unit == ']' || unit == 0x201D;
}

/* Nothing behind but white space or a quiet closing mark. */
static bool is_last(const cd_slab *slab, size_t i) {
  return !touches_right(&slab->spans, i) || is_quiet_closer(unit_of(slab, i + 1));
}

/* A year or the like, where a number's stop makes no ordinal of it. */
static bool is_long_number(const cd_slab *slab, size_t i) {
  if (slab->rules->writes & LANG_ORDINAL_STOP || length_of(&slab->spans, i) < 4)
    return false;
  uint32_t unit = unit_of(slab, i);
  return is_ascii_digit(unit) && !touches_left(&slab->spans, i);
}

/* A stop, colon or semicolon at the end of a chunk, behind a word that takes
 * none, a long number, or a closing mark. */
static bool is_plain_last_mark(const cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  if (!touches_left(&slab->spans, i)) return false;
  if (unit_of(slab, i) == '.' ? !is_last(slab, i) : touches_right(&slab->spans, i))
    return false; /* ":)" is one token */
  if (unit_of(slab, i) == '.' && is_quiet_closer(unit_of(slab, i - 1)) &&
      !touches_right(&slab->spans, i))
    return true;
  if (is_long_number(slab, i - 1)) return true;
  cd_slice word = word_of(slab, i - 1, bytes);
  if (word.n < 2 || !cd_rules_may_word(slab->rules->stopped, word)) return word.n > 1;
  return word.n > slab->rules->longest_half &&
         !(cd_wordset_find(&slab->rules->words, word).flags & W_STOPPED);
}

/* A hyphen between two words of letters, neither an affix, where hyphens split. */
static bool is_plain_hyphen(const cd_slab *slab, size_t i) {
  uint8_t left_bytes[QUICK_WORD], right_bytes[QUICK_WORD];
  const cd_rules *rules = slab->rules;
  if (!rules->splits_hyphens || !touches_left(&slab->spans, i) ||
      !touches_right(&slab->spans, i))
    return false;
  cd_slice left = word_of(slab, i - 1, left_bytes),
           right = word_of(slab, i + 1, right_bytes);
  if (left.n < 3 || right.n < 2 || touches_right(&slab->spans, i + 1)) return false;
  return !cd_rules_may_word(rules->affixes, left) &&
         !cd_rules_may(rules->affixes, '-', right.bytes[right.n - 1], right.n + 1);
}

/* The letters of span `i`, at most three, with an apostrophe before: a clitic? */
static bool is_clitic(const cd_slab *slab, size_t i) {
  uint8_t bytes[1 + QUICK_WORD] = {'\''};
  cd_slice word = word_of(slab, i, bytes + 1);
  if (!word.n || word.n > 3) return false;
  cd_slice clitic = {bytes, word.n + 1};
  return cd_wordset_find(&slab->rules->words, clitic).flags & W_CLITIC;
}

/* n't takes its n from the word before. */
static bool is_negation(const cd_slab *slab, size_t i, cd_slice left) {
  uint32_t unit = unit_of(slab, i + 1) | 0x20;
  return unit == 't' && length_of(&slab->spans, i + 1) == 1 &&
         left.bytes[left.n - 1] == 'n';
}

/* A word's clitic at the end of a chunk: the apostrophe joins it. */
static bool take_clitic(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  if (!slab->rules->cuts_clitics || !touches_left(spans, i) || !touches_right(spans, i))
    return false;
  if (touches_right(spans, i + 1)) return false;
  cd_slice left = word_of(slab, i - 1, bytes);
  if (left.n < 2) return false;
  bool negates = is_negation(slab, i, left);
  if (!negates && !is_clitic(slab, i + 1)) return false;
  uint32_t cut = spans->start[i] - negates;
  cd_slab_put_raw(slab, negates ? i - 1 : i);
  if (negates) cd_token_put(slab->doc, spans->start[i - 1], cut, CD_WORD);
  cd_token_put(slab->doc, cut, spans->end[i + 1], CD_WORD);
  slab->next = i + 2;
  return true;
}

bool cd_quick_fused(cd_slab *slab, size_t i) {
  const cd_spans *spans = &slab->spans;
  uint32_t start = spans->start[i], end = spans->end[i];
  cd_text text = slab->doc->text;
  uint8_t bytes[QUICK_WORD];
  if (!cd_rules_may(slab->rules->fused, cd_unit_at(text, start),
                    cd_unit_at(text, end - 1), end - start))
    return true;
  cd_slice word = word_of(slab, i, bytes);
  cd_word_facts facts = cd_wordset_find(&slab->rules->words, word);
  if (!word.n || !(facts.flags & W_SPLIT) || facts.value >= word.n) return true;
  if (touches_left(spans, i) || touches_right(spans, i)) return false;
  cd_slab_put_raw(slab, i);
  cd_token_put(slab->doc, start, start + facts.value, CD_WORD);
  cd_token_put(slab->doc, start + facts.value, end, CD_WORD);
  slab->next = i + 1;
  return true;
}

static bool is_alone(const cd_slab *slab, size_t i) {
  return !touches_left(&slab->spans, i) && !touches_right(&slab->spans, i) &&
         length_of(&slab->spans, i) == 1;
}

bool cd_quick_judge(cd_slab *slab, size_t i) {
  uint32_t unit = unit_of(slab, i);
  switch (unit) {
    case '.':
    case ':':
    case ';':
      return is_plain_last_mark(slab, i);
    case '-':
      return is_plain_hyphen(slab, i) || is_alone(slab, i);
    case '$':
      return !touches_left(&slab->spans, i);
    case '|':
    case '/':
    case '&':
    case '*':
      return is_alone(slab, i);
    case '\'':
      return take_clitic(slab, i);
    case 0x2019:
      return slab->doc->text.form != CD_UTF8 && take_clitic(slab, i);
    default:
      return false;
  }
}
