/* The words that a line opens with: "Read:", "Published in", "By NAME".
 * A word alone proves nothing; the rest of the line has to bear it out. */
#include <string.h>

#include "block_line.h"

#define CUE_TOKENS 8u /* of the longest phrase */
#define CUE_BYTES  96u
#define CUED_WORDS 60u /* a longer line is prose, whatever it opens with */

typedef struct cue {
  uint32_t words;  /* W_CUE flags of the longest phrase that the line opens with */
  uint32_t phrase; /* its length in words */
  uint32_t next;   /* the token behind it */
  bool whole;      /* nothing but marks and numbers behind it */
  bool marked;     /* a colon, a dash or a bar behind it */
  bool counted;    /* a number behind it: "Copyright 2021" */
} cue;

/* Append `lower` with straight apostrophes; false: no room left. */
static bool append(uint8_t *bytes, size_t *n, cd_slice lower) {
  if (*n + lower.n > CUE_BYTES) return false;
  if (!memchr(lower.bytes, 0xe2, lower.n)) {
    memcpy(bytes + *n, lower.bytes, lower.n);
    *n += lower.n;
    return true;
  }
  for (size_t i = 0; i < lower.n; i++) {
    bool curly = i + 2 < lower.n && lower.bytes[i] == 0xe2 &&
                 lower.bytes[i + 1] == 0x80 &&
                 (lower.bytes[i + 2] == 0x98 || lower.bytes[i + 2] == 0x99);
    bytes[(*n)++] = curly ? '\'' : lower.bytes[i];
    if (curly) i += 2;
  }
  return true;
}

static bool only_marks(const cd_page *page, uint32_t at, uint32_t end) {
  for (; at < end; at++)
    if (cd_page_facts(page, at)->shape & T_LETTER) return false;
  return true;
}

static bool separates(const cd_page *page, uint32_t at) {
  const cd_type_facts *facts = cd_page_facts(page, at);
  cd_slice text = cd_type_text(page->lexicon, page->doc->type[at]);
  return (facts->shape & (T_COLON | T_DASH)) || (text.n == 1 && text.bytes[0] == '|');
}

/* The longest cue at the head of tokens [at, end). */
static cd_status find_cue(cd_page *page, uint32_t at, uint32_t end, cue *found) {
  uint8_t bytes[CUE_BYTES + 1];
  size_t n = 0;
  uint32_t words = 0;
  const cd_doc *doc = page->doc;
  *found = (cue){0};
  for (uint32_t i = at; i < end && i < at + CUE_TOKENS; i++) {
    bool spaced = i > at && doc->start[i] > doc->end[i - 1];
    if (spaced && n < CUE_BYTES) bytes[n++] = ' ';
    cd_slice lower;
    cd_status status = cd_type_lower(page->lexicon, doc->type[i], &lower);
    if (status != CD_OK) return status;
    if (!append(bytes, &n, lower)) break;
    if (!cd_rules_may_cue(page->rules, bytes, n)) break;
    if (i == at || spaced) words++;
    uint32_t flags =
        cd_wordset_find(&page->rules->words, (cd_slice){bytes, n}).flags & W_CUES;
    if (flags) *found = (cue){.words = flags, .phrase = words, .next = i + 1};
  }
  if (!found->words) return CD_OK;
  found->whole = only_marks(page, found->next, end);
  found->marked = found->next < end && separates(page, found->next);
  found->counted =
      found->next < end && (cd_page_facts(page, found->next)->shape & T_DIGIT_FIRST);
  return CD_OK;
}

static bool opens_name(const cd_page *page, const cd_line *line, uint32_t at) {
  if (at < line->end && (cd_page_facts(page, at)->shape & T_COLON)) at++;
  return at < line->end && (cd_page_facts(page, at)->shape & T_UPPER_FIRST) != 0;
}

static bool is_byline(const cd_page *page, const cd_line *line, const cue *cue) {
  if (line->words > 16 || cd_line_is(line, L_STOP | L_ASKS)) return false;
  if (cue->whole) return cue->phrase > 1;
  return opens_name(page, line, cue->next) &&
         cd_percent(line->capitals, line->cased) >= 50;
}

