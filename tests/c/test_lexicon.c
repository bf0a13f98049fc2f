/* Types are numbered as they come, the same in every form, and forgotten at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "rules.h"

static int failures;
#define CHECK(claim) \
  ((claim) ? (void)0 \
           : (void)(failures++, printf("%s:%d: %s\n", __FILE__, __LINE__, #claim)))

static cd_rules *rules;
static cd_lexicon *lexicon;
static cd_doc *doc;

static void open_all(const char *language) {
  cd_options options = cd_options_default();
  options.language = language;
  CHECK(cd_rules_new(&options, &rules) == CD_OK);
  CHECK(cd_lexicon_new(rules, 42, &lexicon) == CD_OK);
  CHECK(cd_doc_new(&doc) == CD_OK);
}

static void close_all(void) {
  cd_doc_free(doc);
  cd_lexicon_free(lexicon);
  cd_rules_free(rules);
}

static uint32_t id_of(const char *word) {
  uint32_t id = CD_NONE;
  cd_slice bytes = {(const uint8_t *)word, strlen(word)};
  CHECK(cd_lexicon_intern(lexicon, bytes, &id) == CD_OK);
  return id;
}

static bool is(cd_slice slice, const char *word) {
  return slice.n == strlen(word) && !memcmp(slice.bytes, word, slice.n);
}

static void ids_count_from_zero_in_the_order_of_the_text(void) {
  static const uint16_t wide[] = {'t', 'o', ' ', 'b', 'e', ' ', 'o', 'r', ' ',   'n',
                                  'o', 't', ' ', 't', 'o', ' ', 'b', 'e', 0x2019};
  static const uint32_t ids[] = {0, 1, 2, 3, 0, 1, 4};
  CHECK(cd_doc_read(doc, (cd_text){wide, 19, CD_UCS2}, rules, lexicon, CD_READ_TYPES) ==
        CD_OK);
  CHECK(cd_doc_tokens(doc).n == 7 && !memcmp(cd_doc_tokens(doc).type, ids, sizeof ids));
  CHECK(cd_doc_read(doc, (cd_text){"to be or not to be\xE2\x80\x99", 21, CD_UTF8}, rules,
                    lexicon, CD_READ_TYPES) == CD_OK);
  CHECK(!memcmp(cd_doc_tokens(doc).type, ids, sizeof ids));
  CHECK(cd_lexicon_count(lexicon) == 5);
}

/* Types read alone, in stretches, are those of the doc's column. */
static void types_alone_are_the_types_of_tokens(void) {
  enum { WORDS = 40000, BYTES = 12 * WORDS };
  char *bytes = malloc(BYTES);
  size_t n = 0, n_types = 0;
  for (int i = 0; i < WORDS; i++)
    n += (size_t)snprintf(bytes + n, BYTES - n, "%sw%d", i % 7 ? " " : "’s ", i % 999);
  cd_text text = {bytes, n, CD_UTF8};
  const uint32_t *type = NULL;
  CHECK(cd_doc_read(doc, text, rules, lexicon, CD_READ_TYPES) == CD_OK);
  size_t n_tokens = cd_doc_tokens(doc).n;
  uint32_t *column = malloc(n_tokens * sizeof *column);
  memcpy(column, cd_doc_tokens(doc).type, n_tokens * sizeof *column);
  CHECK(cd_doc_read_types(doc, text, rules, lexicon, &type, &n_types) == CD_OK);
  CHECK(n_types == n_tokens && !memcmp(type, column, n_tokens * sizeof *column));
  CHECK(cd_doc_tokens(doc).n == 0);
  free(column);
  free(bytes);
}

static void long_words_are_told_apart_by_all_their_bytes(void) {
  CHECK(id_of("internationalisation") != id_of("internationalizations"));
  CHECK(id_of("abcdefghabcdefghabcdefgh") == id_of("abcdefghabcdefghabcdefgh"));
  CHECK(id_of("abcdefghabcdefghXbcdefgh") != id_of("abcdefghabcdefghYbcdefgh"));
}

/* A word is the same type whether it is interned as a slice, or among others in
 * either form, with 16 bytes to read in front of it or none. */
