/* Keys of tokens, and tokens in stretches: what a caller's own table stands on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

static int failures;
#define CHECK(claim) \
  ((claim) ? (void)0 \
           : (void)(failures++, printf("%s:%d: %s\n", __FILE__, __LINE__, #claim)))

enum { SEED = 42 };

typedef struct found {
  cd_key key;
  size_t hash;
  bool is_hash;
} found;

static found key_of(cd_text text) {
  found f;
  uint32_t start = 0, end = (uint32_t)text.n;
  f.is_hash = cd_token_keys(text, &start, &end, 1, SEED, &f.key, &f.hash) & 1;
  CHECK(f.is_hash == cd_key_is_hashed(&f.key));
  return f;
}

static bool same(found one, found other) {
  return one.key.low == other.key.low && one.key.high == other.key.high &&
         one.hash == other.hash && one.is_hash == other.is_hash;
}

static cd_text utf8(const char *bytes) {
  return (cd_text){bytes, strlen(bytes), CD_UTF8};
}

static void ascii_has_one_key_in_every_form(void) {
  uint8_t one[] = {'f', 'e', 'r', 'r', 'y'};
  uint16_t two[] = {'f', 'e', 'r', 'r', 'y'};
  uint32_t four[] = {'f', 'e', 'r', 'r', 'y'};
  found f = key_of(utf8("ferry"));
  CHECK(!f.is_hash);
  CHECK(same(f, key_of((cd_text){one, 5, CD_UCS1})));
  CHECK(same(f, key_of((cd_text){two, 5, CD_UCS2})));
  CHECK(same(f, key_of((cd_text){four, 5, CD_UCS4})));
}

/* Cyrillic "мир" lies in one page of 256, "мир" with a Latin letter does not. */
static void only_short_tokens_of_one_page_have_keys_without_hashes(void) {
  uint16_t peace[] = {0x43C, 0x438, 0x440}, mixed[] = {0x43C, 'i', 0x440};
  uint32_t wide[] = {0x43C, 0x438, 0x440};
  CHECK(!key_of((cd_text){peace, 3, CD_UCS2}).is_hash);
  CHECK(same(key_of((cd_text){peace, 3, CD_UCS2}), key_of((cd_text){wide, 3, CD_UCS4})));
  CHECK(key_of((cd_text){mixed, 3, CD_UCS2}).is_hash);
  CHECK(key_of(utf8("internationalisation")).is_hash);
}

static void keys_of_hashes_follow_every_unit(void) {
  char word[40];
  for (size_t n = 15; n < sizeof word; n++) {
    memset(word, 'a', n);
    found f = key_of((cd_text){word, n, CD_UTF8});
    CHECK(same(f, key_of((cd_text){word, n, CD_UTF8})));
    for (size_t i = 0; i < n; i++) {
      word[i] = 'b';
      CHECK(!same(f, key_of((cd_text){word, n, CD_UTF8})));
      word[i] = 'a';
    }
  }
}

static void texts_are_equal_by_their_characters(void) {
  uint8_t one[] = {'c', 'a', 'f', 0xE9};
  uint16_t two[] = {'c', 'a', 'f', 0xE9}, bad[] = {'c', 'a', 'f', 0xFFFD};
  cd_text narrow = {one, 4, CD_UCS1}, wide = {two, 4, CD_UCS2};
  CHECK(cd_text_equals(narrow, wide) && cd_text_equals(wide, utf8("caf\xC3\xA9")));
  CHECK(cd_text_equals(wide, cd_text_part(utf8("le caf\xC3\xA9."), 3, 8)));
  CHECK(!cd_text_equals(narrow, utf8("caf")) && !cd_text_equals(utf8("caf"), narrow));
  CHECK(!cd_text_equals(narrow, utf8("cafe")) && !cd_text_equals(wide, utf8("cafe")));
  CHECK(cd_text_equals((cd_text){bad, 4, CD_UCS2}, utf8("caf\xFF")));
}

/* Over a hundred thousand units: more than one stretch. */
static void stretches_hold_the_tokens_of_the_doc(void) {
  enum { WORDS = 40000, BYTES = 12 * WORDS };
  cd_options options = cd_options_default();
  cd_rules *rules;
  cd_doc *whole, *doc;
  char *bytes = malloc(BYTES);
  size_t n = 0, at = 0, stretches = 0;
  for (int i = 0; i < WORDS; i++)
    n += (size_t)snprintf(bytes + n, BYTES - n, "%sw%d", i % 7 ? " " : "’s ", i % 999);
  cd_text text = {bytes, n, CD_UTF8};
  CHECK(cd_rules_new(&options, &rules) == CD_OK);
  CHECK(cd_doc_new(&whole) == CD_OK && cd_doc_new(&doc) == CD_OK);
  CHECK(cd_doc_read(whole, text, rules, NULL, CD_READ_TOKENS) == CD_OK);
  cd_token_columns all = cd_doc_tokens(whole), some;
  for (cd_doc_open(doc, text); cd_doc_unread(doc); at += some.n, stretches++) {
    CHECK(cd_doc_next(doc, rules, &some) == CD_OK);
    CHECK(at + some.n <= all.n &&
          !memcmp(some.start, all.start + at, some.n * sizeof *some.start) &&
          !memcmp(some.end, all.end + at, some.n * sizeof *some.end) &&
          !memcmp(some.kind, all.kind + at, some.n));
  }
  CHECK(at == all.n && stretches > 1);
  CHECK(cd_doc_next(doc, rules, &some) == CD_OK && some.n == 0);
  cd_doc_free(doc);
  cd_doc_free(whole);
  cd_rules_free(rules);
  free(bytes);
}

int main(void) {
  ascii_has_one_key_in_every_form();
  only_short_tokens_of_one_page_have_keys_without_hashes();
  keys_of_hashes_follow_every_unit();
  texts_are_equal_by_their_characters();
  stretches_hold_the_tokens_of_the_doc();
  return failures != 0;
}
