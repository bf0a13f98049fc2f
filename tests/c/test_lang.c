/* Languages are found by every name they go by, and know their words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../csrc/lang/lang.h"

static int n_failed;

#define CHECK(expression)                                              \
  do {                                                                 \
    if (!(expression)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #expression); \
      n_failed++;                                                      \
    }                                                                  \
  } while (0)

static int finds(const char *name, const char *canonical, const char *data) {
  const cd_lang *lang = &cd_lang_any;
  const char *found = cd_lang_find(name, &lang);
  if (!canonical) return !found && !lang;
  if (!found || strcmp(found, canonical) != 0) return 0;
  return data ? lang && strcmp(lang->name, data) == 0 : !lang;
}

static int by_word(const void *key, const void *entry) {
  return strcmp((const char *)key, ((const cd_lang_word *)entry)->word);
}

static const cd_lang_word *word_of(const char *language, const char *word) {
  const cd_lang *lang = NULL;
  if (!cd_lang_find(language, &lang) || !lang) return NULL;
  return bsearch(word, lang->words, lang->n_words, sizeof *lang->words, by_word);
}

static int has(const char *language, const char *word, uint32_t flags) {
  const cd_lang_word *found = word_of(language, word);
  return found && (found->flags & flags) == flags;
}

static uint32_t value(const char *language, const char *word) {
  const cd_lang_word *found = word_of(language, word);
  return found ? found->value : 0;
}

static void a_language_is_found_by_each_of_its_names(void) {
  CHECK(finds("english", "english", "english"));
  CHECK(finds("English", "english", "english"));
  CHECK(finds("en", "english", "english"));
  CHECK(finds("ENG", "english", "english"));
  CHECK(finds("porter", "porter", "english"));
  CHECK(finds("nb", "norwegian", "norwegian"));
  CHECK(finds("nn", "norwegian", "norwegian"));
  CHECK(finds("no", "norwegian", "norwegian"));
  CHECK(finds("nob", "norwegian", "norwegian"));
  CHECK(finds("nno", "norwegian", "norwegian"));
  CHECK(finds("NOR", "norwegian", "norwegian"));
  CHECK(finds("ell", "greek", "greek"));
  CHECK(finds("sr", "serbian", "serbian"));
}

static void any_iso_code_is_a_language(void) {
  CHECK(finds("sk", "sk", NULL));
  CHECK(finds("slk", "sk", NULL));
  CHECK(finds("ZHO", "zh", NULL));
  CHECK(finds("haw", "haw", NULL));
  CHECK(finds("aaa", "aaa", NULL));
  CHECK(finds("zzj", "zzj", NULL));
}

static void what_is_no_language_is_not_found(void) {
  CHECK(finds("", NULL, NULL));
  CHECK(finds("e", NULL, NULL));
  CHECK(finds("xx", NULL, NULL));
  CHECK(finds("zzz", NULL, NULL));
  CHECK(finds("und", NULL, NULL)); /* "undetermined" is a code of no language */
  CHECK(finds("czech", NULL, NULL));
  CHECK(finds("englsh", NULL, NULL));
  CHECK(finds("english ", NULL, NULL));
  CHECK(finds("any", "any", NULL)); /* a language of Nigeria, not our any.txt */
  CHECK(finds("a name longer than every language's", NULL, NULL));
}

static void every_language_is_sorted_and_finds_itself(void) {
  for (size_t i = 0; i < cd_n_langs; i++) {
    const cd_lang *lang = &cd_langs[i];
    CHECK(finds(lang->name, lang->name, lang->name));
    CHECK(finds(lang->iso1, lang->name, lang->name));
    CHECK(finds(lang->iso3, lang->name, lang->name));
    CHECK(i == 0 || strcmp(cd_langs[i - 1].name, lang->name) < 0);
    for (size_t w = 1; w < lang->n_words; w++)
      CHECK(strcmp(lang->words[w - 1].word, lang->words[w].word) < 0);
  }
  CHECK(cd_n_langs == 33);
}

static void languages_know_their_words(void) {
  CHECK(has("english", "the", W_STOP | W_STARTER));
  CHECK(has("english", "gen", W_TITLE));
  CHECK(has("english", "inc", W_ENDING | W_ABBREVIATION));
  CHECK(has("english", "no", W_STOP | W_NUMERIC));
  CHECK(!has("english", "no", W_ABBREVIATION));
  CHECK(value("english", "cannot") == 3);
  CHECK(value("english", "sept") == 9);
  CHECK(has("english", "also read", W_CUE_LINK));
  CHECK(has("german", "z.b", W_ABBREVIATION));
  CHECK(value("german", "märz") == 3);
  CHECK(has("german", "muß", W_STOP) && has("german", "muss", W_STOP));
  CHECK(has("french", "l'", W_ELISION));
  CHECK(has("french", "aujourd'hui", W_WHOLE));
  CHECK(has("italian", "dell'", W_ELISION));
  CHECK(has("greek", "της", W_STOP) && has("greek", "τησ", W_STOP));
  CHECK(has("russian", "т.е", W_ABBREVIATION));
}

int main(void) {
  a_language_is_found_by_each_of_its_names();
  any_iso_code_is_a_language();
  what_is_no_language_is_not_found();
  every_language_is_sorted_and_finds_itself();
  languages_know_their_words();
  return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
