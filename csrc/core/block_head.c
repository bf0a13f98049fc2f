/* The headline: of the lines before the body, the one that shares most words
 * with the first paragraphs, is as long as a headline, ends without a stop,
 * and has a byline or a date below it. Points set by hand and by trial on half
 * of 947 pages. */
#include <string.h>

#include "block_line.h"

#define LEAD_LINES  4u
#define LEAD_TOKENS 90u   /* of each */
#define LEAD_SLOTS  1024u /* over twice LEAD_LINES * LEAD_TOKENS */
#define BACK        60u   /* lines before the body that are looked at */
#define LONGEST     220u  /* code points of a headline */

typedef struct lead {
  uint32_t word[LEAD_SLOTS]; /* hashes; 0 is free */
} lead;

static bool is_content(const cd_type_facts *facts) {
  return (facts->shape & (T_LETTER | T_DIGIT)) && !(facts->words & (W_STOP | W_CLITIC));
}

static cd_status hash_word(cd_page *page, uint32_t token, uint32_t *hash) {
  cd_slice lower;
  cd_status status = cd_type_lower(page->lexicon, page->doc->type[token], &lower);
  if (status != CD_OK) return status;
  *hash =
      (uint32_t)(cd_hash_bytes(0, lower.bytes, lower.n < 32 ? lower.n : 32) >> 32) | 1u;
  return CD_OK;
}

/* Where `hash` is, or would be: the table is never full. */
static uint32_t *slot_of(lead *lead, uint32_t hash) {
  uint32_t at = hash % LEAD_SLOTS;
  while (lead->word[at] && lead->word[at] != hash) at = (at + 1) % LEAD_SLOTS;
  return &lead->word[at];
}

static cd_status add_line(cd_page *page, const cd_line *line, lead *lead) {
  for (uint32_t at = line->first; at < line->end && at < line->first + LEAD_TOKENS;
       at++) {
    if (!is_content(cd_page_facts(page, at))) continue;
    uint32_t hash;
    cd_status status = hash_word(page, at, &hash);
    if (status != CD_OK) return status;
    *slot_of(lead, hash) = hash;
  }
  return CD_OK;
}

static cd_status read_lead(cd_page *page, uint32_t first, lead *lead) {
  memset(lead, 0, sizeof *lead);
  uint32_t taken = 0;
  for (uint32_t i = first; i < page->n && taken < LEAD_LINES; i++) {
    if (!cd_line_is(&page->line[i], L_BODY) || page->line[i].codes < 60) continue;
    cd_status status = add_line(page, &page->line[i], lead);
    if (status != CD_OK) return status;
    taken++;
  }
  return CD_OK;
}

/* How many of the line's content words the lead has: up to 48 points. */
static cd_status overlap_points(cd_page *page, const cd_line *line, lead *lead,
                                int32_t *points) {
  int32_t words = 0, shared = 0;
  for (uint32_t at = line->first; at < line->end; at++) {
    if (!is_content(cd_page_facts(page, at))) continue;
    uint32_t hash;
    cd_status status = hash_word(page, at, &hash);
    if (status != CD_OK) return status;
    words++;
    shared += *slot_of(lead, hash) == hash;
  }
  *points = 24 * (shared < 5 ? shared : 5) / 5 + 24 * shared / (words > 3 ? words : 3);
  return CD_OK;
}

static int32_t shape_points(const cd_line *line) {
  int32_t words = (int32_t)line->words, points = words < 8 ? words : 8;
  if (words > 12) points -= 2 * (words - 12);
  if (words < 4) points -= 5 * (4 - words);
  if (cd_line_is(line, L_STOP | L_COLON | L_TRAILS)) points -= 20;
  if (line->sentences > 1) points -= 6;
  if (line->twins == 1) points += 4;
  if (line->twins > 3) points -= 8;
  if (cd_line_is(line, L_BLANK)) points += 2;
  if (cd_line_is(line, L_BODY)) points -= 3;
  return points;
}

static int32_t cue_points(const cd_line *line) {
  int32_t points = 0;
  bool is_short = line->words < 10;
  if (cd_line_is(line, L_HAS_DATE | L_ALL_DATE)) points -= is_short ? 20 : 10;
  if (cd_line_is(line, L_BYLINE)) points -= 20;
  if (cd_line_is(line, L_LABEL | L_COMMENTS)) points -= 12;
  if (cd_line_is(line, L_LINK | L_CAPTION | L_DATED)) points -= is_short ? 12 : 4;
  if (line->words < 8) points -= 6 * (int32_t)(line->cues < 2 ? line->cues : 2);
  return points;
}

/* A byline or a date close below. */
static bool is_signed(const cd_page *page, uint32_t at, uint32_t body) {
  for (uint32_t i = at + 1; i < body && i <= at + 3; i++)
    if (cd_line_is(&page->line[i], L_BYLINE | L_DATED | L_SHORT_DATE | L_ALL_DATE))
      return true;
  return false;
}

static cd_status rank(cd_page *page, uint32_t at, uint32_t body, lead *lead,
                      int32_t *points) {
  const cd_line *line = &page->line[at];
  int32_t overlap;
  cd_status status = overlap_points(page, line, lead, &overlap);
  if (status != CD_OK) return status;
  *points = overlap + shape_points(line) + cue_points(line) - (int32_t)(body - at) / 2;
  if (is_signed(page, at, body)) *points += 15;
  return CD_OK;
}

/* The first line of the body that is surely no headline. */
static uint32_t first_paragraph(const cd_page *page) {
  for (uint32_t i = page->body; i < page->n; i++)
    if (cd_line_is(&page->line[i], L_BODY) && page->line[i].codes >= 80) return i;
  return page->body;
}

cd_status cd_page_headline(cd_page *page) {
  page->headline = CD_NONE;
  if (page->body == CD_NONE) return CD_OK;
  uint32_t body = first_paragraph(page);
  lead lead;
  cd_status status = read_lead(page, body, &lead);
  int32_t best = -20; /* below: a page without a headline */
  for (uint32_t i = body > BACK ? body - BACK : 0; i < body && status == CD_OK; i++) {
    const cd_line *line = &page->line[i];
    int32_t points;
    if (line->words == 0 || line->codes > LONGEST) continue;
    status = rank(page, i, body, &lead, &points);
    if (status != CD_OK || points <= best) continue;
    best = points;
    page->headline = i;
  }
  return status;
}
