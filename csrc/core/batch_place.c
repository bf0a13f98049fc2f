/* Stretches -> columns of the whole batch. */
#include <string.h>

#include "batch.h"
#include "lexicon.h"
#include "rules.h"

/* ---- room ------------------------------------------------------------------------ */

static uint64_t units_of(const cd_batch_job *job) {
  uint64_t n = 0;
  for (size_t i = 0; i < job->n; i++)
    if (job->status[i] == CD_TEXT_READ) n += job->text[i].n;
  return n;
}

static cd_status reserve_types(cd_places *places, size_t n) {
  cd_batch *to = &places->columns;
  cd_status status = cd_grow(&to->type, &places->room_types, n, sizeof *to->type);
  return status ? status : cd_grow(&to->flags, &places->room_flags, n, 1);
}

static cd_status reserve(cd_places *places, unsigned want, size_t tokens,
                         size_t sentences) {
  cd_batch *to = &places->columns;
  cd_status status = CD_OK;
  if (want & CD_WANT_SPANS)
    status = cd_spans_grow(&to->start, &to->end, &to->kind, &places->room_spans, tokens);
  if (!status && want & CD_WANT_TYPES) status = reserve_types(places, tokens);
  if (!status && want & CD_WANT_TERMS)
    status = cd_grow(&to->term, &places->room_terms, tokens, sizeof *to->term);
  if (!status && want & CD_WANT_SENTENCES)
    status = cd_grow(&to->sentence_offsets, &places->room_sentences, sentences + 1,
                     sizeof *to->sentence_offsets);
  return status;
}

/* News has a sentence every 25 tokens. */
static cd_status reserve_first(cd_places *places, const cd_batch_job *job) {
  size_t tokens = cd_likely_tokens(units_of(job));
  return reserve(places, job->want, tokens, tokens / 16);
}

static cd_status make_column(int64_t **column, size_t n) {
  *column = cd_resize(NULL, n * sizeof **column);
  if (!*column) return CD_NO_MEMORY;
  **column = 0;
  return CD_OK;
}

cd_status cd_places_open(cd_places *places, const cd_batch_job *job, bool is_one) {
  *places = (cd_places){.types.seed = job->seed, .terms.seed = job->seed};
  cd_batch *to = &places->columns;
  to->n_docs = job->n;
  cd_status status = make_column(&to->doc_offsets, job->n + 1);
  if (!status && job->want & CD_WANT_SENTENCES)
    status = make_column(&to->doc_sentences, job->n + 1);
  if (!status)
    status = is_one ? reserve(places, job->want, 1, 1) : reserve_first(places, job);
  if (!status && job->want & CD_WANT_SENTENCES) *to->sentence_offsets = 0;
  return status;
}

/* ---- places, in the order of the items ---------------------------------------------- */

bool cd_places_have_room(const cd_places *places, const cd_batch_job *job,
                         const cd_stretch *stretch) {
  size_t tokens = places->columns.n_tokens + stretch->n_tokens;
  if (job->want & CD_WANT_SPANS && tokens > places->room_spans) return false;
  if (job->want & CD_WANT_TYPES && tokens > places->room_types) return false;
  if (job->want & CD_WANT_TERMS && tokens > places->room_terms) return false;
  return !(job->want & CD_WANT_SENTENCES) ||
         places->columns.n_sentences + stretch->n_sentences < places->room_sentences;
}

cd_status cd_places_grow(cd_places *places, const cd_batch_job *job,
                         const cd_stretch *stretch) {
  return reserve(places, job->want, places->columns.n_tokens + stretch->n_tokens,
                 places->columns.n_sentences + stretch->n_sentences);
}

/* `*column` and its room from now on those of `*from`, if there are any. */
#define ADOPT(column, room, from, room_there) \
  do {                                        \
    if (!(from)) break;                       \
    cd_release(column);                       \
    (column) = (void *)(from);                \
    (room) = (room_there);                    \
    (from) = NULL;                            \
  } while (0)

