/* One line of an article as the block room sees it: counted once, then judged. */
#ifndef CD_BLOCK_LINE_H
#define CD_BLOCK_LINE_H

#include "doc.h"
#include "hash.h"
#include "lexicon.h"
#include "rules.h"

enum {                          /* what is true of a line */
       L_STOP = 1u << 0,        /* ends in a full stop, closers aside */
       L_ASKS = 1u << 1,        /* ends in ? or ! */
       L_COLON = 1u << 2,       /* ends in a colon */
       L_TRAILS = 1u << 3,      /* ends in an ellipsis */
       L_OPENS_QUOTE = 1u << 4, /* starts with a quote */
       L_QUOTED = 1u << 5,      /* one quotation, from start to end */
       L_HAS_QUOTE = 1u << 6,
       L_BULLET = 1u << 7,   /* starts with a bullet or a dash */
       L_NUMBERED = 1u << 8, /* starts "1." or "2)" */
       L_DIGIT_FIRST = 1u << 9,
       L_BLANK = 1u << 10,    /* a blank line stands before */
       L_HAS_DATE = 1u << 11, /* a month with its day, or a numeric date */
       L_ALL_DATE = 1u << 12, /* a date or a time of day, and next to nothing else */
       L_LINK = 1u << 13,     /* cues, confirmed by the line's shape */
       L_DATED = 1u << 14,
       L_BYLINE = 1u << 15,
       L_CAPTION = 1u << 16,
       L_COLOPHON = 1u << 17,
       L_LABEL = 1u << 18,    /* the whole line is a label */
       L_COMMENTS = 1u << 19, /* the whole line opens or controls comments */
       L_URL = 1u << 20,
       L_MARKS = 1u << 21, /* holds | or > */
       L_BODY = 1u << 22,  /* lies in a run of the article's own text */
       L_COMES = 1u << 23, /* the best run with this line in it starts here */
       L_GOES = 1u << 24, /* the best split with this line outside ends a run before it */
       L_DASH_FIRST = 1u << 25, /* starts with a dash */
       L_SHORT_DATE = 1u << 26, /* dated, and under a dozen words */
       L_SPEAKER = 1u << 27,    /* starts "Q:" or "NAME:" */
       L_EITHER = 1u << 28,     /* its date reads as 4 May or as April 5 */
};
#define L_FINAL (L_STOP | L_ASKS | L_TRAILS)
#define L_META                                                                   \
  (L_LINK | L_DATED | L_BYLINE | L_CAPTION | L_COLOPHON | L_LABEL | L_COMMENTS | \
   L_ALL_DATE)

typedef struct cd_line {
  uint32_t first, end; /* tokens */
  uint32_t codes;      /* length in code points, a gap counting as one */
  uint32_t flags;      /* L_ */
  uint32_t shapes;     /* T_ flags of all its tokens together, */
  uint32_t known;      /* and W_ flags: what has none is not looked for */
  uint32_t twin;       /* the next line of the same text, or CD_NONE */
  uint16_t twins;      /* how many other lines have the same text */
  uint16_t words, stops, cased, capitals, numbers, commas, cues, sentences;
  int16_t points; /* > 0: reads like the article's own text */
  int16_t year;   /* of its first date; 0: none */
  uint8_t month, day;
} cd_line;

#define CD_LINE_TOKENS \
  60000u /* the rest of a longer line is not counted: counts fit 16 bits */

/* Everything the block room works on; `line` lies in doc->scratch. */
typedef struct cd_page {
  cd_doc *doc;
  const cd_rules *rules;
  cd_lexicon *lexicon;
  cd_line *line;
  uint32_t *slot; /* scratch for the search of twins: a power of two of them */
  uint32_t n, n_slots;
  uint32_t headline, body, last; /* lines: CD_NONE, or [body, last] holds all body runs */
  uint32_t day_first, month_first; /* votes of dates such as 25/12/2021 */
} cd_page;

static inline const cd_type_facts *cd_page_facts(const cd_page *page, uint32_t token) {
  return cd_facts(page->lexicon, page->doc->type[token]);
}

static inline bool cd_line_is(const cd_line *line, uint32_t flags) {
  return (line->flags & flags) != 0;
}

/* A quotient in hundredths; 0 of 0 is 0. */
static inline uint32_t cd_percent(uint32_t part, uint32_t whole) {
  return whole ? (uint32_t)((uint64_t)part * 100 / whole) : 0;
}

/* Count the tokens of `line`, whose edges are set. */
void cd_line_count(const cd_page *page, cd_line *line);
/* Give lines of equal text their twins. */
void cd_lines_pair(cd_page *page);
/* Which cue the line opens with, if its shape bears it out. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_line_cues(cd_page *page, cd_line *line);
/* Find the first date of the line. */
void cd_line_date(cd_page *page, cd_line *line);
/* The date of publication, of all the lines' dates. */
cd_date cd_page_date(const cd_page *page);
/* Mark the lines of the article's own text L_BODY. */
void cd_page_body(cd_page *page);
/* Find the headline among the lines before the body. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_page_headline(cd_page *page);

/* Write every line's cd_block_kind to doc->block_kind. */
void cd_page_name(cd_page *page);
#endif
