#include "lexicon.h"

#include <string.h>

#include "key.h"
#include "rules.h"
#include "stem.h"
#include "text.h"
#include "type_facts.h"
#include "type_form.h"

/* A slot holds a key and a type; free is all zero. A type has one slot by the
 * bytes of its UTF-8, or by their hash when they are more than a key can hold,
 * and one more for its units in each page of a form it was met in beyond ASCII,
 * so that such a token is found without being written out as UTF-8. Two lie in a
 * cache line. */
typedef struct slot {
  cd_key key;
  uint32_t type;
  uint32_t spare[3];
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
  slot *slots; /* in `slot_memory`, at the start of a cache line */
  void *slot_memory;
  size_t mask, n_slots; /* room less one; taken */
  type *types;
  cd_type_facts *facts; /* apart: the sentence room reads them for every token */
  size_t n, room, room_facts;
  uint32_t shapes;     /* T_ flags of them all */
  cd_type_form *forms; /* of the first n_forms types, when a model asks for them */
  size_t n_forms, room_forms;
  cd_arena bytes;
  cd_buffer word, folded, stem; /* scratch */
};

/* ---- life -------------------------------------------------------------------- */

enum { FIRST_SLOTS = 4096, CACHE_LINE = 64 };

static cd_status make_slots(cd_lexicon *lexicon, size_t n) {
  void *memory = cd_resize(NULL, n * sizeof(slot) + CACHE_LINE);
  if (!memory) return CD_NO_MEMORY;
  cd_release(lexicon->slot_memory);
  lexicon->slot_memory = memory;
  lexicon->slots =
      (slot *)(((uintptr_t)memory + CACHE_LINE - 1) & ~(uintptr_t)(CACHE_LINE - 1));
  memset(lexicon->slots, 0, n * sizeof(slot));
  lexicon->mask = n - 1;
  lexicon->n_slots = 0;
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
  cd_release(lexicon->slot_memory);
  cd_release(lexicon->types);
  cd_release(lexicon->facts);
  cd_release(lexicon->forms);
  cd_release(lexicon);
}

bool cd_lexicon_is_full(const cd_lexicon *lexicon) {
  return lexicon->n >= CD_LEXICON_TYPES || lexicon->bytes.used >= CD_LEXICON_BYTES;
}

/* Keeps the slots and the type records, which are bounded by what one text
 * brought; an outsized one gives its memory back. */
void cd_lexicon_clear(cd_lexicon *lexicon) {
  cd_arena_clear(&lexicon->bytes);
  lexicon->n = lexicon->n_forms = 0;
  lexicon->shapes = 0;
  if (lexicon->room > 2 * CD_LEXICON_TYPES) {
    cd_release(lexicon->types);
    cd_release(lexicon->facts);
    cd_release(lexicon->forms);
    lexicon->types = NULL;
    lexicon->facts = NULL;
    lexicon->forms = NULL;
    lexicon->room = lexicon->room_facts = lexicon->room_forms = 0;
    if (!make_slots(lexicon, FIRST_SLOTS)) return;
  }
  memset(lexicon->slots, 0, (lexicon->mask + 1) * sizeof *lexicon->slots);
  lexicon->n_slots = 0;
}

size_t cd_lexicon_count(const cd_lexicon *lexicon) { return lexicon->n; }

/* ---- keys -------------------------------------------------------------------- */

/* The empty word's: no other key counts so many units, and none is all zero. */
#define KEY_OF_NOTHING cd_key_marked((cd_key){0, 0}, 0, CD_KEY_UNITS + 1)

static cd_key key_of_word(const cd_lexicon *lexicon, cd_slice word) {
  if (!word.n) return KEY_OF_NOTHING;
  if (word.n > CD_KEY_UNITS) return cd_key_of_hashes(lexicon->seed, word.bytes, word.n);
  cd_key key = {0, 0};
  memcpy(&key.low, word.bytes, word.n < 8 ? word.n : 8);
  if (word.n > 8) memcpy(&key.high, word.bytes + 8, word.n - 8);
  return cd_key_marked(key, 0, (unsigned)word.n);
}