void cd_places_adopt(cd_places *places, const cd_batch_job *job, cd_stretch *only) {
  cd_batch *to = &places->columns;
  if (job->want & CD_WANT_SPANS) {
    ADOPT(to->start, places->room_spans, only->start, only->room_tokens);
    ADOPT(to->end, places->room_spans, only->end, only->room_tokens);
    ADOPT(to->kind, places->room_spans, only->kind, only->room_tokens);
    only->room_tokens = 0;
  }
  if (job->want & CD_WANT_TYPES) {
    ADOPT(to->type, places->room_types, only->type, only->room_types);
    ADOPT(to->flags, places->room_flags, only->flags, only->room_flags);
    only->room_types = only->room_flags = 0;
  }
}

static cd_status number(cd_newcomers *of, cd_vocabulary *vocabulary) {
  return cd_vocabulary_add(vocabulary, of->string, of->n, of->id);
}

cd_status cd_places_add(cd_places *places, cd_stretch *stretch) {
  cd_status status = number(&stretch->types, &places->types);
  if (!status) status = number(&stretch->terms, &places->terms);
  stretch->token_base = places->columns.n_tokens;
  stretch->sentence_base = places->columns.n_sentences;
  places->columns.n_tokens += stretch->n_tokens;
  places->columns.n_sentences += stretch->n_sentences;
  return status;
}

/* ---- copies ---------------------------------------------------------------------------- */

static void learn(const cd_stretch *stretch, cd_type_ids *ids) {
  const cd_newcomers *types = &stretch->types, *terms = &stretch->terms;
  for (size_t i = 0; i < types->n; i++) ids[types->type[i]].type = types->id[i];
  for (size_t i = 0; i < terms->n; i++) ids[terms->type[i]].term = terms->id[i];
}

static void copy_edges(const uint32_t *end, size_t n, size_t base, int64_t *to) {
  for (size_t i = 0; i < n; i++) to[i] = (int64_t)(base + end[i]);
}

/* An adopted stretch has its types where their ids will be. */
static const uint32_t *types_of(const cd_stretch *stretch, const cd_batch *to) {
  return stretch->type ? stretch->type : (const uint32_t *)to->type;
}

/* Tokens [from, from + n) of a stretch. */
static void copy_types(const cd_stretch *stretch, const cd_type_ids *ids, size_t from,
                       size_t n, cd_batch to) {
  const uint32_t *type = types_of(stretch, &to) + from;
  int32_t *at = to.type + stretch->token_base + from;
  for (size_t i = 0; i < n; i++) at[i] = ids[type[i]].type;
  if (stretch->flags)
    memcpy(to.flags + stretch->token_base + from, stretch->flags + from, n);
}

static void copy_terms(const cd_stretch *stretch, const cd_type_ids *ids, bool all,
                       size_t from, size_t n, cd_batch to) {
  const uint32_t *type = types_of(stretch, &to);
  int32_t *at = to.term + stretch->token_base;
  for (size_t i = from; i < from + n; i++)
    at[i] = all || stretch->has_term[i] ? ids[type[i]].term : -1;
}

static void copy_spans(const cd_stretch *stretch, size_t from, size_t n, cd_batch to) {
  size_t at = stretch->token_base + from;
  if (!stretch->start) return; /* adopted */
  memcpy(to.start + at, stretch->start + from, n * sizeof *to.start);
  memcpy(to.end + at, stretch->end + from, n * sizeof *to.end);
  memcpy(to.kind + at, stretch->kind + from, n);
}

/* In steps, so that a long text's can be stopped. */
static bool copy_tokens(const cd_stretch *stretch, const cd_reader *reader, cd_batch to) {
  unsigned want = reader->job->want;
  for (size_t from = 0; from < stretch->n_tokens; from += CD_TOKEN_STEP) {
    size_t n = stretch->n_tokens - from < CD_TOKEN_STEP ? stretch->n_tokens - from
                                                        : CD_TOKEN_STEP;
    if (from && cd_doc_stopped(reader->doc)) return false;
    if (want & CD_WANT_SPANS) copy_spans(stretch, from, n, to);
    if (want & CD_WANT_TERMS)
      copy_terms(stretch, reader->ids, !reader->job->rules->options.blocks, from, n, to);
    if (want & CD_WANT_TYPES) copy_types(stretch, reader->ids, from, n, to);
  }
  return true;
}