static void words_of_every_length_are_their_slices(void) {
  enum { LONGEST = 40 };
  for (size_t n = 0; n <= LONGEST; n++) {
    uint8_t *room = malloc(16 + n + 1), *bare = malloc(n ? n : 1);
    uint16_t wide[LONGEST];
    memset(room, 0xFF, 16);
    for (size_t i = 0; i < n; i++)
      wide[i] = bare[i] = room[16 + i] = (uint8_t)('a' + i % 26);
    cd_text in_room = {room + 16, n, CD_UCS1};
    cd_text others[] = {{wide, n, CD_UCS2}, {bare, n, CD_UCS1}};
    uint32_t one = CD_NONE, two[2] = {CD_NONE, CD_NONE}, slice = CD_NONE;
    CHECK(cd_lexicon_words(lexicon, &in_room, 1, 16, &one) == CD_OK);
    CHECK(cd_lexicon_words(lexicon, others, 2, 0, two) == CD_OK);
    CHECK(cd_lexicon_intern(lexicon, (cd_slice){bare, n}, &slice) == CD_OK);
    CHECK(one == slice && two[0] == slice && two[1] == slice);
    free(room);
    free(bare);
  }
}

static void a_word_in_latin_1_is_its_utf_8(void) {
  uint8_t room[] = "0123456789abcdef\xE9t\xE9";
  cd_text word = {room + 16, 3, CD_UCS1};
  uint32_t id = CD_NONE;
  CHECK(cd_lexicon_words(lexicon, &word, 1, 16, &id) == CD_OK);
  CHECK(id == id_of("\xC3\xA9t\xC3\xA9"));
}

static void the_empty_word_is_one_type(void) {
  uint32_t first = id_of(""), again = CD_NONE;
  cd_text nothing = {"", 0, CD_UCS1};
  CHECK(cd_lexicon_words(lexicon, &nothing, 1, 0, &again) == CD_OK);
  CHECK(again == first && id_of("") == first);
}

static void a_hundred_thousand_types_keep_their_ids(void) {
  char word[32];
  uint32_t first = CD_NONE;
  for (int i = 0; i < 100000; i++) {
    snprintf(word, sizeof word, "type%d", i);
    uint32_t id = id_of(word);
    if (!i) first = id;
    if (id != first + (uint32_t)i) failures++;
  }
  CHECK(id_of("type77777") == first + 77777);
  CHECK(is(cd_type_text(lexicon, first + 77777), "type77777"));
}

static void a_cleared_lexicon_starts_again(void) {
  cd_lexicon_clear(lexicon);
  CHECK(cd_lexicon_count(lexicon) == 0);
  CHECK(id_of("again") == 0);
}

static void what_a_type_reduces_to_is_worked_out_on_demand(void) {
  cd_slice found;
  uint32_t id = id_of("Pakistan\xE2\x80\x99s");
  CHECK(cd_type_stem(lexicon, id, &found) == CD_OK && is(found, "pakistan"));
  CHECK(cd_type_lower(lexicon, id, &found) == CD_OK &&
        is(found, "pakistan\xE2\x80\x99s"));
  CHECK(cd_type_is_stop(lexicon, id_of("The")) && !cd_type_is_stop(lexicon, id));
}

static void shapes_and_lists_are_facts(void) {
  CHECK(cd_facts(lexicon, id_of("U.S."))->shape & T_STOPPED);
  CHECK(cd_facts(lexicon, id_of("U.S."))->shape & T_INNER_STOP);
  CHECK(cd_facts(lexicon, id_of("Gen."))->words & W_TITLE);
  CHECK(cd_facts(lexicon, id_of("?!"))->shape & T_TERMINAL);
  CHECK(cd_facts(lexicon, id_of("..."))->shape & T_ELLIPSIS);
  CHECK(cd_facts(lexicon, id_of("\xE2\x80\x9C"))->shape & T_OPEN);
  CHECK(cd_facts(lexicon, id_of("May"))->value == 5);
}

int main(void) {
  open_all("en");
  ids_count_from_zero_in_the_order_of_the_text();
  types_alone_are_the_types_of_tokens();
  long_words_are_told_apart_by_all_their_bytes();
  words_of_every_length_are_their_slices();
  a_word_in_latin_1_is_its_utf_8();
  the_empty_word_is_one_type();
  a_hundred_thousand_types_keep_their_ids();
  a_cleared_lexicon_starts_again();
  what_a_type_reduces_to_is_worked_out_on_demand();
  shapes_and_lists_are_facts();
  close_all();
  return failures != 0;
}
