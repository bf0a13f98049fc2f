/* Words: what joins them, what is cut from them. */
#include "news.h"

/* ---- runs ---------------------------------------------------------------------------------- */

/* Korean particles follow a closing quote at once: ‘네’라고 */
static bool is_hangul(const cd_chunk *c, size_t i) {
  return c->code[i] >= 0xAC00 && c->code[i] <= 0xD7A3;
}

/* The 2 of CO₂ and km²: a raised or lowered digit behind a letter. */
static bool is_small_digit(uint32_t code) {
  return code == 0xB2 || code == 0xB3 || code == 0xB9 ||
         (code >= 0x2070 && code <= 0x2089);
}

/* A mark inside a word that letters on both sides keep there: Gaza’s, col·lecció,
 * and the double quote of Hebrew acronyms (WB7b). A colon is a mark of its own. */
static bool joins_letters(const cd_chunk *c, size_t i) {
  if (!cd_is_letter(c, i + 1) || i == 0 || is_hangul(c, i - 1)) return false;
  if (cd_is_apostrophe(c, i)) return true;
  uint8_t wb = cd_chunk_class(c, i)->word_break;
  if (wb == WB_MIDLETTER) return cd_chunk_code(c, i) > 127;
  return wb == WB_DOUBLE_QUOTE &&
         cd_chunk_class(c, i - 1)->word_break == WB_HEBREW_LETTER &&
         cd_chunk_class(c, i + 1)->word_break == WB_HEBREW_LETTER;
}

/* f*ck: letters left out between letters. */
static size_t skip_asterisks(const cd_chunk *c, size_t i) {
  size_t j = i;
  while (cd_chunk_code(c, j) == '*') j++;
  return cd_is_letter(c, j) ? j : i;
}

size_t cd_news_run(const cd_chunk *c, size_t i) {
  bool after_letter = false;
  for (;; i++) {
    if (after_letter) i = skip_asterisks(c, i);
    if (cd_is_alnum(c, i))
      after_letter = cd_is_letter(c, i);
    else if (cd_chunk_code(c, i) == '_' && cd_is_alnum(c, i + 1))
      after_letter = false;
    else if (after_letter && is_small_digit(cd_chunk_code(c, i)))
      continue;
    else if (!cd_is_mark(c, i) && !(after_letter && joins_letters(c, i)))
      return i;
  }
}

static bool is_hyphen(const cd_chunk *c, size_t i) {
  uint32_t code = cd_chunk_code(c, i);
  return code == '-' || code == 0x2010 || code == 0x2011;
}

/* Folded, the quote of y’all is an apostrophe. */
static bool may_be_in(const cd_word_filter *filter, const cd_chunk *c, size_t i,
                      size_t j) {
  size_t at = i + (j > i + 1);
  uint32_t second = cd_is_apostrophe(c, at) ? '\'' : c->code[at];
  return cd_filter_has(filter, cd_filter_bit(c->code[i], second, c->code[j - 1], j - i));
}

/* False when the filter of affixes rules [i, j) out, which it can for ASCII. */
static bool may_be_affix(const cd_news *news, size_t i, size_t j) {
  uint32_t all = 0;
  for (size_t k = i; k < j; k++) all |= news->c->code[k];
  return all > 127 || may_be_in(&news->rules->affixes, news->c, i, j);
}

/* A prefix before the hyphen, a suffix behind it, or a word that is kept whole. */
bool cd_news_hyphen_joins(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (!is_hyphen(c, j) || !cd_is_alnum(c, j + 1)) return false;
  if (!news->rules->splits_hyphens) return true;
  if (news->rules->options.hyphens != CD_HYPHENS_AUTO) return false;
  size_t end = cd_news_run(c, j + 1);
  if (may_be_affix(news, j, end) && cd_news_facts(news, j, end).flags & W_AFFIX)
    return true;
  if (i == j || !may_be_affix(news, i, j)) return false;
  return cd_news_facts(news, i, j).flags & W_AFFIX ||
         cd_news_facts(news, i, end).flags & W_WHOLE;
}

