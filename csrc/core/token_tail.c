/* Words that are cut by their last letters: quedar|se, nama|nya; and those beyond
 * ASCII that are cut in two: σ|το. */
#include <string.h>

#include "memory.h"
#include "slab.h"

/* The character before unit `*at`, which moves to its start. */
static uint32_t step_back(cd_text text, size_t *at) {
  size_t next, from = --*at;
  if (text.form == CD_UTF8)
    while (from > 0 && *at - from < 3 && (cd_unit_at(text, from) & 0xC0) == 0x80) from--;
  *at = from;
  return cd_text_decode(text, from, &next);
}

static bool may_be_cut(const cd_slab *slab, size_t i) {
  size_t start = slab->spans.start[i], at = slab->spans.end[i];
  if (slab->spans.kind[i] != CD_WORD || at - start < 2) return false;
  uint32_t last = step_back(slab->doc->text, &at);
  if (at <= start) return false;
  return cd_rules_may_tail(slab->rules, step_back(slab->doc->text, &at), last);
}

/* The words that may be cut, ascending, in doc->scratch; CD_NO_MEMORY. */
static cd_status find_tails(const cd_slab *slab, size_t *n) {
  cd_doc *doc = slab->doc;
  const cd_spans *spans = &slab->spans;
  *n = 0;
  cd_status status = cd_grow(&doc->scratch, &doc->room_scratch,
                             (spans->n_starts + 1) * sizeof(uint32_t), 1);
  if (status) return status;
  uint32_t *tail = doc->scratch;
  for (size_t i = 0; i < spans->n_starts; i++) {
    tail[*n] = (uint32_t)i;
    *n += may_be_cut(slab, i);
  }
  return CD_OK;
}

cd_status cd_slab_add_tails(cd_slab *slab) {
  cd_doc *doc = slab->doc;
  cd_spans *spans = &slab->spans;
  size_t tails, n = spans->n_candidates;
  cd_status status = find_tails(slab, &tails);
  if (status) return status;
  status =
      cd_grow(&doc->candidate, &doc->room_candidates, n + tails, sizeof *doc->candidate);
  if (status) return status;
  spans->candidate = doc->candidate;
  spans->n_candidates += tails;
  const uint32_t *tail = doc->scratch;
  for (size_t to = n + tails; tails > 0; to--) { /* merged from behind */
    bool is_tail = !n || tail[tails - 1] >= (spans->candidate[n - 1] & ~CD_HEAD_ALONE);
    spans->candidate[to - 1] = is_tail ? tail[--tails] : spans->candidate[--n];
  }
  return CD_OK;
}
