/* Every kernel that runs here gives what the scalar one gives, for every style,
 * form and length, and reads nothing past the text (seen under `make asan`). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

enum { MAX_UNITS = 400, ROUNDS = 4000 };

static const cd_form forms[CD_FORMS] = {CD_UTF8, CD_UCS1, CD_UCS2, CD_UCS4};

static uint64_t state = 88172645463325252u;
static uint32_t chance(uint32_t n) { /* xorshift64: the same on every machine */
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (uint32_t)(state >> 32) % n;
}

/* Characters that matter to a scan, by length as UTF-8. */
static const uint32_t telling[] = {
    'a',    'Z',    '0',    '9',    ' ',    '\n',    '\t',    '\r',    0,       '.',
    ',',    '\'',   '-',    '_',    ':',    '@',     '#',     '$',     '%',     '/',
    '!',    '"',    0x7f,   0x85,   0xa0,   0xad,    0xe9,    0xb7,    0x300,   0x5d0,
    0x660,  0x200b, 0x200d, 0x2014, 0x2019, 0x201c,  0x2028,  0x20ac,  0x3000,  0x4e2d,
    0x30ab, 0xd800, 0xfeff, 0xffff, 0xfe0f, 0x1f600, 0x1f1e6, 0x1d7ce, 0xe0020, 0x10ffff,
};
enum { TELLING = sizeof telling / sizeof *telling };

static size_t put(uint32_t code, cd_form form, uint8_t *at) {
  if (form == CD_UCS1) return at[0] = (uint8_t)code, 1;
  if (form == CD_UCS2) return memcpy(at, &(uint16_t){(uint16_t)code}, 2), 2;
  if (form == CD_UCS4) return memcpy(at, &code, 4), 4;
  if (chance(40) == 0) return at[0] = (uint8_t)chance(256), 1; /* malformed */
  if (code < 0x80) return at[0] = (uint8_t)code, 1;
  size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = n; i-- > 1; code >>= 6) at[i] = (uint8_t)(0x80 | (code & 0x3f));
  static const uint8_t heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  at[0] = (uint8_t)(heads[n] | code);
  return n;
}

/* A text of about `n` units in `bytes`; mostly words, or anything. */
static size_t compose(cd_form form, size_t n, uint8_t *bytes) {
  bool plain = chance(2);
  size_t filled = 0;
  size_t width = form == CD_UTF8 ? 1 : (size_t)form;
  while (filled < n * width) {
    uint32_t code = plain && chance(8) ? 'a' + chance(26) : telling[chance(TELLING)];
    filled += put(code, form, bytes + filled);
  }
  return filled / width;
}

typedef struct answer {
  uint32_t start[MAX_UNITS + CD_SCAN_SLACK], end[MAX_UNITS + CD_SCAN_SLACK],
      candidate[MAX_UNITS + CD_SCAN_SLACK];
  uint8_t kind[MAX_UNITS + CD_SCAN_SLACK];
  cd_spans spans;
} answer;

static void ask(const cd_kernel *kernel, int style, cd_form form, const void *units,
                size_t n, answer *of) {
  static cd_head_bits heads; /* a few letters, spaces and what looks like them */
  for (size_t i = 0; i < 4; i++)
    for (size_t unit = 0; unit < 64; unit++)
      heads.of[i][unit] = (uint8_t)(unit % 32 * (7 + 2 * i));
  of->spans = (cd_spans){.start = of->start,
                         .end = of->end,
                         .candidate = of->candidate,
                         .kind = of->kind,
                         .heads = &heads};
  cd_scan_state state = {0};
  size_t part = 64 * (1 + chance(7)); /* however it is parted, the answer is one */
  for (size_t from = 0; from < n; from += part)
    kernel->scan[style][cd_form_index(form)](
        units, n, from, n - from < part ? n : from + part, &state, &of->spans);
}

static bool same(const uint32_t *a, size_t n, const uint32_t *b, size_t m) {
  return n == m && !memcmp(a, b, n * sizeof *a);
}

