/* Where a sentence ends. Three steps, each in its own file: candidates.c finds
 * the gaps that may end one, features.c says what stands beside them,
 * decide.c judges. The lines of the layout are settled before. */
#ifndef CD_SENTENCE_H
#define CD_SENTENCE_H

#include "doc.h"
#include "lexicon.h"
#include "rules.h"

typedef enum cd_rule {
  RULE_TEXT_END,
  RULE_BLANK_LINE,
  RULE_LINE_END,
  RULE_UAX29,
  RULE_NO_CANDIDATE,
  RULE_QUESTION,
  RULE_QUESTION_GOES_ON,
  RULE_NAME_HOLDS_MARK,
  RULE_STOP,
  RULE_STOP_GOES_ON,
  RULE_ELLIPSIS,
  RULE_ELLIPSIS_GOES_ON,
  RULE_SPACED_ELLIPSIS,
  RULE_ADDRESS,
  RULE_ADDRESS_GOES_ON,
  RULE_EMOJI,
  RULE_EMOJI_GOES_ON,
  RULE_REPORTED,
  RULE_TITLE,
  RULE_INITIAL,
  RULE_ABBREVIATION,
  RULE_ABBREVIATION_ENDS,
  RULE_TITLE_FOLLOWS,
  RULE_NAME_ENDS,
  RULE_NUMBER_FOLLOWS,
  RULE_LIST_ITEM,
  RULE_LIST_NUMBER,
  RULE_NO_SPACE,
  RULE_IDEOGRAPHIC_STOP,
  RULE_PUNCTUATION_FOLLOWS,
  RULE_DATELINE,
  RULE_OPENING,
  RULE_HABIT,
  RULE_MODEL,
  RULE_MODEL_GOES_ON,
  CD_RULES
} cd_rule;

/* A gap before token `right` that may end a sentence. */
typedef struct cd_gap {
  uint32_t first; /* first token of the line */
  uint32_t core;  /* last token before the final mark, or the stopped token itself */
  uint32_t mark;  /* the terminal, or the stopped token */
  uint32_t right; /* first token after the gap */
  uint32_t
      word;     /* first token after the gap that is no opening mark, or the line's end */
  uint32_t end; /* end of the line */
} cd_gap;

typedef enum cd_feature {
  F_STOP,     /* a single stop of its own */
  F_QUESTION, /* ? ! and their like */
  F_ELLIPSIS,
  F_STOPPED,     /* a stop that belongs to its token */
  F_SPACE,       /* white space in the gap */
  F_CLOSE_QUOTE, /* between the mark and the gap */
  F_CLOSE_BRACKET,
  F_OPEN_QUOTE, /* after the gap */
  F_OPEN_BRACKET,
  F_UPPER,       /* the word after it starts in upper case, */
  F_LOWER,       /* in lower case, */
  F_DIGIT,       /* with a digit, */
  F_UNCASED,     /* with a letter without case, */
  F_PUNCTUATION, /* or is no word at all */
  F_IDEOGRAPHIC, /* a full stop of CJK, or a script without spaces */
  F_LEFT_TITLE,
  F_LEFT_ABBREVIATION,
  F_LEFT_ENDING,
  F_LEFT_INITIAL,
  F_LEFT_NAME,  /* a capital, then lower case */
  F_LEFT_SHORT, /* four characters at most */
  F_LEFT_WORD,  /* a lower-case word of two letters or more */
  F_LEFT_NUMBER,
  F_LEFT_NUMBERING, /* a number of its own before the stop: "propositions: 1. Eat" */
  F_LEFT_LISTED,    /* the first token of its line, a number or letter */
  F_AFTER_NAME,     /* the token before the core starts in upper case */
  F_ADDRESS,        /* the mark is a URL or an e-mail address */
  F_EMOJI,          /* the mark is an emoji or emoticon */
  F_STARTER,        /* the word after often opens sentences */
  F_TITLE,          /* the word after is a title: Mr. */
  F_INITIAL,        /* the word after is one letter */
  F_SAYS,           /* a reporting verb stands next or second */
  F_LIST_MARK,      /* the next number or letter of a list, or its bullet */
  F_IN_BRACKET,     /* a bracket is open */
  F_LEFT_NUMERIC,   /* an abbreviation that stands before numbers: no */
  F_SHORT,          /* the sentence has had three tokens at most before the mark */
  F_DOTS_BEFORE,    /* the mark is the last of three stops or more, each behind a space */
  F_DOTS_AFTER,     /* such a row stands behind the gap */
  F_LOWER_TEXT,     /* hardly a capital in the text */
  F_DATELINE,       /* the line so far is capitals and a dash: WESTERLEIGH (AP) — */
  F_OPENING_DASH,   /* a dash opens what follows: "What else? - Despite ..." */
  CD_FEATURES
} cd_feature;

