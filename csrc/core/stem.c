#include "stem.h"

#include <libstemmer.h>
#include <string.h>

#include "text.h"

/* libstemmer's own type under our name: its objects are opaque to us too. */
static struct sb_stemmer *snowball(cd_stemmer *stemmer) {
  return (struct sb_stemmer *)stemmer;
}

cd_status cd_stemmer_new(const char *algorithm, cd_stemmer **stemmer) {
  *stemmer = NULL;
  if (!algorithm) return CD_OK;
  *stemmer = (cd_stemmer *)sb_stemmer_new(algorithm, "UTF_8");
  return *stemmer ? CD_OK : CD_NO_MEMORY;
}

void cd_stemmer_free(cd_stemmer *stemmer) {
  if (stemmer) sb_stemmer_delete(snowball(stemmer));
}

/* Snowball knows the straight apostrophe only. */
static void straighten(cd_slice word, cd_buffer *to) {
  to->n = 0;
  for (size_t at = 0; at < word.n;) {
    uint32_t code = cd_utf8_read(word.bytes, at, &at);
    if (cd_class(code)->flags & U_APOSTROPHE) code = '\'';
    to->n += cd_utf8_write(code, to->bytes + to->n);
  }
}

static void keep_word(cd_slice word, cd_buffer *stem) {
  if (word.n) memcpy(stem->bytes, word.bytes, word.n);
  stem->n = word.n;
}

cd_status cd_stem(cd_stemmer *stemmer, cd_slice lower, cd_buffer *stem) {
  stem->n = 0;
  cd_status status = cd_buffer_reserve(stem, lower.n + 4);
  if (status) return status;
  if (!stemmer || lower.n > CD_STEM_BYTES) return keep_word(lower, stem), CD_OK;

  straighten(lower, stem);
  const sb_symbol *found = sb_stemmer_stem(snowball(stemmer), stem->bytes, (int)stem->n);
  if (!found) return CD_NO_MEMORY; /* its only failure */
  size_t n = (size_t)sb_stemmer_length(snowball(stemmer));
  if (!n) return keep_word(lower, stem), CD_OK;

  /* Snowball owns `found` and reuses it on the next call: copy it now. */
  stem->n = 0;
  status = cd_buffer_reserve(stem, n); /* a stem may outgrow its word: hopping, hope */
  if (status) return status;
  memcpy(stem->bytes, found, n);
  stem->n = n;
  return CD_OK;
}

/* "added" is "ad" to Snowball 2.x and "add" since 3.0. */
const char *cd_stemmer_version(void) {
  struct sb_stemmer *english = sb_stemmer_new("english", "UTF_8");
  if (!english) return "unknown";
  const char *version = "unknown";
  const sb_symbol *stem = sb_stemmer_stem(english, (const sb_symbol *)"added", 5);
  if (stem) version = sb_stemmer_length(english) == 2 ? "2.2" : "3.x";
  sb_stemmer_delete(english);
  return version;
}
