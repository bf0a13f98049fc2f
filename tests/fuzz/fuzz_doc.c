/* Any bytes, read as any form of text under any style and layout, hold to the
 * laws: tokens ascend and are disjoint, sentences and blocks tile them. The
 * input's first byte chooses form, style and layout, the second the language. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

static void must(bool holds, const char *law) {
  if (holds) return;
  fprintf(stderr, "broken: %s\n", law);
  abort();
}

static void check_tokens(cd_token_columns tokens, size_t n) {
  uint32_t end = 0;
  for (size_t i = 0; i < tokens.n; i++) {
    must(tokens.start[i] >= end, "tokens ascend and are disjoint");
    must(tokens.end[i] > tokens.start[i], "a token is not empty");
    must(tokens.kind[i] < CD_TOKEN_KINDS, "a token has a kind");
    end = tokens.end[i];
  }
  must(end <= n, "tokens lie in the text");
}

static void check_tiles(const uint32_t *first, size_t n, size_t of, const char *law) {
  if (!n) {
    must(!of, law);
    return;
  }
  must(first[0] == 0 && first[n] == of, law);
  for (size_t i = 0; i < n; i++) must(first[i] < first[i + 1], law);
}

static void check_doc(cd_doc *doc, cd_text text, const cd_rules *rules,
                      cd_lexicon *lexicon) {
  cd_status status = cd_doc_read(doc, text, rules, lexicon, CD_READ_BLOCKS);
  must(status == CD_OK, "a text is no error");
  cd_token_columns tokens = cd_doc_tokens(doc);
  cd_sentence_columns sentences = cd_doc_sentences(doc);
  cd_block_columns blocks = cd_doc_blocks(doc);
  check_tokens(tokens, text.n);
  check_tiles(sentences.first_token, sentences.n, tokens.n, "sentences tile the tokens");
  check_tiles(blocks.first_sentence, blocks.n, sentences.n, "blocks tile the sentences");
  for (size_t i = 0; i < tokens.n; i++) {
    cd_slice slice;
    must(cd_type_stem(lexicon, tokens.type[i], &slice) == CD_OK, "a token has a stem");
    must(cd_type_lower(lexicon, tokens.type[i], &slice) == CD_OK,
         "a token has a lower case");
  }
  cd_terms terms;
  must(cd_doc_terms(doc, rules, lexicon, &terms) == CD_OK, "a doc has terms");
  cd_explanation why;
  uint32_t at = (uint32_t)(text.n / 2);
  if (text.n)
    must(cd_doc_explain(doc, text, rules, lexicon, at, &why) == CD_OK,
         "a place has a reason");
}

/* Rules by the two choosing bytes; kept for the life of the process. */
static cd_rules *rules_for(uint8_t how, uint8_t language) {
  static cd_rules *known[256][4];
  static const char *const names[4] = {"english", "french", "turkish", "cs"};
  cd_rules **slot = &known[how][language & 3];
  if (*slot) return *slot;
  cd_options options = cd_options_default();
  options.language = names[language & 3];
  options.style = (cd_style)((how >> 2) % 3);
  options.layout = (cd_layout)(how >> 4 & 3);
  options.hyphens = (cd_hyphens)((how >> 6) % 3);
  options.replace_errors = true;
  if (cd_rules_new(&options, slot) != CD_OK) abort();
  return *slot;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (n < 2) return 0;
  static const cd_form forms[4] = {CD_UTF8, CD_UCS1, CD_UCS2, CD_UCS4};
  cd_form form = forms[data[0] & 3];
  size_t width = form == CD_UTF8 ? 1 : (size_t)form;
  size_t units = (n - 2) / width;
  /* exactly as large as the text, so that one unit too far is seen */
  void *copy = malloc(units * width + !units);
  if (!copy) return 0;
  memcpy(copy, data + 2, units * width);
  if (form == CD_UCS4)
    for (size_t i = 0; i < units; i++) ((uint32_t *)copy)[i] %= 0x110000;

  cd_rules *rules = rules_for(data[0], data[1]);
  cd_lexicon *lexicon = NULL;
  cd_doc *doc = NULL;
  if (cd_lexicon_new(rules, n, &lexicon) == CD_OK && cd_doc_new(&doc) == CD_OK) {
    cd_text text = {copy, units, form};
    check_doc(doc, text, rules, lexicon);
  }
  cd_doc_free(doc);
  cd_lexicon_free(lexicon);
  free(copy);
  return 0;
}
