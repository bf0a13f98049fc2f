/* Whose the stop behind a word is: the abbreviation's, the list item's, the
 * ordinal's, or the sentence's. */
#include "news.h"

/* ---- stops ------------------------------------------------------------------------------------ */

static bool next_is(const cd_news *news, uint8_t category) {
  uint32_t next = cd_news_around(news)->next;
  return next && cd_class(next)->category == category;
}

/* A token of this text before the chunk: the last one that the doc holds. */
static bool has_token_before(const cd_news *news) {
  return news->first_token > news->doc->first_of_text;
}

/* "1." "a." "iv." at the head of a line: the item's number. */
static bool is_list_number(const cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  return i == 0 && j + 1 == c->n &&
         (j == 1 || (j <= 3 && cd_is_digit(c, 0) && cd_is_digit(c, j - 1))) &&
         cd_news_around(news)->opens_line && !c->closes_line;
}

/* The token before this chunk starts in upper case: "Albert I." but not "and I." */
static bool after_name(const cd_news *news) {
  const cd_doc *doc = news->doc;
  if (!has_token_before(news)) return false;
  size_t last = news->first_token - 1, next;
  uint32_t code = cd_text_decode(doc->text, doc->start[last], &next);
  return cd_class(code)->category == GC_LU && next < doc->end[last];
}

/* ---- over the gap ---------------------------------------------------------------------------------- */

enum { FEW = 16 };
typedef struct few {
  uint32_t code[FEW];
  size_t n;
} few;

static bool is_letter_code(uint32_t code) {
  return cd_class(code)->word_break == WB_ALETTER;
}

/* The letters that start at unit `at`, and in `*after` the code behind them. */
static few letters_at(cd_text text, size_t at, uint32_t *after) {
  few word = {{0}, 0};
  *after = 0;
  while (at < text.n && word.n < FEW) {
    uint32_t code = cd_text_decode(text, at, &at);
    if (!is_letter_code(code)) return *after = code, word;
    word.code[word.n++] = code;
  }
  return word;
}

static few next_word(const cd_news *news, uint32_t *after) {
  few none = {{0}, 0};
  const cd_chunk *c = cd_news_around(news);
  return c->next ? letters_at(news->doc->text, c->next_at, after) : none;
}

/* The letters of the last token before this chunk, when a stop ends it. */
static few stopped_word_before(const cd_news *news) {
  few word = {{0}, 0};
  const cd_doc *doc = news->doc;
  if (!has_token_before(news)) return word;
  size_t last = news->first_token - 1;
  uint32_t after;
  word = letters_at(doc->text, doc->start[last], &after);
  if (after != '.') word.n = 0;
  return word;
}

/* Left, a stop, right: "z.b", listed as an abbreviation? */
static bool is_listed_pair(cd_news *news, const uint32_t *left, size_t n_left,
                           const uint32_t *right, size_t n_right) {
  uint32_t pair[2 * CD_HALF + 1];
  size_t n = 0;
  if (!n_left || !n_right || n_left > CD_HALF || n_right > CD_HALF) return false;
  for (size_t i = 0; i < n_left; i++) pair[n++] = left[i];
  pair[n++] = '.';
  for (size_t i = 0; i < n_right; i++) pair[n++] = right[i];
  return cd_news_code_facts(news, pair, n).flags & (W_ABBREVIATION | W_TITLE);
}

/* False when no listed abbreviation has parts that start with these letters. */
static bool may_pair(const cd_news *news, uint32_t left, uint32_t right) {
  bool is_filtered = left < 128 && right < 128;
  return !is_filtered || news->rules->halves[left & 31] >> (right & 31) & 1;
}

/* The first half of an abbreviation with a space inside: z. B., EE. UU., т. е. */
static bool is_first_half(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (j + 1 != c->n || !may_pair(news, c->code[i], cd_news_around(news)->next))
    return false;
  uint32_t after;
  few right = next_word(news, &after);
  return after == '.' && is_listed_pair(news, c->code + i, j - i, right.code, right.n);
}

