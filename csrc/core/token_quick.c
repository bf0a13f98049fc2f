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
  if (key.high >> 56 & CD_KEY_OF_UNITS) return none; /* low bytes of other characters */
  bool is_word = lower_letters(key.low, word.n, bytes);
  if (word.n > 8) is_word = lower_letters(key.high, word.n - 8, bytes + 8) && is_word;
  return is_word ? word : none;
}

static uint32_t unit_of(const cd_slab *slab, size_t i) {
  return cd_unit_at(slab->doc->text, slab->spans.start[i]);
}

/* The character that span `i` starts with. */
static uint32_t code_of(const cd_slab *slab, size_t i) {
  uint32_t unit = unit_of(slab, i);
  size_t next;
  if (unit < 128 || slab->doc->text.form != CD_UTF8) return unit;
  return cd_text_decode(slab->doc->text, slab->spans.start[i], &next);
}

static bool is_ascii_digit(uint32_t unit) { return unit >= '0' && unit <= '9'; }
static bool is_ascii_upper(uint32_t unit) { return unit >= 'A' && unit <= 'Z'; }
static bool is_ascii_letter(uint32_t unit) { return is_ascii_upper(unit & ~0x20u); }

/* Raw span `i` as ASCII digits, of which a key has room for, or an empty slice. */
static cd_slice digits_of(const cd_slab *slab, size_t i, uint8_t bytes[QUICK_WORD]) {
  cd_slice none = {bytes, 0}, digits = {bytes, length_of(&slab->spans, i)};
  if (digits.n > CD_KEY_UNITS) return none;
  for (size_t at = 0; at < digits.n; at++) {
    uint32_t unit = cd_unit_at(slab->doc->text, slab->spans.start[i] + at);
    if (!is_ascii_digit(unit)) return none;
    bytes[at] = (uint8_t)unit;
  }
  return digits;
}

static cd_slice word_or_digits(const cd_slab *slab, size_t i, uint8_t bytes[QUICK_WORD]) {
  return is_ascii_digit(unit_of(slab, i)) ? digits_of(slab, i, bytes)
                                          : word_of(slab, i, bytes);
}

/* The sixteen units before `end`, of one byte or two each, are ASCII. */
static bool are_ascii(cd_text text, size_t end) {
  uint64_t bytes[4], all;
  if (end < QUICK_WORD || text.form == CD_UCS4) return false;
  if (text.form != CD_UCS2) {
    memcpy(bytes, (const uint8_t *)text.units + end - QUICK_WORD, QUICK_WORD);
    return !((bytes[0] | bytes[1]) & 0x8080808080808080u);
  }
  memcpy(bytes, (const uint16_t *)text.units + end - QUICK_WORD, sizeof bytes);
  all = bytes[0] | bytes[1] | bytes[2] | bytes[3];
  return !(all & 0xFF80FF80FF80FF80u);
}

static uint32_t flags_of(const cd_slab *slab, cd_slice word) {
  return cd_wordset_find(&slab->rules->words, word).flags;
}

/* Characters of raw span `i`, when it starts with a letter and is no ASCII in lower
 * case either; else 0. */
static size_t wide_word(const cd_slab *slab, size_t i) {
  cd_text text = slab->doc->text;
  size_t at = slab->spans.start[i], end = slab->spans.end[i], n = 0;
  bool is_wide = false;
  if (cd_class(code_of(slab, i))->word_break != WB_ALETTER) return 0;
  for (; at < end && !is_wide; n++)
    is_wide = cd_stays_wide(cd_text_decode(text, at, &at));
  if (!is_wide) return 0;
  if (text.form != CD_UTF8) return n + end - at;
  for (; at < end; at++) n += (cd_unit_at(text, at) & 0xC0) != 0x80;
  return n;
}

/* ---- what stands around ----------------------------------------------------------- */

static bool is_apostrophe(uint32_t code) {
  return code == '\'' || code == 0x2018 || code == 0x2019;
}

/* A quote or bracket that wants no thought and ends all that stands before it. */
static bool is_quiet(uint32_t code) {
  return code == '"' || code == '(' || code == ')' || code == '[' || code == ']' ||
         code == 0x201C || code == 0x201D;
}