void cd_places_copy(const cd_places *places, cd_reader *reader,
                    const cd_stretch *stretch) {
  cd_batch to = places->columns;
  copy_edges(stretch->doc_tokens, stretch->n_docs, stretch->token_base,
             to.doc_offsets + stretch->first_doc + 1);
  learn(stretch, reader->ids);
  if (!copy_tokens(stretch, reader, to) || !(reader->job->want & CD_WANT_SENTENCES))
    return;
  copy_edges(stretch->doc_sentences, stretch->n_docs, stretch->sentence_base,
             to.doc_sentences + stretch->first_doc + 1);
  copy_edges(stretch->first_token, stretch->n_sentences, stretch->token_base,
             to.sentence_offsets + stretch->sentence_base);
}

/* ---- the end ----------------------------------------------------------------------------- */

cd_batch cd_places_take(cd_places *places) {
  cd_batch columns = places->columns;
  size_t n = columns.n_tokens;
  cd_fit(&columns.start, n, sizeof *columns.start);
  cd_fit(&columns.end, n, sizeof *columns.end);
  cd_fit(&columns.kind, n, 1);
  cd_fit(&columns.type, n, sizeof *columns.type);
  cd_fit(&columns.flags, n, 1);
  cd_fit(&columns.term, n, sizeof *columns.term);
  cd_fit(&columns.sentence_offsets, columns.n_sentences + 1,
         sizeof *columns.sentence_offsets);
  if (columns.sentence_offsets)
    columns.sentence_offsets[columns.n_sentences] = (int64_t)n;
  columns.types = cd_vocabulary_take(&places->types);
  columns.terms = cd_vocabulary_take(&places->terms);
  *places = (cd_places){0};
  return columns;
}

void cd_places_free(cd_places *places) {
  cd_batch_free(&places->columns);
  cd_vocabulary_free(&places->types);
  cd_vocabulary_free(&places->terms);
}

void cd_column_free(void *column) { cd_release(column); }

void *cd_column_new(size_t bytes) { return cd_resize(NULL, bytes); }

void cd_batch_free(cd_batch *batch) {
  void *const columns[] = {
      batch->doc_offsets, batch->start,         batch->end,
      batch->kind,        batch->type,          batch->flags,
      batch->term,        batch->doc_sentences, batch->sentence_offsets};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) cd_release(columns[i]);
  cd_strings_free(&batch->types);
  cd_strings_free(&batch->terms);
  *batch = (cd_batch){0};
}

/* Strings that grow. */
typedef struct growing {
  cd_strings strings;
  size_t room_offsets, room_bytes;
} growing;

/* The stems of strings [from, from + n) behind those there are, n at most STEMS. */
enum { STEMS = 256 };
static cd_status add_stems(const cd_strings *words, size_t from, size_t n,
                           cd_lexicon *lexicon, growing *to) {
  cd_slice word[STEMS] = {{NULL, 0}}, stem;
  uint32_t type[STEMS];
  for (size_t i = 0; i < n; i++) word[i] = cd_string_at(words, from + i);
  cd_status status = cd_lexicon_intern_all(lexicon, word, n, type);
  for (size_t i = 0; i < n && !status; i++) {
    status = cd_type_stem(lexicon, type[i], &stem);
    if (!status)
      status = cd_strings_append(&to->strings, &to->room_offsets, &to->room_bytes, stem);
  }
  return status;
}

/* How many strings from `at` on, STEMS at most, are one lexicon's. */
static size_t run_of_one(const uint8_t *of, size_t at, size_t n) {
  size_t end = at + 1;
  while (end < n && end - at < STEMS && (!of || of[end] == of[at])) end++;
  return end - at;
}

cd_status cd_strings_stems(const cd_strings *words, cd_lexicon *const *lexicon,
                           const uint8_t *of, cd_strings *stems) {
  growing to = {0};
  cd_status status = CD_OK;
  for (size_t at = 0, n; at < words->n && !status; at += n) {
    n = run_of_one(of, at, words->n);
    status = add_stems(words, at, n, lexicon[of ? of[at] : 0], &to);
  }
  if (status) cd_strings_free(&to.strings);
  *stems = to.strings;
  return status;
}
