/* Documents -> a stretch of columns. */
#include <string.h>

#include "batch.h"
#include "lexicon.h"
#include "rules.h"

/* What a reader knows of a type stands in one byte: its flags, and in the bits that
 * none of them takes whether it was met as a type and as a term. */
enum {
  MET_TYPE = 1 << CD_FLAG_SPACE,
  MET_TERM = 1 << CD_TOKEN_FLAGS,
  MET = MET_TYPE | MET_TERM
};
_Static_assert(CD_TOKEN_FLAGS < 8, "flags leave a bit");

/* ---- life ----------------------------------------------------------------------- */

static cd_depth depth_for(const cd_batch_job *job) {
  if (job->want & CD_WANT_TERMS && job->rules->options.blocks) return CD_READ_BLOCKS;
  if (job->want & CD_WANT_SENTENCES) return CD_READ_SENTENCES;
  return job->want & (CD_WANT_TYPES | CD_WANT_TERMS) ? CD_READ_TYPES : CD_READ_TOKENS;
}

void cd_reader_open(cd_reader *reader, const cd_batch_job *job, cd_worker worker) {
  *reader = (cd_reader){.job = job,
                        .worker = worker,
                        .doc = worker.doc,
                        .rules = job->rules,
                        .lexicon = worker.lexicon,
                        .depth = depth_for(job)};
}

void cd_reader_close(cd_reader *reader) {
  for (size_t i = 0; reader->tongues && i < reader->job->readers.n; i++)
    cd_release(reader->tongues[i].number);
  cd_release(reader->tongues);
  cd_release(reader->type);
  cd_release(reader->known);
  cd_release(reader->ids);
}

static void newcomers_free(cd_newcomers *of) {
  cd_release(of->type);
  cd_release(of->string);
  cd_release(of->id);
}

void cd_stretch_free(cd_stretch *stretch) {
  void *const columns[] = {
      stretch->start,      stretch->end,           stretch->type,
      stretch->kind,       stretch->flags,         stretch->has_term,
      stretch->doc_tokens, stretch->doc_sentences, stretch->first_token};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) cd_release(columns[i]);
  newcomers_free(&stretch->types);
  newcomers_free(&stretch->terms);
  cd_release(stretch);
}

void cd_stretch_clear(cd_stretch *stretch) {
  stretch->next = NULL;
  stretch->n_docs = stretch->n_tokens = stretch->n_sentences = 0;
  stretch->types.n = stretch->terms.n = 0;
}

/* ---- one lexicon of many -------------------------------------------------------------- */

/* Who reads text `i`. */
static cd_status choose_reader(cd_reader *reader, size_t i) {
  const cd_readers *readers = &reader->job->readers;
  if (!readers->of) return CD_OK;
  if (!reader->tongues) {
    reader->tongues = cd_resize(NULL, readers->n * sizeof *reader->tongues);
    if (!reader->tongues) return CD_NO_MEMORY;
    memset(reader->tongues, 0, readers->n * sizeof *reader->tongues);
  }
  reader->rules = readers->rules[readers->of[i]];
  reader->lexicon = reader->worker.lexicons[readers->of[i]];
  reader->tongue = &reader->tongues[readers->of[i]];
  return CD_OK;
}

static cd_status reserve_numbers(cd_reader *reader, size_t n);

static cd_status number_type(cd_reader *reader, uint32_t type) {
  size_t number = reader->n;
  cd_status status =
      cd_grow(&reader->type, &reader->room_types, number + 1, sizeof *reader->type);
  if (!status) status = reserve_numbers(reader, number + 1);
  if (status) return status;
  reader->type[number] = type;
  reader->tongue->number[type] = (uint32_t)number + 1;
  return CD_OK;
}

/* Types as stretches hold them. */
static cd_status number_types(cd_reader *reader, const uint32_t *type, size_t n,
                              uint32_t *to) {
  const cd_tongue *tongue = reader->tongue;
  cd_status status = CD_OK;
  for (size_t i = 0; i < n && !status; i++) {
    if (!tongue->number[type[i]]) status = number_type(reader, type[i]);
    to[i] = tongue->number[type[i]] - 1;
  }
  return status;
}

/* What its lexicon calls it. */
static uint32_t type_of(const cd_reader *reader, uint32_t number) {
  return reader->tongue ? reader->type[number] : number;
}

/* ---- types seen for the first time in this batch ------------------------------------ */

static cd_status reserve_types_of(cd_tongue *tongue, size_t n) {
  if (n <= tongue->n) return CD_OK;
  cd_status status = cd_grow(&tongue->number, &tongue->room, n, sizeof *tongue->number);
  if (status) return status;
  memset(tongue->number + tongue->n, 0, (n - tongue->n) * sizeof *tongue->number);
  tongue->n = n;
  return CD_OK;
}

