#include "chunk.h"

static cd_status reserve(cd_chunk *chunk, size_t n) {
  if (n <= chunk->room_class) return CD_OK; /* the last of the three to grow */
  cd_status status = cd_grow(&chunk->code, &chunk->room_code, n, sizeof *chunk->code);
  if (!status) status = cd_grow(&chunk->at, &chunk->room_at, n, sizeof *chunk->at);
  return status ? status
                : cd_grow(&chunk->class, &chunk->room_class, n, sizeof *chunk->class);
}

/* The same as cd_text_decode, which it leaves to UTF-8 beyond ASCII. */
static inline uint32_t decode(cd_text text, size_t at, size_t *next) {
  uint32_t unit = cd_unit_at(text, at);
  if (text.form == CD_UTF8 && unit > 127) return cd_text_decode(text, at, next);
  *next = at + 1;
  return unit > 0x10FFFF ? CD_BAD_CODE : unit;
}

static bool is_newline(uint32_t code) {
  return (code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 ||
         code == 0x2029;
}

/* The character that ends before `at`; in UTF-8 at least its last unit with the
 * two before it, which tell every newline there is. */
static uint32_t code_before(cd_text text, size_t at) {
  uint32_t last = cd_unit_at(text, at - 1);
  if (text.form != CD_UTF8 || last < 128) return last;
  const uint8_t *bytes = (const uint8_t *)text.units + at;
  if (last == 0x85 && at > 1 && bytes[-2] == 0xC2) return 0x85;
  bool separates =
      (last == 0xA8 || last == 0xA9) && at > 2 && bytes[-2] == 0x80 && bytes[-3] == 0xE2;
  return separates ? 0x2000 + (last & 0x3F) : CD_BAD_CODE;
}

static bool line_opens(cd_text text, size_t at) {
  for (; at > 0; at--) {
    uint32_t code = code_before(text, at);
    if (is_newline(code)) return true;
    if (code != ' ' && code != '\t') return false;
  }
  return true;
}

/* The gap behind the chunk: whether the line ends in it, and what comes then. */
static void look_behind(cd_chunk *chunk, cd_text text, size_t at) {
  chunk->next = 0;
  chunk->closes_line = at == text.n;
  while (at < text.n) {
    chunk->next_at = at;
    uint32_t code = decode(text, at, &at);
    if (is_newline(code)) chunk->closes_line = true;
    if (!(cd_class(code)->flags & U_WHITE_SPACE)) {
      chunk->next = code;
      return;
    }
  }
  chunk->closes_line = true;
}

static unsigned holds(uint32_t code) {
  return (code == '@' ? CHUNK_AT : 0u) | (code == '.' ? CHUNK_STOP : 0u) |
         (code == '/' ? CHUNK_SLASH : 0u);
}

/* Compiled once per form. Returns the number of characters. */
static inline size_t load(cd_chunk *chunk, cd_text text, size_t start, size_t end) {
  size_t n = 0;
  unsigned held = 0;
  for (size_t at = start; at < end; n++) {
    chunk->at[n] = (uint32_t)at;
    uint32_t code = decode(text, at, &at);
    chunk->code[n] = code;
    chunk->class[n] = cd_class_index(code);
    held |= holds(code);
  }
  chunk->holds = held;
  return n;
}

static size_t load_of(cd_chunk *chunk, cd_text text, size_t start, size_t end) {
  if (text.form == CD_UCS2) return text.form = CD_UCS2, load(chunk, text, start, end);
  if (text.form == CD_UCS1) return text.form = CD_UCS1, load(chunk, text, start, end);
  return load(chunk, text, start, end);
}

cd_status cd_chunk_load(cd_chunk *chunk, cd_text text, size_t start, size_t end) {
  cd_status status = reserve(chunk, end - start + 1);
  if (status) return status;
  size_t n = load_of(chunk, text, start, end);
  chunk->code[n] = 0;
  chunk->at[n] = (uint32_t)end;
  chunk->class[n] = cd_class_index(0);
  chunk->n = n;
  chunk->looked_around = false;
  return CD_OK;
}

void cd_chunk_look_around(cd_chunk *chunk, cd_text text) {
  chunk->looked_around = true;
  chunk->opens_line = line_opens(text, chunk->at[0]);
  look_behind(chunk, text, chunk->at[chunk->n]);
}

void cd_chunk_free(cd_chunk *chunk) {
  cd_release(chunk->code);
  cd_release(chunk->at);
  cd_release(chunk->class);
}
