/* One text, read: columns that each room fills in turn and the next one reads. */
#ifndef CD_DOC_H
#define CD_DOC_H

#include "buffer.h"
#include "chunk.h"

/* Lines as layout settled them: tokens between two newlines that mean
 * something. Soft-wrapped lines are one line here. */
typedef struct cd_lines {
  uint32_t *first_token; /* n + 1 of them */
  uint8_t *blank_before; /* 1: a blank line (or the start of the text) stands before */
  size_t n, room, room_blank;
} cd_lines;

typedef struct cd_look cd_look; /* looks.h */

struct cd_doc {
  cd_text text;
  cd_depth depth;
  /* token room */
  uint32_t *start, *end;
  uint8_t *kind;
  size_t n_tokens, room_tokens;
  size_t first_of_text; /* tokens before it are those of other texts */
  size_t read;          /* units before it were in a stretch */
  /* lexicon */
  uint32_t *type;
  size_t room_types;
  cd_look *looks; /* one for 64 tokens */
  size_t room_looks;
  /* layout */
  cd_lines lines;
  /* sentence room: edges of lines are edges of sentences */
  uint32_t *first_token; /* of each sentence, n_sentences + 1 */
  uint8_t *rule;         /* that ended it */
  int32_t *score;        /* of its end */
  size_t n_sentences, room_sentences, room_rules, room_scores;
  /* block room: one block a line */
  uint32_t *first_sentence; /* n_blocks + 1 */
  uint8_t *block_kind;
  size_t n_blocks, room_blocks, room_kinds;
  uint32_t headline; /* block, or CD_NONE */
  cd_date date;
  /* terms */
  uint32_t *gram_first, *gram_type;
  uint8_t *gram_length;
  size_t n_grams, room_grams, room_gram_types, room_lengths;
  /* scratch of the token room, kept between texts */
  uint32_t *raw_start, *raw_end, *candidate; /* of a slab, as cd_spans has them */
  uint8_t *raw_kind;
  size_t room_raw_starts, room_raw_ends, room_candidates, room_raw_kinds;
  cd_chunk chunk;
  cd_buffer word, folded;
  /* scratch of any room, kept between texts */
  void *scratch;
  size_t room_scratch; /* bytes */
  /* asked now and then while a text is read: true ends the reading */
  bool (*stop)(void *context);
  void *stop_context;
  unsigned steps;
};

/* News has a token every 5.2 units: mostly this is enough, so that a column does not
 * grow, and pages that are never touched cost nothing. */
static inline size_t cd_likely_tokens(size_t units) { return units / 40 * 9 + 64; }

/* Make room for `need` tokens in columns that grow together. CD_NO_MEMORY. */
CD_MUST_CHECK static inline cd_status cd_spans_grow(uint32_t **start, uint32_t **end,
                                                    uint8_t **kind, size_t *room,
                                                    size_t need) {
  size_t starts = *room, ends = *room, kinds = *room;
  if (need <= *room) return CD_OK;
  cd_status status = cd_grow(start, &starts, need, sizeof **start);
  if (!status) status = cd_grow(end, &ends, need, sizeof **end);
  if (!status) status = cd_grow(kind, &kinds, need, 1);
  if (!status) *room = starts;
  return status;
}

static inline bool cd_doc_stopped(const cd_doc *doc) {
  return doc->stop && doc->stop(doc->stop_context);
}

/* Likewise, for steps of some 20 ns: asks at one in 1024. */
static inline bool cd_doc_step_stopped(cd_doc *doc) {
  return !(++doc->steps & 1023) && cd_doc_stopped(doc);
}

/* Read the tokens of `text` behind those that `doc` holds, to CD_READ_TOKENS.
 * On failure `doc` holds what it held. Errors of cd_doc_read. */
CD_MUST_CHECK cd_status cd_doc_append(cd_doc *doc, cd_text text, const cd_rules *rules);
#endif
