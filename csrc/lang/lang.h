/* What we know of each language: lists of words with what they are good for.
 * The lists are csrc/lang/NAME.txt; csrc/tools/lang_tables.py turns them into
 * csrc/lang/lang_tables.c. */
#ifndef CD_LANG_H
#define CD_LANG_H

#include <stddef.h>
#include <stdint.h>

/* What a word is; a word may be several. Words are stored folded: lower case,
 * NFC, straight apostrophes, without the last stop. */
enum {
  W_STOP = 1u << 0,         /* stop word: the, of, and */
  W_TITLE = 1u << 1,        /* a name follows it: mr, gen, st */
  W_ABBREVIATION = 1u << 2, /* may also end a sentence: etc, p.m, u.s */
  W_ENDING = 1u << 3,       /* closes a name, and is an abbreviation too: inc, jr, corp */
  W_NUMERIC = 1u << 4,      /* abbreviation only before a number: no, p, fig */
  W_MONTH = 1u << 5,        /* long or short; value = 1 to 12 */
  W_WEEKDAY = 1u << 6,      /* long or short */
  W_STARTER = 1u << 7,      /* often opens a sentence: the, but, he */
  W_AFFIX = 1u << 8,   /* kept whole beside a hyphen: e, co, -wise; or a colon: :innen */
  W_ELISION = 1u << 9, /* cut after its apostrophe, which is stored with it: l', d' */
  W_CLITIC = 1u << 10, /* cut before its apostrophe, stored with it: 's, 're, n't */
  W_SPLIT = 1u << 11, /* written as one, cut after value code points: cannot 3, gonna 3 */
  W_UNIT = 1u << 12,  /* cut from a number it is written to: km, kg, pm, mph */
  W_WHOLE = 1u << 13, /* one token with its apostrophe or hyphen: o'clock, uh-huh */
  W_CURRENCY = 1u << 14, /* letters that stand before an amount: rs, us$, rm */
  W_SUFFIX = 1u << 15,   /* ordinal or like ending kept on a number: st, nd, rd, th, s */
  W_SAYS = 1u << 16,     /* reporting verb after a quote: said, asked, says */
  W_TAIL = 1u << 17,     /* ends words; its last value code points are cut off: arse 2 */
  /* cues for blocks: the first word(s) of a line; phrases hold single spaces */
  W_CUE_LINK = 1u << 18,     /* read, see also, also read, related, watch */
  W_CUE_DATE = 1u << 19,     /* published, updated, posted, last modified */
  W_CUE_BYLINE = 1u << 20,   /* by, written by, von, par */
  W_CUE_CAPTION = 1u << 21,  /* photo, image, picture, file photo, getty images */
  W_CUE_COLOPHON = 1u << 22, /* published in, copyright, all rights reserved, source */
  W_CUE_LABEL = 1u << 23,    /* opinion, editorial, comments, share, most read */
  W_CUE_COMMENT = 1u << 24,  /* comments, reply, leave a comment */
  W_ARTICLE = 1u << 25,      /* an ordinal may follow it: der, am */
};

typedef struct cd_lang_word {
  const char *word; /* folded UTF-8, NUL-terminated */
  uint32_t flags;
  uint32_t value;
} cd_lang_word;

enum { /* habits of a language's writing */
       LANG_DECIMAL_COMMA =
           1, /* 3,5: a comma joins any digits; elsewhere thousands only */
       LANG_ORDINAL_STOP = 2,   /* 3. mai, 20. yüzyıl */
       LANG_HANGING_HYPHEN = 4, /* Vor- und Nachteile, -listalla */
       LANG_COLON_SUFFIX = 8,   /* EU:n, tv:n */
       LANG_COLON_ENDS =
           16, /* a colon ends the sentence, a stop is a weaker mark: Armenian */
       LANG_SEMICOLON_ASKS = 32, /* ; is the question mark: Greek */
       LANG_LONE_INITIAL = 64,   /* a letter and a stop for a whole name: a lui A. este */
       LANG_COLON_OPENS = 128,   /* behind a colon a capital opens a sentence: Basque */
       LANG_ROMAN_ORDINAL = 256  /* a Roman number with a stop is always an ordinal,
                                   before a capital too: II. Mundu Gerra */
};

typedef struct cd_lang {
  const char *name;    /* Snowball's: "english"; an ISO code where there is none */
  const char *iso1;    /* "en" */
  const char *iso3;    /* "eng" */
  const char *stemmer; /* Snowball algorithm, or NULL */
  const char *quotes;  /* opening and closing pairs as the language's press writes them */
  uint32_t hyphens;    /* 1: treebanks split word-word (English), 0: keep it whole */
  uint32_t writes;     /* LANG_ flags */
  const cd_lang_word *words; /* sorted by word, bytewise */
  size_t n_words;
} cd_lang;

extern const cd_lang cd_langs[]; /* in alphabetical order of name */
extern const size_t cd_n_langs;
/* Words that mean the same in every language: url endings, e-mail, units. */
extern const cd_lang cd_lang_any;

/* The canonical name, a static string, of a Snowball name or ISO 639-1 or -3
 * code in any case of letters ("porter", "nb", "nn", "nob" too); NULL if there
 * is none. `*lang` is its data, or NULL when it has none. */
const char *cd_lang_find(const char *name, const cd_lang **lang);
#endif
