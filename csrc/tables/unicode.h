/* Properties of characters, from the UCD by csrc/tools/unicode_tables.py.
 * A character belongs to one of a few dozen classes; all that the rooms ask of
 * it is a property of its class. Lone surrogates and unassigned code points
 * have classes too. Nothing here speaks of a language or a processor. */
#ifndef CD_UNICODE_H
#define CD_UNICODE_H

#include <stdint.h>

#define CD_BAD_CODE 0x110000u /* stands for a malformed part of UTF-8 */

enum { /* Word_Break */
       WB_OTHER,
       WB_CR,
       WB_LF,
       WB_NEWLINE,
       WB_EXTEND,
       WB_ZWJ,
       WB_FORMAT,
       WB_REGIONAL_INDICATOR,
       WB_KATAKANA,
       WB_HEBREW_LETTER,
       WB_ALETTER,
       WB_SINGLE_QUOTE,
       WB_DOUBLE_QUOTE,
       WB_MIDNUMLET,
       WB_MIDLETTER,
       WB_MIDNUM,
       WB_NUMERIC,
       WB_EXTENDNUMLET,
       WB_WSEGSPACE
};
enum { /* Sentence_Break */
       SB_OTHER,
       SB_CR,
       SB_LF,
       SB_SEP,
       SB_EXTEND,
       SB_FORMAT,
       SB_SP,
       SB_LOWER,
       SB_UPPER,
       SB_OLETTER,
       SB_NUMERIC,
       SB_ATERM,
       SB_STERM,
       SB_CLOSE,
       SB_SCONTINUE
};
enum { /* General_Category */
       GC_LU,
       GC_LL,
       GC_LT,
       GC_LM,
       GC_LO,
       GC_MN,
       GC_MC,
       GC_ME,
       GC_ND,
       GC_NL,
       GC_NO,
       GC_PC,
       GC_PD,
       GC_PS,
       GC_PE,
       GC_PI,
       GC_PF,
       GC_PO,
       GC_SM,
       GC_SC,
       GC_SK,
       GC_SO,
       GC_ZS,
       GC_ZL,
       GC_ZP,
       GC_CC,
       GC_CF,
       GC_CS,
       GC_CO,
       GC_CN
};
enum {                       /* flags */
       U_WHITE_SPACE = 1,    /* White_Space */
       U_PICTOGRAPHIC = 2,   /* Extended_Pictographic */
       U_CASED = 4,          /* Cased */
       U_CASE_IGNORABLE = 8, /* Case_Ignorable */
       U_IDEOGRAPHIC = 16,   /* Ideographic, or Script Hiragana or Katakana */
       U_APOSTROPHE = 32,    /* ' U+2018 U+2019 U+201B U+FF07 */
       U_ELLIPSIS = 64       /* U+2026 U+22EF */
};

/* Bits of a unit for the scan, one set per style; see csrc/core/scan.h. */
enum {
  SCAN_LETTER = 1,
  SCAN_DIGIT = 2,
  SCAN_SPACE = 4,
  SCAN_EXTEND = 8,
  SCAN_LOUD = 16,  /* always wants thought */
  SCAN_STOP = 32,  /* news: '.'; uax29: joins letters */
  SCAN_BANG = 64,  /* news: wants thought when no space follows; uax29: joins digits */
  SCAN_QUIET = 128 /* news: a token of its own, whatever stands beside it */
};
enum { SCAN_NEWS, SCAN_UAX29, SCAN_WHITESPACE, SCAN_WORDS, SCAN_STYLES };

typedef struct cd_char_class {
  uint8_t word_break, sentence_break, category, flags;
  uint8_t kind; /* cd_token_kind of a token of this one character */
  uint8_t scan[SCAN_STYLES];
} cd_char_class;

extern const char cd_ucd_version[];           /* "15.0.0" */
extern const cd_char_class cd_char_classes[]; /* by class */
extern const uint8_t cd_scan_ascii[SCAN_STYLES][128];
extern const uint8_t cd_class_stage2[];  /* class of each character of each page */
extern const uint8_t cd_kind_ascii[128]; /* cd_class(code)->kind */
extern const uint16_t cd_class_stage1
    []; /* page of code >> 7 (0x110000 >> 7 entries and one for CD_BAD_CODE) */

/* The class of any code up to CD_BAD_CODE. */
static inline uint8_t cd_class_index(uint32_t code) {
  return cd_class_stage2[(uint32_t)cd_class_stage1[code >> 7] << 7 | (code & 127)];
}
static inline const cd_char_class *cd_class(uint32_t code) {
  return &cd_char_classes[cd_class_index(code)];
}
#endif
