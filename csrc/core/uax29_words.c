/* Word boundaries (UAX #29, section 4.1.1). The rules that look past the next
 * character (WB6, WB7b, WB12) are not looked ahead for: their boundary is
 * written, and taken back once the character that joins has come. */
#include "text.h"
#include "uax29.h"

#define BIT(wb)     (1u << (wb))
#define LETTERS     (BIT(WB_ALETTER) | BIT(WB_HEBREW_LETTER))
#define MID_BOTH    (BIT(WB_MIDNUMLET) | BIT(WB_SINGLE_QUOTE)) /* MidNumLetQ */
#define MID_LETTERS (BIT(WB_MIDLETTER) | MID_BOTH)
#define MID_NUMBERS (BIT(WB_MIDNUM) | MID_BOTH)
#define NEWLINES    (BIT(WB_CR) | BIT(WB_LF) | BIT(WB_NEWLINE))
#define ATTACHED    (BIT(WB_EXTEND) | BIT(WB_FORMAT) | BIT(WB_ZWJ))

/* What each Word_Break joins to its right. */
static const uint32_t joined_after[WB_WSEGSPACE + 1] = {
    /* WB5, WB9, WB13a; WB7a for Hebrew */
    [WB_ALETTER] = LETTERS | BIT(WB_NUMERIC) | BIT(WB_EXTENDNUMLET),
    [WB_HEBREW_LETTER] =
        LETTERS | BIT(WB_NUMERIC) | BIT(WB_EXTENDNUMLET) | BIT(WB_SINGLE_QUOTE),
    /* WB8, WB10, WB13a */
    [WB_NUMERIC] = LETTERS | BIT(WB_NUMERIC) | BIT(WB_EXTENDNUMLET),
    /* WB13, WB13a */
    [WB_KATAKANA] = BIT(WB_KATAKANA) | BIT(WB_EXTENDNUMLET),
    /* WB13a, WB13b */
    [WB_EXTENDNUMLET] =
        LETTERS | BIT(WB_NUMERIC) | BIT(WB_KATAKANA) | BIT(WB_EXTENDNUMLET),
};

typedef struct walk {
  uint8_t before, left; /* the last two characters, WB4 applied */
  uint8_t last;         /* the last character, WB4 not applied */
  bool is_half_flag;    /* `left` is the first half of a flag (WB15, WB16) */
} walk;

static bool is_in(uint8_t wb, uint32_t set) { return BIT(wb) & set; }

static bool joins_across(uint8_t before, uint8_t mid, uint8_t after) {
  if (is_in(before, LETTERS) && is_in(mid, MID_LETTERS) && is_in(after, LETTERS))
    return true; /* WB6, WB7 */
  if (before == WB_NUMERIC && is_in(mid, MID_NUMBERS) && after == WB_NUMERIC)
    return true; /* WB11, WB12 */
  return before == WB_HEBREW_LETTER && mid == WB_DOUBLE_QUOTE &&
         after == WB_HEBREW_LETTER; /* WB7b, WB7c */
}

/* The rules that look at the neighbour alone. */
static bool joins_neighbour(const walk *self, const cd_char_class *right) {
  uint8_t wb = right->word_break;
  if (self->last == WB_CR && wb == WB_LF) return true;                    /* WB3 */
  if (self->last == WB_ZWJ && right->flags & U_PICTOGRAPHIC) return true; /* WB3c */
  if (self->last == WB_WSEGSPACE && wb == WB_WSEGSPACE) return true;      /* WB3d */
  if (self->is_half_flag && wb == WB_REGIONAL_INDICATOR) return true;     /* WB15, WB16 */
  return is_in(wb, joined_after[self->left]);
}

static void step(walk *self, uint8_t wb) {
  self->is_half_flag = wb == WB_REGIONAL_INDICATOR && !self->is_half_flag;
  self->before = self->left;
  self->left = self->last = wb;
}

size_t cd_uax29_word_ends(cd_text text, size_t start, size_t end, uint32_t *at) {
  /* The start is like a new line: WB4 attaches nothing to it. */
  walk self = {WB_OTHER, WB_NEWLINE, WB_NEWLINE, false};
  size_t n = 0;
  text.n = end;
  for (size_t here = start, next; here < end; here = next) {
    const cd_char_class *right = cd_class(cd_text_decode(text, here, &next));
    uint8_t wb = right->word_break;
    if (is_in(wb, ATTACHED) && !is_in(self.left, NEWLINES)) {
      self.last = wb; /* WB4 */
      continue;
    }
    if (joins_across(self.before, self.left, wb)) {
      /* The last boundary written is the one before `left`; WB7a wrote none. */
      if (!is_in(self.left, joined_after[self.before])) n--;
    } else if (!joins_neighbour(&self, right) && here > start) {
      at[n++] = (uint32_t)here;
    }
    step(&self, wb);
  }
  if (end > start) at[n++] = (uint32_t)end; /* WB2 */
  return n;
}

size_t cd_uax29_words(cd_text text, uint32_t *at) {
  if (text.n == 0) return 0;
  at[0] = 0; /* WB1 */
  return 1 + cd_uax29_word_ends(text, 0, text.n, at + 1);
}