/* ---- look-up ----------------------------------------------------------------- */

static inline bool matches(const slot *s, const cd_key *key) {
  return !((s->key.low ^ key->low) | (s->key.high ^ key->high));
}

static bool is_free(const slot *s) { return !(s->key.low | s->key.high); }

/* The `nth` slot where a key of this hash is looked for: after the first comes the
 * other of its cache line, then those of the next one. */
static inline slot *nth_slot(const cd_lexicon *lexicon, size_t hash, size_t nth) {
  return &lexicon->slots[((hash ^ (nth & 1)) + (nth & ~(size_t)1)) & lexicon->mask];
}

/* The slot that holds the key, or the free one where it belongs. `word` is
 * compared where the key is made of hashes. */
static slot *find_slot(const cd_lexicon *lexicon, const cd_key *key, cd_slice word) {
  size_t hash = cd_key_hash(lexicon->seed, key);
  for (size_t nth = 0;; nth++) {
    slot *s = nth_slot(lexicon, hash, nth);
    if (is_free(s)) return s;
    if (!matches(s, key)) continue;
    if (!cd_key_is_hashed(key)) return s;
    cd_slice known = lexicon->types[s->type].text;
    if (known.n == word.n && !memcmp(known.bytes, word.bytes, word.n)) return s;
  }
}

/* Types that came early are mostly the frequent ones: they stand where a look
 * starts, those that came later further on. */
static void place(cd_lexicon *lexicon, slot moved) {
  size_t hash = cd_key_hash(lexicon->seed, &moved.key), nth = 0;
  for (slot *s; s = nth_slot(lexicon, hash, nth), !is_free(s); nth++) {
    if (s->type <= moved.type) continue;
    slot later = *s;
    *s = moved;
    place(lexicon, later);
    return;
  }
  *nth_slot(lexicon, hash, nth) = moved;
}

static cd_status double_slots(cd_lexicon *lexicon) {
  cd_lexicon old = *lexicon;
  lexicon->slot_memory = NULL;
  if (make_slots(lexicon, 2 * (old.mask + 1))) {
    *lexicon = old;
    return CD_NO_MEMORY;
  }
  for (size_t i = 0; i <= old.mask; i++)
    if (!is_free(&old.slots[i])) place(lexicon, old.slots[i]);
  lexicon->n_slots = old.n_slots;
  cd_release(old.slot_memory);
  return CD_OK;
}

/* At most half of the slots are taken, one more included. */
static cd_status reserve_slot(cd_lexicon *lexicon) {
  return 2 * lexicon->n_slots > lexicon->mask ? double_slots(lexicon) : CD_OK;
}

static void fill_slot(cd_lexicon *lexicon, slot *s, const cd_key *key, uint32_t id) {
  s->key = *key;
  s->type = id;
  lexicon->n_slots++;
}

/* A new type at the end. */
static cd_status add_type(cd_lexicon *lexicon, cd_slice word) {
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
  status = cd_type_facts_of(lexicon->rules, new->text, &lexicon->folded,
                            &lexicon->facts[lexicon->n]);
  if (status) return status;
  lexicon->shapes |= lexicon->facts[lexicon->n++].shape;
  return CD_OK;
}

cd_status cd_lexicon_intern(cd_lexicon *lexicon, cd_slice word, uint32_t *id) {
  if (reserve_slot(lexicon)) return CD_NO_MEMORY;
  cd_key key = key_of_word(lexicon, word);
  slot *s = find_slot(lexicon, &key, word);
  if (is_free(s)) {
    cd_status status = add_type(lexicon, word);
    if (status) return status;
    fill_slot(lexicon, s, &key, (uint32_t)lexicon->n - 1);
  }
  *id = s->type;
  return CD_OK;
}

