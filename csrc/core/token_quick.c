/* The quick judge. Of the candidates in news most are a word's last
 * stop, a plain hyphen, a clitic or a mark alone: a look at the spans beside
 * them settles these as the full rules would (tests/c/test_quick.c compares). */
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

/* Raw span `i` as a lower-case ASCII word, or an empty slice. */
static cd_slice word_of(const cd_slab *slab, size_t i, uint8_t bytes[CD_QUICK_WORD]) {
  cd_slice word = {bytes, length_of(&slab->spans, i)};
  if (!cd_quick_word(slab->doc->text, slab->spans.start[i], word.n, bytes)) word.n = 0;
  return word;
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
  uint8_t bytes[CD_QUICK_WORD];
  if (!touches_left(&slab->spans, i)) return false;
  if (unit_of(slab, i) == '.' ? !is_last(slab, i) : touches_right(&slab->spans, i))
    return false; /* ":)" is one token */
  if (unit_of(slab, i) == '.' && is_quiet_closer(unit_of(slab, i - 1)) &&
      !touches_right(&slab->spans, i))
    return true;
  if (is_long_number(slab, i - 1)) return true;
  cd_slice word = word_of(slab, i - 1, bytes);
  if (word.n < 2 || !cd_rules_may_word(slab->rules->stopped, word)) return word.n > 1;
  return word.n > 3 && !(cd_wordset_find(&slab->rules->words, word).flags &
                         W_STOPPED); /* three may be half of one */
}

/* A hyphen between two words of letters, neither an affix, where hyphens split. */
static bool is_plain_hyphen(const cd_slab *slab, size_t i) {
  uint8_t left_bytes[CD_QUICK_WORD], right_bytes[CD_QUICK_WORD];
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
  uint8_t bytes[1 + CD_QUICK_WORD] = {'\''};
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
  uint8_t bytes[CD_QUICK_WORD];
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
