/* The scan, written once as algebra on masks of 64 units and compiled per
 * style, form and instruction set. A file that includes this has defined
 *   lanes                         64 bytes in registers
 *   load_1, load_2, load_4        64 units, those over 127 as any byte over 127
 *   store, load_1                 lanes to and from uint8_t[64]
 *   over_127                      a bit for each lane over 127
 *   look_up                       table[lane] for lanes below 128, else anything
 *   planes_of                     bit i of lane j to bit j of mask i
 *   put_positions                 base + index of each set bit; how many
 * and KERNEL_NAME and runs_here. */
#include <string.h>

#include "kernel.h"
#include "text.h"

static inline uint64_t low_bits(unsigned n) { return n >= 64 ? ~0ull : (1ull << n) - 1; }

/* Class bits of the non-ASCII units of a fixed-width form. */
#define DEFINE_PATCH(FORM, UNIT)                                              \
  static inline void patch_##FORM(const UNIT *unit, uint64_t wide, int style, \
                                  uint8_t bits[64]) {                         \
    for (; wide; wide &= wide - 1) {                                          \
      unsigned i = (unsigned)__builtin_ctzll(wide);                           \
      uint32_t code = unit[i];                                                \
      bits[i] = cd_class(code > 0x10FFFF ? CD_BAD_CODE : code)->scan[style];  \
    }                                                                         \
  }
DEFINE_PATCH(ucs1, uint8_t)
DEFINE_PATCH(ucs2, uint16_t)
DEFINE_PATCH(ucs4, uint32_t)

/* The same for the block of UTF-8 at `at`; `n` is the end of the whole text.
 * Returns the inner bytes. */
static inline uint64_t patch_utf8(const uint8_t *bytes, size_t at, size_t n,
                                  uint64_t wide, int style, uint8_t bits[64],
                                  cd_spill *over) {
  uint64_t inner = low_bits(over->bytes);
  for (unsigned i = 0; i < over->bytes; i++) bits[i] = over->class_bits;
  wide &= ~inner;
  over->bytes = 0;
  cd_text text = {bytes, n, CD_UTF8};
  while (wide) {
    unsigned i = (unsigned)__builtin_ctzll(wide);
    size_t next;
    uint8_t class_bits = cd_class(cd_text_decode(text, at + i, &next))->scan[style];
    unsigned end = (unsigned)(next - at);
    if (end > 64) over->bytes = end - 64, over->class_bits = class_bits, end = 64;
    for (unsigned j = i; j < end; j++) bits[j] = class_bits;
    inner |= low_bits(end) & ~low_bits(i + 1);
    wide &= ~low_bits(end);
  }
  return inner;
}

static inline cd_masks masks_of(lanes bits, uint64_t inner, uint64_t wide, unsigned n) {
  uint64_t plane[8];
  planes_of(bits, plane);
  uint64_t real = low_bits(n);
  cd_masks m = {plane[0] & real, plane[1] & real, plane[2] | ~real, plane[3] & real,
                plane[4] & real, plane[5] & real, plane[6] & real,  plane[7] & real,
                inner & real,    wide & real};
  return m;
}

/* One block of `n` <= 64 units at `at`. A short last block is copied first, so
 * that nothing past the text is read. */
#define DEFINE_LOAD(FORM, UNIT, LOAD)                                                   \
  static inline cd_masks load_##FORM(const void *units, size_t at, size_t n, int style, \
                                     cd_spill *over) {                                  \
    const UNIT *unit = (const UNIT *)units + at;                                        \
    UNIT last[64];                                                                      \
    unsigned here = n - at < 64 ? (unsigned)(n - at) : 64;                              \
    if (here < 64) {                                                                    \
      memset(last, 0, sizeof last);                                                     \
      memcpy(last, unit, here * sizeof *unit);                                          \
      unit = last;                                                                      \
    }                                                                                   \
    lanes narrow = LOAD(unit);                                                          \
    uint64_t wide = over_127(narrow), inner = 0;                                        \
    lanes bits = look_up(narrow, cd_scan_ascii[style]);                                 \
    if (wide) {                                                                         \
      uint8_t patched[64];                                                              \
      store(bits, patched);                                                             \
      PATCH_##FORM;                                                                     \
      bits = load_1(patched);                                                           \
    }                                                                                   \
    return masks_of(bits, inner, wide, here);                                           \
  }
#define PATCH_utf8 inner = patch_utf8(units, at, n, wide, style, patched, over)
#define PATCH_ucs1 (void)over, patch_ucs1(unit, wide, style, patched)
#define PATCH_ucs2 (void)over, patch_ucs2(unit, wide, style, patched)
#define PATCH_ucs4 (void)over, patch_ucs4(unit, wide, style, patched)
DEFINE_LOAD(utf8, uint8_t, load_1)
DEFINE_LOAD(ucs1, uint8_t, load_1)
DEFINE_LOAD(ucs2, uint16_t, load_2)
DEFINE_LOAD(ucs4, uint32_t, load_4)

/* ---- where tokens start and end, and what wants thought ------------------- */

/* The bit before and the bit after, over the seams of blocks. */
#define PREV(FIELD) (now->FIELD << 1 | before->FIELD >> 63)
#define NEXT(FIELD) (now->FIELD >> 1 | after->FIELD << 63)

static inline uint64_t news_word(const cd_masks *now) {
  return now->letter | now->digit | now->extend;
}

/* Loud units; digits beside letters; marks on what is no letter; stops; a bang
 * with something loud, a letter or a digit behind it. */