/* ---- elisions and contractions ---------------------------------------------------------------------- */

static bool is_joint(const cd_chunk *c, size_t i) {
  return cd_is_apostrophe(c, i) || is_hyphen(c, i);
}

/* Cut l' d' qu' dell' s- from [i, j) while there are some; returns what is left. */
static size_t cut_elisions(cd_news *news, size_t i, size_t j) {
  if (!news->rules->joins_elisions) return i;
  for (size_t at = i; at < j; at++) {
    if (!is_joint(news->c, at) || at + 1 == j) continue;
    if (!(cd_news_facts(news, i, at + 1).flags & W_ELISION)) return i;
    i = cd_news_put(news, i, at + 1, CD_WORD);
  }
  return i;
}

/* Where the last clitic of [i, j) starts ('s, 're, n't; să|-l), or j. One with
 * a hyphen is cut in any case, one with an apostrophe when contractions are. */
static size_t last_clitic(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  bool keeps = news->rules->options.contractions == CD_CONTRACTIONS_KEEP;
  size_t at = j, limit = j > i + 7 ? j - 7 : i + 1, found = j;
  while (at-- > limit) {
    if (!is_joint(c, at) || (keeps && !is_hyphen(c, at))) continue;
    if (at > i + 1 && (c->code[at - 1] | 0x20) == 'n' &&
        cd_news_facts(news, at - 1, j).flags & W_CLITIC)
      return at - 1;
    if (cd_news_facts(news, at, j).flags & W_CLITIC) found = at;
    if (!is_hyphen(c, at)) return found; /* -t-il goes on over its hyphens */
  }
  return found;
}

enum { LONGEST_TAIL = 8 };

/* Where what is cut off the end of the word [i, j) starts (quedar|se, nama|nya),
 * by the longest tail that is listed, or j. */
static size_t tail_of(cd_news *news, size_t i, size_t j) {
  size_t at = j > i + LONGEST_TAIL ? j - LONGEST_TAIL : i + 1;
  for (; at + 1 < j; at++) {
    cd_word_facts facts = cd_news_facts(news, at, j);
    if (facts.flags & W_TAIL) return j - facts.value;
  }
  return j;
}

/* By its first letter, as the scan has it: Ⅳ is a number, ՞ alone a mark. */
static cd_token_kind kind_of_word(const cd_chunk *c, size_t i) {
  return cd_is_letter(c, i) ? cd_chunk_class(c, i)->kind : CD_WORD;
}

static void put_plain_word(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  const cd_rules *rules = news->rules;
  bool may_tail = j - i > 1 && cd_rules_may_tail(rules, c->code[j - 2], c->code[j - 1]);
  cd_word_facts facts = {0, 0};
  if (may_tail || may_be_in(&rules->fused, c, i, j)) facts = cd_news_facts(news, i, j);
  if (facts.flags & W_SPLIT && facts.value < j - i)
    i = cd_news_put(news, i, i + facts.value, CD_WORD);
  else if (may_tail && !(facts.flags & W_WHOLE))
    i = cd_news_put(news, i, tail_of(news, i, j), CD_WORD);
  cd_news_put(news, i, j, kind_of_word(c, i));
}

enum { MOST_CLITICS = 4 }; /* I'd'n't've */

static void put_split_word(cd_news *news, size_t i, size_t j) {
  size_t cut[MOST_CLITICS + 1] = {j}, n = 0;
  while (n < MOST_CLITICS) {
    size_t at = last_clitic(news, i, cut[n]);
    if (at == cut[n]) break;
    cut[++n] = at;
  }
  put_plain_word(news, i, cut[n]);
  size_t start = cut[n];
  while (n-- > 0) start = cd_news_put(news, start, cut[n], CD_WORD);
}

