/* Chunks that the full rules have read, with the tokens they gave: the same few
 * ("U.S.", "it's", "3.5") make most of them. A chunk whose tokens depend on what
 * stands around it is not kept. Bounded; what is forgotten is read again. */
#ifndef CD_TOKEN_MEMO_H
#define CD_TOKEN_MEMO_H

#include "doc.h"

typedef struct cd_token_memo cd_token_memo; /* cd_release frees it */

/* NULL: out of memory. */
cd_token_memo *cd_token_memo_new(void);

/* A chunk to look for: units [start, end) of the doc's text. */
typedef struct cd_memo_key {
  uint64_t word[4]; /* its bytes, zeros behind */
  uint32_t n_and_form;
} cd_memo_key;

/* False when the chunk is too long to be kept. */
bool cd_memo_key_of(cd_text text, size_t start, size_t end, cd_memo_key *key);

/* Append the tokens of the chunk that starts at `start`, for which there is room;
 * false when it is not known. */
bool cd_memo_put(const cd_token_memo *memo, const cd_memo_key *key, size_t start,
                 cd_doc *doc);

/* Keep the doc's tokens from `first` on as those of the chunk. */
void cd_memo_keep(cd_token_memo *memo, const cd_memo_key *key, size_t start, size_t first,
                  const cd_doc *doc);
#endif