/* Room for what is known of `n` types. */
static cd_status reserve_numbers(cd_reader *reader, size_t n) {
  size_t old = reader->n;
  if (n <= old) return CD_OK;
  cd_status status = cd_grow(&reader->known, &reader->room_known, n, 1);
  if (!status) status = cd_grow(&reader->ids, &reader->room_ids, n, sizeof *reader->ids);
  if (status) return status;
  memset(reader->known + old, 0, n - old);
  reader->n = n;
  return CD_OK;
}

/* Room for every type that the lexicon holds. */
static cd_status reserve_types(cd_reader *reader) {
  size_t n = cd_lexicon_count(reader->lexicon);
  return reader->tongue ? reserve_types_of(reader->tongue, n)
                        : reserve_numbers(reader, n);
}

static cd_status add_newcomer(cd_newcomers *of, uint32_t type, cd_slice string) {
  size_t need = of->n + 1;
  cd_status status = cd_grow(&of->type, &of->room_types, need, sizeof *of->type);
  if (!status) status = cd_grow(&of->string, &of->room_strings, need, sizeof *of->string);
  if (!status) status = cd_grow(&of->id, &of->room_ids, need, sizeof *of->id);
  if (status) return status;
  of->type[of->n] = type;
  of->string[of->n++] = string;
  return CD_OK;
}

static uint8_t flags_of(const cd_lexicon *lexicon, uint32_t type) {
  uint32_t shape = cd_facts(lexicon, type)->shape;
  unsigned flags = (unsigned)cd_type_is_stop(lexicon, type) << CD_FLAG_STOP;
  if (shape & T_UPPER_FIRST) flags |= 1u << CD_FLAG_CAPITAL;
  if (shape & T_ALL_UPPER) flags |= 1u << CD_FLAG_UPPER;
  if (shape & T_LOWER_FIRST) flags |= 1u << CD_FLAG_LOWER;
  if (shape & T_LETTER) flags |= 1u << CD_FLAG_LETTER;
  if (shape & T_DIGIT) flags |= 1u << CD_FLAG_DIGIT;
  return (uint8_t)flags;
}

const char *cd_token_flag_name(size_t flag) {
  static const char *const names[CD_TOKEN_FLAGS] = {"stop",   "capital", "upper", "lower",
                                                    "letter", "digit",   "space"};
  return names[flag];
}

static cd_status meet_type(cd_stretch *stretch, cd_reader *reader, uint32_t type) {
  uint32_t known_as = type_of(reader, type);
  reader->known[type] |= MET_TYPE | flags_of(reader->lexicon, known_as);
  if (!(reader->job->want & CD_WANT_TYPES)) return CD_OK;
  return add_newcomer(&stretch->types, type, cd_type_text(reader->lexicon, known_as));
}

static cd_status meet_term(cd_stretch *stretch, cd_reader *reader, uint32_t type) {
  cd_slice term;
  cd_status status = cd_type_term(reader->lexicon, type_of(reader, type), &term);
  if (status) return status;
  reader->known[type] |= MET_TERM;
  reader->ids[type].term = -1;
  return term.n ? add_newcomer(&stretch->terms, type, term) : CD_OK;
}

/* As what `as` says: MET_ bits. */
static cd_status meet(cd_stretch *stretch, cd_reader *reader, uint32_t type,
                      unsigned as) {
  unsigned fresh = as & ~(unsigned)reader->known[type];
  cd_status status = fresh & MET_TYPE ? meet_type(stretch, reader, type) : CD_OK;
  return !status && fresh & MET_TERM ? meet_term(stretch, reader, type) : status;
}

/* ---- columns of a document just read -------------------------------------------------- */

/* In steps, each of which starts where the last one ended. */
static cd_status convert(const cd_doc *doc, cd_unit unit, uint32_t *offset, size_t n) {
  uint32_t base = 0, base_there = 0;
  for (size_t at = 0; at < n; at += CD_TOKEN_STEP) {
    size_t step = n - at < CD_TOKEN_STEP ? n - at : CD_TOKEN_STEP;
    cd_text rest = {cd_units_from(doc->text, base), doc->text.n - base, doc->text.form};
    uint32_t last = offset[at + step - 1];
    if (at && cd_doc_stopped(doc)) return CD_STOPPED;
    for (size_t i = at; i < at + step; i++) offset[i] -= base;
    cd_text_convert(rest, unit, offset + at, step);
    for (size_t i = at; i < at + step; i++) offset[i] += base_there;
    base = last;
    base_there = offset[at + step - 1];
  }
  return CD_OK;
}

