#include "lexicon.h"

#include <string.h>

#include "rules.h"
#include "stem.h"
#include "text.h"
#include "type_facts.h"

/* Up to 16 bytes lie in the slot; of a longer type the slot holds its hash. */
typedef struct key {
  uint64_t low, high;
  uint32_t n; /* bytes */
} key;

typedef struct slot {
  uint64_t low, high;
  uint32_t n;
  uint32_t type_and_one; /* 0: free */
} slot;

typedef struct type {
  cd_slice text, lower, stem, term;
  bool has_lower, has_stem, has_term;
} type;

struct cd_lexicon {
  const cd_rules *rules;
  uint64_t seed;
  cd_stemmer *stemmer; /* made when the first stem is asked for */
  bool has_stemmer;
  slot *slots;
  size_t mask; /* slots - 1 */
  type *types;
  cd_type_facts *facts; /* apart: the sentence room reads them for every token */
  size_t n, room, room_facts;
  cd_arena bytes;
  cd_buffer word, folded, stem; /* scratch */
};

/* ---- life -------------------------------------------------------------------- */

enum { FIRST_SLOTS = 4096 };

static cd_status make_slots(cd_lexicon *lexicon, size_t n) {
  slot *slots = cd_resize(NULL, n * sizeof *slots);
  if (!slots) return CD_NO_MEMORY;
  memset(slots, 0, n * sizeof *slots);
  cd_release(lexicon->slots);
  lexicon->slots = slots;
  lexicon->mask = n - 1;
  return CD_OK;
}

cd_status cd_lexicon_new(const cd_rules *rules, uint64_t seed, cd_lexicon **lexicon) {
  *lexicon = NULL;
  cd_lexicon *made = cd_resize(NULL, sizeof *made);
  if (!made) return CD_NO_MEMORY;
  memset(made, 0, sizeof *made);
  made->rules = rules;
  made->seed = seed;
  if (make_slots(made, FIRST_SLOTS)) {
    cd_release(made);
    return CD_NO_MEMORY;
  }
  *lexicon = made;
  return CD_OK;
}

void cd_lexicon_free(cd_lexicon *lexicon) {
  if (!lexicon) return;
  cd_stemmer_free(lexicon->stemmer);
  cd_arena_clear(&lexicon->bytes);
  cd_buffer_free(&lexicon->word);
  cd_buffer_free(&lexicon->folded);
  cd_buffer_free(&lexicon->stem);
  cd_release(lexicon->slots);
  cd_release(lexicon->types);
  cd_release(lexicon->facts);
  cd_release(lexicon);
}

bool cd_lexicon_is_full(const cd_lexicon *lexicon) {
  return lexicon->n >= CD_LEXICON_TYPES || lexicon->bytes.used >= CD_LEXICON_BYTES;
}

/* Keeps the slots and the type records, which are bounded by what one text
 * brought; an outsized one gives its memory back. */
void cd_lexicon_clear(cd_lexicon *lexicon) {
  cd_arena_clear(&lexicon->bytes);
  lexicon->n = 0;
  if (lexicon->room > 2 * CD_LEXICON_TYPES) {
    cd_release(lexicon->types);
    cd_release(lexicon->facts);
    lexicon->types = NULL;
    lexicon->facts = NULL;
    lexicon->room = lexicon->room_facts = 0;
    if (!make_slots(lexicon, FIRST_SLOTS)) return;
  }
  memset(lexicon->slots, 0, (lexicon->mask + 1) * sizeof *lexicon->slots);
}

size_t cd_lexicon_count(const cd_lexicon *lexicon) { return lexicon->n; }

/* ---- keys -------------------------------------------------------------------- */

static uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_of(const cd_lexicon *lexicon, const key *k) {
  return mix(k->low ^ lexicon->seed ^ 0x9E3779B97F4A7C15u,
             k->high ^ (lexicon->seed + k->n) ^ 0xD6E8FEB86659FD93u);
}

