/* Which language a text is written in. Windows spread over the first kilobytes
 * are read one by one: letters are counted by script, and where a script serves
 * many languages each three letters vote, until one language leads by enough. */
#include <string.h>

#include "letters.h"
#include "text.h"

enum {
  WINDOW = 64, /* units */
  WINDOWS = 32,
  FIRST = 16 * 1024, /* units among which windows are spread */
  WHOLE = 256,       /* units of a text that is read as one window */
  LETTER = 8,        /* votes of a letter of a script with one language */
  SURE = 80,         /* votes ahead: more change nothing (docs/auto_language.md) */
  FRESH = 255 / 15,  /* rows of votes that a byte can add up */
  EDGE = '_',        /* of a word, in keys */
  NO_SCRIPT = CD_MOST_SCRIPTS,
  ANY_MARK = CD_MOST_SCRIPTS + 1
};

/* Votes of the languages of one script. */
typedef struct lanes {
  uint32_t votes[CD_LANES];
  uint8_t fresh[CD_LANES]; /* not yet among `votes`: bytes are added many at a time */
  unsigned n_fresh;        /* rows */
} lanes;

typedef struct ballot {
  uint32_t letters[CD_MOST_SCRIPTS];
  lanes lanes[CD_LETTER_SCRIPTS];
} ballot;

typedef struct choice {
  size_t language;
  uint32_t lead; /* votes ahead of the next one */
} choice;

/* ---- letters -------------------------------------------------------------------- */

static inline uint32_t code_at(cd_text text, size_t at, size_t *next) {
  uint32_t unit = cd_unit_at(text, at);
  if (unit >= 0x80) return cd_text_decode(text, at, next);
  *next = at + 1;
  return unit;
}

/* The letter in lower case, or 0. */
static inline uint32_t lowered(uint32_t code) {
  if (code < CD_LOWERED_END) return cd_letters_lowered[code];
  if (code >= CD_LOWERED_MORE && code < CD_LOWERED_MORE_END)
    return cd_letters_lowered[code - CD_LOWERED_MORE + CD_LOWERED_END];
  return cd_class(code)->category <= GC_MC ? code : 0;
}

/* The script of a character, which becomes a letter in lower case. */
static inline unsigned script_of(uint32_t *code) {
  uint32_t block = *code >> 4, letter = lowered(*code);
  if (!letter) return *code >= 0x300 && *code < 0x370 ? ANY_MARK : NO_SCRIPT;
  if (*code > 0xFFFF) block = *code >= 0x20000 && *code < 0x40000 ? 0x4E0 : 0; /* Han */
  *code = letter;
  return cd_script_blocks[block] ? cd_script_blocks[block] - 1u : NO_SCRIPT;
}

static void settle(lanes *lanes) {
  for (size_t i = 0; i < CD_LANES; i++) lanes->votes[i] += lanes->fresh[i];
  memset(lanes->fresh, 0, sizeof lanes->fresh);
  lanes->n_fresh = 0;
}

static void add(uint8_t *restrict fresh, const uint8_t *restrict row) {
  for (size_t i = 0; i < CD_LANES / 2; i++)
    fresh[i] = (uint8_t)(fresh[i] + (row[i] & 15));
  fresh += CD_LANES / 2;
  for (size_t i = 0; i < CD_LANES / 2; i++)
    fresh[i] = (uint8_t)(fresh[i] + (row[i] >> 4));
}

static void vote(lanes *lanes, uint64_t key) {
  uint64_t mixed = key * CD_LETTERS_GOLDEN;
  for (size_t at = mixed >> (64 - CD_LETTERS_BITS);; at++) {
    cd_letters_slot slot = cd_letters_slots[at & ((1u << CD_LETTERS_BITS) - 1)];
    if (!slot.row_and_one) return;
    if (slot.check != (uint16_t)(mixed >> 32)) continue;
    add(lanes->fresh, cd_letters_votes[slot.row_and_one - 1]);
    if (++lanes->n_fresh == FRESH) settle(lanes);
    return;
  }
}

/* The last three letters of a word, or fewer at the start of a window. */
static uint64_t vote_three(lanes *lanes, uint64_t key, uint32_t letter) {
  key = (key << 21 | letter) & ((1ull << 63) - 1);
  if (key >> 42) vote(lanes, key);
  return key;
}

