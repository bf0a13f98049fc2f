/* Every case of Unicode's own WordBreakTest.txt and SentenceBreakTest.txt, in
 * each form a text can have. Usage: test_uax29 [DIR]; exits 77 without the files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"
#include "text.h"
#include "uax29.h"

enum { MAX_CODES = 64, MAX_LINE = 4096, SKIPPED = 77 };

typedef size_t boundary_finder(cd_text text, uint32_t *at);

typedef struct test_case {
  uint32_t code[MAX_CODES];
  bool breaks[MAX_CODES + 1]; /* before code[i]; the last: at the end */
  size_t n;
} test_case;

static int failures;

#define CHECK(fact)                                                      \
  do {                                                                   \
    if (!(fact)) {                                                       \
      failures++;                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #fact); \
    }                                                                    \
  } while (0)

/* ---- one case in one form ------------------------------------------------ */

static size_t put_code(cd_form form, uint32_t code, uint8_t *at) {
  uint16_t narrow = (uint16_t)code;
  switch (form) {
    case CD_UTF8:
      return cd_utf8_write(code, at);
    case CD_UCS1:
      *at = (uint8_t)code;
      return 1;
    case CD_UCS2:
      memcpy(at, &narrow, sizeof narrow);
      return sizeof narrow;
    default:
      memcpy(at, &code, sizeof code);
      return sizeof code;
  }
}

static bool fits(const test_case *self, cd_form form) {
  uint32_t limit = form == CD_UCS1 ? 0x100 : form == CD_UCS2 ? 0x10000 : CD_BAD_CODE;
  for (size_t i = 0; i < self->n; i++)
    if (self->code[i] >= limit) return false;
  return true;
}

/* Encode the case into `units` and its boundaries into `at`, in units. */
static cd_text encode(const test_case *self, cd_form form, uint32_t *units, uint32_t *at,
                      size_t *n_at) {
  size_t unit_size = form == CD_UTF8 ? 1 : (size_t)form;
  size_t bytes = 0;
  *n_at = 0;
  for (size_t i = 0; i < self->n; i++) {
    if (self->breaks[i]) at[(*n_at)++] = (uint32_t)(bytes / unit_size);
    bytes += put_code(form, self->code[i], (uint8_t *)units + bytes);
  }
  if (self->breaks[self->n]) at[(*n_at)++] = (uint32_t)(bytes / unit_size);
  cd_text text = {units, bytes / unit_size, form};
  return text;
}

static bool passes(const test_case *self, cd_form form, boundary_finder *find) {
  uint32_t units[MAX_CODES], expected[MAX_CODES + 1], found[4 * MAX_CODES + 1];
  size_t n_expected;
  cd_text text = encode(self, form, units, expected, &n_expected);
  size_t n = find(text, found);
  return n == n_expected && memcmp(found, expected, n * sizeof *found) == 0;
}

/* ---- a file of cases ------------------------------------------------------ */

/* "÷ 0061 × 0308 ÷ # ..."; false when the line holds no case. */
static bool parse_case(char *line, test_case *self) {
  char *comment = strchr(line, '#');
  if (comment) *comment = '\0';
  self->n = 0;
  self->breaks[0] = false;
  for (char *word = strtok(line, " \t\r\n"); word; word = strtok(NULL, " \t\r\n")) {
    if (strcmp(word, "÷") == 0) {
      self->breaks[self->n] = true;
    } else if (strcmp(word, "×") != 0 && self->n < MAX_CODES) {
      self->code[self->n++] = (uint32_t)strtoul(word, NULL, 16);
      self->breaks[self->n] = false;
    }
  }
  return self->n > 0;
}

static void test_form(FILE *file, const char *name, cd_form form, boundary_finder *find) {
  char line[MAX_LINE];
  size_t n = 0, good = 0;
  test_case one;
  rewind(file);
  for (int number = 1; fgets(line, sizeof line, file); number++) {
    if (!parse_case(line, &one) || !fits(&one, form)) continue;
    bool passed = passes(&one, form, find);
    n++;
    good += passed;
    if (!passed) fprintf(stderr, "%s.txt:%d: other boundaries\n", name, number);
  }
  static const char *const form_name[] = {"UTF-8", "UCS1", "UCS2", "", "UCS4"};
  printf("%s %zu of %zu (%s)\n", name, good, n, form_name[form]);
  CHECK(n > 0);
  CHECK(good == n);
}

