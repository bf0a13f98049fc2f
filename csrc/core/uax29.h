/* UAX #29 of Unicode 15.0.0, no tailoring: one engine for a text or a part of
 * one. Every function takes one pass and constant memory on every input. */
#ifndef CD_UAX29_H
#define CD_UAX29_H

#include "copydesk.h"

/* Word boundaries of units [start, end), read as a text of its own: `start`
 * is not among them, `end` is. `at` has room for end - start; returns how many. */
size_t cd_uax29_word_ends(cd_text text, size_t start, size_t end, uint32_t *at);

/* Call `each` with every sentence boundary of units [start, end), ascending,
 * read as a text of its own: `start` is not among them, `end` is. With
 * `newline_is_space` no line break or separator ends a sentence by itself. */
void cd_uax29_sentence_ends(cd_text text, size_t start, size_t end, bool newline_is_space,
                            void (*each)(void *context, size_t at), void *context);
#endif
