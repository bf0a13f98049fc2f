/* Any bytes, taken for the file of a boundary model, are refused or do no harm:
 * sentences and their reasons are read by it. The input's first byte says whether the
 * header is put right first, so that what lies behind it is reached. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

/* Places in the file, as docs/models.md has them. */
enum { AT_FEATURES = 10, AT_BITS = 12, AT_WEIGHTS = 20, AT_NOTES = 24, AT_SUM = 48 };
enum { HEADER = 56, BITS = 8 };

static const char text[] =
    "Mr. Khan fell 3.5% on Monday … Nobody knew why. “Are we done?” Dr. Reed asked at "
    "5 p.m. Then he left; she stayed (see p. 7). today is fine!! ok. - One - Two";

static void must(bool holds, const char *law) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", law);
  abort();
}

static void put_right(uint8_t *file, size_t n) {
  static const char magic[8] = {'c', 'd', 'm', 'o', 'd', 'e', 'l', '\n'};
  uint16_t format = 1, features = CD_MODEL_FEATURES;
  uint32_t weights = 1u << BITS, notes = (uint32_t)(n - HEADER - weights);
  memcpy(file, magic, sizeof magic);
  memcpy(file + sizeof magic, &format, sizeof format);
  memcpy(file + AT_FEATURES, &features, sizeof features);
  file[AT_BITS] = BITS;
  memcpy(file + AT_WEIGHTS, &weights, sizeof weights);
  memcpy(file + AT_NOTES, &notes, sizeof notes);
  file[AT_SUM - 1] = 0;
  uint64_t sum = cd_model_checksum(file, n);
  memcpy(file + AT_SUM, &sum, sizeof sum);
}

static void read_text(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon) {
  cd_text all = {text, sizeof text - 1, CD_UTF8};
  must(cd_doc_read(doc, all, rules, lexicon, CD_READ_BLOCKS) == CD_OK, "a text is read");
  for (uint32_t at = 0; at < sizeof text; at += 7) {
    cd_explanation why;
    must(cd_doc_explain(doc, all, rules, lexicon, at, &why) == CD_OK, "a reason");
  }
}

static void use(const cd_model *model) {
  cd_slice notes = cd_model_notes(model), file = cd_model_file(model);
  must(strlen(cd_model_language(model)) < 20, "a language ends");
  must(notes.bytes + notes.n == file.bytes + file.n, "notes are the rest");
  cd_options options = cd_options_default();
  options.model = model;
  cd_rules *rules = NULL;
  cd_lexicon *lexicon = NULL;
  cd_doc *doc = NULL;
  if (cd_rules_new(&options, &rules) == CD_OK && cd_doc_new(&doc) == CD_OK &&
      cd_lexicon_new(rules, 1, &lexicon) == CD_OK)
    read_text(doc, rules, lexicon);
  cd_doc_free(doc);
  cd_lexicon_free(lexicon);
  cd_rules_free(rules);
}

static void open_and_use(const uint8_t *file, size_t n, bool is_sound) {
  cd_model *model = NULL;
  cd_status status = cd_model_open(file, n, &model);
  must(status == CD_OK || (status == CD_BAD_MODEL && !model), "opened or refused");
  must(!is_sound || status == CD_OK, "put right");
  if (model) use(model);
  cd_model_free(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (n < 1) return 0;
  bool is_sound = (data[0] & 1) && n - 1 >= HEADER + (1u << BITS);
  uint8_t *file = malloc(n - 1 + (n == 1)); /* exactly as large */
  if (!file) return 0;
  memcpy(file, data + 1, n - 1);
  if (is_sound) put_right(file, n - 1);
  open_and_use(file, n - 1, is_sound);
  free(file);
  return 0;
}