/* Nothing behind span `i` but quiet marks and a comma or percent sign, up to a gap:
 * nothing that the full rules, where the chunk is not theirs as a whole, would miss. */
enum { FEW_MARKS = 3 };
static bool ends_quietly(const cd_slab *slab, size_t i) {
  uint32_t last = 0;
  for (size_t end = i + FEW_MARKS; touches_right(&slab->spans, i); i++) {
    uint32_t code = code_of(slab, i + 1);
    bool may_follow = code == '%' || (code == ',' && last != ',') || is_quiet(code);
    if (i == end || !may_follow) return false;
    last = code;
  }
  return true;
}

/* Likewise before span `i`, where a dollar sign was judged already. */
static bool starts_quietly(const cd_slab *slab, size_t i) {
  for (size_t n = 0; touches_left(&slab->spans, i); i--, n++) {
    uint32_t code = code_of(slab, i - 1);
    if (n == FEW_MARKS || i == slab->next || !(code == '$' || is_quiet(code)))
      return false;
  }
  return true;
}

/* Spans [first, last] are one token. */
static bool take_joined(cd_slab *slab, size_t first, size_t last, cd_token_kind kind) {
  if (!starts_quietly(slab, first) || !ends_quietly(slab, last)) return false;
  cd_slab_put_raw(slab, first);
  cd_token_put(slab->doc, slab->spans.start[first], slab->spans.end[last], (uint8_t)kind);
  slab->next = last + 1;
  return true;
}

/* ---- stops ------------------------------------------------------------------------ */

/* Nothing behind but white space or a quiet closing mark. */
static bool is_closed(const cd_slab *slab, size_t i) {
  if (!touches_right(&slab->spans, i)) return true;
  uint32_t code = code_of(slab, i + 1);
  return is_quiet(code) && code != '(' && code != '[' && code != 0x201C;
}

/* Something stands before span `i` on its line. */
static bool is_inside_line(const cd_slab *slab, size_t i) {
  if (!i) return false;
  for (size_t at = slab->spans.end[i - 1]; at < slab->spans.start[i]; at++)
    if (cd_unit_at(slab->doc->text, at) != ' ') return false;
  return true;
}

static bool is_blank(uint32_t unit) { return unit == ' ' || unit == '\t'; }

/* Span `i` opens its line, and something follows the next span there. */
static bool is_list_item(const cd_slab *slab, size_t i) {
  cd_text text = slab->doc->text;
  size_t at = slab->spans.start[i], end = slab->spans.end[i + 1];
  while (at > 0 && is_blank(cd_unit_at(text, at - 1))) at--;
  uint32_t before = at ? cd_unit_at(text, at - 1) : '\n';
  while (end < text.n && is_blank(cd_unit_at(text, end))) end++;
  uint32_t behind = end < text.n ? cd_unit_at(text, end) : '\n';
  return before >= '\n' && before <= '\r' && behind > ' ' && behind < 128;
}

/* A number before a stop, which is a list item's or stands alone. */
static bool judge_numbered(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  if (slab->rules->writes & LANG_ORDINAL_STOP || touches_left(&slab->spans, i))
    return false;
  if (!is_ascii_digit(unit_of(slab, i))) return false;
  if (length_of(&slab->spans, i) > 3) return true;
  cd_slice digits = digits_of(slab, i, bytes);
  if (!digits.n) return false;
  if (is_inside_line(slab, i)) return !cd_filter_may_word(&slab->rules->stopped, digits);
  return !touches_right(&slab->spans, i + 1) && is_list_item(slab, i) &&
         take_joined(slab, i, i + 1, CD_NUMBER);
}

/* Of U.S. and e.g. the spans from the first letter on; the last stop, or `first`. */
static size_t acronym_to(const cd_slab *slab, size_t first) {
  const cd_spans *spans = &slab->spans;
  size_t last = first;
  for (size_t at = first; at + 1 < spans->n_starts; at += 2) {
    bool is_letter = length_of(spans, at) == 1 && is_ascii_letter(unit_of(slab, at));
    if (!is_letter || !touches_right(spans, at) || unit_of(slab, at + 1) != '.') break;
    last = at + 1;
    if (!touches_right(spans, last)) break;
  }
  return last > first + 1 ? last : first;
}

