/* What stands beside a gap: facts of types and of gaps, no characters. */
#include "sentence.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

static cd_features when(bool holds, cd_feature f) { return (cd_features)holds << f; }

static cd_features mark_features(const cd_walk *walk, const cd_gap *gap) {
  uint32_t shape = facts(walk, gap->mark)->shape;
  if (walk->doc->kind[gap->mark] == CD_EMOJI) return when(true, F_EMOJI);
  if (cd_is_address(walk->doc, gap->mark)) return when(true, F_ADDRESS);
  if (shape & T_STOPPED) return when(true, F_STOPPED);
  if (!(shape & T_TERMINAL)) return 0;
  cd_features f = when(shape & T_IDEOGRAPHIC, F_IDEOGRAPHIC);
  if (shape & T_QUESTION) return f | when(true, F_QUESTION);
  return f | when(true, shape & T_ELLIPSIS ? F_ELLIPSIS : F_STOP);
}

static cd_features closer_features(const cd_walk *walk, const cd_gap *gap) {
  cd_features f = 0;
  for (uint32_t i = gap->mark + 1; i < gap->right; i++)
    f |= when(true, facts(walk, i)->shape & T_QUOTE ? F_CLOSE_QUOTE : F_CLOSE_BRACKET);
  return f;
}

/* A short number alone, not a sentence's last: what came before it had ended. */
static bool is_numbering(const cd_walk *walk, const cd_gap *gap) {
  const cd_type_facts *core = facts(walk, gap->core);
  if (!(core->shape & T_DIGIT_FIRST) || core->codes > 2 || gap->core == gap->mark)
    return false;
  if (gap->core == gap->first) return true;
  return facts(walk, gap->core - 1)->shape & (T_TERMINAL | T_COLON);
}

/* A stop of its own with white space before it. */
static bool is_spaced_stop(const cd_walk *walk, uint32_t i) {
  const cd_doc *doc = walk->doc;
  uint32_t shape = facts(walk, i)->shape;
  return shape & T_TERMINAL && !(shape & (T_QUESTION | T_ELLIPSIS)) && i > walk->first &&
         doc->start[i] > doc->end[i - 1];
}

static bool are_spaced_stops(const cd_walk *walk, uint32_t from, uint32_t to) {
  while (from < to && is_spaced_stop(walk, from)) from++;
  return from == to;
}

/* Where letters have no case nothing tells that a sentence opens behind an ellipsis. */
static bool is_uncased_ellipsis(const cd_walk *walk, const cd_gap *gap) {
  enum { CASED = T_UPPER_FIRST | T_LOWER_FIRST | T_DIGIT_FIRST };
  if (gap->mark == walk->first || gap->word >= gap->end) return false;
  uint32_t before = facts(walk, gap->mark - 1)->shape,
           word = facts(walk, gap->word)->shape;
  return is_spaced_stop(walk, gap->mark) && before & T_TERMINAL && word & T_LETTER &&
         !(word & CASED);
}

/* "see . . . what"; "compounds. . . . The", where the first stop ends a sentence. */
static cd_features dots_features(const cd_walk *walk, const cd_gap *gap) {
  if (!is_spaced_stop(walk, gap->mark) && !is_spaced_stop(walk, gap->right)) return 0;
  bool before = gap->mark >= walk->first + 3 &&
                are_spaced_stops(walk, gap->mark - 2, gap->mark + 1) &&
                !is_spaced_stop(walk, gap->mark - 3);
  bool after = gap->right + 3 < gap->end && !is_spaced_stop(walk, gap->mark) &&
               are_spaced_stops(walk, gap->right, gap->right + 3) &&
               facts(walk, gap->right + 3)->shape & T_UPPER_FIRST;
  before |= is_uncased_ellipsis(walk, gap);
  return when(before, F_DOTS_BEFORE) | when(after, F_DOTS_AFTER);
}