static bool is_second_half(cd_news *news, size_t i, size_t j) {
  const cd_doc *doc = news->doc;
  if (i > 0 || !has_token_before(news)) return false;
  size_t next;
  uint32_t before = cd_text_decode(doc->text, doc->start[news->first_token - 1], &next);
  if (!may_pair(news, before, news->c->code[i])) return false;
  few left = stopped_word_before(news);
  return is_listed_pair(news, left.code, left.n, news->c->code + i, j - i);
}

static bool is_half(cd_news *news, size_t i, size_t j) {
  if (j - i > news->rules->longest_half || !cd_is_letter(news->c, i)) return false;
  return is_first_half(news, i, j) || is_second_half(news, i, j);
}

static bool is_roman(const cd_chunk *c, size_t i, size_t j) {
  while (i < j && cd_is_one_of(c->code[i], "IVXLC")) i++;
  return i == j;
}

/* Behind a sentence's end: "Open the lid. 2. Look inside." */
static bool after_final_mark(const cd_news *news) {
  const cd_doc *doc = news->doc;
  if (!has_token_before(news)) return false;
  uint32_t before = cd_unit_at(doc->text, doc->start[news->first_token - 1]);
  return cd_is_one_of(before, ".!?");
}

/* Behind a word that ordinals follow: "der 2. Weltkrieg" */
static bool after_article(cd_news *news) {
  if (!has_token_before(news)) return false;
  const cd_doc *doc = news->doc;
  uint32_t after;
  few word = letters_at(doc->text, doc->start[news->first_token - 1], &after);
  return word.n && cd_news_code_facts(news, word.code, word.n).flags & W_ARTICLE;
}

static bool is_roman_ordinal(const cd_news *news) {
  bool is_always = news->rules->writes & LANG_ROMAN_ORDINAL;
  return next_is(news, GC_LL) || (is_always && next_is(news, GC_LU));
}

/* "3. mai", "II. kerület": where ordinals are written with a stop, one before a
 * lower-case word or a month: "31. Januar". */
static bool is_ordinal(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  bool may_be = news->rules->writes & LANG_ORDINAL_STOP && j + 1 == c->n;
  if (!may_be) return false;
  if (is_roman(c, i, j)) return is_roman_ordinal(news);
  if (j - i > 4 || !cd_is_digit(c, i) || !cd_is_digit(c, j - 1)) return false;
  if (next_is(news, GC_LL)) return true;
  if (i == 0 && j <= 2 && next_is(news, GC_LU) &&
      (after_final_mark(news) || after_article(news)))
    return true;
  uint32_t after;
  few word = next_word(news, &after);
  return word.n && cd_news_code_facts(news, word.code, word.n).flags & W_MONTH;
}

/* One upper-case letter before a name, "J. Smith", or, where such is written, alone:
 * "a lui A. este", "Constanța B., de". */
static bool is_initial(const cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (j != i + 1 || !cd_is_upper(c, i) || (i > 0 && cd_is_alnum(c, i - 1))) return false;
  if (cd_is_upper(c, j + 1)) return true;
  if (news->rules->writes & LANG_LONE_INITIAL &&
      (cd_chunk_code(c, j + 1) == ',' || (j + 1 == c->n && next_is(news, GC_LL))))
    return true;
  if (j + 1 != c->n || !next_is(news, GC_LU)) return false;
  return c->code[i] != 'I' || after_name(news);
}

/* An abbreviation's stop with letters or digits close behind it: "p.55",
 * "St.Petersburg"; a new sentence otherwise: "today.Tomorrow". */
static bool belongs_pressed(cd_news *news, uint32_t words, size_t j) {
  if (cd_is_digit(news->c, j + 1)) return words & (W_NUMERIC | W_CURRENCY);
  return words & W_TITLE && cd_is_upper(news->c, j + 1);
}

