/* From what a caller calls a language to its canonical name and its data. */
#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "lang_codes.h"

enum { LONGEST_NAME = 15 };

/* `name` in lower case (ASCII only) into `lowered`; its length, or 0 if it is
 * too long to be the name of a language. */
static size_t lower_name(const char *name, char lowered[LONGEST_NAME + 1]) {
  size_t n = 0;
  for (; name[n]; n++) {
    if (n == LONGEST_NAME) return 0;
    char c = name[n];
    lowered[n] = (c >= 'A' && c <= 'Z') ? (char)(c - 'A' + 'a') : c;
  }
  lowered[n] = '\0';
  return n;
}

/* A code stands first in its struct, so one comparison serves both tables. */
static int by_code(const void *key, const void *entry) {
  return strcmp((const char *)key, (const char *)entry);
}

static int by_name(const void *key, const void *entry) {
  return strcmp((const char *)key, ((const cd_lang *)entry)->name);
}

static const cd_lang *lang_named(const char *name) {
  return bsearch(name, cd_langs, cd_n_langs, sizeof *cd_langs, by_name);
}

static const char *known(const cd_lang *found, const cd_lang **lang) {
  *lang = found;
  return found->name;
}

static const char *find_short(const char *code, const cd_lang **lang) {
  const cd_short_code *found =
      bsearch(code, cd_short_codes, cd_n_short_codes, sizeof *cd_short_codes, by_code);
  if (!found) return NULL;
  if (found->lang >= 0) return known(&cd_langs[found->lang], lang);
  return found->code;
}

static const char *find_long(const char *code, const cd_lang **lang) {
  const cd_long_code *found =
      bsearch(code, cd_long_codes, cd_n_long_codes, sizeof *cd_long_codes, by_code);
  if (!found) return NULL;
  if (found->lang >= 0) return known(&cd_langs[found->lang], lang);
  if (found->short_code >= 0) return cd_short_codes[found->short_code].code;
  return found->code;
}

const char *cd_lang_find(const char *name, const cd_lang **lang) {
  char lowered[LONGEST_NAME + 1];
  size_t n = lower_name(name, lowered);
  *lang = NULL;

  if (n == 2) return find_short(lowered, lang);
  if (n == 3) return find_long(lowered, lang);
  if (n == 0) return NULL;
  if (strcmp(lowered, "porter") == 0) { /* Snowball's other English stemmer */
    *lang = lang_named("english");
    return "porter";
  }
  const cd_lang *found = lang_named(lowered);
  return found ? known(found, lang) : NULL;
}
