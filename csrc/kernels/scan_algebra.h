/* The scan, written once as algebra on masks of 64 units and compiled per
 * style, form and instruction set. A file that includes this has defined
 *   lanes                         64 bytes in registers
 *   load_1, load_2, load_4        64 units, those over 255 as 255
 *   store, load_1                 lanes to and from uint8_t[64]
 *   over_127                      a bit for each lane over 127
 *   look_up                       table[lane] for lanes below 128, else anything
 *   planes_of                     bit i of lane j to bit j of mask i
 *   put_positions                 base + index of each set bit; how many
 *   put_kinds                     kinds of the tokens that start at the set bits, those at
 *                                 ASCII letters known; junk beyond ASCII and behind
 *   shifted                       lanes from the i-th on, i < 4, those of `after` at the end
 *   look_up_64                    table[lane & 63]; the second 32 repeat the first
 *   both, over_0                  bits of two lanes in common; a bit for each lane over 0
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

static inline cd_masks masks_of(lanes bits, uint64_t inner, uint64_t wide) {
  uint64_t plane[8];
  planes_of(bits, plane);
  cd_masks m = {plane[0], plane[1], plane[2], plane[3], plane[4],
                plane[5], plane[6], plane[7], inner,    wide};
  return m;
}

/* The block of 64 units at `at`. A short last one is copied first and filled up with
 * spaces, so that nothing past the text is read. */
#define DEFINE_LOAD(FORM, UNIT, LOAD)                                            \
  static inline lanes narrow_##FORM(const void *units, size_t at, size_t n) {    \
    const UNIT *unit = (const UNIT *)units + at;                                 \
    UNIT last[64];                                                               \
    if (n - at < 64) {                                                           \
      for (size_t i = 0; i < 64; i++) last[i] = ' ';                             \
      memcpy(last, unit, (n - at) * sizeof *unit);                               \
      unit = last;                                                               \
    }                                                                            \
    return LOAD(unit);                                                           \
  }                                                                              \
  static inline cd_masks load_##FORM(lanes narrow, const void *units, size_t at, \
                                     size_t n, int style, cd_spill *over) {      \
    uint64_t wide = over_127(narrow), inner = 0;                                 \
    lanes bits = look_up(narrow, cd_scan_ascii[style]);                          \
    if (wide) {                                                                  \
      uint8_t patched[64];                                                       \
      store(bits, patched);                                                      \
      PATCH_##FORM;                                                              \
      bits = load_1(patched);                                                    \
    }                                                                            \
    return masks_of(bits, inner, wide);                                          \
  }
#define PATCH_utf8 inner = patch_utf8(units, at, n, wide, style, patched, over)
#define PATCH_ucs1 \
  (void)over, (void)n, patch_ucs1((const uint8_t *)units + at, wide, style, patched)
#define PATCH_ucs2 \
  (void)over, (void)n, patch_ucs2((const uint16_t *)units + at, wide, style, patched)
#define PATCH_ucs4 \
  (void)over, (void)n, patch_ucs4((const uint32_t *)units + at, wide, style, patched)
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