typedef uint64_t cd_features;
static inline bool cd_has(cd_features features, cd_feature f) {
  return features >> f & 1;
}

/* Tokens of a doc that are worth a look, found a stretch at a time. */
enum { CD_STRETCH = 256 };
typedef struct cd_stretch {
  uint32_t at[CD_STRETCH];
  uint32_t n, next; /* of `at`: those before `next` are passed */
  uint32_t seen;    /* tokens looked at */
} cd_stretch;

/* Final marks, closing marks and brackets; words that may open a sentence. */
typedef struct cd_ahead {
  cd_stretch marks, openings;
} cd_ahead;

/* What one walk through a line remembers. */
typedef struct cd_walk {
  const cd_doc *doc;
  cd_lexicon *lexicon;
  cd_ahead *ahead;
  uint32_t first, end;  /* tokens of the line */
  uint32_t list_number; /* of the last list mark, 0: none yet */
  uint32_t list_style;  /* 1 digits, 2 letters, 3 bullets */
  uint32_t list_mark;   /* its type, for bullets */
  int brackets;         /* open before the last candidate */
  bool in_quote;        /* likewise */
  uint32_t since;       /* first token behind the last gap that the rules break at */
  uint32_t shape;   /* of the line: its length and last mark, where there are several */
  bool is_lower;    /* the text is all lower case, or nearly */
  bool colon_opens; /* in this language a capital behind a colon opens a sentence */
  bool may_skip;    /* a model judges and nobody looks on: see cd_surely_goes_on */
} cd_walk;

/* marks.c */
/* The next mark that was not passed; the next opening at or behind token `from`;
 * CD_NONE when there is none. */
uint32_t cd_mark_next(const cd_walk *walk);
uint32_t cd_opening_next(const cd_walk *walk, uint32_t from);

/* candidates.c */
/* Start on the line, behind the marks of the last one. */
void cd_walk_start(cd_walk *walk);
/* The first gap at or behind token `from`; false: none left. */
bool cd_candidate_next(cd_walk *walk, uint32_t from, cd_gap *gap);
static inline bool cd_is_address(const cd_doc *doc, uint32_t i) {
  return doc->kind[i] == CD_URL || doc->kind[i] == CD_EMAIL;
}

/* Likewise for a model, which looks at more gaps: `*is_ruled` where the rules have a say. */
bool cd_gap_next(cd_walk *walk, uint32_t from, cd_gap *gap, bool *is_ruled);

/* features.c */
cd_features cd_gap_features(const cd_walk *walk, const cd_gap *gap);
/* Token `i` is a dash of one character between a final mark and a capital, spaces around. */
bool cd_is_opening_dash(const cd_walk *walk, uint32_t i);

/* decide.c */
typedef struct cd_decision {
  bool breaks;
  cd_rule rule;
} cd_decision;
cd_decision cd_decide(cd_features features);
/* No model has a say where this rule decided. */
bool cd_rule_stands(cd_decision rule, cd_features features);

/* Who looks on while gaps are judged; either may be NULL. `why` has `right` set to
 * a token and gets what was decided before it. */
typedef struct cd_watch {
  cd_explanation *why;
  cd_gap_reader *reader;
  void *context;
} cd_watch;

static inline bool cd_has_habits(const cd_options *options) {
  return options->colons || options->semicolons || options->dashes || options->quotes;
}
/* habits.c: true when the options or the language settle what happens at the gap. */
bool cd_habit_decides(const cd_walk *walk, const cd_gap *gap, const cd_options *options,
                      cd_decision *d);

/* sentence.c: fill first_token, rule, n_sentences. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_sentences_read(cd_doc *doc, const cd_rules *rules,
                                          cd_lexicon *lexicon, const cd_watch *watch);
#endif