/* Its first line, "# WordBreakTest-15.0.0.txt", names the version of our tables. */
static bool is_of_our_version(FILE *file, const char *name) {
  char line[MAX_LINE], want[MAX_LINE];
  snprintf(want, sizeof want, "# %s-%s.txt\n", name, cd_unicode_version());
  return fgets(line, sizeof line, file) && !strcmp(line, want);
}

static bool test_file(const char *folder, const char *name, boundary_finder *find) {
  static const cd_form forms[] = {CD_UTF8, CD_UCS1, CD_UCS2, CD_UCS4};
  char path[MAX_LINE];
  snprintf(path, sizeof path, "%s/%s.txt", folder, name);
  FILE *file = fopen(path, "r");
  if (!file) return false;
  bool is_ours = is_of_our_version(file, name);
  for (size_t i = 0; is_ours && i < sizeof forms / sizeof *forms; i++)
    test_form(file, name, forms[i], find);
  fclose(file);
  return is_ours;
}

/* ---- what the files do not say --------------------------------------------- */

typedef struct boundaries {
  size_t at[8], n;
} boundaries;

static void append(void *context, size_t at) {
  boundaries *self = context;
  if (self->n < 8) self->at[self->n++] = at;
}

static cd_text utf8(const char *string) {
  cd_text text = {string, strlen(string), CD_UTF8};
  return text;
}

static void a_part_is_a_text_of_its_own(void) {
  uint32_t at[16];
  CHECK(cd_uax29_word_ends(utf8("can't go on"), 1, 8, at) == 3);
  CHECK(at[0] == 5 && at[1] == 6 && at[2] == 8);
  /* The t outside joins nothing: WB6 sees the end after "n'". */
  CHECK(cd_uax29_word_ends(utf8("can't"), 2, 4, at) == 2);
  CHECK(at[0] == 3 && at[1] == 4);
}

static void an_empty_text_has_no_boundary(void) {
  uint32_t at[1];
  CHECK(cd_uax29_words(utf8(""), at) == 0);
  CHECK(cd_uax29_sentences(utf8(""), at) == 0);
  CHECK(cd_uax29_word_ends(utf8("abc"), 2, 2, at) == 0);
}

static void a_newline_ends_a_sentence_unless_it_is_a_space(void) {
  cd_text text = utf8("He\r\nspoke.\nThey left.");
  boundaries lines = {{0}, 0}, prose = {{0}, 0};
  cd_uax29_sentence_ends(text, 0, text.n, false, append, &lines);
  cd_uax29_sentence_ends(text, 0, text.n, true, append, &prose);
  CHECK(lines.n == 3 && lines.at[0] == 4 && lines.at[1] == 11 && lines.at[2] == 21);
  CHECK(prose.n == 2 && prose.at[0] == 11 && prose.at[1] == 21);
}

static void a_lower_case_letter_far_ahead_undoes_a_sentence_end(void) {
  boundaries found = {{0}, 0};
  cd_text text = utf8("No. 12 (34) on. 5 % To");
  cd_uax29_sentence_ends(text, 0, text.n, false, append, &found);
  CHECK(found.n == 2 && found.at[0] == 16 && found.at[1] == 22);
}

int main(int n_arguments, char **argument) {
  const char *folder = n_arguments > 1 ? argument[1] : "/usr/share/unicode/auxiliary";
  an_empty_text_has_no_boundary();
  a_part_is_a_text_of_its_own();
  a_newline_ends_a_sentence_unless_it_is_a_space();
  a_lower_case_letter_far_ahead_undoes_a_sentence_end();
  bool has_files = test_file(folder, "WordBreakTest", cd_uax29_words) &&
                   test_file(folder, "SentenceBreakTest", cd_uax29_sentences);
  if (failures) return 1;
  if (has_files) return 0;
  printf(
      "skipped: no WordBreakTest.txt and SentenceBreakTest.txt of Unicode %s in %s "
      "(Debian 12: unicode-data)\n",
      cd_unicode_version(), folder);
  return SKIPPED;
}