/* D. Smith */
static bool is_initial(const cd_slab *slab, size_t i) {
  uint32_t letter = unit_of(slab, i - 1);
  return is_ascii_upper(letter) && letter != 'I' && !touches_right(&slab->spans, i) &&
         i + 1 < slab->spans.n_starts && is_ascii_upper(unit_of(slab, i + 1));
}

/* Too long for a word that takes a stop. */
static bool is_wide_unstopped(const cd_slab *slab, size_t i) {
  size_t n = wide_word(slab, i);
  return n > 3 && n > slab->rules->longest_half && n > slab->rules->longest_wide_stopped;
}

/* False when the ends and the length of raw span `i` tell that it is no word of the
 * filter; a span beyond ASCII is told by its units. */
static inline bool may_be_in(const cd_word_filter *filter, const cd_slab *slab,
                             size_t i) {
  cd_text text = slab->doc->text;
  size_t start = slab->spans.start[i], n = length_of(&slab->spans, i);
  uint32_t first = cd_unit_at(text, start), second = cd_unit_at(text, start + (n > 1)),
           last = cd_unit_at(text, start + n - 1);
  return cd_filter_has(filter, cd_filter_bit(first, second, last, n));
}

/* Raw span `i`, judged already, is a word of ASCII that the filter of those that take a
 * stop rules out. */
static bool is_plainly_unstopped(const cd_slab *slab, size_t i) {
  const cd_rules *rules = slab->rules;
  cd_text text = slab->doc->text;
  size_t n = length_of(&slab->spans, i), end = slab->spans.end[i];
  if (n < 2 || n > QUICK_WORD || !is_ascii_letter(unit_of(slab, i)) ||
      !are_ascii(text, end))
    return false;
  uint32_t last = cd_unit_at(text, end - 1);
  bool may_be_roman =
      rules->writes & LANG_ORDINAL_STOP && cd_is_one_of(last | 0x20, "ivxlc");
  return !may_be_roman && !may_be_in(&rules->stopped, slab, i);
}

/* II. kerület */
static bool may_be_roman(cd_slice word) {
  size_t n = 0;
  while (n < word.n && cd_is_one_of(word.bytes[n], "ivxlc")) n++;
  return n == word.n;
}

/* A word before a last stop: what takes none leaves it alone, an abbreviation keeps it. */
static bool judge_stopped(cd_slab *slab, size_t i, cd_slice word) {
  const cd_rules *rules = slab->rules;
  if (word.n == 1) return is_initial(slab, i) && take_joined(slab, i - 1, i, CD_WORD);
  if (!word.n) return is_wide_unstopped(slab, i - 1);
  if (rules->writes & LANG_ORDINAL_STOP && may_be_roman(word)) return false;
  if (!cd_filter_may_word(&rules->stopped, word)) return true;
  uint32_t flags = flags_of(slab, word);
  if (flags & (W_TITLE | W_ABBREVIATION | W_ENDING))
    return take_joined(slab, i - 1, i, CD_WORD);
  bool may_be_half =
      word.n <= rules->longest_half && cd_filter_may_word(&rules->half_words, word);
  return !(flags & W_STOPPED) && !may_be_half;
}

static bool judge_number_mark(cd_slab *slab, size_t i);

static bool judge_stop(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  if (!touches_left(spans, i)) return false;
  if (is_closed(slab, i)) {
    if (is_plainly_unstopped(slab, i - 1)) return true;
    uint32_t before = code_of(slab, i - 1);
    bool is_bare = !touches_right(spans, i);
    if (is_bare && is_quiet(before) && before != '(' && before != '[') return true;
    if (judge_numbered(slab, i - 1)) return true;
    return judge_stopped(slab, i, word_of(slab, i - 1, bytes));
  }
  if (!touches_right(spans, i)) return false;
  if (is_ascii_digit(unit_of(slab, i + 1))) return judge_number_mark(slab, i);
  size_t last = acronym_to(slab, i - 1);
  return last > i && take_joined(slab, i - 1, last, CD_WORD);
}

/* ---- colons and numbers ---------------------------------------------------------------- */

