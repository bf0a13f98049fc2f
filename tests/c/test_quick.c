/* The quick judge and the raw spans of the scan give what the full rules of
 * style news give when every chunk is read by them, in every form. */
#include <stdio.h>
#include <string.h>

#include "doc.h"
#include "news.h"
#include "token.h"

enum { ROUNDS = 60000, MOST_UNITS = 512 };

static uint64_t state = 88172645463325252u;
static uint32_t chance(uint32_t n) { /* xorshift64: the same on every machine */
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (uint32_t)(state >> 32) % n;
}

/* Pieces of news; "_" stands for white space. */
static const char *const pieces[] = {
    "the",  "Smith",  "broad",  "based",    "co",    "anti",   "non",
    "wise", "fold",   "cannot", "Cannot",   "gonna", "Mr",     "Gen",
    "etc",  "Inc",    "no",     "p",        "I",     "U",      "S",
    "s",    "t",      "don",    "ll",       "it",    "x",      "km",
    "2021", "5",      "1,200",  "3.5",      "18th",  "30pm",   ".",
    ".",    ",",      ":",      ";",        "-",     "-",      "'",
    "’",    "’",      "‘",      "“",        "”",     "\"",     "(",
    ")",    "[",      "]",      "!",        "?",     "$",      "€",
    "%",    "&",      "/",      "|",        "*",     "#",      "@",
    "…",    "—",      "é",      "ß",        "Ω",     "中",     "\u0301",
    "😀",    "\u200d", "_",      "_",        "_",     "_",      "_",
    "_",    "_",      "_",      "\n",       "\n\n",  "\u00a0", "today.Tomorrow",
    "20",   "000",    "th",     "%",        "–",     "e",      "mail",
    "7",    "ɖɔ",     "X",      "xd",       "All",   "+",      "=",
    "a.m",  "{",      "pre",    "etc.",     "St",    "mailto", "слово",
    "руб",  "ſt",     "straße", "İstanbul", "،",     "été",    "O",
    "y",    "all",    "وأخيراً", "n",        "T",     "Ⅳ",      "Ⓐ",
    "՞",    "׳"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static size_t compose(char *bytes) {
  size_t n = 0, wanted = 1 + chance(120);
  while (n < wanted) {
    const char *piece = pieces[chance(PIECES)];
    if (*piece == '_') piece = " ";
    memcpy(bytes + n, piece, strlen(piece));
    n += strlen(piece);
  }
  return n;
}

/* The same text in units of `form`; false when it does not fit. */
static bool to_form(const char *bytes, size_t n, cd_form form, uint32_t *room,
                    cd_text *text) {
  cd_text utf8 = {bytes, n, CD_UTF8};
  size_t units = 0;
  for (size_t at = 0; at < n; units++) {
    uint32_t code = cd_text_decode(utf8, at, &at);
    if ((form == CD_UCS1 && code > 0xFF) || (form == CD_UCS2 && code > 0xFFFF))
      return false;
    if (form == CD_UCS1)
      ((uint8_t *)room)[units] = (uint8_t)code;
    else if (form == CD_UCS2)
      ((uint16_t *)(void *)room)[units] = (uint16_t)code;
    else
      room[units] = code;
  }
  *text = form == CD_UTF8 ? utf8 : (cd_text){room, units, form};
  return true;
}

static bool is_space(cd_text text, size_t at, size_t *next) {
  return cd_class(cd_text_decode(text, at, next))->flags & U_WHITE_SPACE;
}

/* Every chunk by the full rules. */
static cd_status read_in_full(cd_doc *doc, const cd_rules *rules, cd_text text) {
  doc->text = text;
  doc->n_tokens = 0;
  size_t next;
  for (size_t at = 0; at < text.n;) {
    if (is_space(text, at, &next)) {
      at = next;
      continue;
    }
    size_t end = at;
    while (end < text.n && !is_space(text, end, &next)) end = next;
    cd_status status = cd_news_read(doc, rules, at, end);
    if (status) return status;
    at = end;
  }
  return CD_OK;
}

static bool same_tokens(const cd_doc *a, const cd_doc *b) {
  if (a->n_tokens != b->n_tokens) return false;
  for (size_t i = 0; i < a->n_tokens; i++)
    if (a->start[i] != b->start[i] || a->end[i] != b->end[i] || a->kind[i] != b->kind[i])
      return false;
  return true;
}

static void show(const char *name, const cd_doc *doc, const char *bytes) {
  printf("%s:", name);
  for (size_t i = 0; i < doc->n_tokens; i++) {
    printf(" %u-%u/%d", doc->start[i], doc->end[i], doc->kind[i]);
    if (doc->text.form == CD_UTF8)
      printf(" %.*s", (int)(doc->end[i] - doc->start[i]), bytes + doc->start[i]);
  }
  printf("\n");
}

static cd_status make_room(cd_doc *doc) {
  size_t starts = 0, ends = 0, kinds = 0;
  cd_status status = cd_grow(&doc->start, &starts, MOST_UNITS, sizeof *doc->start);
  if (!status) status = cd_grow(&doc->end, &ends, MOST_UNITS, sizeof *doc->end);
  if (!status) status = cd_grow(&doc->kind, &kinds, MOST_UNITS, sizeof *doc->kind);
  doc->room_tokens = MOST_UNITS;
  return status;
}

static int compare(const cd_rules *rules, cd_doc *quick, cd_doc *full, const char *bytes,
                   size_t n) {
  static const cd_form forms[] = {CD_UTF8, CD_UCS1, CD_UCS2, CD_UCS4};
  static uint32_t room[MOST_UNITS];
  for (size_t f = 0; f < 4; f++) {
    cd_text text;
    if (!to_form(bytes, n, forms[f], room, &text)) continue;
    if (cd_doc_read(quick, text, rules, NULL, CD_READ_TOKENS) ||
        read_in_full(full, rules, text))
      return 1;
    if (same_tokens(quick, full)) continue;
    printf("form %u: %.*s\n", forms[f], (int)n, bytes);
    show("quick", quick, bytes);
    show("full", full, bytes);
    return 1;
  }
  return 0;
}

static int run(const char *language, cd_contractions contractions, cd_hyphens hyphens) {
  cd_options options = cd_options_default();
  options.language = language;
  options.contractions = contractions;
  options.hyphens = hyphens;
  cd_rules *rules;
  cd_doc *quick, *full;
  if (cd_rules_new(&options, &rules) || cd_doc_new(&quick) || cd_doc_new(&full) ||
      make_room(full))
    return 1;
  int failures = 0;
  for (int round = 0; round < ROUNDS && failures < 5; round++) {
    char bytes[MOST_UNITS];
    failures += compare(rules, quick, full, bytes, compose(bytes));
  }
  cd_doc_free(quick);
  cd_doc_free(full);
  cd_rules_free(rules);
  return failures;
}

int main(void) {
  int failures = run("english", CD_CONTRACTIONS_SPLIT, CD_HYPHENS_AUTO) +
                 run("english", CD_CONTRACTIONS_KEEP, CD_HYPHENS_KEEP) +
                 run("english", CD_CONTRACTIONS_SPLIT, CD_HYPHENS_SPLIT) +
                 run("french", CD_CONTRACTIONS_SPLIT, CD_HYPHENS_AUTO) +
                 run("german", CD_CONTRACTIONS_KEEP, CD_HYPHENS_AUTO);
  printf("%s\n", failures ? "the quick judge differs"
                          : "the quick judge agrees with the full rules");
  return failures != 0;
}