static bool has_joint(const cd_chunk *c, size_t i, size_t j) {
  while (i < j && !is_joint(c, i)) i++;
  return i < j;
}

void cd_news_put_word(cd_news *news, size_t i, size_t j) {
  if (!has_joint(news->c, i, j)) {
    put_plain_word(news, i, j);
    return;
  }
  if (cd_news_facts(news, i, j).flags & W_WHOLE) {
    cd_news_put(news, i, j, CD_WORD);
    return;
  }
  put_split_word(news, cut_elisions(news, i, j), j);
}

static bool touches_token(const cd_news *news, size_t i) {
  const cd_doc *doc = news->doc;
  return doc->n_tokens > news->first_token &&
         doc->end[doc->n_tokens - 1] == news->c->at[i];
}

static bool has_letter_or_digit_before(const cd_chunk *c, size_t i) {
  return i > 0 && (cd_is_alnum(c, i - 1) || c->code[i - 1] == '.');
}

static bool is_slash_or_comma(const cd_chunk *c, size_t j) {
  return cd_chunk_code(c, j) == '/' || cd_chunk_code(c, j) == ',';
}

/* Over an apostrophe, a hyphen, a slash or a comma at `j`, where the list has it whole:
 * 'n', 's-Hertogenbosch, b/c, the Greek for what. */
static size_t whole_to(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  bool is_slash = cd_chunk_code(c, j) == '/';
  size_t end = is_hyphen(c, j) || is_slash_or_comma(c, j) ? cd_news_run(c, j + 1)
               : cd_is_apostrophe(c, j)                   ? j + 1
                                                          : j;
  if (end > j && cd_news_facts(news, i, end).flags & W_WHOLE) return end;
  return is_slash && cd_news_facts(news, i, j + 1).flags & W_WHOLE ? j + 1 : j;
}

/* '90s, and anni '90 where nothing that may be quoted goes on. */
static bool is_decade(const cd_chunk *c, size_t i, size_t j) {
  if (j < i + 3 || !cd_is_digit(c, i + 1) || !cd_is_digit(c, i + 2)) return false;
  if (j == i + 4) return (c->code[i + 3] | 0x20) == 's';
  uint32_t next = cd_chunk_code(c, j);
  return j == i + 3 && i == 0 && (!next || next == '.' || next == ',' || next == ')');
}

size_t cd_news_take_clitic(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j = cd_news_run(c, i + 1);
  if (j == i + 1) return i;
  if (is_decade(c, i, j)) return cd_news_put(news, i, j, CD_NUMBER);
  size_t whole = whole_to(news, i, j);
  if (whole > j) return cd_news_put(news, i, whole, CD_WORD);
  cd_word_facts facts = cd_news_facts(news, i, j);
  uint32_t words = facts.flags;
  bool splits = news->rules->options.contractions == CD_CONTRACTIONS_SPLIT;
  if (words & W_SPLIT && splits && facts.value < j - i)
    return cd_news_put(news, cd_news_put(news, i, i + facts.value, CD_WORD), j,
                       CD_WORD); /* ’t|is */
  if (!(words & (W_CLITIC | W_WHOLE | W_SPLIT))) return i;
  bool is_kept =
      news->rules->options.contractions == CD_CONTRACTIONS_KEEP && words & W_CLITIC;
  if (is_kept && has_letter_or_digit_before(c, i) && touches_token(news, i)) {
    news->doc->end[news->doc->n_tokens - 1] = c->at[j]; /* U.S.'s */
    return j;
  }
  return cd_news_put(news, i, j, CD_WORD);
}

/* ---- words -------------------------------------------------------------------------------------------- */

