/* What a word reduces to. The only room that speaks to libstemmer. */
#ifndef CD_STEM_H
#define CD_STEM_H

#include "buffer.h"

/* One libstemmer object: for one thread at a time. */
typedef struct cd_stemmer cd_stemmer;

/* `algorithm` is a Snowball name or NULL, for which `*stemmer` becomes NULL. */
CD_MUST_CHECK cd_status cd_stemmer_new(const char *algorithm, cd_stemmer **stemmer);
void cd_stemmer_free(cd_stemmer *stemmer);

/* The stem of a lower-cased word, into `stem`, which it overwrites. The word
 * itself when there is no stemmer, the stem would be empty (libstemmer 2.2
 * does that to Greek "ίσα"), or the word is over CD_STEM_BYTES long. */
enum { CD_STEM_BYTES = 64 * 1024 };
CD_MUST_CHECK cd_status cd_stem(cd_stemmer *stemmer, cd_slice lower, cd_buffer *stem);
#endif
