/* What a newline means in this text: the end of a line that somebody meant, or
 * the margin where a wrapped line went on. */
#ifndef CD_LAYOUT_H
#define CD_LAYOUT_H

#include "doc.h"

/* Fill doc->lines from the white space between its tokens. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_layout_read(cd_doc *doc, cd_layout layout);
#endif
