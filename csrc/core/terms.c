#include <string.h>

#include "doc.h"
#include "lexicon.h"
#include "rules.h"

/* ---- kept types -------------------------------------------------------------------- */

/* Terms lie in gram_type, one after the other; a CD_NONE parts two that no
 * n-gram may join. */
static cd_status keep_type(cd_doc *doc, uint32_t type, size_t *n) {
  cd_status status =
      cd_grow(&doc->gram_type, &doc->room_gram_types, *n + 1, sizeof *doc->gram_type);
  if (!status) doc->gram_type[(*n)++] = type;
  return status;
}

static cd_status part(cd_doc *doc, size_t *n) {
  if (!*n || doc->gram_type[*n - 1] == CD_NONE) return CD_OK;
  return keep_type(doc, CD_NONE, n);
}

static bool has_term(const cd_doc *doc, size_t token, cd_lexicon *lexicon,
                     cd_status *status) {
  cd_slice term = {NULL, 0};
  *status = cd_type_term(lexicon, doc->type[token], &term);
  return !*status && term.n;
}

/* The terms among tokens [first, end). */
static cd_status keep_run(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                          uint32_t first, uint32_t end, size_t *n) {
  for (uint32_t i = first; i < end; i++) {
    cd_status status;
    bool kept = has_term(doc, i, lexicon, &status);
    if (!status && kept)
      status = keep_type(doc, doc->type[i], n);
    else if (!status && !rules->options.ngrams_cross &&
             cd_facts(lexicon, doc->type[i])->shape & (T_LETTER | T_DIGIT))
      status = part(doc, n); /* a removed word */
    if (status) return status;
  }
  return rules->options.ngrams_cross ? CD_OK : part(doc, n);
}

static cd_status keep_sentences(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                                size_t first, size_t end, size_t *n) {
  cd_status status = CD_OK;
  for (size_t s = first; s < end && !status; s++)
    status =
        keep_run(doc, rules, lexicon, doc->first_token[s], doc->first_token[s + 1], n);
  return status;
}

static cd_status keep_blocks(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                             size_t *n) {
  cd_status status = CD_OK;
  for (size_t b = 0; b < doc->n_blocks && !status; b++)
    if (rules->options.blocks >> doc->block_kind[b] & 1)
      status = keep_sentences(doc, rules, lexicon, doc->first_sentence[b],
                              doc->first_sentence[b + 1], n);
  return status;
}

static cd_status keep_all(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                          size_t *n) {
  if (rules->options.blocks) return keep_blocks(doc, rules, lexicon, n);
  if (doc->depth >= CD_READ_SENTENCES)
    return keep_sentences(doc, rules, lexicon, 0, doc->n_sentences, n);
  return keep_run(doc, rules, lexicon, 0, (uint32_t)doc->n_tokens, n);
}

/* ---- n-grams ------------------------------------------------------------------------- */

static cd_status put_gram(cd_doc *doc, size_t first, uint32_t length) {
  size_t need = doc->n_grams + 1;
  cd_status status =
      cd_grow(&doc->gram_first, &doc->room_grams, need, sizeof *doc->gram_first);
  if (!status) status = cd_grow(&doc->gram_length, &doc->room_lengths, need, 1);
  if (status) return status;
  doc->gram_first[doc->n_grams] = (uint32_t)first;
  doc->gram_length[doc->n_grams++] = (uint8_t)length;
  return CD_OK;
}

/* Every run of `length` types with no part inside. */
static cd_status put_grams(cd_doc *doc, uint32_t length, size_t n) {
  size_t run = 0; /* types since the last part */
  for (size_t i = 0; i < n; i++) {
    run = doc->gram_type[i] == CD_NONE ? 0 : run + 1;
    if (run < length) continue;
    cd_status status = put_gram(doc, i + 1 - length, length);
    if (status) return status;
  }
  return CD_OK;
}

cd_status cd_doc_terms(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                       cd_terms *terms) {
  size_t n = 0;
  doc->n_grams = 0;
  cd_status status = keep_all(doc, rules, lexicon, &n);
  for (uint32_t length = rules->options.ngram_min;
       length <= rules->options.ngram_max && !status; length++)
    status = put_grams(doc, length, n);
  cd_terms found = {doc->n_grams, doc->gram_first, doc->gram_length, doc->gram_type};
  if (status) found.n = doc->n_grams = 0;
  *terms = found;
  return status;
}
