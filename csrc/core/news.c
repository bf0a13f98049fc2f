#include "news.h"

#include "token.h"

size_t cd_news_put(cd_news *news, size_t i, size_t j, cd_token_kind kind) {
  if (j > i) cd_token_put(news->doc, news->c->at[i], news->c->at[j], (uint8_t)kind);
  return j;
}

/* ASCII is folded by hand: nearly every word asked about is. False when not. */
static bool fold_ascii(const uint32_t *codes, size_t n, cd_buffer *to) {
  to->n = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t code = codes[i];
    if (code > 127 && cd_class(code)->flags & U_APOSTROPHE) code = '\'';
    if (code > 127) return false;
    to->bytes[to->n++] = (uint8_t)(code >= 'A' && code <= 'Z' ? code | 0x20 : code);
  }
  return true;
}

static cd_status fold_any(cd_news *news, const uint32_t *codes, size_t n) {
  cd_buffer *word = &news->doc->word;
  word->n = 0;
  cd_status status = cd_buffer_reserve(word, 4 * n);
  if (status) return status;
  for (size_t i = 0; i < n; i++)
    word->n += cd_utf8_write(codes[i], word->bytes + word->n);
  return cd_fold(cd_buffer_slice(word), &news->doc->folded);
}

/* `n` characters, folded: an empty slice where no listed word is so long, or memory
 * fails. */
static cd_slice folded_codes(cd_news *news, const uint32_t *codes, size_t n) {
  cd_buffer *folded = &news->doc->folded;
  folded->n = 0;
  if (!n || n > news->rules->words.longest || news->status)
    return cd_buffer_slice(folded);
  news->status = cd_buffer_reserve(folded, n);
  if (!news->status && !fold_ascii(codes, n, folded))
    news->status = fold_any(news, codes, n);
  if (news->status) folded->n = 0;
  return cd_buffer_slice(folded);
}

cd_word_facts cd_news_code_facts(cd_news *news, const uint32_t *codes, size_t n) {
  cd_slice folded = folded_codes(news, codes, n);
  return folded.n ? cd_rules_word(news->rules, folded) : (cd_word_facts){0, 0};
}

cd_word_facts cd_news_facts(cd_news *news, size_t i, size_t j) {
  return cd_news_code_facts(news, news->c->code + i, j > i ? j - i : 0);
}

bool cd_news_may_be_part(cd_news *news, size_t i, size_t j) {
  if (!news->rules->dots_wide && cd_stays_wide(news->c->code[i])) return false;
  cd_slice folded = folded_codes(news, news->c->code + i, j - i);
  return folded.n && cd_filter_may_word(&news->rules->stopped, folded);
}

/* ---- marks ------------------------------------------------------------------------ */

static bool is_dash(const cd_chunk *c, size_t i) {
  return cd_chunk_class(c, i)->category == GC_PD;
}

static size_t run_of(const cd_chunk *c, size_t i, cd_set codes) {
  while (cd_set_has(codes, cd_chunk_code(c, i))) i++;
  return i;
}

static size_t run_of_same(const cd_chunk *c, size_t i) {
  uint32_t code = c->code[i];
  while (cd_chunk_code(c, i) == code) i++;
  return i;
}

/* "format.?" and "17th!.": stops and other final marks pressed together. */
static size_t take_stops(cd_news *news, size_t i) {
  size_t j = run_of(news->c, i, CD_SET(".")), end = run_of(news->c, i, CD_SET(".!?"));
  if (end > j) return cd_news_put(news, i, end, CD_PUNCT);
  if (j - i > 1) return cd_news_put(news, i, j, CD_ELLIPSIS);
  return cd_news_put(news, i, cd_skip_marks(news->c, j), CD_PUNCT);
}

static size_t take_ellipses(cd_news *news, size_t i) {
  size_t j = i;
  while (cd_chunk_class(news->c, j)->flags & U_ELLIPSIS) j++;
  return cd_news_put(news, i, cd_skip_marks(news->c, j), CD_ELLIPSIS);
}

/* Dashes run together, and arrows and rules: -- --- —— -> <-> ---== */
static size_t take_dashes(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j = i, rule = run_of(c, i, CD_SET("-="));
  while (is_dash(c, j)) j++;
  if (rule > j && rule > i + 2) return cd_news_put(news, i, rule, CD_SYMBOL);
  if (cd_chunk_code(c, j) == '>') return cd_news_put(news, i, j + 1, CD_SYMBOL);
  return cd_news_put(news, i, cd_skip_marks(c, j), CD_DASH);
}

/* One character with the marks on it; marks alone are a token of their own. */
static size_t take_character(cd_news *news, size_t i) {
  size_t j = cd_skip_marks(news->c, i + 1);
  return cd_news_put(news, i, j, cd_chunk_class(news->c, i)->kind);
}

/* An arrow or a rule that equals signs open, => and ==--, or `i`. */
static size_t equals_to(const cd_chunk *c, size_t i) {
  size_t j = run_of_same(c, i);
  if (cd_chunk_code(c, j) == '>') return run_of(c, i, CD_SET("=>"));
  bool is_rule = cd_chunk_code(c, j) == '-' && cd_chunk_code(c, j + 1) == '-';
  return is_rule ? run_of(c, i, CD_SET("-=")) : i;
}

/* Two commas that open ,,low quotes'': before a letter, alone, or behind a colon. */
static bool is_low_quote(const cd_chunk *c, size_t i) {
  bool is_apart = i + 2 == c->n && (i == 0 || c->code[i - 1] == ':');
  return is_apart || cd_is_letter(c, i + 2);
}

