/* What is known of a type is worked out once, when it is first seen. */
#ifndef CD_LEXICON_H
#define CD_LEXICON_H

#include "copydesk.h"
#include "lang.h"
#include "wordset.h"

enum {                          /* shape of a type */
       T_LETTER = 1u << 0,      /* holds a letter */
       T_DIGIT = 1u << 1,       /* holds a digit */
       T_UPPER_FIRST = 1u << 2, /* its first letter or digit is an upper-case letter */
       T_LOWER_FIRST = 1u << 3,
       T_DIGIT_FIRST = 1u << 4,
       T_ALL_UPPER = 1u << 5,  /* two or more letters, all upper case */
       T_INITIAL = 1u << 6,    /* one letter, with or without a stop */
       T_STOPPED = 1u << 7,    /* ends in a stop and holds a letter or digit: "U.S." */
       T_INNER_STOP = 1u << 8, /* a stop between its letters: "U.S." "e.g" */
       T_TERMINAL = 1u << 9,   /* nothing but sentence-final marks: . ! ? 。 ?! */
       T_ELLIPSIS = 1u << 10,  /* two or more stops, or the character */
       T_QUESTION = 1u << 11,  /* a terminal that holds ! or ? or their like: no stop */
       T_OPEN = 1u << 12,      /* an opening bracket or quote, or a quote that may be */
       T_CLOSE = 1u << 13,     /* a closing bracket or quote, or a quote that may be */
       T_QUOTE = 1u << 14,     /* a quote of any kind */
       T_COLON = 1u << 15,
       T_SEMICOLON = 1u << 16,
       T_DASH = 1u << 17,
       T_COMMA = 1u << 18,
       T_BULLET = 1u << 19,      /* * • ‣ · – at the head of a list item */
       T_IDEOGRAPHIC = 1u << 20, /* written without spaces: Han, Hiragana, Katakana */
       T_CASED = 1u << 21,       /* its first letter has case */
       T_BY_TEXT = 1u << 22,     /* its lower case is not that of the word alone: what
                                    stands around a Greek sigma settles it, U+0130
                                    becomes a letter and a mark, which is no letter */
};

typedef struct cd_type_facts {
  uint32_t shape;   /* T_ flags */
  uint32_t words;   /* W_ flags of the folded type, its last stop taken off */
  uint16_t value;   /* month number and the like */
  uint16_t codes;   /* length in code points, at most CD_MOST_CODES */
  int16_t share[2]; /* of the score of a gap without a mark, before it and behind it */
} cd_type_facts;
enum { CD_MOST_CODES = UINT16_MAX };
#define CD_NO_SHARE INT16_MIN /* not summed yet */

const cd_type_facts *cd_facts(const cd_lexicon *lexicon, uint32_t type);
/* T_ flags that some type has. */
uint32_t cd_lexicon_shapes(const cd_lexicon *lexicon);
/* Soon facts of the type, and what a model knows of it, will be asked for. */
void cd_facts_ask(const cd_lexicon *lexicon, uint32_t type);

/* The types of tokens [0, n): start, end in native units of `text`. */
CD_MUST_CHECK cd_status cd_lexicon_types(cd_lexicon *lexicon, cd_text text,
                                         const uint32_t *start, const uint32_t *end,
                                         size_t n, uint32_t *type);
/* Of words in UTF-8, as cd_lexicon_intern has them. */
CD_MUST_CHECK cd_status cd_lexicon_intern_all(cd_lexicon *lexicon, const cd_slice *word,
                                              size_t n, uint32_t *type);
#endif
