/* The judgement, from features alone. Each way out names its rule. */
#include "sentence.h"

static cd_decision ends(cd_rule rule) {
  cd_decision d = {true, rule};
  return d;
}

static cd_decision goes_on(cd_rule rule) {
  cd_decision d = {false, rule};
  return d;
}

/* "today.Tomorrow": no space, yet a word ends and a name or sentence starts. */
static cd_decision without_space(cd_features f) {
  if (cd_has(f, F_IDEOGRAPHIC)) return ends(RULE_IDEOGRAPHIC_STOP);
  bool is_typo = cd_has(f, F_UPPER) && cd_has(f, F_LEFT_WORD) && !cd_has(f, F_STOPPED);
  return is_typo ? ends(RULE_NO_SPACE) : goes_on(RULE_NO_SPACE);
}

/* "Yahoo! in": a name may hold the mark; a word of the language does not. */
static cd_decision after_question(cd_features f) {
  bool closes = cd_has(f, F_CLOSE_QUOTE) || cd_has(f, F_CLOSE_BRACKET);
  if (cd_has(f, F_LOWER) && cd_has(f, F_SAYS)) return goes_on(RULE_REPORTED);
  if (cd_has(f, F_LOWER) && closes) return goes_on(RULE_QUESTION_GOES_ON);
  if (cd_has(f, F_LOWER) && !cd_has(f, F_LEFT_WORD))
    return goes_on(cd_has(f, F_LEFT_NAME) ? RULE_NAME_HOLDS_MARK : RULE_QUESTION_GOES_ON);
  bool quotes = cd_has(f, F_OPEN_QUOTE) || cd_has(f, F_OPEN_BRACKET);
  if (cd_has(f, F_CLOSE_QUOTE) && cd_has(f, F_SAYS) && !quotes)
    return goes_on(RULE_REPORTED);
  return ends(RULE_QUESTION);
}

/* "z. B." is one abbreviation, a space inside it. */
static cd_decision after_stop(cd_features f) {
  if (cd_has(f, F_DOTS_AFTER)) return ends(RULE_SPACED_ELLIPSIS);
  if (cd_has(f, F_DOTS_BEFORE)) return goes_on(RULE_SPACED_ELLIPSIS);
  if (cd_has(f, F_LEFT_NUMERIC) && cd_has(f, F_DIGIT))
    return goes_on(RULE_NUMBER_FOLLOWS);
  if (cd_has(f, F_LEFT_INITIAL) && cd_has(f, F_INITIAL)) return goes_on(RULE_INITIAL);
  if (!cd_has(f, F_LOWER)) return ends(RULE_STOP);
  if (cd_has(f, F_LEFT_NAME) && cd_has(f, F_LEFT_SHORT))
    return goes_on(RULE_NAME_HOLDS_MARK);
  bool closes = cd_has(f, F_CLOSE_QUOTE) || cd_has(f, F_CLOSE_BRACKET);
  if (closes || cd_has(f, F_IN_BRACKET)) return goes_on(RULE_REPORTED);
  return cd_has(f, F_LEFT_WORD) || cd_has(f, F_LEFT_NUMBER) ? ends(RULE_STOP)
                                                            : goes_on(RULE_STOP_GOES_ON);
}

static cd_decision after_ellipsis(cd_features f) {
  if (cd_has(f, F_OPEN_BRACKET)) return goes_on(RULE_ELLIPSIS_GOES_ON);
  bool opens = cd_has(f, F_UPPER) || cd_has(f, F_UNCASED) || cd_has(f, F_OPENING_DASH);
  return opens ? ends(RULE_ELLIPSIS) : goes_on(RULE_ELLIPSIS_GOES_ON);
}

/* 0.87 of the capitals behind an address open a sentence (EWT, train). */
static cd_decision after_address(cd_features f) {
  return cd_has(f, F_UPPER) ? ends(RULE_ADDRESS) : goes_on(RULE_ADDRESS_GOES_ON);
}

static cd_decision after_emoji(cd_features f) {
  return cd_has(f, F_UPPER) ? ends(RULE_EMOJI) : goes_on(RULE_EMOJI_GOES_ON);
}

/* One letter and a stop: a name's initial, unless a sentence plainly starts. */
static cd_decision after_initial(cd_features f) {
  bool starts = cd_has(f, F_STARTER) && !cd_has(f, F_AFTER_NAME);
  return starts ? ends(RULE_ABBREVIATION_ENDS) : goes_on(RULE_INITIAL);
}

