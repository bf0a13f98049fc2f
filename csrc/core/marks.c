/* Where to look for ends of sentences, a stretch of tokens at a time: by kinds and
 * first and last units alone, so that nearly all tokens are passed without a look
 * at their types. tests/c/test_marks.c holds this against the facts of types. */
#include "sentence.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

/* ---- marks ------------------------------------------------------------------------- */

/* A token that ends in a stop; anything that is no word, number or dash and ends
 * in no comma; every address and emoji. */
static const uint8_t may_mark[CD_TOKEN_KINDS] = {
    [CD_PUNCT] = 1, [CD_SYMBOL] = 1,  [CD_URL] = 2,
    [CD_EMAIL] = 2, [CD_HASHTAG] = 1, [CD_MENTION] = 1,
    [CD_EMOJI] = 2, [CD_OTHER] = 1,   [CD_ELLIPSIS] = 1,
};

static inline bool may_be_mark(cd_text text, const cd_doc *doc, size_t i) {
  uint32_t last = cd_unit_at(text, (size_t)doc->end[i] - 1);
  bool is_stop = last == '.', is_comma = last == ',';
  return is_stop | (may_mark[doc->kind[i]] > is_comma);
}

/* No branch, and compiled once per width: this loop meets every token of the text. */
static inline uint32_t find_marks(const cd_doc *doc, size_t from, size_t to, cd_form form,
                                  uint32_t *found) {
  const cd_text text = {doc->text.units, doc->text.n, form};
  size_t n = 0;
  for (size_t i = from; i < to; i++) {
    found[n] = (uint32_t)i;
    n += may_be_mark(text, doc, i);
  }
  return (uint32_t)n;
}

uint32_t cd_marks_find(const cd_doc *doc, size_t from, size_t to, uint32_t *found) {
  switch (doc->text.form) {
    case CD_UCS2:
      return find_marks(doc, from, to, CD_UCS2, found);
    case CD_UCS4:
      return find_marks(doc, from, to, CD_UCS4, found);
    default:
      return find_marks(doc, from, to, CD_UTF8, found);
  }
}

/* Of `n` tokens those that are marks by the facts of their types; returns how many. */
static uint32_t keep_marks(const cd_walk *walk, uint32_t *at, uint32_t n) {
  uint32_t kept = 0;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = at[k], marks = T_TERMINAL | T_STOPPED | T_CLOSE | T_OPEN;
    bool is_mark = (facts(walk, i)->shape & marks) != 0;
    bool is_emoji = walk->doc->kind[i] == CD_EMOJI;
    at[kept] = i;
    kept += is_mark | is_emoji | cd_is_address(walk->doc, i);
  }
  return kept;
}

/* Facts lie where their types first came: ask for those beside the marks. */
static void ask_for_facts(const cd_walk *walk, const uint32_t *mark, uint32_t n) {
  const cd_doc *doc = walk->doc;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = mark[k];
    cd_facts_ask(walk->lexicon, doc->type[i ? i - 1 : i]);
    cd_facts_ask(walk->lexicon, doc->type[i + 1 < doc->n_tokens ? i + 1 : i]);
  }
}

/* The next stretch of tokens: from token `*from` on. */
static uint32_t next_stretch(const cd_doc *doc, cd_stretch *stretch, uint32_t *from) {
  size_t left = doc->n_tokens - stretch->seen;
  *from = stretch->seen;
  stretch->seen += (uint32_t)(left < CD_STRETCH ? left : CD_STRETCH);
  stretch->next = 0;
  return stretch->seen;
}

/* Look through the next tokens until there is a mark; false: no more tokens. */
static bool look_for_marks(const cd_walk *walk) {
  const cd_doc *doc = walk->doc;
  cd_stretch *marks = &walk->ahead->marks;
  for (marks->n = 0; !marks->n && marks->seen < doc->n_tokens;) {
    uint32_t from, to = next_stretch(doc, marks, &from);
    marks->n = cd_marks_find(doc, from, to, marks->at);
    marks->n = keep_marks(walk, marks->at, marks->n);
  }
  ask_for_facts(walk, marks->at, marks->n);
  return marks->n;
}

uint32_t cd_mark_next(const cd_walk *walk) {
  const cd_stretch *marks = &walk->ahead->marks;
  return marks->next < marks->n || look_for_marks(walk) ? marks->at[marks->next]
                                                        : CD_NONE;
}

/* ---- words that may open a sentence --------------------------------------------------- */

/* Behind white space and not in lower case, or behind what may be a mark or a dash. */
static inline uint32_t find_openings(const cd_doc *doc, size_t from, size_t to,
                                     cd_form form, uint32_t *found) {
  const cd_text text = {doc->text.units, doc->text.n, form};
  bool is_behind = false;
  size_t n = 0;
  if (from)
    is_behind = may_be_mark(text, doc, from - 1) | (doc->kind[from - 1] == CD_DASH);
  for (size_t i = from; i < to; i++) {
    uint32_t start = doc->start[i];
    bool is_lower = cd_unit_at(text, start) - 'a' < 26;
    bool is_spaced = i && start > doc->end[i - 1];
    found[n] = (uint32_t)i;
    n += is_behind | (is_spaced & !is_lower);
    is_behind = may_be_mark(text, doc, i) | (doc->kind[i] == CD_DASH);
  }
  return (uint32_t)n;
}

uint32_t cd_openings_find(const cd_doc *doc, size_t from, size_t to, uint32_t *found) {
  switch (doc->text.form) {
    case CD_UCS2:
      return find_openings(doc, from, to, CD_UCS2, found);
    case CD_UCS4:
      return find_openings(doc, from, to, CD_UCS4, found);
    default:
      return find_openings(doc, from, to, CD_UTF8, found);
  }
}

/* Likewise for those on both sides of the gaps. */
static void ask_for_sides(const cd_walk *walk, const uint32_t *opening, uint32_t n) {
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = opening[k];
    __builtin_prefetch(facts(walk, i ? i - 1 : i));
    __builtin_prefetch(facts(walk, i));
  }
}

static bool look_for_openings(const cd_walk *walk) {
  const cd_doc *doc = walk->doc;
  cd_stretch *openings = &walk->ahead->openings;
  for (openings->n = 0; !openings->n && openings->seen < doc->n_tokens;) {
    uint32_t from, to = next_stretch(doc, openings, &from);
    openings->n = cd_openings_find(doc, from, to, openings->at);
  }
  ask_for_sides(walk, openings->at, openings->n);
  return openings->n;
}

uint32_t cd_opening_next(const cd_walk *walk, uint32_t from) {
  cd_stretch *openings = &walk->ahead->openings;
  while (openings->next < openings->n || look_for_openings(walk)) {
    if (openings->at[openings->next] >= from) return openings->at[openings->next];
    openings->next++;
  }
  return CD_NONE;
}