/* "Interview by Tomas Hale": a word or two, the cue in lower case, and names. */
static bool names_author(const cd_page *page, const cd_line *line) {
  if (!(line->known & W_CUE_BYLINE)) return false;
  if (line->words < 3 || line->words > 7 || line->cased - line->capitals > 2 ||
      cd_line_is(line, L_FINAL | L_COLON))
    return false;
  for (uint32_t at = line->first + 1; at + 1 < line->end && at < line->first + 3; at++) {
    const cd_type_facts *facts = cd_page_facts(page, at);
    if ((facts->words & W_CUE_BYLINE) && (facts->shape & T_LOWER_FIRST) &&
        facts->codes <= 3)
      return opens_name(page, line, at + 1);
  }
  return false;
}

/* What the cue says about this line, as L_ flags. */
static uint32_t judge(const cd_page *page, const cd_line *line, const cue *cue) {
  uint32_t flags = 0, words = cue->words;
  bool weighty = cue->phrase > 1 || cue->marked || cue->counted;
  if (cue->whole && line->words <= 6) {
    if (words & (W_CUE_LABEL | W_CUE_LINK | W_CUE_CAPTION | W_CUE_COLOPHON))
      flags |= L_LABEL;
    if (words & W_CUE_COMMENT) flags |= L_COMMENTS;
  }
  if ((words & W_CUE_LINK) && weighty && !cue->counted && !cue->whole &&
      line->words <= 30 && !cd_line_is(line, L_STOP))
    flags |= L_LINK;
  if ((words & W_CUE_DATE) && cd_line_is(line, L_HAS_DATE) && line->words <= 20)
    flags |= L_DATED;
  if ((words & W_CUE_BYLINE) && is_byline(page, line, cue)) flags |= L_BYLINE;
  if ((words & W_CUE_CAPTION) && weighty && !cue->counted && !cue->whole)
    flags |= L_CAPTION;
  if ((words & W_CUE_COLOPHON) && weighty && line->words <= 40) flags |= L_COLOPHON;
  return flags;
}

/* A credit at the end: "Photo: Ana Reyes", "Foto: dpa". */
static bool ends_in_credit(const cd_page *page, const cd_line *line) {
  if (!(line->known & W_CUE_CAPTION) || !(line->shapes & T_COLON)) return false;
  uint32_t at = line->end - line->first > 10 ? line->end - 10 : line->first;
  for (; at + 1 < line->end; at++) {
    if (!(cd_page_facts(page, at)->words & W_CUE_CAPTION)) continue;
    if (cd_page_facts(page, at + 1)->shape & T_COLON) return true;
  }
  return false;
}

static bool has_copyright(const cd_page *page, const cd_line *line) {
  for (uint32_t at = line->first; at < line->end && at < line->first + 12; at++) {
    if (cd_page_facts(page, at)->shape) continue; /* it has none: no quote, no bullet */
    cd_slice text = cd_type_text(page->lexicon, page->doc->type[at]);
    if (text.n == 2 && !memcmp(text.bytes, "\xc2\xa9", 2)) return true;
  }
  return false;
}

/* "12 Comments", "(3) Comments": a count may stand before a label. */
static uint32_t skip_count(const cd_page *page, const cd_line *line) {
  uint32_t at = line->first;
  while (at + 1 < line->end && at < line->first + 3 &&
         !(cd_page_facts(page, at)->shape & T_LETTER))
    at++;
  return at;
}

cd_status cd_line_cues(cd_page *page, cd_line *line) {
  if (line->words == 0 || line->words > CUED_WORDS) return CD_OK;
  cue cue;
  cd_status status = find_cue(page, skip_count(page, line), line->end, &cue);
  if (status != CD_OK) return status;
  if (cue.words) line->flags |= judge(page, line, &cue);
  if (!cd_line_is(line, L_CAPTION) && names_author(page, line)) line->flags |= L_BYLINE;
  if (ends_in_credit(page, line)) line->flags |= L_CAPTION;
  if (has_copyright(page, line)) line->flags |= L_COLOPHON;
  return CD_OK;
}