/* ---- the types of a text's tokens ----------------------------------------------- */

static cd_status word_of(cd_lexicon *lexicon, cd_text text, uint32_t start, uint32_t end,
                         cd_slice *word) {
  if (text.form == CD_UTF8 && !lexicon->rules->options.replace_errors) {
    *word = (cd_slice){(const uint8_t *)text.units + start, end - start};
    return CD_OK;
  }
  cd_buffer *buffer = &lexicon->word;
  buffer->n = 0;
  cd_status status = cd_buffer_reserve(buffer, cd_utf8_room(text.form, end - start));
  if (status) return status;
  buffer->n = cd_text_utf8(text, start, end, buffer->bytes);
  *word = cd_buffer_slice(buffer);
  return CD_OK;
}

/* A token whose key is in no slot where it was looked for: its slot is further
 * on, or it is new, or new by this key, or has none. */
static cd_status intern_token(cd_lexicon *lexicon, cd_text text, uint32_t start,
                              uint32_t end, const cd_key *key, uint32_t *id) {
  cd_slice word = {NULL, 0};
  bool has_key = key->high != CD_KEYLESS;
  if (has_key) {
    const slot *s = find_slot(lexicon, key, word);
    *id = s->type;
    if (!is_free(s)) return CD_OK;
  }
  cd_status status = word_of(lexicon, text, start, end, &word);
  if (!status) status = cd_lexicon_intern(lexicon, word, id);
  if (status || !has_key) return status;
  if (reserve_slot(lexicon)) return CD_NO_MEMORY;
  slot *s = find_slot(lexicon, key, word);
  if (is_free(s)) fill_slot(lexicon, s, key, *id);
  return CD_OK;
}

/* UTF-8 that may be malformed: a key only for what is ASCII. */
static void drop_unsound(cd_key *key, size_t n) {
  for (size_t i = 0; i < n; i++)
    if ((key[i].low | (key[i].high & 0x00FFFFFFFFFFFFFFu)) & 0x8080808080808080u)
      key[i] = (cd_key){0, CD_KEYLESS};
}

/* Tokens are looked up in blocks: the next one's keys are hashed and their slots
 * asked for before this one's are probed, so that cache misses overlap. */
enum { BLOCK = 32 };
typedef struct block {
  cd_key key[BLOCK];
  size_t hash[BLOCK];
} block;

static inline void hash_block(const cd_lexicon *lexicon, size_t n, block *b) {
  const slot *slots = lexicon->slots;
  const size_t mask = lexicon->mask;
  const uint64_t seed = lexicon->seed;
  for (size_t i = 0; i < n; i++) {
    b->hash[i] = cd_key_hash(seed, &b->key[i]);
    __builtin_prefetch(&slots[b->hash[i] & mask]);
  }
}

static inline size_t block_at(size_t at, size_t n) {
  return n - at < BLOCK ? n - at : BLOCK;
}

/* The types of tokens [i, n) of a block up to the first that is not where its key is
 * looked for; returns which that is, or `n`. */
static inline size_t probe_block(const cd_lexicon *lexicon, const block *b, size_t i,
                                 size_t n, uint32_t *id) {
  for (; i < n; i++) {
    const slot *s = &lexicon->slots[b->hash[i] & lexicon->mask];
    if (!matches(s, &b->key[i])) break;
    id[i] = s->type;
  }
  return i;
}

static cd_status intern_block(cd_lexicon *lexicon, cd_text text, const uint32_t *start,
                              const uint32_t *end, size_t n, const block *b,
                              uint32_t *id) {
  cd_status status = CD_OK;
  for (size_t i = 0; !status && (i = probe_block(lexicon, b, i, n, id)) < n; i++)
    status = intern_token(lexicon, text, start[i], end[i], &b->key[i], &id[i]);
  return status;
}