static cd_status convert_spans(const cd_doc *doc, cd_unit unit, uint32_t *start,
                               uint32_t *end, size_t n) {
  if (unit == CD_UNIT_NATIVE) return CD_OK;
  cd_status status = convert(doc, unit, start, n);
  return status ? status : convert(doc, unit, end, n);
}

static bool wants_terms_of_blocks(const cd_reader *reader) {
  return reader->job->want & CD_WANT_TERMS && reader->job->rules->options.blocks;
}

static bool wants_ids(const cd_reader *reader) {
  return reader->job->want & (CD_WANT_TYPES | CD_WANT_TERMS);
}

/* Room for `need` tokens in the columns that are wanted. */
static cd_status reserve(cd_stretch *stretch, cd_reader *reader, size_t need) {
  cd_status status = CD_OK;
  if (reader->job->want & CD_WANT_SPANS)
    status = cd_spans_grow(&stretch->start, &stretch->end, &stretch->kind,
                           &stretch->room_tokens, need);
  if (!status && wants_terms_of_blocks(reader))
    status = cd_grow(&stretch->has_term, &stretch->room_has_term, need, 1);
  if (status || !wants_ids(reader)) return status;
  status = cd_grow(&stretch->type, &stretch->room_types, need, sizeof *stretch->type);
  if (!status) status = cd_grow(&stretch->flags, &stretch->room_flags, need, 1);
  return status ? status : reserve_types(reader);
}

/* A gap follows token `i` when the next one, or the end, lies further on. */
static inline bool has_gap(const cd_doc *doc, size_t i) {
  size_t next = i + 1 < doc->n_tokens ? doc->start[i + 1] : doc->text.n;
  return next > doc->end[i];
}

/* Flags of tokens [from, from + n) of the doc, and what is new among their types. */
static cd_status read_flags(cd_stretch *stretch, cd_reader *reader, size_t at,
                            size_t from, size_t n) {
  const cd_doc *doc = reader->doc;
  const uint32_t *type = stretch->type + at;
  const uint8_t *known = reader->known;
  const uint8_t *has_term = wants_terms_of_blocks(reader) ? stretch->has_term + at : NULL;
  unsigned terms = reader->job->want & CD_WANT_TERMS ? MET_TERM : 0;
  uint8_t *flags = stretch->flags + at;
  for (size_t i = 0; i < n; i++) {
    unsigned as = MET_TYPE | (has_term && !has_term[i] ? 0 : terms);
    if (as & ~(unsigned)known[type[i]]) {
      cd_status status = meet(stretch, reader, type[i], as);
      if (status) return status;
    }
    flags[i] = (uint8_t)((known[type[i]] & ~(unsigned)MET) |
                         (unsigned)has_gap(doc, from + i) << CD_FLAG_SPACE);
  }
  return CD_OK;
}

/* Tokens [from, from + n) of the doc go to `at` of the stretch. */
static void copy_spans(cd_stretch *stretch, const cd_doc *doc, size_t at, size_t from,
                       size_t n) {
  memcpy(stretch->start + at, doc->start + from, n * sizeof *doc->start);
  memcpy(stretch->end + at, doc->end + from, n * sizeof *doc->end);
  memcpy(stretch->kind + at, doc->kind + from, n);
}

static cd_status copy_types(cd_stretch *stretch, cd_reader *reader, size_t at,
                            size_t from, size_t n) {
  const cd_doc *doc = reader->doc;
  uint32_t *type = stretch->type + at;
  cd_status status = CD_OK;
  if (reader->tongue)
    status = number_types(reader, doc->type + from, n, type);
  else
    memcpy(type, doc->type + from, n * sizeof *type);
  return status ? status : read_flags(stretch, reader, at, from, n);
}

/* Which tokens lie in blocks that give terms. */
static void choose_blocks(const cd_doc *doc, uint32_t blocks, uint8_t *has_term) {
  for (size_t b = 0; b < doc->n_blocks; b++) {
    uint32_t first = doc->first_token[doc->first_sentence[b]],
             end = doc->first_token[doc->first_sentence[b + 1]];
    memset(has_term + first, blocks >> doc->block_kind[b] & 1, end - first);
  }
}

static cd_status copy_tokens(cd_stretch *stretch, cd_reader *reader) {
  const cd_doc *doc = reader->doc;
  size_t at = stretch->n_tokens, n = doc->n_tokens;
  cd_status status = reserve(stretch, reader, at + n);
  if (status) return status;
  if (wants_terms_of_blocks(reader))
    choose_blocks(doc, reader->job->rules->options.blocks, stretch->has_term + at);
  for (size_t from = 0; from < n && !status; from += CD_TOKEN_STEP) {
    size_t step = n - from < CD_TOKEN_STEP ? n - from : CD_TOKEN_STEP;
    if (from && cd_doc_stopped(doc)) return CD_STOPPED;
    if (reader->job->want & CD_WANT_SPANS)
      copy_spans(stretch, doc, at + from, from, step);
    if (wants_ids(reader)) status = copy_types(stretch, reader, at + from, from, step);
  }
  if (status || !(reader->job->want & CD_WANT_SPANS)) return status;
  return convert_spans(doc, reader->job->unit, stretch->start + at, stretch->end + at, n);
}

