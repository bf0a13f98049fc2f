/* Units are fetched one by one, what follows of them is the same for 64 tokens at
 * once: loops of small arrays without a branch, which compilers make vectors of. */
#include "looks.h"

#include <string.h>

#include "text.h"

/* Of 64 tokens; a unit beyond 16 bits is cut to one that is no mark. */
typedef struct edges {
  uint16_t first[CD_LOOK], last[CD_LOOK];
  uint16_t before[CD_LOOK]; /* the first unit behind the token before */
  uint32_t gap[CD_LOOK];    /* units between the two */
  uint8_t kind[CD_LOOK];
} edges;

static inline uint16_t short_unit(cd_text text, size_t at) {
  uint32_t unit = cd_unit_at(text, at);
  return text.form == CD_UCS4 && unit > UINT16_MAX ? UINT16_MAX : (uint16_t)unit;
}

static inline void read_edges(const cd_doc *doc, cd_text text, size_t from, size_t n,
                              edges *of) {
  uint32_t left_end = from ? doc->end[from - 1] : doc->start[0];
  for (size_t k = 0; k < n; k++) {
    uint32_t start = doc->start[from + k], end = doc->end[from + k];
    of->first[k] = short_unit(text, start);
    of->last[k] = short_unit(text, (size_t)end - 1);
    of->before[k] = short_unit(text, left_end);
    of->gap[k] = start - left_end;
    left_end = end;
  }
  memcpy(of->kind, doc->kind + from, n);
}

/* ---- 64 tokens at once ------------------------------------------------------------- */

/* Bytes that are 0 or 1 as bits. */
static uint64_t bits_of(const uint8_t is[CD_LOOK]) {
  uint64_t bits = 0;
  for (unsigned k = 0; k < CD_LOOK; k += 8) {
    uint64_t eight;
    memcpy(&eight, is + k, sizeof eight);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) eight = __builtin_bswap64(eight);
    bits |= (eight * 0x0102040810204080u >> 56) << k;
  }
  return bits;
}

/* A token starts with no space: a gap of none, or of one space, is as long as there
 * are spaces in front. */
static uint64_t odd_gaps(const edges *of) {
  uint8_t is[CD_LOOK];
  for (unsigned k = 0; k < CD_LOOK; k++) is[k] = of->gap[k] != (of->before[k] == ' ');
  return bits_of(is);
}

/* A token that ends in a stop may be a mark; so may anything that is no word, number
 * or dash and ends in no comma; every address and emoji is one. */
static uint64_t marks(const edges *of) {
  uint8_t is[CD_LOOK];
  for (unsigned k = 0; k < CD_LOOK; k++) {
    uint8_t kind = of->kind[k];
    bool is_whole = (kind == CD_URL) | (kind == CD_EMAIL) | (kind == CD_EMOJI);
    bool is_wordy = (kind == CD_WORD) | (kind == CD_NUMBER) | (kind == CD_DASH);
    is[k] = is_whole | (of->last[k] == '.') | (!is_wordy & (of->last[k] != ','));
  }
  return bits_of(is);
}

static uint64_t dashes(const edges *of) {
  uint8_t is[CD_LOOK];
  for (unsigned k = 0; k < CD_LOOK; k++) is[k] = of->kind[k] == CD_DASH;
  return bits_of(is);
}

/* Behind white space and not in lower case. */
static uint64_t spaced_openings(const edges *of) {
  uint8_t is[CD_LOOK];
  for (unsigned k = 0; k < CD_LOOK; k++)
    is[k] = (of->gap[k] > 0) & ((uint16_t)(of->first[k] - 'a') > 25);
  return bits_of(is);
}

/* What stands behind a mark or dash may open a sentence too; `*is_behind`: the first
 * of these does, then the first of the next. */
static cd_look look_of(const edges *of, bool *is_behind) {
  cd_look look = {odd_gaps(of), marks(of), spaced_openings(of)};
  uint64_t lefts = look.mark | dashes(of);
  look.opening |= lefts << 1 | *is_behind;
  *is_behind = lefts >> (CD_LOOK - 1);
  return look;
}

/* ---- the whole text ---------------------------------------------------------------- */

/* Compiled once per width. */
static inline cd_status read_looks(cd_doc *doc, cd_form form) {
  const cd_text text = {doc->text.units, doc->text.n, form};
  edges of = {0};
  bool is_behind = false;
  for (size_t from = 0; from < doc->n_tokens; from += CD_LOOK) {
    size_t left = doc->n_tokens - from, n = left < CD_LOOK ? left : CD_LOOK;
    uint64_t used = UINT64_MAX >> (CD_LOOK - n);
    read_edges(doc, text, from, n, &of);
    cd_look look = look_of(&of, &is_behind);
    doc->looks[from / CD_LOOK] =
        (cd_look){look.odd & used, look.mark & used, look.opening & used};
    if (cd_doc_step_stopped(doc)) return CD_STOPPED;
  }
  return CD_OK;
}

cd_status cd_looks_read(cd_doc *doc) {
  size_t n = (doc->n_tokens + CD_LOOK - 1) / CD_LOOK;
  cd_status status = cd_grow(&doc->looks, &doc->room_looks, n, sizeof *doc->looks);
  if (status) return status;
  if (doc->text.form == CD_UCS2) return read_looks(doc, CD_UCS2);
  if (doc->text.form == CD_UCS4) return read_looks(doc, CD_UCS4);
  return read_looks(doc, CD_UTF8);
}
