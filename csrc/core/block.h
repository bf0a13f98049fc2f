/* What part of the article each line is. Looks at whole lines: how long, how
 * they end, how many stop words, which cue they open with, where they stand. */
#ifndef CD_BLOCK_H
#define CD_BLOCK_H

#include "doc.h"
#include "lexicon.h"
#include "rules.h"

/* Fill doc->block_kind, first_sentence, n_blocks, headline and date from its
 * lines, sentences and types. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_blocks_label(cd_doc *doc, const cd_rules *rules,
                                        cd_lexicon *lexicon);
#endif
