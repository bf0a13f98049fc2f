#include "fold.h"

#include <string.h>
#include <utf8proc.h>

#include "text.h"

const char *cd_utf8proc_version(void) { return utf8proc_version(); }

static bool is_ascii(cd_slice word) {
  uint8_t all = 0;
  for (size_t i = 0; i < word.n; i++) all |= word.bytes[i];
  return all < 0x80;
}

static void lower_ascii(cd_slice word, cd_buffer *lower) {
  for (size_t i = 0; i < word.n; i++) {
    uint8_t byte = word.bytes[i];
    lower->bytes[i] = byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
  }
  lower->n = word.n;
}

static void put(cd_buffer *to, uint32_t code) {
  to->n += cd_utf8_write(code, to->bytes + to->n);
}

/* ---- what stands beside a character -------------------------------------- */

static bool cased_after(cd_slice word, size_t at) {
  while (at < word.n) {
    uint8_t flags = cd_class(cd_utf8_read(word.bytes, at, &at))->flags;
    if (flags & U_CASE_IGNORABLE) continue;
    return flags & U_CASED;
  }
  return false;
}

/* Final_Sigma: a cased letter before it (case-ignorables apart), none after.
 * `cased` says what the walk has seen so far. */
static bool is_final_sigma(cd_slice word, size_t after, bool cased) {
  return cased && !cased_after(word, after);
}

static int combining_class(uint32_t code) {
  return utf8proc_get_property((utf8proc_int32_t)code)->combining_class;
}

/* Before_Dot: U+0307 follows, with no base and no other mark above between. */
static bool dot_follows(cd_slice word, size_t at) {
  while (at < word.n) {
    uint32_t code = cd_utf8_read(word.bytes, at, &at);
    if (code == 0x307) return true;
    int class = combining_class(code);
    if (class == 0 || class == 230) return false;
  }
  return false;
}

/* More_Above: some mark above follows. */
static bool mark_above_follows(cd_slice word, size_t at) {
  while (at < word.n) {
    int class = combining_class(cd_utf8_read(word.bytes, at, &at));
    if (class == 230) return true;
    if (class == 0) return false;
  }
  return false;
}

/* ---- SpecialCasing.txt --------------------------------------------------- */

/* True when it wrote what `code` becomes. */
static bool lower_turkic(cd_slice word, uint32_t code, size_t after, cd_buffer *to) {
  if (code == 0x130) return put(to, 'i'), true;
  if (code == 'I') return put(to, dot_follows(word, after) ? 'i' : 0x131), true;
  return false;
}

static bool lower_lithuanian(cd_slice word, uint32_t code, size_t after, cd_buffer *to) {
  static const uint16_t accented[][2] = {{0xCC, 0x300}, {0xCD, 0x301}, {0x128, 0x303}};
  for (size_t i = 0; i < 3; i++)
    if (code == accented[i][0])
      return put(to, 'i'), put(to, 0x307), put(to, accented[i][1]), true;
  if (code != 'I' && code != 'J' && code != 0x12E) return false;
  if (!mark_above_follows(word, after)) return false;
  put(to, (uint32_t)utf8proc_tolower((utf8proc_int32_t)code));
  put(to, 0x307);
  return true;
}

static bool lower_specially(cd_slice word, uint32_t code, size_t after, cd_casing casing,
                            cd_buffer *to) {
  if (casing == CD_CASING_TURKIC && lower_turkic(word, code, after, to)) return true;
  if (casing == CD_CASING_LITHUANIAN && lower_lithuanian(word, code, after, to))
    return true;
  if (code == 0x130) return put(to, 'i'), put(to, 0x307), true;
  return false;
}

/* Where the walk stands. `dotless` is Turkic's After_I: an I came before, and
 * since then no base and no mark above, so that a U+0307 here goes into its i. */
typedef struct walk {
  bool cased, dotless;
} walk;

static void step(walk *here, uint32_t code) {
  uint8_t flags = cd_class(code)->flags;
  if (!(flags & U_CASE_IGNORABLE)) here->cased = flags & U_CASED;
  if (code == 'I')
    here->dotless = true;
  else if (combining_class(code) == 0 || combining_class(code) == 230)
    here->dotless = false;
}