static cd_features left_features(const cd_walk *walk, const cd_gap *gap) {
  const cd_type_facts *core = facts(walk, gap->core);
  bool is_word = core->shape & T_LOWER_FIRST && core->codes >= 2 &&
                 !(core->shape & (T_INNER_STOP | T_STOPPED));
  bool is_after_name =
      gap->core > gap->first && facts(walk, gap->core - 1)->shape & T_UPPER_FIRST;
  bool is_unit = core->words & W_ENDING && core->shape & T_LOWER_FIRST; /* 2019 r. */
  bool is_name = core->shape & T_UPPER_FIRST && core->codes >= 2 &&
                 !(core->shape & (T_ALL_UPPER | T_INNER_STOP | T_STOPPED));
  return when(core->words & W_TITLE, F_LEFT_TITLE) | when(is_name, F_LEFT_NAME) |
         when(core->codes <= 4, F_LEFT_SHORT) |
         when(core->words & W_NUMERIC, F_LEFT_NUMERIC) |
         when(gap->core < walk->since + 3, F_SHORT) |
         when(core->words & W_ABBREVIATION, F_LEFT_ABBREVIATION) |
         when(core->words & W_ENDING, F_LEFT_ENDING) |
         when(core->shape & T_INITIAL && !is_unit, F_LEFT_INITIAL) |
         when(is_word, F_LEFT_WORD) |
         when(walk->list_style && gap->core == walk->list_mark, F_LEFT_LISTED) |
         when(core->shape & T_DIGIT_FIRST, F_LEFT_NUMBER) |
         when(is_numbering(walk, gap), F_LEFT_NUMBERING) |
         when(is_after_name, F_AFTER_NAME);
}

static cd_features word_case(const cd_type_facts *word) {
  if (word->shape & T_UPPER_FIRST) return when(true, F_UPPER);
  if (word->shape & T_LOWER_FIRST) return when(true, F_LOWER);
  if (word->shape & T_DIGIT_FIRST) return when(true, F_DIGIT);
  if (word->shape & T_LETTER)
    return when(true, F_UNCASED) | when(word->shape & T_IDEOGRAPHIC, F_IDEOGRAPHIC);
  return when(word->shape & (T_COMMA | T_SEMICOLON | T_COLON | T_CLOSE | T_TERMINAL),
              F_PUNCTUATION);
}

static bool says_soon(const cd_walk *walk, const cd_gap *gap) {
  for (uint32_t i = gap->word; i < gap->end && i < gap->word + 2; i++)
    if (facts(walk, i)->words & W_SAYS) return true;
  return false;
}

static cd_features opener_features(const cd_walk *walk, const cd_gap *gap) {
  cd_features f = 0;
  for (uint32_t i = gap->right; i < gap->word; i++)
    f |= when(true, facts(walk, i)->shape & T_QUOTE ? F_OPEN_QUOTE : F_OPEN_BRACKET);
  return f;
}

static cd_features right_features(const cd_walk *walk, const cd_gap *gap) {
  if (gap->word >= gap->end) return when(true, F_PUNCTUATION);
  const cd_type_facts *word = facts(walk, gap->word);
  return word_case(word) | when(word->words & W_STARTER, F_STARTER) |
         when(word->words & W_TITLE && !(word->shape & T_ALL_UPPER), F_TITLE) |
         when(word->shape & T_INITIAL, F_INITIAL) | when(says_soon(walk, gap), F_SAYS) |
         opener_features(walk, gap);
}

/* Nothing but capitals, an agency in brackets and the dash that closes them. */
static bool is_dateline(const cd_walk *walk, const cd_gap *gap) {
  enum { LONGEST_DATELINE = 8 };
  if (!(facts(walk, gap->mark)->shape & T_DASH) || gap->mark == walk->first ||
      gap->mark > walk->first + LONGEST_DATELINE ||
      !(facts(walk, walk->first)->shape & (T_ALL_UPPER | T_STOPPED)))
    return false;
  for (uint32_t i = walk->first; i < gap->mark; i++)
    if (facts(walk, i)->shape & T_LOWER_FIRST) return false;
  return true;
}

bool cd_is_opening_dash(const cd_walk *walk, uint32_t i) {
  const cd_doc *doc = walk->doc;
  if (i == walk->first || i + 1 >= walk->end) return false;
  const cd_type_facts *dash = facts(walk, i);
  return dash->shape & T_DASH && dash->codes == 1 &&
         facts(walk, i - 1)->shape & T_TERMINAL &&
         facts(walk, i + 1)->shape & T_UPPER_FIRST && doc->start[i] > doc->end[i - 1] &&
         doc->start[i + 1] > doc->end[i];
}

cd_features cd_gap_features(const cd_walk *walk, const cd_gap *gap) {
  const cd_doc *doc = walk->doc;
  bool is_item = walk->list_style && walk->list_mark == gap->right;
  return mark_features(walk, gap) | closer_features(walk, gap) |
         left_features(walk, gap) | right_features(walk, gap) | dots_features(walk, gap) |
         when(is_dateline(walk, gap), F_DATELINE) |
         when(cd_is_opening_dash(walk, gap->right), F_OPENING_DASH) |
         when(walk->is_lower, F_LOWER_TEXT) |
         when(doc->start[gap->right] > doc->end[gap->right - 1], F_SPACE) |
         when(is_item, F_LIST_MARK) | when(walk->brackets > 0, F_IN_BRACKET);
}