/* Count the letters of units [at, end). A window that starts within a word does
 * not know the word's edge. */
static void read_window(ballot *ballot, cd_text text, size_t at, size_t end) {
  uint64_t key = at ? 0 : EDGE;
  unsigned script = NO_SCRIPT;
  while (at < end) {
    uint32_t code = code_at(text, at, &at);
    unsigned now = script_of(&code);
    if (now == ANY_MARK) continue;
    if (now != script) {
      if (script < CD_LETTER_SCRIPTS) vote_three(&ballot->lanes[script], key, EDGE);
      if (script != NO_SCRIPT || now == NO_SCRIPT) key = EDGE;
      script = now;
    }
    if (now == NO_SCRIPT) continue;
    ballot->letters[now]++;
    if (now >= CD_LETTER_SCRIPTS) continue;
    key = vote_three(&ballot->lanes[now], key, code);
    if (code > 0x7F) vote(&ballot->lanes[now], code);
  }
  if (at == text.n && script < CD_LETTER_SCRIPTS)
    vote_three(&ballot->lanes[script], key, EDGE);
}

/* ---- the vote --------------------------------------------------------------------- */

/* Letters as weights; a script that uses another's letters takes them. */
static void weigh(const ballot *ballot, uint32_t weight[CD_MOST_SCRIPTS]) {
  for (size_t i = 0; i < cd_n_scripts; i++)
    weight[i] = ballot->letters[i] * cd_scripts[i].weight;
  for (size_t i = 0; i < cd_n_scripts; i++) {
    int taken = cd_scripts[i].takes;
    if (taken < 0 || !weight[i] || 16 * weight[i] < weight[taken]) continue;
    weight[i] += weight[taken];
    weight[taken] = 0;
  }
}

/* The place of the greatest, the first one of equals; `*ahead`: by how much. */
static size_t greatest(const uint32_t *of, size_t n, uint32_t *ahead) {
  size_t first = 0;
  uint32_t second = 0;
  for (size_t i = 1; i < n; i++) {
    if (of[i] <= of[first]) {
      if (of[i] > second) second = of[i];
      continue;
    }
    second = of[first];
    first = i;
  }
  *ahead = of[first] - second;
  return first;
}

static choice choose(ballot *ballot) {
  uint32_t weight[CD_MOST_SCRIPTS] = {0}, ahead, lead;
  weigh(ballot, weight);
  size_t first = greatest(weight, cd_n_scripts, &ahead);
  const cd_script *script = &cd_scripts[first];
  ahead *= LETTER;
  if (!script->n_lanes) return (choice){script->language, ahead};
  settle(&ballot->lanes[first]);
  size_t lane = greatest(ballot->lanes[first].votes, script->n_lanes, &lead);
  return (choice){script->lane[lane], lead < ahead ? lead : ahead};
}

/* ---- windows ----------------------------------------------------------------------- */

/* 0, 16, 8, 24, 4, ...: the first ones lie far apart. */
static size_t spread(size_t i) {
  return (i & 1) << 4 | (i & 2) << 2 | (i & 4) | (i & 8) >> 2 | (i & 16) >> 4;
}

/* Not within a character. */
static size_t start_of(cd_text text, size_t at) {
  const uint8_t *bytes = text.units;
  if (text.form != CD_UTF8) return at;
  while (at && at < text.n && (bytes[at] & 0xC0) == 0x80) at++;
  return at;
}

size_t cd_language_detect(cd_text text) {
  ballot ballot = {0};
  size_t n = text.n < FIRST ? text.n : FIRST;
  if (n <= WHOLE) {
    read_window(&ballot, text, 0, n);
    return choose(&ballot).language;
  }
  size_t n_windows = n / WINDOW < WINDOWS ? n / WINDOW : WINDOWS;
  choice found = {0};
  for (size_t i = 0; i < WINDOWS && found.lead < SURE; i++) {
    size_t at = spread(i) * (n / n_windows);
    if (spread(i) >= n_windows) continue;
    read_window(&ballot, text, start_of(text, at), at + WINDOW);
    if (i) found = choose(&ballot);
  }
  return found.language;
}

size_t cd_detectable_count(void) { return cd_n_detectable; }
const char *cd_detectable_name(size_t i) { return cd_detectable[i]; }
