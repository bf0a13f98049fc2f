#include "layout.h"

#include <string.h>

#include "looks.h"

/* A newline between two tokens, and the line that it closes. */
typedef struct newline {
  uint32_t token;  /* that follows it */
  uint32_t length; /* of the line before, in code points, or over WIDEST_WRAP */
  bool blank;      /* a blank line lies between */
} newline;

typedef struct newlines {
  newline *at;
  size_t n;
} newlines;

/* ---- newlines ----------------------------------------------------------------- */

static unsigned newline_weight(uint32_t code, uint32_t before) {
  if (code == '\n') return before == '\r' ? 0 : 1;
  if (code == 0x2029) return 2; /* PARAGRAPH SEPARATOR */
  return code == '\r' || code == '\v' || code == '\f' || code == 0x85 || code == 0x2028;
}

/* Newlines in units [at, end): none, one, or more. Nearly every gap is one space. */
static unsigned count_newlines(cd_text text, size_t at, size_t end) {
  unsigned n = 0;
  uint32_t before = 0;
  while (at < end && n < 2) {
    uint32_t code = cd_text_decode(text, at, &at);
    n += newline_weight(code, before);
    before = code;
  }
  return n;
}

/* Nobody wraps prose wider or narrower than this. Measured on real articles:
 * where lines are paragraphs, the 98th percentile of their lengths is over 130. */
enum { WIDEST_WRAP = 130, NARROWEST_WRAP = 30 };

static bool are_ascii(const uint8_t bytes[8]) {
  uint64_t eight;
  memcpy(&eight, bytes, sizeof eight);
  return !(eight & 0x8080808080808080u);
}

/* The code points of units [start, end), or any number over WIDEST_WRAP. */
static uint32_t count_codes(cd_text text, size_t start, size_t end) {
  if (text.form != CD_UTF8) return (uint32_t)(end - start);
  if (end - start > 4 * WIDEST_WRAP) return WIDEST_WRAP + 1;
  const uint8_t *bytes = text.units;
  uint32_t n = 0;
  while (start < end && n <= WIDEST_WRAP) {
    if (start + 8 <= end && are_ascii(bytes + start))
      start += 8, n += 8;
    else
      (void)cd_text_decode(text, start, &start), n++;
  }
  return n;
}

static cd_status put_newline(cd_doc *doc, newlines *found, newline here) {
  cd_status status =
      cd_grow(&doc->scratch, &doc->room_scratch, (found->n + 1) * sizeof *found->at, 1);
  if (status) return status;
  found->at = doc->scratch;
  found->at[found->n++] = here;
  return CD_OK;
}

/* The newline before token `i`, if there is one, closes the line from `*line_start`. */
static cd_status look_for_newline(cd_doc *doc, uint32_t i, size_t *line_start,
                                  newlines *found) {
  uint32_t line_end = doc->end[i - 1];
  unsigned n = count_newlines(doc->text, line_end, doc->start[i]);
  if (!n) return CD_OK;
  newline here = {i, count_codes(doc->text, *line_start, line_end), n > 1};
  *line_start = doc->start[i];
  return put_newline(doc, found, here);
}

static cd_status find_newlines(cd_doc *doc, newlines *found) {
  size_t line_start = doc->start[0];
  for (size_t from = 0; from < doc->n_tokens; from += CD_LOOK) {
    uint32_t odd[CD_LOOK], *end;
    end = cd_look_tokens(doc->looks[from / CD_LOOK].odd, from, odd);
    for (const uint32_t *at = odd; at < end; at++) {
      cd_status status = look_for_newline(doc, *at, &line_start, found);
      if (status) return status;
    }
  }
  return CD_OK;
}

/* ---- was this text wrapped? ------------------------------------------------------- */

/* The length that 98 of 100 lines do not pass, blank lines apart; lengths are
 * counted up to one more than can matter, so that no sort is needed. */
static uint32_t usual_width(const newlines *found, uint32_t last_line) {
  uint32_t count[WIDEST_WRAP + 2] = {0};
  for (size_t i = 0; i < found->n; i++) {
    uint32_t length = found->at[i].length;
    count[length > WIDEST_WRAP ? WIDEST_WRAP + 1 : length]++;
  }
  count[last_line > WIDEST_WRAP ? WIDEST_WRAP + 1 : last_line]++;
  size_t above = (found->n + 1) / 50;
  uint32_t width = WIDEST_WRAP + 1;
  for (size_t seen = count[width]; width > 0 && seen <= above;) seen += count[--width];
  return width;
}