static void lower_any(cd_slice word, cd_casing casing, cd_buffer *to) {
  walk here = {false, false};
  for (size_t at = 0; at < word.n;) {
    uint32_t code = cd_utf8_read(word.bytes, at, &at);
    if (casing == CD_CASING_TURKIC && code == 0x307 && here.dotless) {
      here.dotless = false;
      continue;
    }
    if (code == 0x3A3)
      put(to, is_final_sigma(word, at, here.cased) ? 0x3C2 : 0x3C3);
    else if (!lower_specially(word, code, at, casing, to))
      put(to, (uint32_t)utf8proc_tolower((utf8proc_int32_t)code));
    step(&here, code);
  }
}

cd_status cd_lower(cd_slice word, cd_casing casing, cd_buffer *lower) {
  lower->n = 0;
  /* U+0130 grows from two bytes to three, Lithuanian Ì from two to five */
  cd_status status = cd_buffer_reserve(lower, 3 * word.n + 4);
  if (status) return status;
  if (casing != CD_CASING_TURKIC && is_ascii(word))
    lower_ascii(word, lower);
  else
    lower_any(word, casing, lower);
  return CD_OK;
}

/* ---- folding -------------------------------------------------------------- */

static bool is_apostrophe(uint32_t code) {
  return code < CD_BAD_CODE && (cd_class(code)->flags & U_APOSTROPHE);
}

/* `n` codes at the aligned head of `folded`, written over as UTF-8. A code is
 * never shorter than its UTF-8, so the bytes never overtake the codes. */
static void straighten(cd_buffer *folded, const utf8proc_int32_t *codes, size_t n) {
  folded->n = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t code = (uint32_t)codes[i];
    put(folded, is_apostrophe(code) ? '\'' : code);
  }
}

/* Letters that fold into one of as many bytes, whatever stands beside them: of ASCII,
 * of Latin with an accent, of Cyrillic. */
static bool folds_alone(uint32_t code) {
  bool is_latin =
      code >= 0xC0 && code < 0x17F && code != 0xDF && code != 0x130 && code != 0x149;
  return (code && code < 0x80) || is_latin || (code >= 0x400 && code < 0x460);
}

/* A word of such letters and apostrophes; false: it is not. */
static bool fold_each(cd_slice word, cd_buffer *folded) {
  folded->n = 0;
  for (size_t at = 0; at < word.n;) {
    uint32_t code = cd_utf8_read(word.bytes, at, &at);
    if (is_apostrophe(code))
      put(folded, '\'');
    else if (folds_alone(code))
      put(folded, (uint32_t)utf8proc_tolower((utf8proc_int32_t)code));
    else
      return false;
  }
  return true;
}

static cd_status fold_any(cd_slice word, cd_buffer *folded) {
  const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD;
  size_t room = 4 * word.n + 16;
  for (;;) {
    folded->n = 0;
    cd_status status = cd_buffer_reserve(folded, room * sizeof(utf8proc_int32_t));
    if (status) return status;
    utf8proc_int32_t *codes = (utf8proc_int32_t *)(void *)folded->bytes;
    utf8proc_ssize_t n = utf8proc_decompose(word.bytes, (utf8proc_ssize_t)word.n, codes,
                                            (utf8proc_ssize_t)room, how);
    if (n < 0) return cd_lower(word, CD_CASING_ROOT, folded); /* a lone surrogate */
    if ((size_t)n > room) {
      room = (size_t)n;
      continue;
    }
    n = utf8proc_normalize_utf32(codes, n, how);
    straighten(folded, codes, (size_t)n);
    return CD_OK;
  }
}

cd_status cd_fold(cd_slice word, cd_buffer *folded) {
  if (is_ascii(word)) return cd_lower(word, CD_CASING_ROOT, folded);
  cd_status status = cd_buffer_reserve(folded, word.n);
  return status || fold_each(word, folded) ? status : fold_any(word, folded);
}