static cd_status copy_sentences(cd_stretch *stretch, cd_doc *doc) {
  size_t at = stretch->n_sentences, n = doc->n_sentences;
  cd_status status = cd_grow(&stretch->first_token, &stretch->room_sentences, at + n,
                             sizeof *stretch->first_token);
  for (size_t i = 0; i < n && !status; i++) {
    stretch->first_token[at + i] = (uint32_t)stretch->n_tokens + doc->first_token[i];
    if (cd_doc_step_stopped(doc)) status = CD_STOPPED;
  }
  stretch->n_sentences += n;
  return status;
}

/* ---- documents ------------------------------------------------------------------------- */

static cd_status end_document(cd_stretch *stretch) {
  size_t need = stretch->n_docs + 1;
  cd_status status = cd_grow(&stretch->doc_tokens, &stretch->room_doc_tokens, need,
                             sizeof *stretch->doc_tokens);
  if (!status)
    status = cd_grow(&stretch->doc_sentences, &stretch->room_doc_sentences, need,
                     sizeof *stretch->doc_sentences);
  if (status) return status;
  stretch->doc_tokens[stretch->n_docs] = (uint32_t)stretch->n_tokens;
  stretch->doc_sentences[stretch->n_docs++] = (uint32_t)stretch->n_sentences;
  return CD_OK;
}

static cd_status copy_document(cd_stretch *stretch, cd_reader *reader) {
  cd_status status = copy_tokens(stretch, reader);
  if (!status && reader->job->want & CD_WANT_SENTENCES)
    status = copy_sentences(stretch, reader->doc);
  if (!status) stretch->n_tokens += reader->doc->n_tokens;
  return status;
}

/* Tokens alone gather in the doc's columns, which become the stretch's at the end. */
static cd_status append_tokens(cd_stretch *stretch, cd_reader *reader, cd_text text) {
  cd_doc *doc = reader->doc;
  size_t at = stretch->n_tokens;
  cd_status status = cd_doc_append(doc, text, reader->rules);
  if (!status)
    status = convert_spans(doc, reader->job->unit, doc->start + at, doc->end + at,
                           doc->n_tokens - at);
  if (!status) stretch->n_tokens = doc->n_tokens;
  return status;
}

#define SWAP(type, one, other) \
  do {                         \
    type kept = one;           \
    one = other;               \
    other = kept;              \
  } while (0)

static void swap_spans(cd_stretch *stretch, cd_doc *doc) {
  SWAP(uint32_t *, stretch->start, doc->start);
  SWAP(uint32_t *, stretch->end, doc->end);
  SWAP(uint8_t *, stretch->kind, doc->kind);
  SWAP(size_t, stretch->room_tokens, doc->room_tokens);
  doc->n_tokens = 0;
}

static cd_status read_document(cd_stretch *stretch, cd_reader *reader, cd_text text) {
  if (reader->depth == CD_READ_TOKENS) return append_tokens(stretch, reader, text);
  cd_status status =
      cd_doc_read(reader->doc, text, reader->rules, reader->lexicon, reader->depth);
  return status ? status : copy_document(stretch, reader);
}

cd_status cd_stretch_read(cd_stretch *stretch, cd_reader *reader, size_t first,
                          size_t end, size_t *failed) {
  const cd_batch_job *job = reader->job;
  cd_status status = CD_OK;
  stretch->first_doc = first;
  reader->doc->n_tokens = 0;
  for (size_t i = first; i < end && !status; i++) {
    if (job->status[i] == CD_TEXT_READ) {
      status = choose_reader(reader, i);
      if (!status) status = read_document(stretch, reader, job->text[i]);
      if (status == CD_BAD_UTF8 || status == CD_TOO_LONG) {
        job->status[i] = CD_TEXT_ERROR;
        status = CD_OK;
      }
    }
    if (job->status[i] == CD_TEXT_ERROR && i < *failed) *failed = i;
    if (!status) status = end_document(stretch);
  }
  if (reader->depth == CD_READ_TOKENS) swap_spans(stretch, reader->doc);
  return status;
}

cd_status cd_stretch_skip(cd_stretch *stretch, size_t first, size_t end) {
  stretch->first_doc = first;
  for (size_t i = first; i < end; i++) {
    cd_status status = end_document(stretch);
    if (status) return status;
  }
  return CD_OK;
}