/* Letters that stand before an amount: Rs1.5bn, US$5, AT&T is one word too. */
static size_t currency_to(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j = cd_skip_letters(c, i);
  if (j - i > 4 || j == i) return i;
  size_t end = cd_chunk_code(c, j) == '$' ? j + 1 : j;
  if (end == j && !cd_is_digit(c, j)) return i;
  return cd_news_facts(news, i, end).flags & W_CURRENCY ? end : i;
}

/* C++ and C# */
static size_t sharp_to(const cd_chunk *c, size_t i) {
  if (!cd_is_upper(c, i)) return i;
  if (cd_chunk_code(c, i + 1) == '#' && !cd_is_alnum(c, i + 2)) return i + 2;
  bool is_plus = cd_chunk_code(c, i + 1) == '+' && cd_chunk_code(c, i + 2) == '+';
  return is_plus && !cd_is_alnum(c, i + 3) ? i + 3 : i;
}

/* n°: an n with the ring that is typed for a raised o, where the language lists it. */
static size_t numero_to(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  bool is_ringed = (c->code[i] | 0x20) == 'n' && cd_chunk_code(c, i + 1) == 0xB0;
  if (!is_ringed || cd_is_letter(c, i + 2)) return i;
  return cd_news_facts(news, i, i + 2).flags & W_NUMERIC ? i + 2 : i;
}

static size_t uppers_to(const cd_chunk *c, size_t i) {
  while (cd_is_upper(c, i)) i++;
  return i;
}

static size_t ampersand_to(const cd_chunk *c, size_t i) {
  size_t j = uppers_to(c, i), end = uppers_to(c, j + 1);
  bool is_name = cd_chunk_code(c, j) == '&' && end > j + 1 && !cd_is_alnum(c, end);
  return is_name && j - i <= 3 && end - j <= 3 ? end : i;
}

/* Nothing goes on behind the hyphen at `j`, which may stay with what is before it. */
static bool hyphen_ends(const cd_news *news, size_t j) {
  const cd_chunk *c = news->c;
  return is_hyphen(c, j) && !cd_is_alnum(c, j + 1) && !is_hyphen(c, j + 1) &&
         news->rules->options.hyphens != CD_HYPHENS_SPLIT;
}

bool cd_news_hyphen_hangs(const cd_news *news, size_t j) {
  return news->rules->writes & LANG_HANGING_HYPHEN && hyphen_ends(news, j);
}

static bool is_point(uint32_t code) {
  return code == ',' || code == '.' || code == '?' || code == '!' || code == 0x2026;
}

/* In any language a word broken off: "w- what", "the wh-, the one". */
static bool is_broken_off(const cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  size_t end = j + 1;
  if (j - i > 2 || !hyphen_ends(news, j)) return false;
  while (end < c->n && is_point(c->code[end])) end++;
  return end == c->n;
}

/* EU:n; Bürger:innen, where the language lists such an ending. */
size_t cd_news_colon_suffix(cd_news *news, size_t j) {
  const cd_chunk *c = news->c;
  if (cd_chunk_code(c, j) != ':' || !cd_is_lower(c, j + 1)) return j;
  size_t end = cd_news_run(c, j + 1);
  bool joins = news->rules->writes & LANG_COLON_SUFFIX ||
               cd_news_facts(news, j, end).flags & W_AFFIX;
  return joins ? end : j;
}

size_t cd_news_joined(cd_news *news, size_t i) {
  size_t part = i, j = cd_news_run(news->c, i);
  while (cd_news_hyphen_joins(news, part, j)) {
    part = j + 1;
    j = cd_news_run(news->c, part);
  }
  bool hangs = cd_news_hyphen_hangs(news, j) || is_broken_off(news, part, j);
  return hangs ? j + 1 : cd_news_colon_suffix(news, j);
}

/* Kft.-t, T.Z.-ri, ev.-lut.: what a hyphen joins to the stop before `j`. */
static size_t stopped_suffix_to(cd_news *news, size_t j) {
  const cd_chunk *c = news->c;
  if (news->rules->splits_hyphens || c->code[j - 1] != '.' || !is_hyphen(c, j) ||
      !cd_is_lower(c, j + 1))
    return j;
  size_t end = cd_news_run(c, j + 1);
  return cd_news_stop_belongs(news, j + 1, end) ? end + 1 : end;
}

