/* A batch in the making. Work is cut into items, runs of documents that lie one
 * behind the other; a worker reads an item into a stretch of columns of its own,
 * still in its cache; finished stretches are given their place in the order of
 * the items, and each worker copies its own there. */
#ifndef CD_BATCH_H
#define CD_BATCH_H

#include "doc.h"
#include "vocabulary.h"

/* Tokens between two looks at doc->stop. */
enum { CD_TOKEN_STEP = 1 << 18 };

/* The columns of one item. Token and sentence numbers count from its start,
 * types are those of the worker's lexicon. */
typedef struct cd_stretch {
  struct cd_stretch *next; /* in its worker's queue */
  size_t item, first_doc, n_docs;
  uint32_t *start, *end, *type;
  uint8_t *kind, *flags;
  uint8_t *has_term; /* of each token: the rules take terms from its block */
  size_t n_tokens, room_tokens, room_types, room_flags, room_has_term;
  uint32_t *doc_tokens, *doc_sentences; /* at the end of each document */
  size_t room_doc_tokens, room_doc_sentences;
  uint32_t *first_token; /* of each sentence */
  size_t n_sentences, room_sentences;
  /* Types, and types with a term, that this worker meets here first: their
   * number in its lexicon, their string, and their number in the batch. */
  struct cd_newcomers {
    uint32_t *type;
    cd_slice *string;
    int32_t *id; /* filled when the stretch is placed */
    size_t n, room_types, room_strings, room_ids;
  } types, terms;
  size_t token_base, sentence_base; /* likewise */
} cd_stretch;

typedef struct cd_newcomers cd_newcomers;

/* Types of one lexicon -> numbers of the reader. */
typedef struct cd_tongue {
  uint32_t *number; /* and one; 0: none yet */
  size_t n, room;
} cd_tongue;

/* A type's numbers in the batch, once known; no term: -1. */
typedef struct cd_type_ids {
  int32_t type, term;
} cd_type_ids;

/* What one worker knows of its lexicon's types in this batch. With many lexicons
 * their types are numbered here as they come, one number for all, and these stand
 * for types in stretches too. */
typedef struct cd_reader {
  const cd_batch_job *job;
  cd_worker worker;
  cd_doc *doc;
  cd_depth depth;
  const cd_rules *rules; /* of the document at hand, and its lexicon */
  cd_lexicon *lexicon;
  cd_tongue *tongue;  /* likewise; NULL: there is one lexicon */
  cd_tongue *tongues; /* one for each of the job's readers, once needed */
  uint32_t *type;     /* of each number: what it is in its lexicon */
  size_t room_types;
  uint8_t *known;   /* of each type: its flags, and whether it was met */
  cd_type_ids *ids; /* likewise */
  size_t n, room_known, room_ids;
} cd_reader;

/* ---- batch_stretch.c ---------------------------------------------------------- */

void cd_reader_open(cd_reader *reader, const cd_batch_job *job, cd_worker worker);
void cd_reader_close(cd_reader *reader);
void cd_stretch_clear(cd_stretch *stretch);
void cd_stretch_free(cd_stretch *stretch);

/* Read documents [first, end) into `stretch`, which is clear. A text that fails
 * leaves its status and no tokens, and `*failed` is its number. CD_NO_MEMORY,
 * CD_STOPPED. */
CD_MUST_CHECK cd_status cd_stretch_read(cd_stretch *stretch, cd_reader *reader,
                                        size_t first, size_t end, size_t *failed);
/* `n` documents of which none is read. */
CD_MUST_CHECK cd_status cd_stretch_skip(cd_stretch *stretch, size_t first, size_t end);

/* ---- batch_place.c ------------------------------------------------------------- */

/* The columns as they grow, and what is placed in them so far. */
typedef struct cd_places {
  cd_batch columns;
  size_t room_spans, room_types, room_flags, room_terms, room_sentences;
  cd_vocabulary types, terms;
} cd_places;

/* `is_one`: there will be one stretch, to be adopted. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_places_open(cd_places *places, const cd_batch_job *job,
                                       bool is_one);
/* Columns of the only stretch become the batch's: a text of gigabytes has them once. */
void cd_places_adopt(cd_places *places, const cd_batch_job *job, cd_stretch *only);
/* Growing moves the columns: nobody may copy meanwhile. CD_NO_MEMORY. */
bool cd_places_have_room(const cd_places *places, const cd_batch_job *job,
                         const cd_stretch *stretch);
CD_MUST_CHECK cd_status cd_places_grow(cd_places *places, const cd_batch_job *job,
                                       const cd_stretch *stretch);
/* Give the stretch its place behind those before it, and its newcomers their
 * ids; in the order of the items. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_places_add(cd_places *places, cd_stretch *stretch);
/* Copy a placed stretch of the reader's own; its earlier ones went before. Less
 * of it when the run was stopped. */
void cd_places_copy(const cd_places *places, cd_reader *reader,
                    const cd_stretch *stretch);
/* The columns, no larger than they need be; `places` is empty then. */
cd_batch cd_places_take(cd_places *places);
void cd_places_free(cd_places *places);

/* ---- batch.c ------------------------------------------------------------------- */

/* Call work(context, i) for each i below `n` at once: for 0 on this thread, for the
 * others on threads of their own, as far as the system has any. Returns when all
 * have come back. */
void cd_team_run(size_t n, void (*work)(void *context, size_t member), void *context);
#endif
