/* A slab: a stretch of text between two gaps, scanned at once and settled token
 * by token. Shared by the files of the token room. */
#ifndef CD_SLAB_H
#define CD_SLAB_H

#include "rules.h"
#include "scan.h"
#include "token.h"

typedef struct cd_slab {
  cd_doc *doc;
  const cd_rules *rules;
  cd_keys *keys;
  size_t base, n; /* units of the text */
  cd_spans spans; /* raw */
  size_t next;    /* spans before it are out */
} cd_slab;

static inline bool cd_is_space_unit(uint32_t unit) {
  return unit == ' ' || (unit >= '\t' && unit <= '\r');
}

/* Spans are let out in steps: so many more than there are must have room. */
enum { CD_RUN_STEP = 16 };

/* Let raw spans up to `until` out as they are. */
void cd_slab_put_raw(cd_slab *slab, size_t until);

/* Those of style sklearn among them: of two characters or more. */
void cd_slab_put_words(cd_slab *slab, size_t until);

/* The quick judge of style news: true when raw span `i`, which holds a
 * candidate, and those around it need no more thought. It may let some out. */
bool cd_quick_judge(cd_slab *slab, size_t i);
/* The same of a word that may be one that is cut in two ("can|not"). */
bool cd_quick_fused(cd_slab *slab, size_t i);

/* Make candidates of the words that may be cut by their last letters, which kernels
 * do not look at. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_slab_add_tails(cd_slab *slab);
#endif