static const cd_char_class *first_class(const cd_doc *doc, size_t token) {
  size_t next;
  return cd_class(cd_text_decode(doc->text, doc->start[token], &next));
}

/* Code points up to the next white space from token `i`, or up to `most`. */
static uint32_t next_width(const cd_doc *doc, size_t i, uint32_t most) {
  uint32_t n = 0;
  for (size_t at = doc->start[i]; at < doc->text.n && n < most; n++)
    if (cd_class(cd_text_decode(doc->text, at, &at))->flags & U_WHITE_SPACE) break;
  return n;
}

/* The next word had no room on this line. Where no spaces are written a line
 * may break behind any character. */
static bool is_full(const cd_doc *doc, const newline *line, uint32_t width) {
  if (first_class(doc, line->token)->flags & U_IDEOGRAPHIC)
    return line->length + 1 > width;
  return line->length + 1 + next_width(doc, line->token, width + 1) > width;
}

/* The next line starts as the middle of a sentence does: in lower case, or in a
 * script without case. */
static bool goes_on(const cd_doc *doc, const newline *line) {
  uint8_t category = first_class(doc, line->token)->category;
  return category == GC_LL || category == GC_LO;
}

/* Most newlines stand where the next word had no room, and enough of the lines
 * behind them go on in mid-sentence. */
static bool is_wrapped(const cd_doc *doc, const newlines *found, uint32_t width) {
  if (width > WIDEST_WRAP || width < NARROWEST_WRAP) return false;
  size_t single = 0, full = 0, going = 0;
  for (size_t i = 0; i < found->n; i++) {
    const newline *line = &found->at[i];
    if (line->blank) continue;
    single++;
    if (!is_full(doc, line, width)) continue;
    full++;
    going += goes_on(doc, line);
  }
  return full && 10 * full >= 3 * single && 4 * going >= full;
}

/* ---- lines ------------------------------------------------------------------------- */

static cd_status reserve_lines(cd_lines *lines, size_t n) {
  cd_status status =
      cd_grow(&lines->first_token, &lines->room, n + 1, sizeof *lines->first_token);
  return status ? status : cd_grow(&lines->blank_before, &lines->room_blank, n, 1);
}

static void put_line(cd_lines *lines, uint32_t token, bool blank_before) {
  lines->first_token[lines->n] = token;
  lines->blank_before[lines->n++] = blank_before;
}

/* Width of a wrapped text's lines; 0 when every newline ends its line. */
static uint32_t wrap_width(const cd_doc *doc, const newlines *found) {
  size_t last = found->n ? found->at[found->n - 1].token : 0;
  uint32_t last_line =
      count_codes(doc->text, doc->start[last], doc->end[doc->n_tokens - 1]);
  uint32_t width = usual_width(found, last_line);
  return is_wrapped(doc, found, width) ? width : 0;
}

static cd_status put_lines(cd_doc *doc, const newlines *found, cd_layout layout) {
  uint32_t width = layout == CD_LAYOUT_AUTO ? wrap_width(doc, found) : 0;
  cd_status status = reserve_lines(&doc->lines, found->n + 1);
  if (status) return status;
  put_line(&doc->lines, 0, true);
  for (size_t i = 0; i < found->n; i++) {
    const newline *line = &found->at[i];
    bool ends = line->blank ||
                (layout != CD_LAYOUT_WRAP && !(width && is_full(doc, line, width)));
    if (ends) put_line(&doc->lines, line->token, line->blank);
  }
  doc->lines.first_token[doc->lines.n] = (uint32_t)doc->n_tokens;
  return CD_OK;
}

cd_status cd_layout_read(cd_doc *doc, cd_layout layout) {
  doc->lines.n = 0;
  if (!doc->n_tokens) return CD_OK;
  newlines found = {0};
  cd_status status = layout == CD_LAYOUT_OFF ? CD_OK : find_newlines(doc, &found);
  return status ? status : put_lines(doc, &found, layout);
}
