/* Sentence boundaries (UAX #29, section 5.1). SB8 looks ahead without limit for
 * a lower-case letter; here its boundary is held back until what follows settles
 * it. Nothing else can end while it is held, so one position is all it takes. */
#include "text.h"
#include "uax29.h"

#define BIT(sb)        (1u << (sb))
#define PARAGRAPH_ENDS (BIT(SB_SEP) | BIT(SB_CR) | BIT(SB_LF)) /* ParaSep */
#define TERMS          (BIT(SB_ATERM) | BIT(SB_STERM))         /* SATerm */
#define ATTACHED       (BIT(SB_EXTEND) | BIT(SB_FORMAT))

/* What settles SB8: a lower-case letter joins, these do not. */
#define SB8_STOPS (BIT(SB_OLETTER) | BIT(SB_UPPER) | PARAGRAPH_ENDS | TERMS)

typedef enum verdict { JOIN, HOLD, BREAK } verdict;

typedef struct walk {
  uint8_t before, left; /* the last two characters, SB5 applied */
  uint8_t term;         /* of the SATerm Close* Sp* that `left` ends; else SB_OTHER */
  bool has_space;       /* ... and Sp* is not empty */
  size_t held;          /* a boundary that SB8 may yet undo; 0: none */
} walk;

static bool is_in(uint8_t sb, uint32_t set) { return BIT(sb) & set; }

/* After ATerm Close* Sp*, before what SB8a to SB10 do not join. */
static verdict judge_after_aterm(const walk *self, uint8_t sb) {
  if (self->left == SB_ATERM) {
    if (sb == SB_NUMERIC) return JOIN; /* SB6 */
    if (sb == SB_UPPER && is_in(self->before, BIT(SB_UPPER) | BIT(SB_LOWER)))
      return JOIN; /* SB7 */
  }
  if (sb == SB_LOWER) return JOIN; /* SB8 */
  return is_in(sb, SB8_STOPS) ? BREAK : HOLD;
}

static verdict judge(const walk *self, uint8_t sb) {
  if (is_in(self->left, PARAGRAPH_ENDS))
    return self->left == SB_CR && sb == SB_LF ? JOIN : BREAK;          /* SB3, SB4 */
  if (self->term == SB_OTHER) return JOIN;                             /* SB998 */
  if (is_in(sb, TERMS | BIT(SB_SCONTINUE))) return JOIN;               /* SB8a */
  if (is_in(sb, PARAGRAPH_ENDS | BIT(SB_SP))) return JOIN;             /* SB9, SB10 */
  if (sb == SB_CLOSE && !self->has_space) return JOIN;                 /* SB9 */
  return self->term == SB_ATERM ? judge_after_aterm(self, sb) : BREAK; /* SB11 */
}

static void step(walk *self, uint8_t sb) {
  if (is_in(sb, TERMS)) {
    self->term = sb;
    self->has_space = false;
  } else if (sb == SB_SP) {
    self->has_space = true;
  } else if (sb != SB_CLOSE || self->has_space) {
    self->term = SB_OTHER;
  }
  self->before = self->left;
  self->left = sb;
}

/* Settle SB8 for the boundary held, if any, by the next character. Returns the
 * boundary when it stands, else 0. */
static size_t settle(walk *self, uint8_t sb) {
  size_t held = self->held;
  if (!held || !is_in(sb, SB8_STOPS | BIT(SB_LOWER))) return 0;
  self->held = 0;
  return sb == SB_LOWER ? 0 : held;
}

static uint8_t sentence_break(uint32_t code, bool newline_is_space) {
  uint8_t sb = cd_class(code)->sentence_break;
  return newline_is_space && is_in(sb, PARAGRAPH_ENDS) ? SB_SP : sb;
}

void cd_uax29_sentence_ends(cd_text text, size_t start, size_t end, bool newline_is_space,
                            void (*each)(void *context, size_t at), void *context) {
  /* The start is like a new paragraph: SB5 attaches nothing to it. */
  walk self = {SB_OTHER, SB_SEP, SB_OTHER, false, 0};
  text.n = end;
  for (size_t here = start, next; here < end; here = next) {
    uint8_t sb = sentence_break(cd_text_decode(text, here, &next), newline_is_space);
    if (is_in(sb, ATTACHED) && !is_in(self.left, PARAGRAPH_ENDS)) continue; /* SB5 */
    size_t settled = settle(&self, sb);
    if (settled) each(context, settled);
    verdict found = here > start ? judge(&self, sb) : JOIN;
    if (found == HOLD) self.held = here;
    if (found == BREAK) each(context, here);
    step(&self, sb);
  }
  if (self.held) each(context, self.held); /* SB11: no lower-case letter came */
  if (end > start) each(context, end);     /* SB2 */
}

typedef struct boundaries {
  uint32_t *at;
  size_t n;
} boundaries;

static void append(void *context, size_t at) {
  boundaries *self = context;
  self->at[self->n++] = (uint32_t)at;
}

size_t cd_uax29_sentences(cd_text text, uint32_t *at) {
  if (text.n == 0) return 0;
  boundaries found = {at, 0};
  append(&found, 0); /* SB1 */
  cd_uax29_sentence_ends(text, 0, text.n, false, append, &found);
  return found.n;
}