/* Kinds of the tokens that start at `start`. */
#define DEFINE_KINDS(FORM)                                                             \
  static inline void put_kinds_##FORM(lanes here, const void *units, size_t at,        \
                                      size_t n, uint64_t start, const cd_masks *now,   \
                                      uint8_t *kind) {                                 \
    cd_text text = {units, n, FORM_##FORM};                                            \
    put_kinds(here, start, now->letter | now->wide, kind);                             \
    for (uint64_t wide = start & now->wide; wide; wide &= wide - 1) {                  \
      size_t next, i = (size_t)__builtin_popcountll(start & ((wide & -wide) - 1));     \
      uint32_t code = cd_text_decode(text, at + (size_t)__builtin_ctzll(wide), &next); \
      kind[i] = cd_class(code)->kind;                                                  \
    }                                                                                  \
  }

/* Units at which a token may start that `heads` has; junk beyond ASCII. */
static inline uint64_t heads_of(lanes here, lanes after, const cd_head_bits *heads) {
  lanes common = look_up_64(here, heads->of[0]);
  common = both(common, look_up_64(shifted(here, after, 1), heads->of[1]));
  common = both(common, look_up_64(shifted(here, after, 2), heads->of[2]));
  common = both(common, look_up_64(shifted(here, after, 3), heads->of[3]));
  return over_0(common);
}
#define FORM_utf8 CD_UTF8
#define FORM_ucs1 CD_UCS1
#define FORM_ucs2 CD_UCS2
#define FORM_ucs4 CD_UCS4
DEFINE_KINDS(utf8)
DEFINE_KINDS(ucs1)
DEFINE_KINDS(ucs2)
DEFINE_KINDS(ucs4)

/* The token of each candidate, of which few blocks have more than two; `before`
 * tokens started before the block. Returns how many there are. */
static inline size_t put_candidates(uint64_t sure, uint64_t heads, uint64_t start,
                                    size_t before, uint32_t *to) {
  uint64_t all = sure | heads;
  size_t n = (size_t)__builtin_popcountll(all);
  for (size_t i = 0; i < 2 || i < n; i++, all &= all - 1) {
    uint64_t up_to = all ^ (all - 1);
    uint32_t head_alone = sure & all & -all ? 0 : CD_HEAD_ALONE;
    to[i] = ((uint32_t)before - 1 + (uint32_t)__builtin_popcountll(start & up_to)) |
            head_alone;
  }
  return n;
}

/* Every unit that is neither word nor space is a token of its own, but for the
 * inner bytes of UTF-8. */
#define DEFINE_SCAN(STYLE, FORM)                                                         \
  static void scan_##STYLE##_##FORM(const void *units, size_t n, size_t from, size_t to, \
                                    cd_scan_state *state, cd_spans *out) {               \
    static const cd_masks nothing = {.space = ~0ull};                                    \
    cd_scan_state s = *state;                                                            \
    lanes here = narrow_##FORM(units, from, n);                                          \
    if (from == 0) {                                                                     \
      s = (cd_scan_state){.before = nothing};                                            \
      s.now = load_##FORM(here, units, 0, n, STYLE, &s.over);                            \
    }                                                                                    \
    const uint32_t base = out->base;                                                     \
    size_t starts = out->n_starts, ends = out->n_ends, candidates = out->n_candidates;   \
    for (size_t at = from; at < to; at += 64) {                                          \
      size_t next = at + 64 < n ? at + 64 : n;                                           \
      lanes there = narrow_##FORM(units, next, n);                                       \
      cd_masks after = load_##FORM(there, units, next, n, STYLE, &s.over);               \
      edges e = edges_of(STYLE, &s.before, &s.now, &after);                              \
      uint64_t prev_word = e.word << 1 | s.last_word;                                    \
      uint64_t prev_other = e.other << 1 | s.last_other;                                 \
      uint64_t start = (e.word & ~prev_word) | (e.other & ~s.now.inner);                 \
      uint64_t end = (~e.word & prev_word) | (prev_other & ~s.now.inner);                \
      uint64_t heads = 0;                                                                \
      if (STYLE == SCAN_NEWS)                                                            \
        heads = heads_of(here, there, out->heads) & start & ~s.now.wide;                 \
      if (STYLE < SCAN_WHITESPACE)                                                       \
        put_kinds_##FORM(here, units, at, n, start, &s.now, out->kind + starts);         \
      candidates += put_candidates(e.candidates, heads, start, starts,                   \
                                   out->candidate + candidates);                         \
      starts += put_positions(start, base + (uint32_t)at, out->start + starts);          \
      ends += put_positions(end, base + (uint32_t)at, out->end + ends);                  \
      s.last_word = e.word >> 63;                                                        \
      s.last_other = e.other >> 63;                                                      \
      s.before = s.now;                                                                  \
      s.now = after;                                                                     \
      here = there;                                                                      \
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
DEFINE_SCANS(SCAN_WORDS)

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
    {SCANS(SCAN_NEWS), SCANS(SCAN_UAX29), SCANS(SCAN_WHITESPACE), SCANS(SCAN_WORDS)},
    KEYS};