static inline uint64_t news_candidates(const cd_masks *before, const cd_masks *now,
                                       const cd_masks *after) {
  uint64_t letters = now->letter | now->extend;
  uint64_t prev_letters = PREV(letter) | PREV(extend);
  uint64_t beside = (now->digit & prev_letters) | (letters & PREV(digit));
  uint64_t bare_mark = now->extend & ~prev_letters;
  uint64_t pressed = now->bang & ~(NEXT(space) | NEXT(quiet));
  return (now->loud | beside | bare_mark | pressed | now->stop) & ~now->inner;
}

/* UAX 29 with WB6, WB7, WB11, WB12 as algebra: in this style stop joins letters
 * and bang joins digits. */
static inline uint64_t uax29_word(const cd_masks *before, const cd_masks *now,
                                  const cd_masks *after) {
  uint64_t join =
      (now->stop & PREV(letter) & NEXT(letter)) | (now->bang & PREV(digit) & NEXT(digit));
  return now->letter | now->digit | now->extend | join;
}

/* What the algebra does not say: classes that pair up, marks on what is no
 * word, joiners beside marks, and in UTF-8 joiners of several bytes. */
static inline uint64_t uax29_candidates(const cd_masks *before, const cd_masks *now) {
  uint64_t word = now->letter | now->digit | now->extend;
  uint64_t prev_word = PREV(letter) | PREV(digit) | PREV(extend);
  uint64_t joins = now->stop | now->bang;
  uint64_t bare_mark = now->extend & ~prev_word;
  uint64_t marked = ~(word | now->space) & PREV(extend);
  return (now->loud | bare_mark | marked | (joins & now->wide)) & ~now->inner;
}

typedef struct edges {
  uint64_t word, other, candidates;
} edges;

static inline edges edges_of(int style, const cd_masks *before, const cd_masks *now,
                             const cd_masks *after) {
  edges e = {0, 0, 0};
  if (style == SCAN_NEWS) {
    e.word = news_word(now);
    e.candidates = news_candidates(before, now, after);
  } else if (style == SCAN_UAX29) {
    e.word = uax29_word(before, now, after);
    e.candidates = uax29_candidates(before, now);
  } else {
    e.word = now->letter;
  }
  e.other = ~(e.word | now->space);
  return e;
}

/* Every unit that is neither word nor space is a token of its own, but for the
 * inner bytes of UTF-8. */
#define DEFINE_SCAN(STYLE, FORM)                                                         \
  static void scan_##STYLE##_##FORM(const void *units, size_t n, size_t from, size_t to, \
                                    cd_scan_state *state, cd_spans *out) {               \
    static const cd_masks nothing = {.space = ~0ull};                                    \
    cd_scan_state s = *state;                                                            \
    if (from == 0) {                                                                     \
      s = (cd_scan_state){.before = nothing};                                            \
      s.now = n ? load_##FORM(units, 0, n, STYLE, &s.over) : nothing;                    \
    }                                                                                    \
    const uint32_t base = out->base;                                                     \
    size_t starts = out->n_starts, ends = out->n_ends, candidates = out->n_candidates;   \
    for (size_t at = from; at < to; at += 64) {                                          \
      cd_masks after =                                                                   \
          at + 64 < n ? load_##FORM(units, at + 64, n, STYLE, &s.over) : nothing;        \
      edges e = edges_of(STYLE, &s.before, &s.now, &after);                              \
      uint64_t prev_word = e.word << 1 | s.last_word;                                    \
      uint64_t prev_other = e.other << 1 | s.last_other;                                 \
      uint64_t start = (e.word & ~prev_word) | (e.other & ~s.now.inner);                 \
      uint64_t end = (~e.word & prev_word) | (prev_other & ~s.now.inner);                \
      starts += put_positions(start, base + (uint32_t)at, out->start + starts);          \
      ends += put_positions(end, base + (uint32_t)at, out->end + ends);                  \
      if (e.candidates)                                                                  \
        candidates += put_positions(e.candidates, base + (uint32_t)at,                   \
                                    out->candidate + candidates);                        \
      s.last_word = e.word >> 63;                                                        \
      s.last_other = e.other >> 63;                                                      \
      s.before = s.now;                                                                  \
      s.now = after;                                                                     \
    }                                                                                    \
    if (to == n && (s.last_word || s.last_other)) out->end[ends++] = base + (uint32_t)n; \
    out->n_starts = starts;                                                              \
    out->n_ends = ends;                                                                  \
    out->n_candidates = candidates;                                                      \
    *state = s;                                                                          \
  }
#define DEFINE_SCANS(STYLE) \
  DEFINE_SCAN(STYLE, utf8)  \
  DEFINE_SCAN(STYLE, ucs1)  \
  DEFINE_SCAN(STYLE, ucs2)  \
  DEFINE_SCAN(STYLE, ucs4)
DEFINE_SCANS(SCAN_NEWS)
DEFINE_SCANS(SCAN_UAX29)
DEFINE_SCANS(SCAN_WHITESPACE)

#define SCANS(STYLE) \
  { scan_##STYLE##_utf8, scan_##STYLE##_ucs1, scan_##STYLE##_ucs2, scan_##STYLE##_ucs4 }
#include "key_algebra.h"

#define NAME_OF_2(NAME) #NAME
#define NAME_OF(NAME)   NAME_OF_2(NAME)
#define KERNEL_3(NAME)  cd_kernel_##NAME
#define KERNEL_2(NAME)  KERNEL_3(NAME)
const cd_kernel KERNEL_2(KERNEL_NAME) = {
    NAME_OF(KERNEL_NAME),
    runs_here,
    {SCANS(SCAN_NEWS), SCANS(SCAN_UAX29), SCANS(SCAN_WHITESPACE)},
    KEYS};