static size_t take_ascii_mark(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  uint32_t code = c->code[i], next = cd_chunk_code(c, i + 1);
  size_t j;
  if (code == '.') return take_stops(news, i);
  if (code == '!' || code == '?')
    return cd_news_put(news, i, run_of(c, i, CD_SET(".!?")), CD_PUNCT);
  if (code == ',' && next == ',' && is_low_quote(c, i))
    return cd_news_put(news, i, i + 2, CD_PUNCT);
  if (code == '-') return take_dashes(news, i);
  if (code == '<' && next == '-')
    return cd_news_put(news, i, run_of(c, i, CD_SET("<->")), CD_SYMBOL);
  if ((code == '`' || code == '\'') && next == code)
    return cd_news_put(news, i, i + 2, CD_PUNCT);
  if (code == '=' && (j = equals_to(c, i)) > i) return cd_news_put(news, i, j, CD_SYMBOL);
  if (cd_is_one_of(code, "*=_~#+<>^|") && (j = run_of_same(c, i)) > i + 1)
    return cd_news_put(news, i, j, cd_chunk_class(c, i)->kind);
  return take_character(news, i);
}

static bool closes_quote(const cd_chunk *c, size_t i) {
  uint8_t category = cd_chunk_class(c, i)->category;
  return category == GC_PF || category == GC_PI || c->code[i] == '"';
}

/* -listalla, -ie, «Guitar Hero»|-spill: an ending alone, where the language writes
 * such. */
static bool is_hanging_ending(const cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  return (i == 0 || closes_quote(c, i - 1)) && c->code[i] == '-' &&
         news->rules->writes & LANG_HANGING_HYPHEN && cd_is_lower(c, i + 1);
}

static size_t take_mark(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  if (c->code[i] && c->code[i] < 128) return take_ascii_mark(news, i);
  if (cd_chunk_class(c, i)->flags & U_ELLIPSIS) return take_ellipses(news, i);
  if (is_dash(c, i)) return take_dashes(news, i);
  return take_character(news, i);
}

/* Katakana runs together (WB13); other letters without case or spaces, Han,
 * Hiragana, Thai, stand alone as UAX 29 has them. */
static size_t take_katakana(cd_news *news, size_t i) {
  size_t j = i;
  while (cd_chunk_class(news->c, j)->word_break == WB_KATAKANA)
    j = cd_skip_marks(news->c, j + 1);
  return cd_news_put(news, i, j, CD_WORD);
}

/* ---- one token after the other -------------------------------------------------------- */

typedef struct recogniser {
  size_t (*ends)(cd_news *, size_t);
  cd_token_kind kind;
} recogniser;

/* Addresses, tried in turn where a letter or digit starts a token. */
static size_t take_address(cd_news *news, size_t i) {
  static const recogniser tries[] = {
      {cd_news_url, CD_URL}, {cd_news_mail, CD_EMAIL}, {cd_news_domain, CD_URL}};
  if (!news->c->holds) return i;
  for (size_t t = 0; t < sizeof tries / sizeof *tries; t++) {
    size_t j = tries[t].ends(news, i);
    if (j > i) return cd_news_put(news, i, j, tries[t].kind);
  }
  return i;
}

/* +44 before the rest of a telephone number, UTC +14; but 2+2. */
static bool is_signed(const cd_chunk *c, size_t i) {
  bool is_apart = i == 0 || c->code[i - 1] == '(' || c->code[i - 1] == ':';
  return is_apart && c->code[i] == '+' && cd_is_digit(c, i + 1);
}

static size_t take_sign(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j;
  if ((j = cd_news_emoji(c, i)) > i) return cd_news_put(news, i, j, CD_EMOJI);
  if ((j = cd_news_emoticon(c, i)) > i) return cd_news_put(news, i, j, CD_EMOJI);
  if ((j = cd_news_tag(c, i)) > i)
    return cd_news_put(news, i, j, c->code[i] == '#' ? CD_HASHTAG : CD_MENTION);
  if ((j = cd_news_entity(c, i)) > i) return cd_news_put(news, i, j, CD_SYMBOL);
  if (cd_is_apostrophe(c, i) && (j = cd_news_take_clitic(news, i)) > i) return j;
  if (is_hanging_ending(news, i))
    return cd_news_put(news, i, cd_news_joined(news, i + 1), CD_WORD);
  if (is_signed(c, i) || (c->code[i] == '.' && cd_is_digit(c, i + 1)))
    return cd_news_take_number(news, i); /* .5 */
  return take_mark(news, i);
}

static size_t take_token(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  bool is_letter = cd_is_letter(c, i), is_digit = cd_is_digit(c, i);
  size_t j;
  if (is_digit && (j = cd_news_emoji(c, i)) > i)
    return cd_news_put(news, i, j, CD_EMOJI); /* a keycap */
  if ((c->code[i] | 0x20) == 'x' && (j = cd_news_emoticon(c, i)) > i)
    return cd_news_put(news, i, j, CD_EMOJI);
  if (is_letter || is_digit) {
    if ((j = take_address(news, i)) > i) return j;
    return is_letter ? cd_news_take_word(news, i) : cd_news_take_number(news, i);
  }
  if (cd_chunk_class(c, i)->word_break == WB_KATAKANA) return take_katakana(news, i);
  return take_sign(news, i);
}

cd_status cd_news_read(cd_doc *doc, const cd_rules *rules, size_t start, size_t end) {
  cd_status status = cd_chunk_load(&doc->chunk, doc->text, start, end);
  if (status) return status;
  cd_news news = {
      .doc = doc, .rules = rules, .c = &doc->chunk, .first_token = doc->n_tokens};
  size_t i =
      start ? cd_skip_marks(news.c, 0) : 0; /* marks after white space are the gap's */
  while (i < news.c->n && !news.status) i = take_token(&news, i);
  return news.status;
}
