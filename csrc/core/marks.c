/* Where to look for ends of sentences, a stretch of tokens at a time: by their looks,
 * so that nearly all tokens are passed without one at their types.
 * tests/c/test_marks.c holds looks against the facts of types. */
#include "looks.h"
#include "sentence.h"

static const cd_type_facts *facts(const cd_walk *walk, uint32_t i) {
  return cd_facts(walk->lexicon, walk->doc->type[i]);
}

/* ---- marks ------------------------------------------------------------------------- */

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

/* Begin the next stretch of tokens: the first of them, CD_NONE when there is none. */
static uint32_t next_stretch(const cd_doc *doc, cd_stretch *stretch) {
  uint32_t from = stretch->seen;
  size_t left = doc->n_tokens - from;
  stretch->seen += (uint32_t)(left < CD_STRETCH ? left : CD_STRETCH);
  stretch->n = stretch->next = 0;
  return left ? from : CD_NONE;
}

static void find_marks(const cd_doc *doc, cd_stretch *marks, uint32_t from) {
  uint32_t *end = marks->at;
  for (; from < marks->seen; from += CD_LOOK)
    end = cd_look_tokens(doc->looks[from / CD_LOOK].mark, from, end);
  marks->n = (uint32_t)(end - marks->at);
}

/* Look through the next tokens until there is a mark; false: no more tokens. */
static bool look_for_marks(const cd_walk *walk) {
  const cd_doc *doc = walk->doc;
  cd_stretch *marks = &walk->ahead->marks;
  marks->n = 0;
  for (uint32_t from; !marks->n && (from = next_stretch(doc, marks)) != CD_NONE;) {
    find_marks(doc, marks, from);
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

static void find_openings(const cd_doc *doc, cd_stretch *openings, uint32_t from) {
  uint32_t *end = openings->at;
  for (; from < openings->seen; from += CD_LOOK)
    end = cd_look_tokens(doc->looks[from / CD_LOOK].opening, from, end);
  openings->n = (uint32_t)(end - openings->at);
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
  openings->n = 0;
  for (uint32_t from; !openings->n && (from = next_stretch(doc, openings)) != CD_NONE;)
    find_openings(doc, openings, from);
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