cd_status cd_lexicon_types(cd_lexicon *lexicon, cd_text text, const uint32_t *start,
                           const uint32_t *end, size_t n, uint32_t *id) {
  bool may_be_unsound = text.form == CD_UTF8 && lexicon->rules->options.replace_errors;
  cd_keys *keys = cd_keys_for(text.form);
  block b[2];
  for (size_t at = 0; at < n + BLOCK; at += BLOCK) {
    block *this = &b[at / BLOCK % 2], *last = &b[(at / BLOCK + 1) % 2];
    if (at < n) {
      size_t here = block_at(at, n);
      keys(text.units, text.n, start + at, end + at, here, this->key);
      if (may_be_unsound) drop_unsound(this->key, here);
      hash_block(lexicon, here, this);
    }
    if (!at) continue;
    size_t from = at - BLOCK;
    cd_status status = intern_block(lexicon, text, start + from, end + from,
                                    block_at(from, n), last, id + from);
    if (status) return status;
  }
  return CD_OK;
}

/* ---- words that are texts of their own ----------------------------------------- */

/* The key of a short word of ASCII by one load of the 16 bytes in front of its
 * end, of which at least its own are read from what is in front of it. */
static inline bool key_by_its_end(cd_text word, cd_key *key) {
  __extension__ unsigned __int128 all;
  if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || word.form != CD_UCS1 ||
      word.n - 1 >= CD_KEY_UNITS)
    return false;
  memcpy(&all, (const uint8_t *)word.units + word.n - 16, 16);
  all >>= 8 * (16 - word.n);
  cd_key bytes = {(uint64_t)all, (uint64_t)(all >> 64)};
  *key = cd_key_marked(bytes, 0, (unsigned)word.n);
  return !((bytes.low | bytes.high) & 0x8080808080808080u);
}

static inline void key_of_text(cd_text word, size_t before, cd_key *key) {
  uint32_t start = 0, end = (uint32_t)word.n;
  if (before >= 16 && key_by_its_end(word, key)) return;
  if (end)
    cd_keys_for(word.form)(word.units, word.n, &start, &end, 1, key);
  else
    *key = KEY_OF_NOTHING;
}

static cd_status intern_words(cd_lexicon *lexicon, const cd_text *word, size_t n,
                              const block *b, uint32_t *id) {
  cd_status status = CD_OK;
  for (size_t i = 0; !status && (i = probe_block(lexicon, b, i, n, id)) < n; i++)
    status = intern_token(lexicon, word[i], 0, (uint32_t)word[i].n, &b->key[i], &id[i]);
  return status;
}

/* A key that is made of hashes is no proof: such a word takes the long way. */
static inline cd_key sure_key_of(const cd_lexicon *lexicon, cd_slice word) {
  return word.n > CD_KEY_UNITS ? (cd_key){0, CD_KEYLESS} : key_of_word(lexicon, word);
}

cd_status cd_lexicon_intern_all(cd_lexicon *lexicon, const cd_slice *word, size_t n,
                                uint32_t *id) {
  block b;
  for (size_t at = 0; at < n; at += BLOCK) {
    size_t here = block_at(at, n);
    cd_status status = CD_OK;
    for (size_t i = 0; i < here; i++) b.key[i] = sure_key_of(lexicon, word[at + i]);
    hash_block(lexicon, here, &b);
    for (size_t i = 0; (i = probe_block(lexicon, &b, i, here, id + at)) < here; i++)
      if ((status = cd_lexicon_intern(lexicon, word[at + i], &id[at + i]))) return status;
  }
  return CD_OK;
}

cd_status cd_lexicon_words(cd_lexicon *lexicon, const cd_text *word, size_t n,
                           size_t before, uint32_t *id) {
  block b;
  for (size_t at = 0; at < n; at += BLOCK) {
    size_t here = block_at(at, n);
    for (size_t i = 0; i < here; i++) key_of_text(word[at + i], before, &b.key[i]);
    hash_block(lexicon, here, &b);
    cd_status status = intern_words(lexicon, word + at, here, &b, id + at);
    if (status) return status;
  }
  return CD_OK;
}

