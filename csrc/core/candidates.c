/* The gaps that may end a sentence: behind a final mark with its closing
 * quotes and brackets, behind an abbreviation's stop, before a list's next item. */
#include "sentence.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

static bool has_space_before(const cd_doc *doc, uint32_t i) {
  return doc->start[i] > doc->end[i - 1];
}

/* ---- list items inside a line ---------------------------------------------------- */

enum { NO_LIST, DIGIT_LIST, LETTER_LIST, BULLET_LIST };

/* The number that a token of one to three digits, or one letter, counts to. */
static uint32_t ordinal_of(const cd_walk *walk, uint32_t i, uint32_t *style) {
  cd_slice word = cd_type_text(walk->lexicon, walk->doc->type[i]);
  if (word.n > 1 && word.bytes[word.n - 1] == '.') word.n--;
  *style = NO_LIST;
  if (word.n == 1 && word.bytes[0] >= 'a' && word.bytes[0] <= 'z') {
    *style = LETTER_LIST;
    return word.bytes[0] - 'a' + 1u;
  }
  uint32_t number = 0;
  for (size_t k = 0; k < word.n; k++) {
    if (word.n > 3 || word.bytes[k] < '0' || word.bytes[k] > '9') return 0;
    number = 10 * number + (word.bytes[k] - '0');
  }
  *style = DIGIT_LIST;
  return number;
}

/* "2." "2)" "b." and what they count, with a word behind them. */
static bool is_numbering(const cd_walk *walk, uint32_t i) {
  if (facts(walk, i)->shape & T_STOPPED) return i + 1 < walk->end;
  if (i + 2 >= walk->end || has_space_before(walk->doc, i + 1)) return false;
  uint32_t shape = facts(walk, i + 1)->shape;
  cd_slice mark = cd_type_text(walk->lexicon, walk->doc->type[i + 1]);
  bool closes = mark.n == 1 && (mark.bytes[0] == '.' || mark.bytes[0] == ')');
  return closes &&
         (shape & T_TERMINAL || (shape & T_CLOSE && has_space_before(walk->doc, i + 2)));
}

static bool is_inline_bullet(const cd_walk *walk, uint32_t i) {
  return facts(walk, i)->shape & T_BULLET && !(facts(walk, i)->shape & T_DASH) &&
         cd_type_text(walk->lexicon, walk->doc->type[i]).n > 1;
}

static bool remember(cd_walk *walk, uint32_t i, uint32_t style, uint32_t number) {
  walk->list_style = style;
  walk->list_number = number;
  walk->list_mark = i;
  return true;
}

static bool same_type(const cd_walk *walk, uint32_t i, uint32_t j) {
  return walk->doc->type[i] == walk->doc->type[j];
}

bool cd_list_mark(cd_walk *walk, uint32_t i) {
  bool is_first = i == walk->first;
  if (is_inline_bullet(walk, i)) {
    if (is_first) return remember(walk, i, BULLET_LIST, 0);
    return walk->list_style == BULLET_LIST && same_type(walk, i, walk->first) &&
           remember(walk, i, BULLET_LIST, 0);
  }
  bool after_bullet = walk->list_style == BULLET_LIST && i == walk->list_mark + 1;
  if (!is_first && !after_bullet && !walk->list_number) return false;
  uint32_t style, number = ordinal_of(walk, i, &style);
  if (style == NO_LIST || !is_numbering(walk, i)) return false;
  if (is_first) return remember(walk, i, style, number);
  if (after_bullet) return walk->list_mark = i, false; /* the bullet opened the item */
  return style == walk->list_style && number == walk->list_number + 1 &&
         remember(walk, i, style, number);
}

/* ---- final marks --------------------------------------------------------------------- */

enum { MOST_CLOSERS = 4 };

static bool is_emoji(const cd_walk *walk, uint32_t i) {
  return walk->doc->kind[i] == CD_EMOJI;
}

static bool is_bracket(const cd_walk *walk, uint32_t i, uint32_t shape) {
  uint32_t has = facts(walk, i)->shape;
  return has & shape && !(has & T_QUOTE);
}

/* [17] behind a final mark: a reference, part of what it refers from. */
static bool is_reference(const cd_walk *walk, uint32_t i) {
  return i + 2 < walk->end && is_bracket(walk, i, T_OPEN) &&
         walk->doc->kind[i + 1] == CD_NUMBER && facts(walk, i + 1)->codes <= 3 &&
         is_bracket(walk, i + 2, T_CLOSE) &&
         cd_type_text(walk->lexicon, walk->doc->type[i]).bytes[0] == '[';
}

static bool is_mark(const cd_walk *walk, uint32_t i) {
  return facts(walk, i)->shape & (T_TERMINAL | T_STOPPED) || is_emoji(walk, i) ||
         cd_is_address(walk->doc, i);
}

/* A quote that can only close, as » does in French, where a space precedes it. */
static bool only_closes(const cd_walk *walk, uint32_t i) {
  uint32_t shape = facts(walk, i)->shape;
  return shape & T_QUOTE && shape & T_CLOSE && !(shape & T_OPEN);
}

/* The mark that the gap before `right` may stand behind, over closing quotes
 * and brackets set close, and references; `right` when there is none. */
static uint32_t mark_before(const cd_walk *walk, uint32_t right) {
  uint32_t k = right - 1;
  for (unsigned n = 0;
       n < MOST_CLOSERS && k > walk->first && facts(walk, k)->shape & T_CLOSE; n++) {
    if (k >= walk->first + 3 && is_reference(walk, k - 2))
      k -= 3;
    else if (has_space_before(walk->doc, k) && !only_closes(walk, k))
      break;
    else
      k--;
  }
  return is_mark(walk, k) ? k : right;
}

/* A closing mark set close behind is the old sentence's; so are an emoji, a
 * reference and a quote that only closes, close or not. */
static bool belongs_left(const cd_walk *walk, uint32_t i) {
  if (is_emoji(walk, i) || is_reference(walk, i) || only_closes(walk, i)) return true;
  return !has_space_before(walk->doc, i) &&
         facts(walk, i)->shape & (T_CLOSE | T_TERMINAL);
}

static uint32_t skip_openers(const cd_walk *walk, uint32_t i) {
  while (i < walk->end && facts(walk, i)->shape & T_OPEN) i++;
  return i;
}

static void fill(const cd_walk *walk, uint32_t mark, uint32_t right, cd_gap *gap) {
  bool terminal = facts(walk, mark)->shape & T_TERMINAL;
  gap->first = walk->first;
  gap->end = walk->end;
  gap->mark = mark;
  gap->core = terminal && mark > walk->first ? mark - 1 : mark;
  gap->right = right;
  gap->word = skip_openers(walk, right);
}

bool cd_candidate_next(cd_walk *walk, uint32_t from, cd_gap *gap) {
  if (from <= walk->first) {
    cd_list_mark(walk, walk->first);
    from = walk->first + 1;
  }
  for (uint32_t right = from; right < walk->end; right++) {
    bool is_item = walk->list_style && cd_list_mark(walk, right);
    bool may_end = facts(walk, right - 1)->shape & T_CLOSE || is_mark(walk, right - 1);
    if (!is_item && !may_end) continue;
    uint32_t mark = may_end ? mark_before(walk, right) : right;
    if (!is_item && (mark == right || belongs_left(walk, right))) continue;
    fill(walk, mark == right ? right - 1 : mark, right, gap);
    return true;
  }
  return false;
}
