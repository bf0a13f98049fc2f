#include "boundary.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

/* ---- the window ------------------------------------------------------------------- */

static cd_status look(const cd_walk *walk, uint32_t i, bool is_there,
                      cd_type_form **form) {
  *form = NULL;
  return is_there ? cd_type_form_in(walk->lexicon, walk->doc->type[i], form) : CD_OK;
}

static cd_mark mark_of(const cd_walk *walk, const cd_gap *gap) {
  uint32_t shape = facts(walk, gap->mark)->shape;
  if (walk->doc->kind[gap->mark] == CD_EMOJI || cd_is_address(walk->doc, gap->mark))
    return MARK_ADDRESS;
  if (shape & T_STOPPED) return MARK_STOPPED;
  if (shape & T_TERMINAL)
    return shape & T_QUESTION   ? MARK_QUESTION
           : shape & T_ELLIPSIS ? MARK_ELLIPSIS
                                : MARK_STOP;
  if (shape & T_COLON) return MARK_COLON;
  if (shape & T_SEMICOLON) return MARK_SEMICOLON;
  if (shape & T_DASH) return MARK_DASH;
  bool closes = gap->mark + 1 < gap->right || shape & (T_COMMA | T_CLOSE);
  return closes ? MARK_CLOSER : MARK_NONE;
}

bool cd_gap_is_plain(const cd_walk *walk, const cd_gap *gap) {
  return gap->mark + 1 == gap->right && mark_of(walk, gap) == MARK_NONE;
}

cd_status cd_window_open(const cd_walk *walk, const cd_gap *gap, cd_window *window) {
  *window = (cd_window){.mark = mark_of(walk, gap)};
  cd_status status = look(walk, gap->core, true, &window->at[PLACE_LEFT]);
  if (status) return status;
  return look(walk, gap->word, gap->word < gap->end, &window->at[PLACE_RIGHT]);
}

void cd_window_ask(const cd_walk *walk, const cd_gap *gap) {
  const uint32_t *type = walk->doc->type, l = gap->core, r = gap->word;
  if (l >= gap->first + 1) cd_facts_ask(walk->lexicon, type[l - 1]);
  if (l >= gap->first + 2) cd_facts_ask(walk->lexicon, type[l - 2]);
  if (r + 1 < gap->end) cd_facts_ask(walk->lexicon, type[r + 1]);
  if (r + 2 < gap->end) cd_facts_ask(walk->lexicon, type[r + 2]);
}

cd_status cd_window_widen(const cd_walk *walk, const cd_gap *gap, cd_window *window) {
  uint32_t l = gap->core, r = gap->word;
  cd_type_form *mark;
  cd_status status = look(walk, gap->mark, true, &mark);
  if (status) return status;
  bool is_told = window->mark != MARK_NONE && window->mark != MARK_STOPPED &&
                 window->mark != MARK_ADDRESS;
  window->mark_form = is_told ? mark->form : 0;
  status = look(walk, l - 1, l >= gap->first + 1, &window->at[PLACE_LEFT_2]);
  if (!status) status = look(walk, r + 1, r + 1 < gap->end, &window->at[PLACE_RIGHT_2]);
  if (!status) status = look(walk, l - 2, l >= gap->first + 2, &window->at[PLACE_LEFT_3]);
  if (!status) status = look(walk, r + 2, r + 2 < gap->end, &window->at[PLACE_RIGHT_3]);
  return status;
}

/* ---- the gap as a whole ------------------------------------------------------------ */

enum right_case {
  R_END,
  R_UPPER,
  R_ALL_UPPER,
  R_INITIAL,
  R_LOWER,
  R_DIGIT,
  R_UNCASED,
  R_DASH,
  R_MARK
};

static unsigned right_case(const cd_walk *walk, const cd_gap *gap) {
  if (gap->word >= gap->end) return R_END;
  uint32_t shape = facts(walk, gap->word)->shape;
  if (shape & T_UPPER_FIRST)
    return shape & T_ALL_UPPER ? R_ALL_UPPER : shape & T_INITIAL ? R_INITIAL : R_UPPER;
  if (shape & T_LOWER_FIRST) return R_LOWER;
  if (shape & T_DIGIT_FIRST) return R_DIGIT;
  if (shape & T_LETTER) return R_UNCASED;
  return shape & (T_DASH | T_BULLET) ? R_DASH : R_MARK;
}

enum { OPEN_QUOTE = 16, OPEN_BRACKET = 32, BULLET = 64 };

static unsigned openers_of(const cd_walk *walk, const cd_gap *gap) {
  unsigned seen = facts(walk, gap->right)->shape & T_BULLET ? BULLET : 0;
  for (uint32_t i = gap->right; i < gap->word; i++)
    seen |= facts(walk, i)->shape & T_QUOTE ? OPEN_QUOTE : OPEN_BRACKET;
  return seen;
}

