/* Folding beside utf8proc's own: a quick road must fold as the whole one does. */
#include "fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text.h"

static int failures;
static cd_buffer folded;

/* NFC of the full case folding, every apostrophe an ASCII one. */
static bool folds_as_utf8proc_says(const uint8_t *bytes, size_t n) {
  const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
  uint8_t *wanted;
  utf8proc_ssize_t length = utf8proc_map(bytes, (utf8proc_ssize_t)n, &wanted, how);
  if (length < 0 || cd_fold((cd_slice){bytes, n}, &folded)) return false;
  bool is_same = folded.n == (size_t)length && !memcmp(folded.bytes, wanted, folded.n);
  free(wanted);
  return is_same;
}

static void check(const uint32_t *code, size_t n) {
  uint8_t bytes[16];
  size_t length = 0;
  for (size_t i = 0; i < n; i++) length += cd_utf8_write(code[i], bytes + length);
  if (folds_as_utf8proc_says(bytes, length)) return;
  failures++;
  printf("U+%04X U+%04X of %zu\n", (unsigned)code[0], (unsigned)code[n - 1], n);
}

static bool is_apostrophe(uint32_t code) {
  return cd_class(code)->flags & U_APOSTROPHE && code != '\'';
}

static void every_character_folds(void) {
  for (uint32_t code = 1; code < 0xD800; code++)
    if (!is_apostrophe(code)) check(&code, 1);
}

/* Beside a letter, a mark that goes into it, another that does not, a Greek one. */
static void letters_fold_beside_what_follows(void) {
  static const uint32_t next[] = {'a', 'I', 0xE9, 0x301, 0x327, 0x439, 0x3A3, 0xDF};
  for (uint32_t code = 'A'; code < 0x500; code++)
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
      if (!is_apostrophe(code)) check((uint32_t[]){code, next[i]}, 2);
}

static void apostrophes_become_one(void) {
  static const uint8_t word[] =
      "\xC3\x89\xE2\x80\x99"
      "A"; /* É’A */
  if (cd_fold((cd_slice){word, sizeof word - 1}, &folded) || folded.n != 4 ||
      memcmp(folded.bytes, "\xC3\xA9'a", 4))
    failures++, puts("an apostrophe stays");
}

int main(void) {
  every_character_folds();
  letters_fold_beside_what_follows();
  apostrophes_become_one();
  cd_buffer_free(&folded);
  return failures != 0;
}
