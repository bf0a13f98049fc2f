/* What a type is by its characters and by the lists it stands in. */
#ifndef CD_TYPE_FACTS_H
#define CD_TYPE_FACTS_H

#include "lexicon.h"
#include "rules.h"

/* `word` is UTF-8 as cd_utf8_write writes it; `folded` is scratch. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_type_facts_of(const cd_rules *rules, cd_slice word,
                                         cd_buffer *folded, cd_type_facts *facts);
#endif