/* Where the word [i, j) goes on behind its first elision, dell'|art, or `i`. */
static size_t behind_elision(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  size_t at = i;
  if (!news->rules->joins_elisions) return i;
  while (at < j && !cd_is_apostrophe(c, at)) at++;
  return at + 1 < j && cd_news_facts(news, i, at + 1).flags & W_ELISION ? at + 1 : i;
}

/* The dotted abbreviation behind a joint at `part`, or `i` where there is none. */
static size_t dotted_behind(cd_news *news, size_t i, size_t part) {
  size_t end = part > i ? cd_news_dotted(news, part) : i;
  return end > part ? end : i;
}

/* non-U.S., ex-Gov. and l’O.U.A.: the end of the abbreviation that a hyphen or an elision
 * joins to the word at `i`, or `i`. Behind a hyphen one without inner stops is written as
 * a name is: co-ed and Plan-B may end a sentence. */
static size_t joined_abbreviation_to(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  if (!(c->holds & CHUNK_STOP)) return i;
  size_t j = cd_news_run(c, i), part = behind_elision(news, i, j);
  size_t end = dotted_behind(news, i, part);
  bool is_name = false;
  while (end == i && cd_news_hyphen_joins(news, part, j)) {
    part = j + 1;
    j = cd_news_run(c, part);
    end = dotted_behind(news, i, part);
    is_name = cd_is_upper(c, part) && cd_is_lower(c, part + 1);
  }
  if (end > i) return end;
  return is_name && cd_news_stop_belongs(news, part, j) ? j + 1 : i;
}

/* The abbreviation [i, j) with its stop, cut at `part` behind its first elision. */
static size_t put_stopped(cd_news *news, size_t i, size_t part, size_t j) {
  cd_news_put(news, i, part, CD_WORD);
  return cd_news_put(news, part, stopped_suffix_to(news, j), CD_WORD);
}

/* An apostrophe at `j` that letters do not follow, yet the word's own: L’«affaire»,
 * all’11, un po’, the states’ laws. */
static bool ends_in_apostrophe(cd_news *news, size_t i, size_t j) {
  return cd_is_apostrophe(news->c, j) &&
         (cd_news_is_possessive(news, i, j) ||
          cd_news_facts(news, i, j + 1).flags & (W_ELISION | W_WHOLE));
}

size_t cd_news_take_word(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j;
  if ((j = cd_news_dotted(news, i)) > i)
    return cd_news_put(news, i, stopped_suffix_to(news, j), CD_WORD);
  if ((j = currency_to(news, i)) > i) return cd_news_put(news, i, j, CD_SYMBOL);
  if ((j = numero_to(news, i)) > i) return cd_news_put(news, i, j, CD_WORD);
  if ((j = sharp_to(c, i)) > i) return cd_news_put(news, i, j, CD_WORD);
  if ((j = ampersand_to(c, i)) > i)
    return cd_news_put(news, i, cd_news_colon_suffix(news, j), CD_WORD);
  if ((j = joined_abbreviation_to(news, i)) > i)
    return put_stopped(news, i, behind_elision(news, i, j), j);
  j = cd_news_joined(news, i);
  if (ends_in_apostrophe(news, i, j)) return cd_news_put(news, i, j + 1, CD_WORD);
  size_t whole = is_slash_or_comma(c, j) ? whole_to(news, i, j) : j;
  if (whole > j) return cd_news_put(news, i, whole, CD_WORD);
  size_t part = behind_elision(news, i, j);
  if (cd_news_stop_belongs(news, part, j)) return put_stopped(news, i, part, j + 1);
  cd_news_put_word(news, i, j);
  return j;
}
