/* From lines to blocks: count every line, find its cues and dates, find the
 * body and the headline, then name each line by its zone (head, body, tail). */
#include "block.h"

#include <string.h>

#include "block_line.h"
#include "memory.h"

static cd_status lay_out(cd_page *page) {
  cd_doc *doc = page->doc;
  size_t n = doc->lines.n, slots = 16;
  while (slots < n * 2) slots *= 2;
  size_t bytes = n * sizeof(cd_line) + slots * sizeof(uint32_t);
  cd_status status = cd_grow(&doc->first_sentence, &doc->room_blocks, n + 1,
                             sizeof *doc->first_sentence);
  if (status == CD_OK)
    status = cd_grow(&doc->block_kind, &doc->room_kinds, n, sizeof *doc->block_kind);
  if (status == CD_OK) status = cd_grow(&doc->scratch, &doc->room_scratch, bytes, 1);
  if (status != CD_OK) return status;
  page->line = doc->scratch;
  page->slot = (uint32_t *)(void *)(page->line + n);
  page->n = (uint32_t)n;
  page->n_slots = (uint32_t)slots;
  return CD_OK;
}

static cd_status read_line(cd_page *page, uint32_t at) {
  const cd_lines *lines = &page->doc->lines;
  cd_line *line = &page->line[at];
  *line = (cd_line){.first = lines->first_token[at],
                    .end = lines->first_token[at + 1],
                    .twin = CD_NONE};
  uint32_t sentences = page->doc->first_sentence[at + 1] - page->doc->first_sentence[at];
  line->sentences = (uint16_t)(sentences < CD_LINE_TOKENS ? sentences : CD_LINE_TOKENS);
  if (lines->blank_before[at]) line->flags = L_BLANK;
  cd_line_count(page, line);
  cd_line_date(page, line);
  return cd_line_cues(page, line);
}

/* Sentence edges coincide with the edges of lines. */
static void share_sentences(cd_doc *doc) {
  size_t sentence = 0;
  for (size_t i = 0; i < doc->lines.n; i++) {
    doc->first_sentence[i] = (uint32_t)sentence;
    while (sentence < doc->n_sentences &&
           doc->first_token[sentence] < doc->lines.first_token[i + 1])
      sentence++;
  }
  doc->first_sentence[doc->lines.n] = (uint32_t)doc->n_sentences;
}

static cd_status read_lines(cd_page *page) {
  share_sentences(page->doc);
  for (uint32_t i = 0; i < page->n; i++) {
    cd_status status = read_line(page, i);
    if (status != CD_OK) return status;
  }
  cd_lines_pair(page);
  cd_page_body(page);
  return cd_page_headline(page);
}

cd_status cd_blocks_label(cd_doc *doc, const cd_rules *rules, cd_lexicon *lexicon) {
  cd_page page = {.doc = doc,
                  .rules = rules,
                  .lexicon = lexicon,
                  .headline = CD_NONE,
                  .body = CD_NONE,
                  .last = CD_NONE};
  doc->n_blocks = 0;
  doc->headline = CD_NONE;
  doc->date = (cd_date){0, 0, 0};
  cd_status status = lay_out(&page);
  if (status == CD_OK) status = read_lines(&page);
  if (status != CD_OK) return status;
  cd_page_name(&page);
  doc->n_blocks = page.n;
  doc->headline = page.headline;
  doc->date = cd_page_date(&page);
  return CD_OK;
}
