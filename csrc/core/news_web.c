/* Addresses, tags, emoticons, emoji. */
#include <string.h>

#include "news.h"

static bool is_ascii_alnum(uint32_t code) {
  return (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
}

/* `word`, lower case, stands at `i` in any case. */
static bool stands_at(const cd_chunk *c, size_t i, const char *word) {
  for (; *word; word++, i++) {
    uint32_t code = cd_chunk_code(c, i);
    if (code >= 'A' && code <= 'Z') code |= 0x20;
    if (code != (uint8_t)*word) return false;
  }
  return true;
}

/* ---- URLs -------------------------------------------------------------------------------- */

/* Text around an address: quotes, angle brackets, CJK marks and letters end it, and so
 * do controls, which are tokens wherever they stand. */
static bool ends_url(const cd_chunk *c, size_t i) {
  uint32_t code = c->code[i];
  const cd_char_class *class = cd_chunk_class(c, i);
  if (class->category == GC_CC || class->category == GC_CS) return true;
  if (code < 0x80) return cd_is_one_of(code, "<>\"`{}|\\^");
  if (code == CD_BAD_CODE || code == 0xFFFD) return true; /* a bad part is a token */
  bool is_punct = class->category >= GC_PD && class->category <= GC_PO;
  return is_punct || class->flags & U_IDEOGRAPHIC;
}

/* Closing brackets of [i, j) that nothing in it opened. */
static size_t stray_brackets(const cd_chunk *c, size_t i, size_t j) {
  size_t open = 0, stray = 0;
  for (; i < j; i++) {
    if (c->code[i] == '(')
      open++;
    else if (c->code[i] == ')' && open)
      open--;
    else if (c->code[i] == ')')
      stray++;
  }
  return stray;
}

/* Marks that end the sentence rather than the address, from `j` backwards. A
 * bracket is the address's own when it was opened there. */
static size_t trim_url(const cd_chunk *c, size_t i, size_t j) {
  size_t stray = stray_brackets(c, i, j);
  for (; j > i; j--) {
    uint32_t last = c->code[j - 1];
    bool is_stray = last == ')' && stray;
    if (is_stray)
      stray--;
    else if (!cd_is_one_of(last, ".,;:!?]}'*"))
      return j;
  }
  return j;
}

static size_t url_to(const cd_chunk *c, size_t i, size_t from) {
  size_t j = from;
  while (j < c->n && !ends_url(c, j)) j++;
  j = trim_url(c, from, j);
  return j > from ? j : i;
}

size_t cd_news_url(cd_news *news, size_t i) {
  static const char *const heads[] = {"http://", "https://", "ftp://", "www.", "mailto:"};
  if (!cd_is_one_of(news->c->code[i] | 0x20, "hfmw")) return i;
  for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
    if (stands_at(news->c, i, heads[h])) return url_to(news->c, i, i + strlen(heads[h]));
  return i;
}

/* ---- e-mail ------------------------------------------------------------------------------- */

static bool is_local(uint32_t code) {
  return is_ascii_alnum(code) || cd_is_one_of(code, ".+-_%");
}

static size_t labels_to(const cd_chunk *c, size_t i) {
  while (is_ascii_alnum(cd_chunk_code(c, i)) ||
         (cd_chunk_code(c, i) == '-' && is_ascii_alnum(cd_chunk_code(c, i + 1))))
    i++;
  return i;
}

/* The end of "name.tld" at `i`, or `i`. */
static size_t host_to(const cd_chunk *c, size_t i) {
  size_t j = labels_to(c, i), end = i;
  while (j > i && cd_chunk_code(c, j) == '.') {
    size_t next = labels_to(c, j + 1);
    if (next < j + 2) break;
    end = j = next;
  }
  return end;
}

/* "Warner@ENRON": names on both sides, as inside a house; or `i`. */
static size_t inner_mail_to(const cd_chunk *c, size_t i, size_t at) {
  size_t end = cd_skip_letters(c, at + 1);
  bool is_name = cd_is_letter(c, i) && at > i + 1 && end > at + 2;
  return is_name && !cd_is_alnum(c, end) && cd_chunk_code(c, end) != '@' ? end : i;
}

size_t cd_news_mail(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  if (!(c->holds & CHUNK_AT) || i < news->no_mail_before) return i;
  size_t at = i;
  while (is_local(cd_chunk_code(c, at))) at++;
  news->no_mail_before = at + 1; /* no other start before here fares better */
  if (cd_chunk_code(c, at) != '@') return i;
  size_t end = host_to(c, at + 1);
  return end > at + 1 ? end : inner_mail_to(c, i, at);
}

/* ---- bare domains and file names ------------------------------------------------------------ */

/* Endings of bare addresses and of file names, by length. */
static bool is_known_ending(const cd_chunk *c, size_t i, size_t j) {
  static const char endings[][8] = {
      "com",  "org", "net",  "edu", "gov", "mil",  "info", "biz",  "int", "htm",  "html",
      "php",  "asp", "aspx", "pdf", "doc", "docx", "xls",  "xlsx", "ppt", "pptx", "jpg",
      "jpeg", "png", "gif",  "mp3", "mp4", "avi",  "zip",  "exe",  "txt", "csv",  "xml",
      "json", "js",  "uk",   "eu",  "tv",  "io",   "de",   "fr",   "nl",  "ru",   "ch",
      "se",   "dk",  "pl",   "cz",  "jp",  "br",   "au",   "ro",   "rs",  "hr",   "hu",
      "lt",   "lv",  "bg",   "sk",  "ua",  "eus",  "ee",   "fo",   "gz",  "tgz",  "rar",
      "rtf",  "tsv", "sql",  "py",  "wav", "mov",  "mpg",  "tif"};
  if (j - i < 2 || j - i > 4) return false;
  if (cd_is_upper(c, i) && !cd_is_upper(c, i + 1)) return false; /* "down.It fell" */
  for (size_t e = 0; e < sizeof endings / sizeof *endings; e++)
    if (endings[e][j - i] == 0 && endings[e][j - i - 1] && stands_at(c, i, endings[e]))
      return true;
  return false;
}

static bool is_domain_code(uint32_t code) {
  return is_ascii_alnum(code) || code == '-' || code == '_' || code == '.';
}

/* The last stop of [i, end) behind which a known ending stands whole. */
static size_t ending_in(const cd_chunk *c, size_t i, size_t end) {
  size_t label_end = end;
  for (size_t at = end; at-- > i + 1;) {
    if (c->code[at] != '.') continue;
    if (is_known_ending(c, at + 1, label_end)) return label_end;
    label_end = at;
  }
  return i;
}

/* The end of three names or more, of two characters at least and in lower case, with
 * stops between: alt.animals.dogs; or `i`. */
static size_t dotted_names_to(const cd_chunk *c, size_t i, size_t run) {
  size_t names = 0, start = i, end = i;
  for (size_t at = i; at <= run; at++) {
    bool is_end = at == run || c->code[at] == '.';
    if (is_end && at < start + 2) break;
    if (is_end)
      names++, start = at + 1, end = at;
    else if (!cd_is_lower(c, at) && (at == start || c->code[at] != '-'))
      return i;
  }
  return names >= 3 ? end : i;
}

size_t cd_news_domain(cd_news *news, size_t i) {
  const cd_chunk *c = news->c;
  if (!(c->holds & CHUNK_STOP) || i < news->no_domain_before ||
      !is_ascii_alnum(cd_chunk_code(c, i)))
    return i;
  size_t run = i;
  while (is_domain_code(cd_chunk_code(c, run))) run++;
  news->no_domain_before = run;
  if (cd_is_letter(c, run)) return i;
  size_t end = ending_in(c, i, run);
  if (end == i) return dotted_names_to(c, i, run);
  return cd_chunk_code(c, end) == '/' ? url_to(c, i, end) : end;
}

/* ---- tags and entities ------------------------------------------------------------------------ */

static bool is_tag_code(const cd_chunk *c, size_t i) {
  return cd_is_alnum(c, i) || cd_is_mark(c, i) || cd_chunk_code(c, i) == '_' ||
         cd_chunk_class(c, i)->category == GC_LO;
}

/* "C#" and "a@b" are no tags: nothing may stand before the sign; a tag needs a
 * letter, "#1" is a number's sign. */
size_t cd_news_tag(const cd_chunk *c, size_t i) {
  if (c->code[i] != '#' && c->code[i] != '@') return i;
  if (i > 0 && cd_is_alnum(c, i - 1)) return i;
  size_t j = i + 1;
  bool has_letter = false;
  for (; is_tag_code(c, j); j++) has_letter |= !cd_is_digit(c, j);
  return has_letter ? j : i;
}

static bool is_hex_digit(uint32_t code) {
  return (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'f');
}

/* &#39; and &#x2019; */
static size_t numbered_entity_to(const cd_chunk *c, size_t i) {
  if (cd_chunk_code(c, i + 1) != '#') return i;
  size_t first = (cd_chunk_code(c, i + 2) | 0x20) == 'x' ? i + 3 : i + 2, j = first;
  while (is_hex_digit(cd_chunk_code(c, j))) j++;
  return j > first && cd_chunk_code(c, j) == ';' ? j + 1 : i;
}

/* Two quotes in a row are one token, as the plain '' is. */
size_t cd_news_entity(const cd_chunk *c, size_t i) {
  static const char *const entities[] = {
      "&#39;&#39;", "&#039;&#039;", "&#x27;&#x27;", "&apos;&apos;", "&amp;",
      "&lt;",       "&gt;",         "&quot;",       "&nbsp;",       "&apos;"};
  if (c->code[i] != '&' || !cd_is_one_of(cd_chunk_code(c, i + 1) | 0x20, "#alngq"))
    return i;
  for (size_t e = 0; e < sizeof entities / sizeof *entities; e++)
    if (stands_at(c, i, entities[e])) return i + strlen(entities[e]);
  return numbered_entity_to(c, i);
}

/* ---- emoticons and emoji ------------------------------------------------------------------------- */

enum { EYES = 1, NOSE = 2, MOUTH = 4, WRY_MOUTH = 8, BROW = 16, BRACKET = 32 };

/* What a character may be in a face; = has the plainer mouths only. */
static const uint8_t face[128] = {[':'] = EYES,
                                  [';'] = EYES,
                                  ['='] = EYES,
                                  ['-'] = NOSE,
                                  ['o'] = NOSE,
                                  ['*'] = NOSE,
                                  ['\''] = NOSE,
                                  ['^'] = NOSE,
                                  [')'] = MOUTH | BRACKET,
                                  ['('] = MOUTH | BRACKET,
                                  [']'] = MOUTH,
                                  ['['] = MOUTH,
                                  ['D'] = MOUTH,
                                  ['P'] = MOUTH,
                                  ['p'] = MOUTH,
                                  ['|'] = WRY_MOUTH,
                                  ['d'] = WRY_MOUTH,
                                  ['/'] = WRY_MOUTH,
                                  ['\\'] = WRY_MOUTH,
                                  ['3'] = WRY_MOUTH,
                                  ['@'] = WRY_MOUTH,
                                  ['}'] = WRY_MOUTH,
                                  ['{'] = WRY_MOUTH,
                                  ['<'] = BROW,
                                  ['>'] = BROW};

static bool may_be(const cd_chunk *c, size_t i, uint8_t part) {
  uint32_t code = cd_chunk_code(c, i);
  return code < 128 && face[code] & part;
}

/* [<>] eyes [nose] mouth, :-) and ;P; a mouth that is a letter stands alone. */
static size_t face_to(const cd_chunk *c, size_t i) {
  size_t j = may_be(c, i, BROW) ? i + 1 : i;
  if (!may_be(c, j, EYES)) return i;
  uint8_t mouths = c->code[j++] == '=' ? MOUTH : MOUTH | WRY_MOUTH;
  if (may_be(c, j, NOSE)) j++;
  if (!may_be(c, j, mouths)) return i;
  uint32_t mouth = c->code[j++];
  bool is_slash = mouth == '/' || mouth == '\\'; /* :// is no face */
  while (!is_slash && cd_chunk_code(c, j) == mouth) j++;
  return cd_is_alnum(c, j) || cd_chunk_code(c, j) == '/' ? i : j;
}

/* The mirror of it, alone: (-: and (: */
static size_t mirrored_face_to(const cd_chunk *c, size_t i) {
  if (i > 0 || !may_be(c, i, BRACKET)) return i;
  size_t j = may_be(c, i + 1, NOSE) ? i + 2 : i + 1;
  return may_be(c, j, EYES) && c->code[j] != '=' && j + 1 == c->n ? j + 1 : i;
}

/* <3 ^_^ ^^ XD, with no letter or digit close by. */
static size_t named_face_to(const cd_chunk *c, size_t i) {
  static const char *const faces[] = {"<3", "^_^", "^^", "xd"};
  for (size_t f = 0; f < sizeof faces / sizeof *faces; f++) {
    size_t end = i + strlen(faces[f]);
    if (!stands_at(c, i, faces[f]) || cd_is_alnum(c, end) ||
        (i > 0 && cd_is_alnum(c, i - 1)))
      continue;
    if (faces[f][0] != 'x' || cd_is_upper(c, i)) return end;
  }
  return i;
}

size_t cd_news_emoticon(const cd_chunk *c, size_t i) {
  if (i + 1 == c->n) return i;
  uint32_t code = c->code[i];
  if (may_be(c, i, EYES | BROW)) {
    size_t j = face_to(c, i);
    if (j > i) return j;
  }
  if (may_be(c, i, BRACKET)) return mirrored_face_to(c, i);
  return code == '<' || code == '^' || (code | 0x20) == 'x' ? named_face_to(c, i) : i;
}

static bool is_pictograph(const cd_chunk *c, size_t i) {
  const cd_char_class *class = cd_chunk_class(c, i);
  return class->flags & U_PICTOGRAPHIC && class->kind == CD_EMOJI;
}

static bool is_flag_half(const cd_chunk *c, size_t i) {
  return cd_chunk_class(c, i)->word_break == WB_REGIONAL_INDICATOR;
}

/* 1️⃣: digit, variation selector, enclosing keycap. */
static size_t keycap_to(const cd_chunk *c, size_t i) {
  size_t j = i + 1;
  if (cd_chunk_code(c, j) == 0xFE0F) j++;
  return cd_chunk_code(c, j) == 0x20E3 && cd_is_one_of(c->code[i], "0123456789#*") ? j + 1
                                                                                   : i;
}

size_t cd_news_emoji(const cd_chunk *c, size_t i) {
  if (is_flag_half(c, i)) return cd_skip_marks(c, is_flag_half(c, i + 1) ? i + 2 : i + 1);
  if (!is_pictograph(c, i)) return keycap_to(c, i);
  size_t j = i + 1;
  for (;;) {
    j = cd_skip_marks(c, j);
    bool is_joined =
        cd_chunk_code(c, j - 1) == 0x200D && cd_chunk_class(c, j)->flags & U_PICTOGRAPHIC;
    if (!is_joined) return j;
    j++;
  }
}
