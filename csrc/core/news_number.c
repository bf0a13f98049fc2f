/* Numbers, dates, times, ordinals, amounts with their units. */
#include "news.h"

static size_t digits_to(const cd_chunk *c, size_t i) {
  while (cd_is_digit(c, i)) i++;
  return cd_skip_marks(c, i);
}

static size_t count_digits(const cd_chunk *c, size_t i) { return digits_to(c, i) - i; }

/* ---- fixed patterns ---------------------------------------------------------------------------- */

/* Groups of digits of the lengths in `pattern` ("3-3-4", "12/12/24": from one
 * to two, two to four) with its mark between them; the end, or `i`. */
typedef struct pattern {
  uint32_t mark;
  uint8_t n;
  uint8_t least[4], most[4];
} pattern;

static size_t match(const cd_chunk *c, size_t i, const pattern *p) {
  size_t j = i;
  for (unsigned g = 0; g < p->n; g++) {
    if (g > 0 && cd_chunk_code(c, j++) != p->mark) return i;
    size_t n = count_digits(c, j);
    if (n < p->least[g] || n > p->most[g]) return i;
    j += n;
  }
  bool goes_on =
      cd_is_alnum(c, j) || (cd_chunk_code(c, j) == p->mark && cd_is_alnum(c, j + 1));
  return goes_on ? i : j;
}

/* 5/18/2021 and 24/7; 18-5-2021 and 2021-05-18; 1-800-123-4567, 555-123-4567,
 * 555-1234 and, inside a house, 3-5213; 16802-6601 */
static size_t date_to(const cd_chunk *c, size_t i) {
  static const pattern patterns[] = {
      {'/', 3, {1, 1, 2}, {4, 2, 4}}, {'/', 2, {1, 1, 0}, {4, 2, 0}},
      {'-', 3, {1, 1, 2}, {2, 2, 4}}, {'-', 3, {4, 2, 2}, {4, 2, 2}},
      {'-', 3, {3, 3, 4}, {3, 3, 4}}, {'-', 2, {1, 4, 0}, {3, 4, 0}},
      {'-', 2, {5, 4, 0}, {5, 4, 0}}, {'-', 4, {1, 3, 3, 4}, {1, 3, 3, 4}}};
  size_t n = count_digits(c, i);
  uint32_t mark = cd_chunk_code(c, i + n);
  for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
    if (mark != patterns[p].mark || n > patterns[p].most[0]) continue;
    size_t j = match(c, i, &patterns[p]);
    if (j > i) return j;
  }
  return i;
}

/* 2/B and 89/662/ETY: numbers of gates and of acts. */
static size_t slashed_to(const cd_chunk *c, size_t i) {
  size_t j = digits_to(c, i), most = 1;
  if (cd_chunk_code(c, j) == '/' && cd_is_digit(c, j + 1)) {
    j = digits_to(c, j + 1);
    most = 4;
  }
  size_t end = j + 1;
  while (cd_is_upper(c, end)) end++;
  bool is_number = cd_chunk_code(c, j) == '/' && end > j + 1 && end - j - 1 <= most;
  return is_number && !cd_is_alnum(c, end) ? end : i;
}

/* 1257/1999 and 360/359, where hyphens join; 713/853-6197 is an American's telephone. */
static size_t slashed_pair_to(const cd_news *news, size_t i) {
  static const pattern pair = {'/', 2, {1, 1}, {4, 4}};
  return news->rules->splits_hyphens ? i : match(news->c, i, &pair);
}

/* ---- numbers -------------------------------------------------------------------------------------- */

/* A comma that writes no decimals writes thousands: three digits follow it. */
static bool comma_joins(const cd_news *news, size_t j) {
  return news->rules->writes & LANG_DECIMAL_COMMA || count_digits(news->c, j + 1) == 3;
}

static bool mark_joins(const cd_news *news, size_t j) {
  const cd_chunk *c = news->c;
  if (!cd_is_digit(c, j + 1)) return false;
  switch (cd_chunk_code(c, j)) {
    case '.':
    case ':':
      return true;
    case ',':
      return comma_joins(news, j);
    default:
      return cd_chunk_code(c, j) > 127 && cd_chunk_class(c, j)->word_break == WB_MIDNUM;
  }
}