/* A comma that writes no decimals joins three digits. */
static bool mark_joins(const cd_slab *slab, size_t i, cd_slice right) {
  uint32_t mark = unit_of(slab, i);
  bool is_decimal = slab->rules->writes & LANG_DECIMAL_COMMA;
  return right.n &&
         (mark == '.' || mark == ':' || (mark == ',' && (right.n == 3 || is_decimal)));
}

/* 3.5 1,200,000 10:30; the comma of 87,6 is a token, where it writes no decimals. */
static bool judge_number_mark(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  size_t last = i - 1;
  if (!touches_left(spans, i) || !touches_right(spans, i)) return false;
  if (!digits_of(slab, i - 1, bytes).n) return false;
  cd_slice right = digits_of(slab, i + 1, bytes);
  if (right.n && !mark_joins(slab, i, right)) return true;
  while (touches_right(spans, last) && touches_right(spans, last + 1) &&
         mark_joins(slab, last + 1, digits_of(slab, last + 2, bytes)))
    last += 2;
  return last > i && take_joined(slab, i - 1, last, CD_NUMBER);
}

/* A colon or semicolon at the end of a chunk; ":)" is one token. */
static bool judge_colon(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  if (touches_right(&slab->spans, i)) return judge_number_mark(slab, i);
  if (!touches_left(&slab->spans, i)) return true;
  cd_slice word = word_or_digits(slab, i - 1, bytes);
  bool is_address = word.n == 6 && !memcmp(bytes, "mailto", 6);
  return (word.n && !is_address) || wide_word(slab, i - 1);
}

/* 20th 1980s: digits with an ending that is part of them. */
static bool judge_ending(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  size_t n = length_of(&slab->spans, i), digits = 0;
  if (n > CD_KEY_UNITS || !starts_quietly(slab, i) || !ends_quietly(slab, i))
    return false;
  for (size_t at = 0; at < n; at++) {
    uint32_t unit = cd_unit_at(slab->doc->text, slab->spans.start[i] + at);
    if (!is_ascii_letter(unit) && (!is_ascii_digit(unit) || digits < at)) return false;
    bytes[at] = (uint8_t)(unit | 0x20);
    digits += is_ascii_digit(unit);
  }
  return flags_of(slab, (cd_slice){bytes + digits, n - digits}) & W_SUFFIX;
}

/* ---- hyphens and dashes ------------------------------------------------------------------ */

/* x may open a face. */
static bool may_open_face(cd_slice word) { return word.n && word.bytes[0] == 'x'; }

static size_t hyphened(cd_slice left, cd_slice right, uint8_t *bytes) {
  memcpy(bytes, left.bytes, left.n);
  bytes[left.n] = '-';
  memcpy(bytes + left.n + 1, right.bytes, right.n);
  return left.n + 1 + right.n;
}

/* "left-right" is one token: an affix, or a word that is written so. */
static bool hyphen_joins(const cd_slab *slab, cd_slice left, cd_slice right) {
  uint8_t bytes[2 * QUICK_WORD + 1];
  const cd_word_filter *affixes = &slab->rules->affixes;
  size_t n = hyphened(left, right, bytes);
  cd_slice behind = {bytes + left.n, right.n + 1}, all = {bytes, n};
  if (cd_filter_may_word(affixes, behind) && flags_of(slab, behind) & W_AFFIX)
    return true;
  if (!cd_filter_may_word(affixes, left)) return false;
  return flags_of(slab, left) & W_AFFIX || flags_of(slab, all) & W_WHOLE;
}

/* co-author: one word, if none of it is cut off elsewhere. */
static bool take_affixed(cd_slab *slab, size_t i, cd_slice left, cd_slice right) {
  uint8_t bytes[2 * QUICK_WORD + 1];
  size_t n = hyphened(left, right, bytes);
  cd_slice all = {bytes, n}, behind = {bytes + left.n, right.n + 1},
           over = {bytes + left.n - 1, right.n + 2};
  bool is_cut = flags_of(slab, all) & W_SPLIT ||
                (flags_of(slab, behind) | flags_of(slab, over)) & W_CLITIC;
  return !is_cut && !slab->rules->joins_elisions &&
         take_joined(slab, i - 1, i + 1, CD_WORD);
}