static unsigned closers_of(const cd_walk *walk, const cd_gap *gap) {
  unsigned seen = 0;
  for (uint32_t i = gap->mark + 1; i < gap->right; i++)
    seen |= facts(walk, i)->shape & T_QUOTE ? OPEN_QUOTE : OPEN_BRACKET;
  return seen;
}

/* No white space, some, or two spaces, as typewriters put behind a sentence. */
static unsigned space_of(const cd_walk *walk, const cd_gap *gap) {
  const cd_doc *doc = walk->doc;
  uint32_t from = doc->end[gap->right - 1], to = doc->start[gap->right];
  if (from == to) return 0;
  bool is_double = to - from > 1 && cd_unit_at(doc->text, from) == ' ' &&
                   cd_unit_at(doc->text, from + 1) == ' ';
  return is_double ? 2 : 1;
}

static unsigned log_bucket(uint32_t n) {
  unsigned bucket = 0;
  while (n > 1 && bucket < 7) n >>= 1, bucket++;
  return bucket;
}

/* ---- features of the gap --------------------------------------------------------- */

/* What is joined, in the order of the names below. */
typedef enum joined {
  J_BIAS,
  J_MARK,
  J_RIGHT,
  J_MARK_RIGHT,
  J_MARK_OPENERS,
  J_MARK_SPACE,
  J_MARK_RIGHT_SPACE,
  J_RULE,
  J_RULE_RIGHT,
  J_ALL_FACTS,
  J_TAIL_MARK_RIGHT,
  J_MARK_SHAPE,
  J_CONTEXT,
  J_MARK_RIGHT_HEAD,
  J_FORMS,
  J_LENGTH_MARK,
  J_LENGTH_MARK_RIGHT,
  J_FIRST_MARK_RIGHT,
  J_TRAITS_MARK_RIGHT,
  J_LEFT_TRAITS_RIGHT,
  J_TRAITS,
  J_RIGHT_TRAITS,
  J_ENCLOSED_RIGHT,
  J_QUOTE_OPENERS,
  J_LINE_RIGHT,
  J_LINE_LENGTH,
  J_TAIL_SHAPE,
  J_FORM_TRAITS,
  J_TRAITS_FORM,
  J_RIGHT_FORMS,
  J_LEFT_FORMS,
  J_FACT, /* + cd_feature */
} joined;

static const char *const joined_names[J_FACT] = {
    [J_BIAS] = "bias",
    [J_MARK] = "mark",
    [J_RIGHT] = "right case",
    [J_MARK_RIGHT] = "mark, right case",
    [J_MARK_OPENERS] = "mark, openers, right case",
    [J_MARK_SPACE] = "mark, space",
    [J_MARK_RIGHT_SPACE] = "mark, space, right case",
    [J_RULE] = "rule",
    [J_RULE_RIGHT] = "rule, right case",
    [J_ALL_FACTS] = "all facts",
    [J_TAIL_MARK_RIGHT] = "left tail, mark, right case",
    [J_MARK_SHAPE] = "mark, right shape",
    [J_CONTEXT] = "left tails, mark, right case, next head",
    [J_MARK_RIGHT_HEAD] = "mark, right case, next head",
    [J_FORMS] = "left form, right form",
    [J_LENGTH_MARK] = "length, mark",
    [J_LENGTH_MARK_RIGHT] = "length, mark, right case",
    [J_FIRST_MARK_RIGHT] = "short, mark, right case",
    [J_TRAITS_MARK_RIGHT] = "left traits, mark, right case",
    [J_LEFT_TRAITS_RIGHT] = "two left traits, right case",
    [J_TRAITS] = "left traits, mark, right traits",
    [J_RIGHT_TRAITS] = "mark, two right traits",
    [J_ENCLOSED_RIGHT] = "quote and bracket, mark, right case",
    [J_QUOTE_OPENERS] = "quote, mark, openers, right case",
    [J_LINE_RIGHT] = "line, mark, right case",
    [J_LINE_LENGTH] = "line, length, mark",
    [J_TAIL_SHAPE] = "left tail, mark, right shape",
    [J_FORM_TRAITS] = "left form, mark, right traits",
    [J_TRAITS_FORM] = "left traits, mark, right form",
    [J_RIGHT_FORMS] = "mark, two right forms",
    [J_LEFT_FORMS] = "two left forms, mark",
};

static void put(cd_evidence *evidence, unsigned what, uint32_t value) {
  uint32_t hash = cd_join(value, 0x800000u | what);
  if (evidence->model) __builtin_prefetch(cd_model_at(evidence->model, hash));
  evidence->hash[evidence->n] = hash;
  evidence->what[evidence->n++] = (uint16_t)(CD_PLACES * CD_PLACE_FEATURES + what);
}

