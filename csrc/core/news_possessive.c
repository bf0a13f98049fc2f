/* The plural's possessive, where contractions are kept: the states’ laws. */
#include "news.h"

/* The character before position `at` (> 0) of the text, and where it starts. */
static uint32_t code_before(cd_text text, size_t at, size_t *start) {
  size_t next;
  *start = at - 1;
  while (text.form == CD_UTF8 && *start && (cd_unit_at(text, *start) & 0xC0) == 0x80)
    --*start;
  return cd_text_decode(text, *start, &next);
}

static bool is_single_quote(uint32_t code) {
  return code == 0x2018 || cd_class(code)->flags & U_APOSTROPHE;
}

static bool opens_behind(uint32_t code) {
  uint8_t category = cd_class(code)->category;
  return cd_class(code)->flags & U_WHITE_SPACE || category == GC_PS ||
         category == GC_PI || category == GC_PD;
}

/* Among the characters before `at`, in its line, a single quote opened. */
static bool is_quoted(cd_text text, size_t at) {
  enum { LOOKED_AT = 160 };
  uint32_t behind = 's';
  for (unsigned n = 0; at && n < LOOKED_AT; n++) {
    size_t start, before;
    uint32_t code = code_before(text, at, &start);
    if (code == '\n') return false;
    bool may_open = is_single_quote(code) && !(cd_class(behind)->flags & U_WHITE_SPACE);
    if (may_open && (!start || opens_behind(code_before(text, start, &before))))
      return true;
    behind = code;
    at = start;
  }
  return false;
}

bool cd_news_is_possessive(cd_news *news, size_t i, size_t j) {
  const cd_chunk *c = news->c;
  if (!news->rules->keeps_clitics || j + 1 != c->n || !cd_is_apostrophe(c, j))
    return false;
  if (j < i + 2 || (c->code[j - 1] | 0x20) != 's' || c->at[c->n] == news->doc->text.n)
    return false;
  return !is_quoted(news->doc->text, c->at[j]);
}
