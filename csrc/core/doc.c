#include "doc.h"

#include <string.h>

#include "block.h"
#include "layout.h"
#include "lexicon.h"
#include "looks.h"
#include "rules.h"
#include "sentence.h"
#include "text.h"
#include "token.h"

cd_status cd_doc_new(cd_doc **doc) {
  *doc = cd_resize(NULL, sizeof **doc);
  if (!*doc) return CD_NO_MEMORY;
  memset(*doc, 0, sizeof **doc);
  (*doc)->headline = CD_NONE;
  return CD_OK;
}

static void release_columns(cd_doc *doc) {
  void *const columns[] = {doc->start,
                           doc->end,
                           doc->kind,
                           doc->type,
                           doc->looks,
                           doc->lines.first_token,
                           doc->lines.blank_before,
                           doc->first_token,
                           doc->rule,
                           doc->score,
                           doc->first_sentence,
                           doc->block_kind,
                           doc->gram_first,
                           doc->gram_type,
                           doc->gram_length,
                           doc->raw_start,
                           doc->raw_end,
                           doc->candidate,
                           doc->raw_kind,
                           doc->scratch};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) cd_release(columns[i]);
  cd_chunk_free(&doc->chunk);
  cd_buffer_free(&doc->word);
  cd_buffer_free(&doc->folded);
}

void cd_doc_clear(cd_doc *doc) {
  release_columns(doc);
  memset(doc, 0, sizeof *doc);
  doc->headline = CD_NONE;
}

void cd_doc_free(cd_doc *doc) {
  if (!doc) return;
  release_columns(doc);
  cd_release(doc);
}

void cd_doc_watch(cd_doc *doc, bool (*stop)(void *context), void *context) {
  doc->stop = stop;
  doc->stop_context = context;
}

static void forget(cd_doc *doc) {
  doc->n_tokens = doc->n_sentences = doc->n_blocks = doc->n_grams = doc->lines.n = 0;
  doc->headline = CD_NONE;
  memset(&doc->date, 0, sizeof doc->date);
}

/* ---- reading ---------------------------------------------------------------------- */

/* Units, or tokens, between two looks at doc->stop. */
enum { STEP = 1 << 20 };

/* In steps that end before the start of a character. */
static cd_status check_utf8(const cd_doc *doc, cd_text text) {
  const uint8_t *bytes = text.units;
  size_t start, end;
  while (text.n > STEP) {
    size_t n = STEP;
    while (n > STEP - 3 && (bytes[n] & 0xC0) == 0x80) n--;
    if (cd_doc_stopped(doc)) return CD_STOPPED;
    cd_status status = cd_text_check((cd_text){bytes, n, CD_UTF8}, &start, &end);
    if (status) return status;
    bytes += n;
    text.n -= n;
  }
  text.units = bytes;
  return cd_text_check(text, &start, &end);
}

static cd_status check(const cd_doc *doc, cd_text text, const cd_rules *rules) {
  if (cd_utf8_room(text.form, text.n) > CD_MAX_BYTES &&
      cd_text_bytes(text) > CD_MAX_BYTES)
    return CD_TOO_LONG;
  if (text.form != CD_UTF8 || rules->options.replace_errors) return CD_OK;
  return check_utf8(doc, text);
}

static cd_status read_types(cd_doc *doc, cd_lexicon *lexicon) {
  cd_status status =
      cd_grow(&doc->type, &doc->room_types, doc->n_tokens, sizeof *doc->type);
  for (size_t at = 0; at < doc->n_tokens && !status; at += STEP) {
    size_t n = doc->n_tokens - at < STEP ? doc->n_tokens - at : STEP;
    if (at && cd_doc_stopped(doc)) return CD_STOPPED;
    status = cd_lexicon_types(lexicon, doc->text, doc->start + at, doc->end + at, n,
                              doc->type + at);
  }
  return status;
}

static cd_status read_tokens(cd_doc *doc, const cd_rules *rules) {
  size_t at = 0;
  return cd_tokens_read(doc, rules, &at, doc->text.n);
}

/* The road, as far as `depth` asks. */
static cd_status read(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                      cd_depth depth, const cd_watch *watch) {
  cd_status status = read_tokens(doc, rules);
  if (!status && depth >= CD_READ_TYPES) status = read_types(doc, lexicon);
  if (!status && depth >= CD_READ_SENTENCES) status = cd_looks_read(doc);
  if (!status && depth >= CD_READ_SENTENCES)
    status = cd_layout_read(doc, rules->options.layout);
  if (!status && depth >= CD_READ_SENTENCES)
    status = cd_sentences_read(doc, rules, lexicon, watch);
  if (!status && depth >= CD_READ_BLOCKS) status = cd_blocks_label(doc, rules, lexicon);
  return status;
}

static cd_status read_text(cd_doc *doc, cd_text text, const cd_rules *rules,
                           cd_lexicon *lexicon, cd_depth depth, const cd_watch *watch) {
  forget(doc);
  cd_status status = check(doc, text, rules);
  if (status) return status;
  doc->text = text;
  doc->depth = depth;
  status = read(doc, rules, lexicon, depth, watch);
  if (status) forget(doc);
  return status;
}

cd_status cd_doc_read(cd_doc *doc, cd_text text, const cd_rules *rules,
                      cd_lexicon *lexicon, cd_depth depth) {
  return read_text(doc, text, rules, lexicon, depth, NULL);
}

cd_status cd_doc_gaps(cd_doc *doc, cd_text text, const cd_rules *rules,
                      cd_lexicon *lexicon, cd_gap_reader *reader, void *context) {
  const cd_watch watch = {.reader = reader, .context = context};
  return read_text(doc, text, rules, lexicon, CD_READ_SENTENCES, &watch);
}