static void put_2(cd_evidence *evidence, unsigned what, uint32_t a, uint32_t b) {
  put(evidence, what, cd_join(a, b));
}

static void put_3(cd_evidence *evidence, unsigned what, uint32_t a, uint32_t b,
                  uint32_t c) {
  put(evidence, what, cd_join(cd_join(a, b), c));
}

/* The forms beside the gap; beyond the line stands one that no type has. */
typedef struct beside {
  const cd_type_form *left, *right, *left_2, *right_2;
} beside;

static beside beside_of(const cd_window *window) {
  static const cd_type_form outside = {7, 7, 7, 7, 7, 7, 7, 0, {0}};
  const cd_type_form *form[4];
  for (unsigned i = 0; i < 4; i++) form[i] = window->at[i] ? window->at[i] : &outside;
  return (beside){form[PLACE_LEFT], form[PLACE_RIGHT], form[PLACE_LEFT_2],
                  form[PLACE_RIGHT_2]};
}

/* Small numbers that say what the gap is like. */
typedef struct gap_codes {
  uint32_t kind;    /* of the mark, and whether the text is all lower case */
  uint32_t mark;    /* the kind, the mark itself, its closers */
  uint32_t right;   /* case of the word behind it, */
  uint32_t openers; /* with what stands between */
  uint32_t space, length;
} gap_codes;

static gap_codes codes_of(const cd_walk *walk, const cd_gap *gap,
                          const cd_window *window) {
  gap_codes of = {.kind = (uint32_t)window->mark | (uint32_t)walk->is_lower << 8};
  of.mark = cd_join(window->mark_form, of.kind | closers_of(walk, gap));
  of.right = right_case(walk, gap);
  of.openers = of.right | openers_of(walk, gap);
  of.space = space_of(walk, gap);
  of.length = log_bucket(gap->right - walk->since);
  return of;
}

static void put_types(const gap_codes *of, const beside *by, cd_evidence *to) {
  uint32_t mark_right = cd_join(of->mark, of->right), kind = of->kind;
  put_2(to, J_TAIL_MARK_RIGHT, by->left->tail, mark_right);
  put_2(to, J_MARK_SHAPE, by->right->shape, of->mark);
  put_3(to, J_CONTEXT, cd_join(by->left_2->tail, by->left->tail), mark_right,
        by->right_2->head);
  put_2(to, J_MARK_RIGHT_HEAD, by->right_2->head, mark_right);
  put_2(to, J_FORMS, by->left->form, by->right->form);
  put_2(to, J_TRAITS_MARK_RIGHT, by->left->traits, mark_right);
  put_3(to, J_LEFT_TRAITS_RIGHT, by->left->traits, by->left_2->traits,
        kind << 8 | of->right);
  put_3(to, J_TRAITS, by->left->traits, by->right->traits, kind);
  put_3(to, J_RIGHT_TRAITS, by->right->traits, by->right_2->traits, kind);
  put_3(to, J_TAIL_SHAPE, by->left->tail, by->right->shape, kind);
  put_3(to, J_FORM_TRAITS, by->left->form, by->right->traits, of->mark);
  put_3(to, J_TRAITS_FORM, by->left->traits, by->right->form, of->mark);
  put_3(to, J_RIGHT_FORMS, by->right->form, by->right_2->form, kind);
  put_3(to, J_LEFT_FORMS, by->left->form, by->left_2->form, kind);
}

static void put_place(const cd_walk *walk, const gap_codes *of, cd_evidence *to) {
  uint32_t kind_right = of->kind << 8 | of->right,
           mark_right = cd_join(of->mark, of->right);
  uint32_t enclosed = (uint32_t)walk->in_quote << 1 | (walk->brackets > 0);
  put_2(to, J_LENGTH_MARK, of->length, of->kind);
  put_2(to, J_LENGTH_MARK_RIGHT, of->length, mark_right);
  put_2(to, J_ENCLOSED_RIGHT, enclosed, kind_right);
  put_3(to, J_QUOTE_OPENERS, walk->in_quote, of->mark, of->openers);
  put_2(to, J_LINE_RIGHT, walk->shape, kind_right);
  put_3(to, J_LINE_LENGTH, walk->shape, of->length, of->kind);
}

static void put_facts(cd_features features, cd_decision rule, const gap_codes *of,
                      cd_evidence *to) {
  uint32_t said = (uint32_t)rule.rule << 1 | rule.breaks | (of->kind & 256) << 8;
  put(to, J_RULE, said);
  put_2(to, J_RULE_RIGHT, said, of->openers);
  put_2(to, J_ALL_FACTS, (uint32_t)features, (uint32_t)(features >> 32));
  for (cd_features left = features; left; left &= left - 1)
    put(to, J_FACT + (unsigned)__builtin_ctzll(left), 0);
}