static cd_decision after_abbreviation(cd_features f) {
  if (cd_has(f, F_LOWER)) return goes_on(RULE_ABBREVIATION);
  bool is_place = cd_has(f, F_LEFT_TITLE) &&
                  cd_has(f, F_LEFT_ABBREVIATION); /* St., Ft.: a name may end in it */
  if (cd_has(f, F_LEFT_TITLE) && !(is_place && cd_has(f, F_STARTER)))
    return goes_on(RULE_TITLE);
  if (cd_has(f, F_DIGIT)) return goes_on(RULE_NUMBER_FOLLOWS);
  if (cd_has(f, F_LEFT_INITIAL)) return after_initial(f);
  bool closes = cd_has(f, F_CLOSE_QUOTE) || cd_has(f, F_CLOSE_BRACKET);
  bool is_name_end =
      cd_has(f, F_LEFT_ENDING) && cd_has(f, F_UPPER) && !cd_has(f, F_OPEN_BRACKET);
  if (cd_has(f, F_TITLE))
    return cd_has(f, F_SHORT) ? goes_on(RULE_ABBREVIATION) : ends(RULE_TITLE_FOLLOWS);
  bool starts = cd_has(f, F_STARTER) || closes;
  if (!starts && is_name_end) return ends(RULE_NAME_ENDS);
  return starts ? ends(RULE_ABBREVIATION_ENDS) : goes_on(RULE_ABBREVIATION);
}

cd_decision cd_decide(cd_features f) {
  if (cd_has(f, F_LIST_MARK)) return ends(RULE_LIST_ITEM);
  if (cd_has(f, F_DATELINE)) return goes_on(RULE_DATELINE);
  if (cd_has(f, F_LEFT_LISTED) || cd_has(f, F_LEFT_NUMBERING))
    return goes_on(RULE_LIST_NUMBER);
  if (cd_has(f, F_DOTS_AFTER)) return after_stop(f);
  if (cd_has(f, F_PUNCTUATION)) return goes_on(RULE_PUNCTUATION_FOLLOWS);
  if (!cd_has(f, F_SPACE)) return without_space(f);
  if (cd_has(f, F_ADDRESS)) return after_address(f);
  if (cd_has(f, F_EMOJI)) return after_emoji(f);
  if (cd_has(f, F_QUESTION)) return after_question(f);
  if (cd_has(f, F_ELLIPSIS)) return after_ellipsis(f);
  return cd_has(f, F_STOPPED) ? after_abbreviation(f) : after_stop(f);
}

/* A word's stop and a capital, a quote opened or closed between them: nobody means
 * one sentence, unless the second is who said the first. */
static bool is_quotation_edge(cd_features f) {
  bool opens = cd_has(f, F_OPEN_QUOTE) && cd_has(f, F_LEFT_WORD);
  return cd_has(f, F_UPPER) && !cd_has(f, F_SAYS) && (opens || cd_has(f, F_CLOSE_QUOTE));
}

bool cd_rule_stands(cd_decision d, cd_features f) {
  bool is_lower = cd_has(f, F_LOWER) && !cd_has(f, F_LOWER_TEXT);
  if (cd_has(f, F_UNCASED) || (d.breaks && cd_has(f, F_OPENING_DASH))) return true;
  switch (d.rule) {
    case RULE_LIST_ITEM:
    case RULE_LIST_NUMBER:
    case RULE_DATELINE:
    case RULE_OPENING:
    case RULE_NAME_HOLDS_MARK:
    case RULE_SPACED_ELLIPSIS:
    case RULE_TITLE_FOLLOWS:
    case RULE_NAME_ENDS:
    case RULE_EMOJI:
      return true;
    case RULE_REPORTED:
      return is_lower || (cd_has(f, F_SAYS) && !cd_has(f, F_STARTER));
    case RULE_QUESTION_GOES_ON:
    case RULE_ABBREVIATION:
      return is_lower;
    case RULE_STOP:
      return is_quotation_edge(f);
    case RULE_ABBREVIATION_ENDS:
    case RULE_ELLIPSIS:
      return cd_has(f, F_UPPER) && cd_has(f, F_STARTER);
    default:
      return false;
  }
}
