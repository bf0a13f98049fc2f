#include "type_form.h"

#include "fold.h"
#include "text.h"

/* FNV-1a: models are made of these hashes, so they are the same on every machine.
 * Never 0. */
static uint32_t hash_slice(uint32_t seed, const uint8_t *bytes, size_t n) {
  uint32_t hash = 2166136261u ^ seed;
  for (size_t i = 0; i < n; i++) hash = (hash ^ bytes[i]) * 16777619u;
  return hash ? hash : 1;
}

/* ---- affixes ----------------------------------------------------------------------- */

enum { AFFIX = 3 }; /* code points */

static bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

static size_t prefix_bytes(cd_slice word) {
  size_t at = 0;
  for (unsigned codes = 0; at < word.n; at++)
    if (!is_continuation(word.bytes[at]) && codes++ == AFFIX) break;
  return at;
}

static size_t suffix_bytes(cd_slice word) {
  size_t at = word.n;
  for (unsigned codes = 0; at > 0 && codes < AFFIX;)
    codes += !is_continuation(word.bytes[--at]);
  return word.n - at;
}

/* ---- shape ------------------------------------------------------------------------- */

enum { LONGEST_SHAPE = 24 };

static uint8_t shape_symbol(uint32_t code) {
  static const char shown[] = ".,!?:;\"'()-/$%@#&*";
  uint8_t category = cd_class(code)->category;
  if (category == GC_LU || category == GC_LT) return 'X';
  if (category == GC_LL) return 'x';
  if (category <= GC_LO) return 'a';
  if (category == GC_ND) return '9';
  return cd_is_one_of(code, shown) ? (uint8_t)code : '~';
}

/* "Xxx" for Friday: a symbol a code point, runs of more than two cut to two. */
static size_t shape_of(cd_slice word, uint8_t shape[LONGEST_SHAPE]) {
  size_t n = 0;
  for (size_t at = 0; at < word.n && n < LONGEST_SHAPE;) {
    uint8_t symbol = shape_symbol(cd_utf8_read(word.bytes, at, &at));
    if (n < 2 || shape[n - 1] != symbol || shape[n - 2] != symbol) shape[n++] = symbol;
  }
  return n;
}

enum { EDGE = 3 };

static void hash_shape(cd_slice word, cd_type_form *form) {
  uint8_t shape[LONGEST_SHAPE];
  size_t n = shape_of(word, shape), edge = n < EDGE ? n : EDGE;
  form->shape = hash_slice(1, shape, n);
  form->head = hash_slice(2, shape, edge);
  form->tail = hash_slice(2, shape + n - edge, edge);
}

static uint32_t traits_of(const cd_type_facts *facts) {
  enum { LISTS = 2 * W_SAYS - 1 };
  uint32_t looks = facts->shape & (T_UPPER_FIRST | T_LOWER_FIRST | T_DIGIT_FIRST |
                                   T_ALL_UPPER | T_INITIAL | T_INNER_STOP);
  return cd_join(facts->words & LISTS, looks);
}

cd_status cd_type_form_of(cd_slice word, const cd_type_facts *facts, cd_buffer *folded,
                          cd_type_form *form) {
  cd_status status = cd_fold(word, folded);
  if (status) return status;
  cd_slice all = cd_buffer_slice(folded);
  size_t head = prefix_bytes(all), tail = suffix_bytes(all);
  form->form = hash_slice(3, all.bytes, all.n);
  form->prefix = hash_slice(4, all.bytes, head);
  form->suffix = hash_slice(5, all.bytes + all.n - tail, tail);
  form->traits = traits_of(facts);
  form->length = (uint8_t)(facts->codes < 12 ? facts->codes : 12);
  hash_shape(word, form);
  for (size_t i = 0; i < CD_SHARES; i++) form->share[i] = CD_NO_SHARE;
  return CD_OK;
}

/* ---- what a type is at a place ----------------------------------------------------- */

/* First what it is beside any mark, then beside this one. */
typedef enum place_feature {
  P_FORM,
  P_TRAITS,
  P_SHAPE,
  P_AFFIX,
  P_FORM_MARK,
  P_TRAITS_MARK,
  P_SHAPE_MARK,
  P_AFFIX_MARK,
  P_LENGTH_MARK,
  P_CASE_MARK,
  P_FEATURES
} place_feature;

const char *cd_place_feature_name(size_t feature) {
  static const char *const names[P_FEATURES] = {"form",         "traits",
                                                "shape",        "affix",
                                                "form, mark",   "traits, mark",
                                                "shape, mark",  "affix, mark",
                                                "length, mark", "form and traits, mark"};
  return names[feature];
}

size_t cd_place_features(const cd_type_form *form, cd_place place, cd_mark mark,
                         uint32_t hash[CD_PLACE_FEATURES]) {
  bool is_left = place == PLACE_LEFT || place == PLACE_LEFT_2 || place == PLACE_LEFT_3;
  bool is_beside = place == PLACE_LEFT || place == PLACE_RIGHT;
  uint32_t affix = is_left || !is_beside ? form->suffix : form->prefix;
  const uint32_t value[P_FEATURES] = {form->form,   form->traits,
                                      form->shape,  affix,
                                      form->form,   form->traits,
                                      form->shape,  affix,
                                      form->length, cd_join(form->form, form->traits)};
  size_t n = is_beside ? P_FEATURES : P_FORM_MARK;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t beside = i < P_FORM_MARK ? (uint32_t)CD_MARKS : (uint32_t)mark;
    hash[i] = cd_join(value[i], (uint32_t)place << 16 | beside << 8 | i);
  }
  return n;
}
