/* A kernel turns units into raw token spans, 64 units at a time. One file per
 * instruction set; scalar.c is the definition that the others must equal. */
#ifndef CD_KERNEL_H
#define CD_KERNEL_H

#include "copydesk.h"
#include "unicode.h"

/* What a scan of units [0, n) found, as if white space stood on both sides; the
 * first unit counts as `base`, which the caller sets.
 * Each array has room for n + CD_SCAN_SLACK items: kernels store whole vectors. */
enum { CD_SCAN_SLACK = 64 };
typedef struct cd_spans {
  uint32_t *start, *end; /* of raw tokens, ascending, as many as each other */
  uint32_t *candidate;   /* positions that want thought, ascending */
  size_t n_starts, n_ends, n_candidates;
  uint32_t base;
} cd_spans;

typedef void cd_scan(const void *units, size_t n, cd_spans *spans);

enum { CD_FORMS = 4 };
static inline unsigned cd_form_index(cd_form form) {
  return form == CD_UCS4 ? 3 : (unsigned)form;
}

typedef struct cd_kernel {
  const char *name;
  bool (*runs_here)(void);
  cd_scan *scan[SCAN_STYLES][CD_FORMS]; /* by style and cd_form_index */
} cd_kernel;

extern const cd_kernel cd_kernel_scalar;
#if defined(__x86_64__)
extern const cd_kernel cd_kernel_avx2, cd_kernel_avx512;
#elif defined(__aarch64__)
extern const cd_kernel cd_kernel_neon;
#endif
#endif
