/* The gaps that may end a sentence: behind a final mark with its closing
 * quotes and brackets, behind an abbreviation's stop, before a list's next item. */
#include "boundary.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

static bool has_space_before(const cd_doc *doc, uint32_t i) {
  return doc->start[i] > doc->end[i - 1];
}

static bool is_emoji(const cd_walk *walk, uint32_t i) {
  return walk->doc->kind[i] == CD_EMOJI;
}

/* ---- passing marks ----------------------------------------------------------------- */

static bool is_apostrophe(cd_slice quote) {
  size_t next;
  uint32_t code = cd_utf8_read(quote.bytes, 0, &next);
  return code == '`' || cd_class(code)->flags & U_APOSTROPHE;
}

/* A quote that only opens or only closes says so; one that does both, as '"', does
 * what it did not last, but may be an apostrophe. */
static void pass_quote(cd_walk *walk, uint32_t i, uint32_t shape) {
  bool opens = shape & T_OPEN, closes = shape & T_CLOSE;
  if (opens != closes)
    walk->in_quote = opens;
  else if (!is_apostrophe(cd_type_text(walk->lexicon, walk->doc->type[i])))
    walk->in_quote = !walk->in_quote;
}

/* Pass the next mark, which may be a bracket. */
static void pass_mark(cd_walk *walk, uint32_t i) {
  uint32_t shape = facts(walk, i)->shape;
  walk->ahead->marks.next++;
  if (shape & T_QUOTE) {
    pass_quote(walk, i, shape);
    return;
  }
  if (shape & T_OPEN)
    walk->brackets++;
  else if (shape & T_CLOSE && walk->brackets)
    walk->brackets--;
}

/* ---- list items inside a line ---------------------------------------------------- */

enum { NO_LIST, DIGIT_LIST, LETTER_LIST, BULLET_LIST };

/* The number that a token of one to three digits, or one letter, counts to. */
static uint32_t ordinal_of(const cd_walk *walk, uint32_t i, uint32_t *style) {
  const cd_type_facts *known = facts(walk, i);
  *style = NO_LIST;
  if (known->codes > 4 || !(known->shape & (T_LOWER_FIRST | T_DIGIT_FIRST))) return 0;
  cd_slice word = cd_type_text(walk->lexicon, walk->doc->type[i]);
  if (word.n > 1 && word.bytes[word.n - 1] == '.') word.n--;
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

/* True when token `i` opens a list item; remembers it. */
static bool is_list_mark(cd_walk *walk, uint32_t i) {
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

/* Over the openers from `i` on, at most so many: each gap of a run looks anew. */
enum { MOST_OPENERS = 8 };
static uint32_t skip_openers(const cd_walk *walk, uint32_t i) {
  uint32_t end = walk->end - i > MOST_OPENERS ? i + MOST_OPENERS : walk->end;
  while (i < end && facts(walk, i)->shape & T_OPEN) i++;
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

void cd_walk_start(cd_walk *walk) {
  while (cd_mark_next(walk) < walk->first) walk->ahead->marks.next++;
  is_list_mark(walk, walk->first);
}

/* The first gap at or behind `from` that is worth a look, behind a mark or, in a
 * list, every one; the marks before it are passed. */
static uint32_t next_right(cd_walk *walk, uint32_t from) {
  uint32_t mark;
  while (walk->list_style && (mark = cd_mark_next(walk)) < from) pass_mark(walk, mark);
  if (walk->list_style) return from;
  if ((mark = cd_mark_next(walk)) >= walk->end) return walk->end;
  pass_mark(walk, mark);
  return mark + 1;
}

static bool rule_candidate(cd_walk *walk, uint32_t right, cd_gap *gap) {
  bool is_item = walk->list_style && is_list_mark(walk, right);
  bool may_end = facts(walk, right - 1)->shape & T_CLOSE || is_mark(walk, right - 1);
  if (!is_item && !may_end) return false;
  uint32_t mark = may_end ? mark_before(walk, right) : right;
  if (!is_item && (mark == right || belongs_left(walk, right))) return false;
  fill(walk, mark == right ? right - 1 : mark, right, gap);
  return true;
}

bool cd_candidate_next(cd_walk *walk, uint32_t from, cd_gap *gap) {
  if (from <= walk->first) from = walk->first + 1;
  for (uint32_t right = from; (right = next_right(walk, right)) < walk->end; right++) {
    if (rule_candidate(walk, right, gap)) return true;
  }
  return false;
}

/* ---- gaps for a model ------------------------------------------------------------------ */

static bool is_told_mark(const cd_walk *walk, uint32_t i) {
  return facts(walk, i)->shape & (T_TERMINAL | T_COLON | T_SEMICOLON | T_DASH | T_COMMA);
}

/* Like fill, for a gap that no rule speaks of: over closing marks to what stands
 * before them. */
static void fill_plain(const cd_walk *walk, uint32_t right, cd_gap *gap) {
  uint32_t k = right - 1;
  for (unsigned n = 0; n < MOST_CLOSERS && k > walk->first &&
                       facts(walk, k)->shape & T_CLOSE && !is_told_mark(walk, k);
       n++)
    k--;
  fill(walk, k, right, gap);
  gap->core = is_told_mark(walk, k) && k > walk->first ? k - 1 : k;
}

/* An opening quote or bracket stays with what it opens, over a space too, as in
 * « Oui ». */
static bool only_opens(const cd_walk *walk, uint32_t i) {
  uint32_t shape = facts(walk, i)->shape;
  return shape & T_OPEN && !(shape & T_CLOSE);
}

/* A gap that a model looks at though no rule does; none stands behind the dash or
 * bullet that heads a line. */
static bool is_plain_candidate(const cd_walk *walk, uint32_t right, cd_gap *gap) {
  if (!has_space_before(walk->doc, right) || only_opens(walk, right - 1) ||
      only_closes(walk, right))
    return false;
  uint32_t left = facts(walk, right - 1)->shape, shape = facts(walk, right)->shape;
  bool behind =
      left & (T_TERMINAL | T_STOPPED | T_CLOSE | T_COLON | T_SEMICOLON | T_DASH) ||
      is_emoji(walk, right - 1);
  if (!behind &&
      !(shape & (T_UPPER_FIRST | T_DIGIT_FIRST | T_OPEN | T_BULLET | T_DASH)) &&
      !is_emoji(walk, right))
    return false;
  fill_plain(walk, right, gap);
  const cd_type_facts *head = facts(walk, gap->mark);
  return gap->mark > walk->first || head->codes > 1 || !(head->shape & T_BULLET);
}

bool cd_gap_next(cd_walk *walk, uint32_t from, cd_gap *gap, bool *is_ruled) {
  if (from <= walk->first) from = walk->first + 1;
  for (uint32_t right = from;; right++) {
    if (!walk->list_style) right = cd_opening_next(walk, right);
    if (right >= walk->end) return false;
    if (walk->may_skip && !walk->list_style && cd_surely_goes_on(walk, right)) continue;
    for (uint32_t mark; (mark = cd_mark_next(walk)) < right;) pass_mark(walk, mark);
    *is_ruled = rule_candidate(walk, right, gap);
    if (*is_ruled || is_plain_candidate(walk, right, gap)) return true;
  }
}
