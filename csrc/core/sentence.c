#include "sentence.h"

#include <string.h>

#include "uax29.h"

static const struct {
  const char *name, *about;
} rules_told[CD_RULES] = {
    [RULE_TEXT_END] = {"text_end", "The text ends here."},
    [RULE_BLANK_LINE] = {"blank_line", "A blank line parts two paragraphs."},
    [RULE_LINE_END] = {"line_end", "The newline was meant: this line ends here."},
    [RULE_UAX29] = {"uax29", "Unicode's own sentence rules decide."},
    [RULE_NO_CANDIDATE] = {"no_candidate",
                           "No final mark, newline or list item stands here."},
    [RULE_QUESTION] = {"question", "A question or exclamation mark ends the sentence."},
    [RULE_QUESTION_GOES_ON] = {"question_goes_on", "The sentence goes on in lower case."},
    [RULE_STOP] = {"stop", "A full stop ends the sentence."},
    [RULE_STOP_GOES_ON] = {"stop_goes_on",
                           "The sentence goes on in lower case behind a short token."},
    [RULE_ELLIPSIS] = {"ellipsis", "An ellipsis, and a new sentence starts."},
    [RULE_ELLIPSIS_GOES_ON] = {"ellipsis_goes_on", "An ellipsis inside a sentence."},
    [RULE_ADDRESS] = {"address", "A web or mail address closes the sentence."},
    [RULE_ADDRESS_GOES_ON] = {"address_goes_on",
                              "A web or mail address inside a sentence."},
    [RULE_EMOJI] = {"emoji", "An emoji closes the sentence."},
    [RULE_EMOJI_GOES_ON] = {"emoji_goes_on", "An emoji inside a sentence."},
    [RULE_REPORTED] = {"reported",
                       "The quotation or bracket closes inside its sentence."},
    [RULE_TITLE] = {"title", "A title's stop: a name follows."},
    [RULE_INITIAL] = {"initial", "A name's initial."},
    [RULE_ABBREVIATION] = {"abbreviation", "An abbreviation's stop inside a sentence."},
    [RULE_ABBREVIATION_ENDS] =
        {"abbreviation_ends",
         "An abbreviation ends the sentence: the next word opens one."},
    [RULE_NUMBER_FOLLOWS] = {"number_follows",
                             "An abbreviation's stop before its number."},
    [RULE_LIST_ITEM] = {"list_item", "The next item of a list starts."},
    [RULE_LIST_NUMBER] = {"list_number", "The stop belongs to a list item's number."},
    [RULE_NO_SPACE] = {"no_space", "No white space follows the mark."},
    [RULE_IDEOGRAPHIC_STOP] = {"ideographic_stop",
                               "A full stop of a script that writes no spaces."},
    [RULE_PUNCTUATION_FOLLOWS] = {"punctuation_follows",
                                  "More punctuation follows: the sentence goes on."},
};

size_t cd_rule_count(void) { return CD_RULES; }
const char *cd_rule_name(size_t rule) { return rules_told[rule].name; }
const char *cd_rule_about(size_t rule) { return rules_told[rule].about; }

size_t cd_feature_count(void) { return CD_FEATURES; }

const char *cd_feature_name(size_t feature) {
  static const char *const names[CD_FEATURES] = {
      [F_STOP] = "stop",
      [F_QUESTION] = "question",
      [F_ELLIPSIS] = "ellipsis",
      [F_STOPPED] = "stopped",
      [F_SPACE] = "space",
      [F_CLOSE_QUOTE] = "close_quote",
      [F_CLOSE_BRACKET] = "close_bracket",
      [F_OPEN_QUOTE] = "open_quote",
      [F_OPEN_BRACKET] = "open_bracket",
      [F_UPPER] = "upper",
      [F_LOWER] = "lower",
      [F_DIGIT] = "digit",
      [F_UNCASED] = "uncased",
      [F_PUNCTUATION] = "punctuation",
      [F_IDEOGRAPHIC] = "ideographic",
      [F_LEFT_TITLE] = "left_title",
      [F_LEFT_ABBREVIATION] = "left_abbreviation",
      [F_LEFT_ENDING] = "left_ending",
      [F_LEFT_INITIAL] = "left_initial",
      [F_LEFT_WORD] = "left_word",
      [F_LEFT_NUMBER] = "left_number",
      [F_LEFT_NUMBERING] = "left_numbering",
      [F_EMOJI] = "emoji",
      [F_ADDRESS] = "address",
      [F_LEFT_LISTED] = "left_listed",
      [F_AFTER_NAME] = "after_name",
      [F_STARTER] = "starter",
      [F_TITLE] = "title",
      [F_INITIAL] = "initial",
      [F_SAYS] = "says",
      [F_LIST_MARK] = "list_mark",
      [F_IN_BRACKET] = "in_bracket"};
  return names[feature];
}

