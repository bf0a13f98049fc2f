#include "type_facts.h"

#include <string.h>

#include "text.h"

/* Whether the language's press opens or closes with this quote: „ “ in German
 * is the reverse of “ ” in English, and ” ” in Swedish does both. 0 when it does
 * not use it. */
static uint32_t quote_role(const cd_lang *lang, uint32_t code) {
  if (!lang || !lang->quotes || code < 0x80) return 0;
  const uint8_t *bytes = (const uint8_t *)lang->quotes;
  size_t n = strlen(lang->quotes), nth = 0;
  uint32_t role = 0;
  for (size_t at = 0; at < n && !(role && nth % 2 == 0);) {
    uint32_t mark = cd_utf8_read(bytes, at, &at);
    if (mark == ' ') continue;
    if (mark == code) role |= nth % 2 ? T_CLOSE : T_OPEN;
    nth++;
  }
  return role;
}

static bool is_one_of(uint32_t code, const uint32_t *codes) {
  while (*codes && *codes != code) codes++;
  return *codes != 0;
}

static bool is_bullet(uint32_t code) {
  static const uint32_t bullets[] = {'*',    '-',    0xB7,   0x2013, 0x2014, 0x2022,
                                     0x2023, 0x2043, 0x204C, 0x2219, 0x25A0, 0x25AA,
                                     0x25B6, 0x25BA, 0x25CB, 0x25CF, 0x25E6, 0};
  return is_one_of(code, bullets);
}

static uint32_t quote_shape(const cd_lang *lang, uint32_t code, uint8_t category) {
  static const uint32_t straight[] = {'"', '\'', '`', 0xFF02, 0xFF07, 0};
  static const uint32_t low[] = {0x201A, 0x201E, 0x300C, 0x300E, 0};
  if (is_one_of(code, straight)) return T_QUOTE | T_OPEN | T_CLOSE;
  bool is_quote = category == GC_PI || category == GC_PF || is_one_of(code, low);
  if (!is_quote) return 0;
  uint32_t role = quote_role(lang, code);
  return T_QUOTE | (role ? role : category == GC_PF ? T_CLOSE : T_OPEN);
}

static uint32_t mark_shape(const cd_lang *lang, uint32_t code) {
  uint8_t category = cd_class(code)->category;
  uint32_t shape = quote_shape(lang, code, category);
  if (shape) return shape;
  if (category == GC_PS || code == 0xBF || code == 0xA1) return T_OPEN;
  if (category == GC_PE) return T_CLOSE;
  if (code == ':' || code == 0xFF1A) return T_COLON;
  if (code == ';' || code == 0xFF1B || code == 0x61B) return T_SEMICOLON;
  if (code == ',' || code == 0x60C || code == 0x3001 || code == 0xFF0C) return T_COMMA;
  return (category == GC_PD ? T_DASH : 0) | (is_bullet(code) ? T_BULLET : 0);
}

static uint32_t letter_case(uint8_t category) {
  if (category == GC_LU || category == GC_LT) return T_UPPER_FIRST | T_CASED;
  return category == GC_LL ? T_LOWER_FIRST | T_CASED : 0;
}

/* What the walk over the characters of a type counts. */
typedef struct counts {
  uint32_t codes, letters, lowers, uppers, digits, stops, enders, questions, inner_stops;
  uint32_t first, last;
} counts;

static bool is_letter(uint8_t category) { return category <= GC_LO; }

static uint32_t count_code(counts *seen, uint32_t code, uint32_t shape) {
  const cd_char_class *class = cd_class(code);
  bool is_first = !seen->letters && !seen->digits;
  seen->codes++;
  if (seen->codes == 1) seen->first = code;
  if (seen->last == '.' && !is_first && is_letter(class->category)) seen->inner_stops++;
  seen->last = code;
  if (is_letter(class->category)) {
    seen->letters++;
    seen->lowers += class->category == GC_LL;
    seen->uppers += class->category == GC_LU || class->category == GC_LT;
    if (is_first) shape |= letter_case(class->category);
    if (class->flags & U_IDEOGRAPHIC) shape |= T_IDEOGRAPHIC;
  } else if (class->category == GC_ND || class->category == GC_NO) {
    seen->digits++;
    if (is_first) shape |= T_DIGIT_FIRST;
  }
  if (code == 0x130 || code == 0x3A3) shape |= T_BY_TEXT;
  seen->stops += code == '.';
  seen->enders += class->sentence_break == SB_ATERM ||
                  class->sentence_break == SB_STERM || (class->flags & U_ELLIPSIS);
  seen->questions += class->sentence_break == SB_STERM;
  return shape;
}

/* Marks that mean another thing in this language. Armenian's verchaket is often
 * typed as a colon, and its stop is the mijaket, which ends nothing; the Greek
 * question mark looks like a semicolon. */
static uint32_t tailored(const cd_lang *lang, const counts *seen, uint32_t shape) {
  if (!lang || seen->codes != 1) return shape;
  uint32_t asks = lang->writes & LANG_COLON_ENDS       ? ':'
                  : lang->writes & LANG_SEMICOLON_ASKS ? ';'
                                                       : 0;
  if (asks && seen->first == asks) return T_TERMINAL | T_QUESTION;
  return lang->writes & LANG_COLON_ENDS && seen->first == '.' ? T_SEMICOLON : shape;
}

static uint32_t shape_of(const cd_lang *lang, cd_slice word) {
  counts seen = {0};
  uint32_t shape = 0;
  for (size_t at = 0; at < word.n;)
    shape = count_code(&seen, cd_utf8_read(word.bytes, at, &at), shape);
  if (seen.letters) shape |= T_LETTER;
  if (seen.digits) shape |= T_DIGIT;
  if (seen.letters >= 2 && seen.uppers == seen.letters) shape |= T_ALL_UPPER;
  if (seen.letters || seen.digits) {
    if (seen.letters == 1 && !seen.digits && seen.codes <= 2 &&
        seen.codes - seen.stops == 1)
      shape |= T_INITIAL;
    if (seen.last == '.') shape |= T_STOPPED;
    if (seen.inner_stops) shape |= T_INNER_STOP;
    return shape;
  }
  if (seen.codes && seen.enders == seen.codes) shape |= T_TERMINAL;
  if (seen.questions) shape |= T_QUESTION;
  if (shape & T_TERMINAL && !seen.questions && (seen.codes > 1 || seen.first != '.'))
    shape |= T_ELLIPSIS;
  shape = tailored(lang, &seen, shape);
  if (seen.codes && seen.first == seen.last && !(shape & T_TERMINAL))
    shape |= mark_shape(lang, seen.first);
  return shape;
}

cd_status cd_type_facts_of(const cd_rules *rules, cd_slice word, cd_buffer *folded,
                           cd_type_facts *facts) {
  memset(facts, 0, sizeof *facts);
  size_t codes = cd_utf8_codes(word);
  facts->codes = (uint16_t)(codes < CD_MOST_CODES ? codes : CD_MOST_CODES);
  facts->share[0] = facts->share[1] = CD_NO_SHARE;
  facts->shape = shape_of(rules->lang, word);
  if (word.n > rules->words.longest + 8u)
    return CD_OK; /* folding never shortens that much */
  cd_status status = cd_fold(word, folded);
  if (status) return status;
  cd_word_facts known = cd_rules_word(rules, cd_buffer_slice(folded));
  facts->words = facts->shape & T_STOPPED ? known.flags & ~(uint32_t)(W_STOP | W_STARTER)
                                          : known.flags;
  facts->value = (uint16_t)known.value;
  return CD_OK;
}