void cd_gap_evidence(const cd_walk *walk, const cd_gap *gap, const cd_window *window,
                     cd_features features, cd_decision rule, cd_evidence *to) {
  gap_codes of = codes_of(walk, gap, window);
  beside by = beside_of(window);
  uint32_t mark_right = cd_join(of.mark, of.right);
  put(to, J_BIAS, 0);
  put(to, J_MARK, of.mark);
  put(to, J_RIGHT, of.openers);
  put(to, J_MARK_RIGHT, mark_right);
  put_2(to, J_MARK_OPENERS, of.mark, of.openers);
  put_2(to, J_MARK_SPACE, of.mark, of.space);
  put_2(to, J_MARK_RIGHT_SPACE, mark_right, of.space);
  put_2(to, J_FIRST_MARK_RIGHT, mark_right, gap->right - walk->since <= 2);
  put_types(&of, &by, to);
  put_place(walk, &of, to);
  put_facts(features, rule, &of, to);
}

/* ---- features of the types -------------------------------------------------------- */

void cd_window_evidence(const cd_window *window, cd_evidence *to) {
  for (cd_place place = 0; place < CD_PLACES; place++) {
    if (!window->at[place]) continue;
    size_t n =
        cd_place_features(window->at[place], place, window->mark, to->hash + to->n);
    for (size_t i = 0; i < n; i++)
      to->what[to->n++] = (uint16_t)(place * CD_PLACE_FEATURES + i);
  }
}

static int32_t share_of(const cd_model *model, cd_type_form *form, cd_place place,
                        cd_mark mark) {
  int16_t *share = &form->share[cd_share_at(place, mark)];
  if (*share != CD_NO_SHARE) return *share;
  uint32_t hash[CD_PLACE_FEATURES];
  int32_t sum = 0;
  size_t n = cd_place_features(form, place, mark, hash);
  for (size_t i = 0; i < n; i++) sum += cd_model_weight(model, hash[i]);
  return *share = (int16_t)sum;
}

int32_t cd_window_score(const cd_model *model, const cd_window *window) {
  int32_t sum = 0;
  for (cd_place place = 0; place < CD_PLACES; place++)
    if (window->at[place]) sum += share_of(model, window->at[place], place, window->mark);
  return sum;
}

static cd_status plain_share(const cd_walk *walk, const cd_model *model, uint32_t i,
                             cd_place place, int32_t *sum) {
  uint32_t type = walk->doc->type[i];
  int16_t *share = &cd_type_shares(walk->lexicon, type)[place];
  if (*share == CD_NO_SHARE) {
    cd_type_form *form;
    cd_status status = cd_type_form_in(walk->lexicon, type, &form);
    if (status) return status;
    *share = (int16_t)share_of(model, form, place, MARK_NONE);
  }
  *sum += *share;
  return CD_OK;
}

cd_status cd_plain_score(const cd_walk *walk, const cd_model *model, const cd_gap *gap,
                         int32_t *score) {
  *score = 0;
  cd_status status = plain_share(walk, model, gap->core, PLACE_LEFT, score);
  if (status || gap->word >= gap->end) return status;
  return plain_share(walk, model, gap->word, PLACE_RIGHT, score);
}

bool cd_surely_goes_on(const cd_walk *walk, uint32_t right) {
  enum {
    ON_LEFT = T_TERMINAL | T_STOPPED | T_CLOSE | T_COLON | T_SEMICOLON | T_DASH | T_COMMA,
    ON_RIGHT = T_OPEN | T_DASH
  };
  const cd_type_facts *left = facts(walk, right - 1), *next = facts(walk, right);
  if (left->shape & ON_LEFT || next->shape & ON_RIGHT) return false;
  if (walk->doc->kind[right - 1] == CD_EMOJI || cd_is_address(walk->doc, right - 1))
    return false;
  int16_t a = left->share[PLACE_LEFT], b = next->share[PLACE_RIGHT];
  return a != CD_NO_SHARE && b != CD_NO_SHARE && a + b <= 0;
}

/* ---- names ------------------------------------------------------------------------- */

const char *cd_evidence_name(size_t what, const char **of) {
  static const char *const places[CD_PLACES] = {"at left", "at right", "left 2",
                                                "right 2", "left 3",   "right 3"};
  *of = NULL;
  if (what < CD_PLACES * CD_PLACE_FEATURES) {
    *of = places[what / CD_PLACE_FEATURES];
    return cd_place_feature_name(what % CD_PLACE_FEATURES);
  }
  what -= CD_PLACES * CD_PLACE_FEATURES;
  return what < J_FACT ? joined_names[what] : cd_feature_name(what - J_FACT);
}