/* ---- putting sentences ---------------------------------------------------------------- */

static cd_status reserve(cd_doc *doc, size_t n) {
  cd_status status =
      cd_grow(&doc->first_token, &doc->room_sentences, n + 1, sizeof *doc->first_token);
  return status ? status : cd_grow(&doc->rule, &doc->room_rules, n + 1, 1);
}

/* A sentence that ends before token `end` by `rule`. */
static cd_status put_sentence(cd_doc *doc, uint32_t end, cd_rule rule) {
  cd_status status = reserve(doc, doc->n_sentences + 1);
  if (status) return status;
  doc->rule[doc->n_sentences++] = (uint8_t)rule;
  doc->first_token[doc->n_sentences] = end;
  return CD_OK;
}

static cd_rule rule_of_line_end(const cd_doc *doc, size_t line) {
  if (line + 1 == doc->lines.n) return RULE_TEXT_END;
  return doc->lines.blank_before[line + 1] ? RULE_BLANK_LINE : RULE_LINE_END;
}

static void tell(cd_explanation *why, uint32_t right, cd_decision d,
                 cd_features features) {
  if (!why || why->right != right) return;
  why->boundary = d.breaks;
  why->rule = d.rule;
  why->score = d.breaks ? 1 : -1;
  why->features = features;
}

/* ---- by our rules ------------------------------------------------------------------------ */

static cd_status split_line(cd_doc *doc, const cd_lexicon *lexicon, cd_marks *marks,
                            uint32_t first, uint32_t end, cd_explanation *why) {
  cd_walk walk = {
      .doc = doc, .lexicon = lexicon, .marks = marks, .first = first, .end = end};
  cd_gap gap;
  cd_walk_start(&walk);
  for (uint32_t from = first; cd_candidate_next(&walk, from, &gap);
       from = gap.right + 1) {
    cd_features features = cd_gap_features(&walk, &gap);
    cd_decision d = cd_decide(features);
    tell(why, gap.right, d, features);
    cd_status status = d.breaks ? put_sentence(doc, gap.right, d.rule) : CD_OK;
    if (!status && cd_doc_step_stopped(doc)) status = CD_STOPPED;
    if (status) return status;
  }
  return CD_OK;
}

/* ---- by Unicode's ------------------------------------------------------------------------- */

typedef struct uax29_walk {
  cd_doc *doc;
  uint32_t token, end; /* the next token to place, and the line's end */
  cd_explanation *why;
  cd_status status;
} uax29_walk;

/* A boundary at unit `at`: the sentence holds the tokens that start before it. */
static void place(void *context, size_t at) {
  uax29_walk *w = context;
  uint32_t from = w->token;
  while (w->token < w->end && w->doc->start[w->token] < at) w->token++;
  if (w->status || w->token == from || w->token == w->end) return;
  cd_decision d = {true, RULE_UAX29};
  tell(w->why, w->token, d, 0);
  w->status = put_sentence(w->doc, w->token, RULE_UAX29);
}

static cd_status split_line_uax29(cd_doc *doc, uint32_t first, uint32_t end,
                                  bool newline_is_space, cd_explanation *why) {
  uax29_walk walk = {doc, first, end, why, CD_OK};
  cd_uax29_sentence_ends(doc->text, doc->start[first], doc->end[end - 1],
                         newline_is_space, place, &walk);
  return walk.status;
}

/* ---- line by line ---------------------------------------------------------------------------- */

/* Under "off" the layout has no say, and style uax29 goes by Unicode's paragraph
 * separators; otherwise a newline inside a line is a space. */
static cd_status split(cd_doc *doc, const cd_rules *rules, const cd_lexicon *lexicon,
                       cd_marks *marks, size_t line, cd_explanation *why) {
  uint32_t first = doc->lines.first_token[line], end = doc->lines.first_token[line + 1];
  if (rules->options.style == CD_STYLE_NEWS)
    return split_line(doc, lexicon, marks, first, end, why);
  return split_line_uax29(doc, first, end, rules->options.layout != CD_LAYOUT_OFF, why);
}

cd_status cd_sentences_read(cd_doc *doc, const cd_rules *rules, const cd_lexicon *lexicon,
                            cd_explanation *why) {
  doc->n_sentences = 0;
  cd_status status = reserve(doc, 0);
  if (status) return status;
  doc->first_token[0] = 0;
  cd_marks marks = {.n = 0};
  for (size_t line = 0; line < doc->lines.n && !status; line++) {
    uint32_t end = doc->lines.first_token[line + 1];
    cd_decision d = {true, rule_of_line_end(doc, line)};
    status = split(doc, rules, lexicon, &marks, line, why);
    if (!status) status = put_sentence(doc, end, d.rule);
    if (!status && cd_doc_step_stopped(doc)) status = CD_STOPPED;
    tell(why, end, d, 0);
  }
  return status;
}