static bool agree(const answer *a, const answer *b, int style) {
  const cd_spans *x = &a->spans, *y = &b->spans;
  size_t n = x->n_starts;
  if (style != SCAN_WHITESPACE && memcmp(a->kind, b->kind, n)) return false;
  return same(x->start, x->n_starts, y->start, y->n_starts) &&
         same(x->end, x->n_ends, y->end, y->n_ends) &&
         same(x->candidate, x->n_candidates, y->candidate, y->n_candidates);
}

static void check(const cd_kernel *kernel, int style, cd_form form) {
  static answer want, got;
  static uint8_t bytes[4 * (MAX_UNITS + 4)];
  size_t width = form == CD_UTF8 ? 1 : (size_t)form;
  for (int round = 0; round < ROUNDS; round++) {
    size_t n = compose(form, chance(MAX_UNITS - 4), bytes);
    void *units = malloc(n * width + !n); /* no room behind it */
    if (!units) exit(1);
    memcpy(units, bytes, n * width);
    ask(&cd_kernel_scalar, style, form, units, n, &want);
    ask(kernel, style, form, units, n, &got);
    free(units);
    if (agree(&want, &got, style)) continue;
    fprintf(stderr, "%s differs from scalar: style %d, form %d, round %d, %zu units\n",
            kernel->name, style, (int)form, round, n);
    exit(1);
  }
}

/* The keys of up to 32 tokens anywhere in a text: the scalar kernel's, and the same
 * for each token that lies alone. */
static void check_keys(const cd_kernel *kernel, cd_form form) {
  enum { TOKENS = 32, LONGEST = CD_KEY_UNITS + 3 };
  static uint8_t bytes[4 * (MAX_UNITS + 4)];
  size_t width = form == CD_UTF8 ? 1 : (size_t)form, at = (size_t)cd_form_index(form);
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t n = (uint32_t)compose(form, 1 + chance(99), bytes), one = 0;
    uint32_t start[TOKENS], end[TOKENS];
    cd_key want[TOKENS], got[TOKENS], alone;
    uint8_t *units = malloc(n * width); /* no room behind it */
    if (!units) exit(1);
    memcpy(units, bytes, n * width);
    for (size_t i = 0; i < TOKENS; i++) {
      start[i] = chance(n);
      end[i] = start[i] + 1 + chance(n - start[i] < LONGEST ? n - start[i] : LONGEST);
    }
    uint32_t wanted = cd_kernel_scalar.keys[at](units, n, start, end, TOKENS, want);
    uint32_t found = kernel->keys[at](units, n, start, end, TOKENS, got);
    bool same_alone = true;
    for (size_t i = 0; i < TOKENS; i++) {
      uint32_t length = end[i] - start[i];
      kernel->keys[at](units + start[i] * width, length, &one, &length, 1, &alone);
      same_alone = same_alone && !memcmp(&alone, &want[i], sizeof alone);
    }
    free(units);
    if (same_alone && wanted == found && !memcmp(want, got, sizeof want)) continue;
    fprintf(stderr, "%s's keys differ from scalar's: form %d, round %d, %u units\n",
            kernel->name, (int)form, round, n);
    exit(1);
  }
}

int main(void) {
  static const cd_kernel *const kernels[] = {
#if defined(__x86_64__)
    &cd_kernel_avx2,
    &cd_kernel_avx512
#elif defined(__aarch64__)
    &cd_kernel_neon
#else
    &cd_kernel_scalar
#endif
  };
  int checked = 0;
  for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++) {
    if (!kernels[i]->runs_here()) continue;
    for (int style = 0; style < SCAN_STYLES; style++)
      for (int form = 0; form < CD_FORMS; form++) check(kernels[i], style, forms[form]);
    for (int form = 0; form < CD_FORMS; form++) check_keys(kernels[i], forms[form]);
    printf("%s equals scalar\n", kernels[i]->name);
    checked++;
  }
  if (!checked) printf("no kernel but the scalar one runs here\n");
  return checked ? 0 : 77;
}
