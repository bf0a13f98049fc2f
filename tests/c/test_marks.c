/* No mark and no opening is overlooked: whatever the facts of its type call a final
 * mark, a closing mark or a bracket is one by its looks, by kind and last unit alone,
 * and whatever a model would look at is an opening: every character alone, and random
 * pieces of news. */
#include <stdio.h>
#include <string.h>

#include "looks.h"
#include "sentence.h"
#include "text.h"

enum { ROUNDS = 40000, MOST_BYTES = 512 };

static uint64_t state = 88172645463325252u;
static uint32_t chance(uint32_t n) { /* xorshift64: the same on every machine */
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (uint32_t)(state >> 32) % n;
}

static const char *const pieces[] = {"the",    "Smith", "U.S",   "p.m",
                                     "Inc",    "Mr",    "don",   "l",
                                     "s",      "3.5",   "10",    "1",
                                     ".",      ".",     "..",    "…",
                                     "!",      "?",     "?!",    ",",
                                     ",,",     ":",     ";",     "-",
                                     "--",     "—",     "'",     "''",
                                     "’",      "‘",     "“",     "”",
                                     "\"",     "«",     "»",     "(",
                                     ")",      "[",     "]",     "{",
                                     "}",      "$",     "%",     "/",
                                     "#a",     "@b",    ":)",    ";-)",
                                     "🙂",   "a@b.c", "x.com", "http://a.b/c",
                                     "。",     "」",    "中",    "·",
                                     "՞",      "։",     "½",     "\u0301",
                                     "\u200d", " ",     " ",     " ",
                                     " ",      " ",     " ",     "\n",
                                     "\u00a0"};
enum { PIECES = sizeof pieces / sizeof *pieces };

static size_t compose(uint8_t *bytes) {
  size_t n = 0, wanted = 1 + chance(100);
  while (n < wanted) {
    const char *piece = pieces[chance(PIECES)];
    memcpy(bytes + n, piece, strlen(piece));
    n += strlen(piece);
  }
  return n;
}

static bool is_wanted(const cd_doc *doc, const cd_lexicon *lexicon, uint32_t i) {
  uint8_t kind = doc->kind[i];
  return kind == CD_EMOJI || kind == CD_URL || kind == CD_EMAIL ||
         cd_facts(lexicon, doc->type[i])->shape &
             (T_TERMINAL | T_STOPPED | T_CLOSE | T_OPEN);
}

/* Behind a mark, colon or dash, or behind white space and no word in lower case. */
static bool is_opening(const cd_doc *doc, const cd_lexicon *lexicon, uint32_t i) {
  if (!i) return false;
  uint32_t left = cd_facts(lexicon, doc->type[i - 1])->shape,
           shape = cd_facts(lexicon, doc->type[i])->shape;
  bool is_spaced = doc->start[i] > doc->end[i - 1];
  uint32_t opens = T_UPPER_FIRST | T_DIGIT_FIRST | T_OPEN | T_BULLET | T_DASH;
  return is_wanted(doc, lexicon, i - 1) || left & (T_COLON | T_SEMICOLON | T_DASH) ||
         (is_spaced && (shape & opens || doc->kind[i] == CD_EMOJI));
}

typedef bool wanted(const cd_doc *doc, const cd_lexicon *lexicon, uint32_t i);

/* The bytes of a text in which one is overlooked are shown. */
static int overlooked(cd_text text, uint32_t i) {
  printf("token %u:", i);
  for (size_t at = 0; at < text.n; at++)
    printf(" %02X", ((const uint8_t *)text.units)[at]);
  printf("\n");
  return 1;
}

static int check(const cd_rules *rules, cd_lexicon *lexicon, cd_doc *doc, cd_text text) {
  if (cd_doc_read(doc, text, rules, lexicon, CD_READ_SENTENCES)) return 1;
  for (uint32_t i = 0; i < doc->n_tokens; i++) {
    const cd_look *look = &doc->looks[i / CD_LOOK];
    bool may_be_mark = look->mark >> i % CD_LOOK & 1,
         may_open = look->opening >> i % CD_LOOK & 1;
    if ((!may_be_mark && is_wanted(doc, lexicon, i)) ||
        (!may_open && is_opening(doc, lexicon, i)))
      return overlooked(text, i);
  }
  return 0;
}

static int check_character(const cd_rules *rules, cd_lexicon *lexicon, cd_doc *doc,
                           uint32_t code) {
  uint8_t bytes[4];
  uint16_t unit = (uint16_t)code;
  size_t n = cd_utf8_write(code, bytes);
  bool is_surrogate = code >= 0xD800 && code < 0xE000;
  cd_text utf8 = {bytes, n, CD_UTF8}, ucs2 = {&unit, 1, CD_UCS2};
  int failures = is_surrogate ? 0 : check(rules, lexicon, doc, utf8);
  if (code == unit) failures += check(rules, lexicon, doc, ucs2);
  if (cd_lexicon_is_full(lexicon)) cd_lexicon_clear(lexicon);
  return failures;
}

static int run(const char *language) {
  cd_options options = cd_options_default();
  options.language = language;
  cd_rules *rules;
  cd_lexicon *lexicon;
  cd_doc *doc;
  if (cd_rules_new(&options, &rules) || cd_lexicon_new(rules, 1, &lexicon) ||
      cd_doc_new(&doc))
    return 1;
  int failures = 0;
  for (uint32_t code = 0; code < 0x110000 && failures < 5; code++)
    failures += check_character(rules, lexicon, doc, code);
  for (int round = 0; round < ROUNDS && failures < 5; round++) {
    uint8_t bytes[MOST_BYTES];
    failures += check(rules, lexicon, doc, (cd_text){bytes, compose(bytes), CD_UTF8});
  }
  cd_doc_free(doc);
  cd_lexicon_free(lexicon);
  cd_rules_free(rules);
  return failures;
}

int main(void) {
  int failures = run("english") + run("french") + run("armenian") + run("greek");
  printf("%s\n", failures ? "a mark or opening is overlooked"
                          : "no mark or opening is overlooked");
  return failures != 0;
}