/* ---- what is known of a type --------------------------------------------------- */

const cd_type_facts *cd_facts(const cd_lexicon *lexicon, uint32_t id) {
  return &lexicon->facts[id];
}

uint32_t cd_lexicon_shapes(const cd_lexicon *lexicon) { return lexicon->shapes; }

void cd_facts_ask(const cd_lexicon *lexicon, uint32_t id) {
  __builtin_prefetch(&lexicon->facts[id]);
  if (id >= lexicon->n_forms) return;
  const char *form = (const char *)&lexicon->forms[id];
  __builtin_prefetch(form);
  __builtin_prefetch(form + sizeof(cd_type_form) - 1);
}

cd_slice cd_type_text(const cd_lexicon *lexicon, uint32_t id) {
  return lexicon->types[id].text;
}

bool cd_type_is_stop(const cd_lexicon *lexicon, uint32_t id) {
  return lexicon->facts[id].words & W_STOP;
}

cd_status cd_lexicon_make_forms(cd_lexicon *lexicon) {
  cd_status status =
      cd_grow(&lexicon->forms, &lexicon->room_forms, lexicon->n, sizeof *lexicon->forms);
  if (status) return status;
  for (; lexicon->n_forms < lexicon->n; lexicon->n_forms++)
    lexicon->forms[lexicon->n_forms].form = 0;
  return CD_OK;
}

int16_t *cd_type_shares(cd_lexicon *lexicon, uint32_t id) {
  return lexicon->facts[id].share;
}

cd_status cd_type_form_in(cd_lexicon *lexicon, uint32_t id, cd_type_form **form) {
  *form = &lexicon->forms[id];
  if ((*form)->form) return CD_OK;
  return cd_type_form_of(lexicon->types[id].text, &lexicon->facts[id], &lexicon->folded,
                         *form);
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

/* What stop words are compared with: the folded form; in style sklearn, as there,
 * the word itself, lower-cased where terms are. */
static cd_status form_of(cd_lexicon *lexicon, uint32_t id, cd_slice *form) {
  const cd_options *options = &lexicon->rules->options;
  *form = lexicon->types[id].text;
  if (options->style == CD_STYLE_SKLEARN)
    return options->lowercase ? cd_type_lower(lexicon, id, form) : CD_OK;
  cd_status status = cd_fold(*form, &lexicon->folded);
  *form = cd_buffer_slice(&lexicon->folded);
  return status;
}

static cd_status is_dropped(cd_lexicon *lexicon, uint32_t id, bool *dropped) {
  const cd_rules *rules = lexicon->rules;
  cd_slice form;
  *dropped = (rules->options.style != CD_STYLE_SKLEARN &&
              !(lexicon->facts[id].shape & (T_LETTER | T_DIGIT))) ||
             (rules->options.language_stop_words && lexicon->facts[id].words & W_STOP);
  if (*dropped || !rules->stops.n) return CD_OK;
  cd_status status = form_of(lexicon, id, &form);
  if (!status) *dropped = cd_wordset_find(&rules->stops, form).flags != 0;
  return status;
}

/* In this order: letter or digit, lower, stop, stem, length. */
static cd_status work_out_term(cd_lexicon *lexicon, uint32_t id, cd_slice *term) {
  const cd_options *options = &lexicon->rules->options;
  cd_slice none = {NULL, 0}, found = lexicon->types[id].text;
  bool dropped;
  *term = none;
  cd_status status = is_dropped(lexicon, id, &dropped);
  if (status || dropped) return status;
  if (options->stem)
    status = cd_type_stem(lexicon, id, &found);
  else if (options->lowercase)
    status = cd_type_lower(lexicon, id, &found);
  if (status) return status;
  size_t length = cd_utf8_codes(found);
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