/* The same, where one of the two has letters beyond ASCII; 0: not known. */
static bool wide_hyphen_joins(const cd_slab *slab, size_t i, cd_slice left,
                              cd_slice right) {
  size_t longest = slab->rules->longest_wide_joined;
  size_t n_left = left.n ? left.n : wide_word(slab, i - 1);
  size_t n_right = right.n ? right.n : wide_word(slab, i + 1);
  if (!n_left || !n_right || n_left + n_right < longest) return true;
  if (left.n ? flags_of(slab, left) & W_AFFIX : n_left <= longest) return true;
  if (!right.n) return n_right < longest;
  uint8_t bytes[QUICK_WORD + 1] = {'-'};
  memcpy(bytes + 1, right.bytes, right.n);
  return flags_of(slab, (cd_slice){bytes, right.n + 1}) & W_AFFIX;
}

/* Behind the word after a hyphen or a quote: what may go on with it. */
static bool goes_on(const cd_slab *slab, size_t i) {
  if (!touches_right(&slab->spans, i)) return false;
  uint32_t code = code_of(slab, i + 1);
  return is_apostrophe(code) || (code > 127 && !is_quiet(code));
}

/* A hyphen between two words, or a number and a word, where hyphens split. */
static bool judge_hyphen(cd_slab *slab, size_t i) {
  uint8_t left_bytes[QUICK_WORD], right_bytes[QUICK_WORD];
  const cd_rules *rules = slab->rules;
  const cd_spans *spans = &slab->spans;
  if (!rules->splits_hyphens || rules->options.hyphens != CD_HYPHENS_AUTO ||
      !touches_left(spans, i) || !touches_right(spans, i) || goes_on(slab, i + 1))
    return false;
  cd_slice left = word_or_digits(slab, i - 1, left_bytes),
           right = word_or_digits(slab, i + 1, right_bytes);
  if (!left.n || !right.n) return !wide_hyphen_joins(slab, i, left, right);
  bool are_digits = is_ascii_digit(left_bytes[0]) && is_ascii_digit(right_bytes[0]);
  if (are_digits || may_open_face(left) || may_open_face(right)) return false;
  return !hyphen_joins(slab, left, right) || take_affixed(slab, i, left, right);
}

/* A dash alone, or beside words and quiet marks. */
static bool judge_dash(const cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  if (!slab->rules->splits_hyphens && touches_right(spans, i) &&
      is_ascii_digit(unit_of(slab, i + 1)))
    return false; /* 1998–2001 */
  return (!touches_left(spans, i) || is_quiet(code_of(slab, i - 1)) ||
          word_or_digits(slab, i - 1, bytes).n) &&
         (!touches_right(spans, i) || is_quiet(code_of(slab, i + 1)) ||
          word_or_digits(slab, i + 1, bytes).n);
}

/* ---- apostrophes --------------------------------------------------------------------------- */

/* What the word list knows of `word` with an apostrophe on one side. */
static uint32_t flags_behind_apostrophe(const cd_slab *slab, cd_slice word) {
  uint8_t bytes[1 + QUICK_WORD] = {'\''};
  memcpy(bytes + 1, word.bytes, word.n);
  return flags_of(slab, (cd_slice){bytes, word.n + 1});
}

static uint32_t flags_before_apostrophe(const cd_slab *slab, cd_slice word) {
  uint8_t bytes[QUICK_WORD + 1];
  memcpy(bytes, word.bytes, word.n);
  bytes[word.n] = '\'';
  return flags_of(slab, (cd_slice){bytes, word.n + 1});
}

/* n't takes its n from the word before. */
static bool is_negation(const cd_slab *slab, size_t i, cd_slice left) {
  uint32_t unit = unit_of(slab, i + 1) | 0x20;
  return unit == 't' && length_of(&slab->spans, i + 1) == 1 && left.n > 1 &&
         left.bytes[left.n - 1] == 'n';
}

/* O'Brien: one word. Those that are cut in two elsewhere are not judged here. */
static bool take_whole(cd_slab *slab, size_t i, cd_slice left, cd_slice right) {
  uint8_t bytes[2 * QUICK_WORD + 1];
  memcpy(bytes, left.bytes, left.n);
  bytes[left.n] = '\'';
  memcpy(bytes + left.n + 1, right.bytes, right.n);
  cd_slice all = {bytes, left.n + right.n + 1};
  return !(flags_of(slab, all) & W_SPLIT) && take_joined(slab, i - 1, i + 1, CD_WORD);
}