static key key_of_bytes(const cd_lexicon *lexicon, const uint8_t *bytes, size_t n) {
  key k = {0, 0, (uint32_t)n};
  if (n <= 16) {
    memcpy(&k.low, bytes, n < 8 ? n : 8);
    if (n > 8) memcpy(&k.high, bytes + 8, n - 8);
    return k;
  }
  uint64_t a = lexicon->seed, b;
  for (size_t at = 0; at + 8 <= n; at += 8) {
    memcpy(&b, bytes + at, 8);
    a = mix(a ^ b, 0x9E3779B97F4A7C15u);
  }
  memcpy(&b, bytes + n - 8, 8);
  k.low = mix(a ^ b, 0xD6E8FEB86659FD93u ^ n);
  k.high = a;
  return k;
}

static const bool little_endian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

/* Bytes of a token that fill its slot, and the units of it that count: windows
 * over ones and zeros, entered by length. */
static const uint8_t byte_window[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0};
enum { H = 0xFF80 }; /* what ASCII has no bit of */
static const uint16_t unit_window[32] = {H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
                                         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

static inline void keep_bytes(key *k, unsigned n) {
  uint64_t low, high;
  memcpy(&low, byte_window + 16 - n, 8);
  memcpy(&high, byte_window + 24 - n, 8);
  k->low &= low;
  k->high &= high;
  k->n = n;
}

/* The first `n` <= 16 of 16 readable bytes. */
static inline void key_of_16(const uint8_t *bytes, unsigned n, key *k) {
  memcpy(&k->low, bytes, 8);
  memcpy(&k->high, bytes + 8, 8);
  keep_bytes(k, n);
}

/* Vectors as gcc and clang write them on every processor. */
typedef uint16_t eight_units __attribute__((vector_size(16)));
typedef uint8_t eight_bytes __attribute__((vector_size(8)));

static inline eight_units load_eight(const uint16_t *unit) {
  eight_units eight;
  memcpy(&eight, unit, 16);
  return eight;
}

static inline uint64_t narrow(eight_units eight) {
  eight_bytes bytes = __builtin_convertvector(eight, eight_bytes);
  uint64_t all;
  memcpy(&all, &bytes, 8);
  return all;
}

/* The first `n` <= 16 of 16 readable UCS-2 units; false if one is not ASCII. */
static inline bool key_of_16_units(const uint16_t *unit, unsigned n, key *k) {
  eight_units low = load_eight(unit), high = load_eight(unit + 8);
  eight_units over = (low & load_eight(unit_window + 16 - n)) |
                     (high & load_eight(unit_window + 24 - n));
  uint64_t some[2];
  memcpy(some, &over, 16);
  if (some[0] | some[1]) return false;
  k->low = narrow(low);
  k->high = narrow(high);
  keep_bytes(k, n);
  return true;
}

/* A token that is not ASCII, or lies at the very end of the text, but is short
 * enough to fill no more than a slot: its UTF-8 in 16 bytes. */
static bool key_of_few(cd_text text, uint32_t start, uint32_t end, key *k) {
  uint8_t bytes[16 + 4] = {0};
  if (end - start > 16 || cd_utf8_room(text.form, end - start) > 16) return false;
  size_t n = cd_text_utf8(text, start, end, bytes);
  memcpy(&k->low, bytes, 8);
  memcpy(&k->high, bytes + 8, 8);
  k->n = (uint32_t)n;
  return true;
}

/* UTF-8 that may be malformed is ASCII or goes the long way. */
static inline bool is_sound(const cd_lexicon *lexicon, cd_form form, const key *k) {
  if (form == CD_UTF8 && !lexicon->rules->options.replace_errors) return true;
  return !((k->low | k->high) & 0x8080808080808080u);
}

/* A token that a few loads make a key of, as most are; false: take the long way. */
static inline bool quick_key(const cd_lexicon *lexicon, cd_text text, uint32_t start,
                             uint32_t end, key *k) {
  unsigned n = end - start;
  if (little_endian && n <= 16 && text.n - start >= 16) {
    if (text.form == CD_UCS2 &&
        key_of_16_units((const uint16_t *)text.units + start, n, k))
      return true;
    if (text.form == CD_UTF8 || text.form == CD_UCS1) {
      key_of_16((const uint8_t *)text.units + start, n, k);
      if (is_sound(lexicon, text.form, k)) return true;
    }
  }
  return key_of_few(text, start, end, k);
}

/* ---- look-up ----------------------------------------------------------------- */

static inline bool matches(const slot *s, const key *k) {
  return s->low == k->low && s->high == k->high && s->n == k->n;
}

/* The slot that holds the key, or the free one where it belongs. `bytes` is
 * the whole token and is compared when it is longer than its slot. */
static slot *find_slot(const cd_lexicon *lexicon, const key *k, size_t at,
                       const uint8_t *bytes) {
  for (;; at = (at + 1) & lexicon->mask) {
    slot *s = &lexicon->slots[at];
    if (!s->type_and_one) return s;
    if (!matches(s, k)) continue;
    if (k->n <= 16 ||
        !memcmp(lexicon->types[s->type_and_one - 1].text.bytes, bytes, k->n))
      return s;
  }
}

static cd_status double_slots(cd_lexicon *lexicon) {
  size_t old_n = lexicon->mask + 1;
  slot *old = lexicon->slots;
  lexicon->slots = NULL;
  if (make_slots(lexicon, 2 * old_n)) {
    lexicon->slots = old;
    return CD_NO_MEMORY;
  }
  for (size_t i = 0; i < old_n; i++) {
    if (!old[i].type_and_one) continue;
    key k = {old[i].low, old[i].high, old[i].n};
    size_t at = hash_of(lexicon, &k) & lexicon->mask;
    while (lexicon->slots[at].type_and_one) at = (at + 1) & lexicon->mask;
    lexicon->slots[at] = old[i];
  }
  cd_release(old);
  return CD_OK;
}

/* A new type at the end; `*s` is its slot, still free. */
static cd_status add_type(cd_lexicon *lexicon, cd_slice word, const key *k, slot *s) {
  cd_status status =
      cd_grow(&lexicon->types, &lexicon->room, lexicon->n + 1, sizeof *lexicon->types);
  if (!status)
    status = cd_grow(&lexicon->facts, &lexicon->room_facts, lexicon->n + 1,
                     sizeof *lexicon->facts);
  if (status) return status;
  type *new = &lexicon->types[lexicon->n];
  memset(new, 0, sizeof *new);
  new->text.n = word.n;
  if ((status = cd_arena_copy(&lexicon->bytes, word.bytes, word.n, &new->text.bytes)))
    return status;
  if ((status = cd_type_facts_of(lexicon->rules, new->text, &lexicon->folded,
                                 &lexicon->facts[lexicon->n])))
    return status;
  slot filled = {k->low, k->high, k->n, (uint32_t)++lexicon->n};
  *s = filled;
  return CD_OK;
}

static cd_status intern(cd_lexicon *lexicon, cd_slice word, const key *k, uint32_t *id) {
  if (2 * lexicon->n > lexicon->mask && double_slots(lexicon)) return CD_NO_MEMORY;
  slot *s = find_slot(lexicon, k, hash_of(lexicon, k) & lexicon->mask, word.bytes);
  if (!s->type_and_one) {
    cd_status status = add_type(lexicon, word, k, s);
    if (status) return status;
  }
  *id = s->type_and_one - 1;
  return CD_OK;
}

cd_status cd_lexicon_intern(cd_lexicon *lexicon, cd_slice word, uint32_t *id) {
  key k = key_of_bytes(lexicon, word.bytes, word.n);
  return intern(lexicon, word, &k, id);
}

/* The long way: write the token out as UTF-8. */
static cd_status intern_token(cd_lexicon *lexicon, cd_text text, uint32_t start,
                              uint32_t end, uint32_t *id) {
  lexicon->word.n = 0;
  cd_status status =
      cd_buffer_reserve(&lexicon->word, cd_utf8_room(text.form, end - start));
  if (status) return status;
  lexicon->word.n = cd_text_utf8(text, start, end, lexicon->word.bytes);
  return cd_lexicon_intern(lexicon, cd_buffer_slice(&lexicon->word), id);
}

/* A block's keys are hashed and their slots asked for before the first is
 * probed, so that the cache misses overlap. */
enum { BLOCK = 32 };
#define LONG_WAY SIZE_MAX
typedef struct block {
  key k[BLOCK];
  size_t at[BLOCK]; /* the first slot to probe, or LONG_WAY */
} block;

static inline void load_block_of(const cd_lexicon *lexicon, cd_text text,
                                 const uint32_t *start, const uint32_t *end, size_t n,
                                 block *b) {
  const slot *slots = lexicon->slots;
  const size_t mask = lexicon->mask;
  for (size_t i = 0; i < n; i++) {
    key k;
    bool quick = quick_key(lexicon, text, start[i], end[i], &k);
    b->at[i] = quick ? hash_of(lexicon, &k) & mask : LONG_WAY;
    b->k[i] = k;
    __builtin_prefetch(&slots[quick ? b->at[i] : 0]);
  }
}

/* Compiled once per form. */
static void load_block(const cd_lexicon *lexicon, cd_text text, const uint32_t *start,
                       const uint32_t *end, size_t n, block *b) {
  cd_form form = text.form;
  if (form == CD_UCS1)
    text.form = CD_UCS1, load_block_of(lexicon, text, start, end, n, b);
  else if (form == CD_UCS2)
    text.form = CD_UCS2, load_block_of(lexicon, text, start, end, n, b);
  else
    load_block_of(lexicon, text, start, end, n, b);
}

/* The long way finds what a look from here does not: a new type, or one whose
 * slot moved when a new type before it made the slots double. */
static inline const slot *look_from(const cd_lexicon *lexicon, const key *k, size_t at) {
  const slot *first = &lexicon->slots[at & lexicon->mask];
  return matches(first, k)
             ? first
             : find_slot(lexicon, k, at & lexicon->mask, (const uint8_t *)k);
}

static cd_status probe_block(cd_lexicon *lexicon, cd_text text, const uint32_t *start,
                             const uint32_t *end, size_t n, const block *b,
                             uint32_t *id) {
  for (size_t i = 0; i < n; i++) {
    const slot *s = b->at[i] == LONG_WAY ? NULL : look_from(lexicon, &b->k[i], b->at[i]);
    if (s && s->type_and_one) {
      id[i] = s->type_and_one - 1;
      continue;
    }
    cd_status status = intern_token(lexicon, text, start[i], end[i], &id[i]);
    if (status) return status;
  }
  return CD_OK;
}

cd_status cd_lexicon_types(cd_lexicon *lexicon, cd_text text, const uint32_t *start,
                           const uint32_t *end, size_t n, uint32_t *id) {
  block b;
  for (size_t at = 0; at < n; at += BLOCK) {
    size_t here = n - at < BLOCK ? n - at : BLOCK;
    load_block(lexicon, text, start + at, end + at, here, &b);
    cd_status status =
        probe_block(lexicon, text, start + at, end + at, here, &b, id + at);
    if (status) return status;
  }
  return CD_OK;
}

/* ---- what is known of a type --------------------------------------------------- */

const cd_type_facts *cd_facts(const cd_lexicon *lexicon, uint32_t id) {
  return &lexicon->facts[id];
}

cd_slice cd_type_text(const cd_lexicon *lexicon, uint32_t id) {
  return lexicon->types[id].text;
}

bool cd_type_is_stop(const cd_lexicon *lexicon, uint32_t id) {
  return lexicon->facts[id].words & W_STOP;
}

cd_word_facts cd_lexicon_phrase(const cd_lexicon *lexicon, cd_slice phrase) {
  return cd_wordset_find(&lexicon->rules->words, phrase);
}

static cd_status keep(cd_lexicon *lexicon, const cd_buffer *found, cd_slice *kept) {
  kept->n = found->n;
  return cd_arena_copy(&lexicon->bytes, found->bytes, found->n, &kept->bytes);
}

cd_status cd_type_lower(cd_lexicon *lexicon, uint32_t id, cd_slice *lower) {
  type *t = &lexicon->types[id];
  if (!t->has_lower) {
    cd_status status = cd_lower(t->text, lexicon->rules->casing, &lexicon->word);
    if (!status) status = keep(lexicon, &lexicon->word, &t->lower);
    if (status) return status;
    t->has_lower = true;
  }
  *lower = t->lower;
  return CD_OK;
}

static cd_status stemmer_of(cd_lexicon *lexicon, cd_stemmer **stemmer) {
  if (!lexicon->has_stemmer) {
    cd_status status = cd_stemmer_new(lexicon->rules->stemmer, &lexicon->stemmer);
    if (status) return status;
    lexicon->has_stemmer = true;
  }
  *stemmer = lexicon->stemmer;
  return CD_OK;
}

/* 1 + the index of the caller's own stem for the word, or 0. */
static cd_status find_override(cd_lexicon *lexicon, cd_slice word, uint32_t *override) {
  if (!lexicon->rules->overrides.n) return CD_OK;
  cd_status status = cd_fold(word, &lexicon->folded);
  if (!status)
    *override =
        cd_wordset_find(&lexicon->rules->overrides, cd_buffer_slice(&lexicon->folded))
            .value;
  return status;
}

static cd_status work_out_stem(cd_lexicon *lexicon, cd_slice lower, cd_slice *stem) {
  const cd_rules *rules = lexicon->rules;
  uint32_t override = 0;
  cd_status status = find_override(lexicon, lower, &override);
  if (status) return status;
  if (override) {
    *stem = rules->override_stems[override - 1];
    return CD_OK;
  }
  cd_stemmer *stemmer;
  status = stemmer_of(lexicon, &stemmer);
  if (!status) status = cd_stem(stemmer, lower, &lexicon->stem);
  return status ? status : keep(lexicon, &lexicon->stem, stem);
}

cd_status cd_type_stem(cd_lexicon *lexicon, uint32_t id, cd_slice *stem) {
  type *t = &lexicon->types[id];
  if (!t->has_stem) {
    cd_slice lower;
    cd_status status = cd_type_lower(lexicon, id, &lower);
    if (status) return status;
    /* A curly quote alone is no apostrophe to straighten. */
    bool is_quote = cd_facts(lexicon, id)->shape & T_QUOTE && lower.bytes[0] > 127;
    t->stem = lower;
    if (!is_quote) status = work_out_stem(lexicon, lower, &t->stem);
    if (status) return status;
    t->has_stem = true;
  }
  *stem = t->stem;
  return CD_OK;
}

/* ---- terms ----------------------------------------------------------------------- */

static bool is_dropped(const cd_lexicon *lexicon, uint32_t id, cd_slice folded) {
  const cd_rules *rules = lexicon->rules;
  if (!(lexicon->facts[id].shape & (T_LETTER | T_DIGIT))) return true;
  if (rules->options.language_stop_words && lexicon->facts[id].words & W_STOP)
    return true;
  return cd_wordset_find(&rules->stops, folded).flags != 0;
}

static uint32_t length_in_codes(cd_slice word) {
  uint32_t n = 0;
  for (size_t i = 0; i < word.n; i++) n += (word.bytes[i] & 0xC0) != 0x80;
  return n;
}

/* In this order: letter or digit, lower, stop, stem, length. */
static cd_status work_out_term(cd_lexicon *lexicon, uint32_t id, cd_slice *term) {
  const cd_options *options = &lexicon->rules->options;
  cd_slice none = {NULL, 0}, found = lexicon->types[id].text;
  cd_status status = cd_fold(found, &lexicon->folded);
  if (status) return status;
  *term = none;
  if (is_dropped(lexicon, id, cd_buffer_slice(&lexicon->folded))) return CD_OK;
  if (options->stem)
    status = cd_type_stem(lexicon, id, &found);
  else if (options->lowercase)
    status = cd_type_lower(lexicon, id, &found);
  if (status) return status;
  uint32_t length = length_in_codes(found);
  if (length >= options->min_length && length <= options->max_length) *term = found;
  return CD_OK;
}

cd_status cd_type_term(cd_lexicon *lexicon, uint32_t id, cd_slice *term) {
  type *t = &lexicon->types[id];
  if (!t->has_term) {
    cd_status status = work_out_term(lexicon, id, &t->term);
    if (status) return status;
    t->has_term = true;
  }
  *term = t->term;
  return CD_OK;
}
