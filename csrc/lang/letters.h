/* What tells languages apart by their letters: csrc/lang/auto/scripts.txt and
 * letters.txt, which csrc/tools/letter_tables.py turns into letter_tables.c. */
#ifndef CD_LETTERS_H
#define CD_LETTERS_H

#include <stddef.h>
#include <stdint.h>

enum { CD_LANES = 32, CD_MOST_SCRIPTS = 32, CD_LETTER_SCRIPTS = 5 };

/* The languages that can be told, by canonical name. */
extern const char *const cd_detectable[];
extern const size_t cd_n_detectable;

typedef struct cd_script {
  uint8_t language; /* of cd_detectable, when n_lanes is 0 */
  uint8_t weight;   /* of a letter: a word of Chinese has two, one of English five */
  int8_t takes;     /* the script whose letters it uses beside its own, or -1 */
  uint8_t n_lanes;  /* languages that its letters decide between */
  uint8_t lane[CD_LANES];
} cd_script;

/* The first CD_LETTER_SCRIPTS have lanes. */
extern const cd_script cd_scripts[];
extern const size_t cd_n_scripts;
/* 1 + the script of each 16 characters up to U+FFFF, or 0. */
extern const uint8_t cd_script_blocks[];
/* Letters up to U+052F and then those from U+1E00 to U+1EFF, in lower case; 0: no letter. */
enum { CD_LOWERED_END = 0x530, CD_LOWERED_MORE = 0x1E00, CD_LOWERED_MORE_END = 0x1F00 };
extern const uint16_t cd_letters_lowered[];

/* Rows of votes by key, 21 bits a letter: open addressing. */
#define CD_LETTERS_GOLDEN 0x9E3779B97F4A7C15u
enum { CD_LETTERS_BITS = 13 };
typedef struct cd_letters_slot {
  uint16_t check; /* bits 32 to 47 of key * CD_LETTERS_GOLDEN */
  uint16_t row_and_one;
} cd_letters_slot;
extern const cd_letters_slot cd_letters_slots[];
/* Four bits a lane: lane i in the low half of byte i, lane 16 + i in the high one. */
extern const uint8_t cd_letters_votes[][CD_LANES / 2];
#endif