/* A word with an apostrophe at the end of a chunk: a clitic is cut off with it. */
static bool take_clitic(cd_slab *slab, size_t i, cd_slice left, cd_slice right) {
  const cd_spans *spans = &slab->spans;
  bool negates = is_negation(slab, i, left);
  if (!ends_quietly(slab, i + 1)) return false;
  if (!negates && !(flags_behind_apostrophe(slab, right) & W_CLITIC))
    return take_whole(slab, i, left, right);
  uint32_t cut = spans->start[i] - negates;
  cd_slab_put_raw(slab, negates ? i - 1 : i);
  if (negates) cd_token_put(slab->doc, spans->start[i - 1], cut, CD_WORD);
  cd_token_put(slab->doc, cut, spans->end[i + 1], CD_WORD);
  slab->next = i + 2;
  return true;
}

/* A quote that opens before a word. */
static bool is_opening(const cd_slab *slab, size_t i, cd_slice right) {
  uint32_t behind = touches_right(&slab->spans, i + 1) ? unit_of(slab, i + 2) : ' ';
  return behind != '-' && behind != '/' && !goes_on(slab, i + 1) &&
         !may_open_face(right) &&
         !(flags_behind_apostrophe(slab, right) & (W_CLITIC | W_WHOLE | W_SPLIT));
}

static bool judge_apostrophe(cd_slab *slab, size_t i) {
  uint8_t left_bytes[QUICK_WORD], right_bytes[QUICK_WORD];
  const cd_spans *spans = &slab->spans;
  cd_slice left = {left_bytes, 0}, right = {right_bytes, 0};
  if (!slab->rules->cuts_clitics) return false;
  if (touches_left(spans, i)) left = word_of(slab, i - 1, left_bytes);
  if (touches_right(spans, i)) right = word_of(slab, i + 1, right_bytes);
  if (may_open_face(left)) return false;
  if (left.n && right.n) return take_clitic(slab, i, left, right);
  if (right.n) return starts_quietly(slab, i) && is_opening(slab, i, right);
  return left.n && ends_quietly(slab, i) &&
         !(flags_before_apostrophe(slab, left) & (W_ELISION | W_WHOLE));
}

/* ---- any candidate ----------------------------------------------------------------------------- */

bool cd_quick_fused(cd_slab *slab, size_t i) {
  const cd_spans *spans = &slab->spans;
  uint32_t start = spans->start[i], end = spans->end[i];
  uint8_t bytes[QUICK_WORD];
  if (!may_be_in(&slab->rules->fused, slab, i)) return true;
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

static bool judge_ascii(cd_slab *slab, size_t i, uint32_t unit) {
  if (is_ascii_digit(unit)) return judge_ending(slab, i);
  switch (unit) {
    case '.':
      return judge_stop(slab, i);
    case ':':
    case ';':
      return judge_colon(slab, i);
    case ',':
      return judge_number_mark(slab, i);
    case '-':
      return judge_hyphen(slab, i) || is_alone(slab, i);
    case '$':
      return !touches_left(&slab->spans, i);
    case '\'':
      return judge_apostrophe(slab, i);
    default:
      return is_alone(slab, i);
  }
}

/* A comma or the like beyond ASCII, which joins digits alone. */
static bool is_comma(uint32_t code) {
  const cd_char_class *class = cd_class(code);
  return class->word_break == WB_MIDNUM && class->flags == 0;
}

bool cd_quick_judge(cd_slab *slab, size_t i) {
  uint8_t bytes[QUICK_WORD];
  uint32_t unit = unit_of(slab, i);
  if (unit < 128) return judge_ascii(slab, i, unit);
  uint32_t code = code_of(slab, i);
  if (code == 0x2018 || code == 0x2019) return judge_apostrophe(slab, i);
  if (code == 0x2013 || code == 0x2014) return judge_dash(slab, i);
  return is_comma(code) && !touches_right(&slab->spans, i) &&
         touches_left(&slab->spans, i) &&
         (wide_word(slab, i - 1) || digits_of(slab, i - 1, bytes).n);
}
