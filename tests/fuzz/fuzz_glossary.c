/* Any bytes, taken for the file of a glossary, are refused or do no harm: every term,
 * search, merge and pruning stays inside them. The input's first byte says whether
 * the header is put right first, so that what lies behind it is reached. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

enum { HEADER = 64, AT_SUM = 56, LANES = 4 };

/* The checksum, as docs/files.md has it. */
static uint64_t stir(uint64_t sum, uint64_t eight) {
  sum = (sum ^ eight) * 0x9E3779B97F4A7C15u;
  return sum ^ sum >> 32;
}

static uint64_t header_sum(const uint8_t *bytes) {
  uint64_t lane[LANES] = {AT_SUM, 1, 2, 3}, eight[2 * LANES] = {0}, sum = 0;
  memcpy(eight, bytes, AT_SUM);
  for (size_t i = 0; i < LANES; i++)
    sum = stir(sum, stir(stir(lane[i], eight[i]), eight[i + LANES]));
  return sum;
}

/* As many terms as there is room for, by a count that the bytes choose. */
static void put_right(uint8_t *file, size_t n) {
  static const char magic[8] = {'c', 'd', 'v', 'o', 'c', 'a', 'b', '\n'};
  uint64_t most = (n - HEADER - 8) / 24, terms = most ? file[HEADER] % (most + 1) : 0,
           bytes = n - HEADER - 8 - 24 * terms, format = 1;
  memcpy(file, magic, sizeof magic);
  memcpy(file + 8, &format, 8);
  memcpy(file + 16, &terms, 8);
  memcpy(file + 24, &bytes, 8);
  uint64_t sum = header_sum(file);
  memcpy(file + AT_SUM, &sum, 8);
}

static void must(bool holds, const char *law) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", law);
  abort();
}

static void use(const cd_glossary *glossary) {
  size_t at = 0, sum = 0;
  for (size_t i = 0; i < glossary->n; i++) {
    cd_slice term = cd_glossary_term(glossary, i);
    for (size_t b = 0; b < term.n; b++) sum += term.bytes[b];
    if (cd_glossary_find(glossary, term, &at)) must(at < glossary->n, "a number is one");
  }
  cd_glossary made = {0}, pruned = {0};
  cd_glossary_limits limits = {1, 100, sum % 8, sum & 8};
  must(cd_glossary_merge(glossary, glossary, &made) == CD_OK, "merged");
  must(cd_glossary_prune(&made, &limits, &pruned) == CD_OK, "pruned");
  must(pruned.n <= limits.terms, "pruned to what was asked for");
  cd_glossary again;
  must(!cd_glossary_open(made.file.bytes, made.file.n, true, &again), "made is sound");
  cd_glossary_free(&made);
  cd_glossary_free(&pruned);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (n < 1) return 0;
  uint8_t *file = malloc(n - 1 + (n == 1)); /* exactly as large, at a multiple of 8 */
  if (!file) return 0;
  memcpy(file, data + 1, n - 1);
  cd_glossary glossary;
  if ((data[0] & 1) && n - 1 >= HEADER + 8) {
    put_right(file, n - 1);
    must(!cd_glossary_open(file, n - 1, false, &glossary), "put right");
    use(&glossary);
  }
  if (!cd_glossary_open(file, n - 1, data[0] & 2, &glossary)) use(&glossary);
  free(file);
  return 0;
}