bool cd_news_stop_belongs(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (cd_chunk_code(c, j) != '.') return false;
  if (cd_chunk_code(c, j + 1) == '.' && cd_chunk_code(c, j + 2) == '.')
    return false; /* "etc..." */
  if (cd_chunk_code(c, j + 1) == '.')
    return cd_news_facts(news, i, j).flags & (W_ENDING | W_ABBREVIATION); /* "Inc.." */
  if (is_list_number(news, i, j) || is_initial(news, i, j) || is_ordinal(news, i, j) ||
      is_half(news, i, j))
    return true;
  uint32_t words = cd_news_facts(news, i, j).flags;
  if (cd_is_alnum(c, j + 1)) return belongs_pressed(news, words, j);
  if (words & (W_TITLE | W_ABBREVIATION | W_ENDING)) return true;
  if (!(words & (W_NUMERIC | W_CURRENCY)) || j + 1 != c->n) return false;
  uint32_t next = cd_news_around(news)->next;
  return next && cd_class(next)->word_break == WB_NUMERIC;
}

/* ---- dotted abbreviations ------------------------------------------------------------------------ */

/* U.S. e.g. J.K.: single letters with a stop after each, at least two; one more
 * letter may end it, as in U.S.A */
static size_t acronym_to(const cd_chunk *c, size_t i) {
  size_t j = i, n = 0;
  while (cd_is_letter(c, j) && cd_chunk_code(c, j + 1) == '.' &&
         cd_chunk_code(c, j + 2) != '.')
    j += 2, n++;
  if (n < 2) return i;
  if (cd_is_letter(c, j) && !cd_is_alnum(c, j + 1) && !cd_is_apostrophe(c, j + 1))
    return j + 1;
  return cd_is_letter(c, j) ? j - 2 : j; /* "U.S.Army": the last stop may end it */
}

/* J.-C. and J.-P. */
static size_t hyphened_initials_to(const cd_chunk *c, size_t i) {
  size_t j = i;
  while (cd_is_upper(c, j) && cd_chunk_code(c, j + 1) == '.' &&
         cd_chunk_code(c, j + 2) == '-' && cd_is_upper(c, j + 3))
    j += 3;
  return j > i && cd_chunk_code(c, j + 1) == '.' ? j + 2 : i;
}

/* Ph.D. W.Va. p.m: known ones, the longest. */
static size_t listed_to(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t found = i, part = i, limit = i + news->rules->words.longest;
  uint32_t n = 0; /* stops so far */
  for (size_t j = cd_skip_letters(c, i);
       j > i && j <= limit && n <= news->rules->most_stops;
       part = j + 1, j = cd_skip_letters(c, part), n++) {
    bool stops = cd_chunk_code(c, j) == '.';
    if (!cd_news_may_be_part(news, part, j)) break;
    if (n && cd_news_facts(news, i, j).flags & (W_ABBREVIATION | W_TITLE | W_ENDING))
      found = stops && cd_chunk_code(c, j + 1) != '.' ? j + 1 : j;
    if (!stops || !cd_is_letter(c, j + 1)) break;
  }
  return found;
}

static size_t letters_and_marks_to(const cd_chunk *c, size_t i) {
  while (cd_is_letter(c, i) || cd_is_mark(c, i)) i++;
  return i;
}

/* Tamil's letters are written out: எம்.பி. is M.P.; one letter with a mark will do. */
static bool is_letter_name(cd_news *news, size_t i, size_t j) {
  bool is_one = j > i + 1 && cd_skip_marks(news->c, i + 1) == j;
  return is_one || cd_news_facts(news, i, j).flags & W_TITLE;
}

/* தி.மு.க. and எம்.பி.யும்: letters' names in scripts without case, a stop after each,
 * and an ending; at least two. */
static size_t letter_names_to(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t j = i, n = 0;
  if (cd_chunk_class(c, i)->category != GC_LO) return i;
  for (;; n++) {
    size_t end = letters_and_marks_to(c, j);
    if (end == j || cd_chunk_code(c, end) != '.' || !is_letter_name(news, j, end)) break;
    j = end + 1;
  }
  return n < 2 ? i : letters_and_marks_to(c, j);
}

size_t cd_news_dotted(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  if (!(c->holds & CHUNK_STOP)) return i;
  size_t names = letter_names_to(news, i);
  if (names > i) return names;
  size_t initials = hyphened_initials_to(c, i), word = cd_skip_letters(c, i);
  if (initials > i) return initials;
  if (cd_chunk_code(c, word) != '.' || !cd_is_letter(c, word + 1)) return i;
  size_t listed = listed_to(news, i), acronym = acronym_to(c, i);
  return listed > acronym ? listed : acronym;
}