/* 1998–2001 and 2–1, where a hyphen would join them. */
static bool dash_joins(const cd_news *news, size_t j) {
  return cd_chunk_code(news->c, j) == 0x2013 && cd_is_digit(news->c, j + 1) &&
         !news->rules->splits_hyphens;
}

static size_t number_to(const cd_news *news, size_t i) {
  size_t j = digits_to(news->c, i);
  while (mark_joins(news, j) || dash_joins(news, j)) j = digits_to(news->c, j + 1);
  return j;
}

/* ---- what is written close behind ------------------------------------------------------------------ */

/* p.m. and the like behind a time: the letters with their stops; km/h. */
static size_t unit_to(const cd_chunk *c, size_t i) {
  size_t j = cd_news_run(c, i);
  if (cd_chunk_code(c, j) == '/' && cd_is_letter(c, j + 1))
    return cd_skip_letters(c, j + 1);
  while (cd_chunk_code(c, j) == '.' && cd_is_letter(c, j + 1) && j - i < 8)
    j = cd_skip_letters(c, j + 1);
  return j;
}

/* A number that a hyphen joins to a word, where hyphens join: 32-year, 15-year-old */
static size_t take_joined(cd_news *news, size_t i, size_t j) {
  do {
    j = cd_news_run(news->c, j + 1);
  } while (cd_news_hyphen_joins(news, j, j));
  cd_news_put_word(news, i, j);
  return j;
}

static size_t take_suffix(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  size_t letters = cd_skip_letters(c, j), run = cd_news_run(c, j), unit = unit_to(c, j);
  if (unit > run && !(cd_news_facts(news, j, unit).flags & W_UNIT)) unit = run;
  if (cd_news_hyphen_joins(news, i, run)) return take_joined(news, i, run); /* 3D-motor */
  if (run == letters && cd_news_facts(news, j, letters).flags & W_SUFFIX)
    return cd_news_put(news, i, letters, CD_NUMBER);
  if (unit > run && c->code[run] == '/')
    return cd_news_put(news, cd_news_put(news, i, j, CD_NUMBER), unit, CD_WORD);
  if (unit >= run && cd_news_facts(news, j, unit).flags & W_UNIT)
    return cd_news_put(news, i, j, CD_NUMBER);
  return cd_news_put(news, i, run, CD_WORD); /* 747s, 4x4, 3D */
}

/* An ending behind an apostrophe: 80's, 1956'da; but 2019's is a clitic where
 * such are cut. */
static size_t apostrophe_suffix_to(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (!cd_is_apostrophe(c, j)) return j;
  size_t end = cd_skip_letters(c, j + 1);
  if (end == j + 1 || !(cd_news_facts(news, j + 1, end).flags & W_SUFFIX)) return j;
  bool is_decade = c->code[j - 1] == '0' && (j - i == 2 || j - i == 4);
  return is_decade || !(cd_news_facts(news, j, end).flags & W_CLITIC) ? end : j;
}

/* 1.º and 1.ª */
static bool has_raised_ending(const cd_chunk *c, size_t j) {
  uint32_t code = cd_chunk_code(c, j + 1);
  return cd_chunk_code(c, j) == '.' && (code == 0xBA || code == 0xAA) &&
         !cd_is_alnum(c, j + 2);
}

size_t cd_news_take_number(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  size_t first = c->code[i] == '+' ? i + 1 : i, j = date_to(c, first);
  if (j == first) j = slashed_to(c, first);
  if (j == first) j = slashed_pair_to(news, first);
  if (j > first) return cd_news_put(news, i, j, CD_NUMBER);
  j = number_to(news, c->code[first] == '.' ? first + 1 : first);
  if (cd_is_letter(c, j) || cd_chunk_code(c, j) == '_') return take_suffix(news, i, j);
  if (has_raised_ending(c, j)) return cd_news_put(news, i, j + 2, CD_NUMBER);
  j = apostrophe_suffix_to(news, i, j);
  if (cd_news_hyphen_joins(news, i, j)) return take_joined(news, i, j);
  if (cd_news_hyphen_hangs(news, j) || cd_news_stop_belongs(news, i, j)) j++;
  j = cd_news_colon_suffix(news, j);
  return cd_news_put(news, i, j, CD_NUMBER);
}