cd_status cd_doc_append(cd_doc *doc, cd_text text, const cd_rules *rules) {
  size_t n = doc->n_tokens;
  cd_status status = check(doc, text, rules);
  if (status) return status;
  doc->text = text;
  doc->depth = CD_READ_TOKENS;
  status = read_tokens(doc, rules);
  if (status) doc->n_tokens = n;
  return status;
}

/* Units whose tokens are read at once, when they are wanted in stretches: their
 * columns stay in the second cache. */
enum { STRETCH = 64 * 1024 };

void cd_doc_open(cd_doc *doc, cd_text text) {
  forget(doc);
  doc->text = text;
  doc->depth = CD_READ_TOKENS;
  doc->read = 0;
}

/* Forget all tokens but the last, which the rules may ask for; returns how many
 * are left. */
static size_t keep_last(cd_doc *doc) {
  if (doc->n_tokens < 2) return doc->n_tokens;
  doc->start[0] = doc->start[doc->n_tokens - 1];
  doc->end[0] = doc->end[doc->n_tokens - 1];
  return doc->n_tokens = 1;
}

cd_status cd_doc_next(cd_doc *doc, const cd_rules *rules, cd_token_columns *tokens) {
  size_t kept = keep_last(doc);
  cd_status status = doc->read ? CD_OK : check(doc, doc->text, rules);
  if (!status) status = cd_tokens_read(doc, rules, &doc->read, STRETCH);
  if (status) return status;
  *tokens = (cd_token_columns){doc->n_tokens - kept, doc->start + kept, doc->end + kept,
                               doc->kind + kept, NULL};
  return CD_OK;
}

size_t cd_doc_unread(const cd_doc *doc) { return doc->text.n - doc->read; }

static cd_status read_type_column(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon,
                                  size_t *n) {
  cd_token_columns new;
  cd_status status = CD_OK;
  for (bool more = true; more && !status; more = cd_doc_unread(doc)) {
    status = cd_doc_next(doc, rules, &new);
    if (!status)
      status = cd_grow(&doc->type, &doc->room_types, *n + new.n, sizeof *doc->type);
    if (status) return status;
    status =
        cd_lexicon_types(lexicon, doc->text, new.start, new.end, new.n, doc->type + *n);
    *n += new.n;
  }
  return status;
}

cd_status cd_doc_read_types(cd_doc *doc, cd_text text, const cd_rules *rules,
                            cd_lexicon *lexicon, const uint32_t **type, size_t *n) {
  *n = 0;
  cd_doc_open(doc, text);
  cd_status status = read_type_column(doc, rules, lexicon, n);
  forget(doc);
  *type = doc->type;
  return status;
}

/* ---- columns ------------------------------------------------------------------------ */

cd_token_columns cd_doc_tokens(const cd_doc *doc) {
  const uint32_t *type = doc->depth >= CD_READ_TYPES ? doc->type : NULL;
  cd_token_columns columns = {doc->n_tokens, doc->start, doc->end, doc->kind, type};
  return columns;
}

cd_sentence_columns cd_doc_sentences(const cd_doc *doc) {
  cd_sentence_columns columns = {doc->n_sentences, doc->first_token, doc->rule,
                                 doc->score};
  return columns;
}

cd_block_columns cd_doc_blocks(const cd_doc *doc) {
  cd_block_columns columns = {doc->n_blocks, doc->first_sentence, doc->block_kind};
  return columns;
}

uint32_t cd_doc_headline(const cd_doc *doc) { return doc->headline; }
cd_date cd_doc_date(const cd_doc *doc) { return doc->date; }

const char *cd_token_kind_name(cd_token_kind kind) {
  static const char *const names[CD_TOKEN_KINDS] = {
      "word",    "number",  "punct", "symbol",   "url",  "email",
      "hashtag", "mention", "emoji", "ellipsis", "dash", "other"};
  return names[kind];
}

const char *cd_block_kind_name(cd_block_kind kind) {
  static const char *const names[CD_BLOCK_KINDS] = {
      "headline", "subhead", "date",  "byline", "paragraph", "list",     "quote",
      "caption",  "link",    "label", "teaser", "comment",   "colophon", "other"};
  return names[kind];
}

/* ---- why ----------------------------------------------------------------------------- */

/* The first token that starts behind `at`, or the token count. */
static uint32_t token_behind(const cd_doc *doc, uint32_t at) {
  size_t low = 0, high = doc->n_tokens;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (doc->start[middle] > at)
      high = middle;
    else
      low = middle + 1;
  }
  return (uint32_t)low;
}

/* The gap that holds `at`, or the one after the token that holds it; a token
 * that starts at `at` has its gap before it asked about. */
static uint32_t right_of(const cd_doc *doc, uint32_t at) {
  uint32_t right = token_behind(doc, at);
  return right && doc->start[right - 1] == at ? right - 1 : right;
}

cd_status cd_doc_explain(cd_doc *doc, cd_text text, const cd_rules *rules,
                         cd_lexicon *lexicon, uint32_t at, cd_explanation *why) {
  cd_explanation nothing = {CD_NONE, CD_NONE, false, RULE_NO_CANDIDATE, -1, 0,
                            0,       {0},     {0}};
  *why = nothing;
  cd_status status = cd_doc_read(doc, text, rules, lexicon, CD_READ_SENTENCES);
  if (status) return status;
  uint32_t right = right_of(doc, at);
  why->right = right; /* what cd_sentences_read tells of */
  status = cd_sentences_read(doc, rules, lexicon, &(cd_watch){.why = why});
  why->left = right ? right - 1 : CD_NONE;
  if (right == doc->n_tokens) why->right = CD_NONE;
  return status;
}
