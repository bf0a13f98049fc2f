/* What a model makes of a gap: features of the types around it and of the gap as a
 * whole, each a hash, whose weights add up to its score. */
#ifndef CD_BOUNDARY_H
#define CD_BOUNDARY_H

#include "sentence.h"
#include "type_form.h"

/* The types around a gap, NULL beyond the line. */
typedef struct cd_window {
  cd_type_form *at[CD_PLACES];
  cd_mark mark;
  uint32_t mark_form; /* of its type, where the mark is a token of its own; or 0 */
} cd_window;

/* The mark and the two types beside it; then all others. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_window_open(const cd_walk *walk, const cd_gap *gap,
                                       cd_window *window);
/* Soon the window will be widened. */
void cd_window_ask(const cd_walk *walk, const cd_gap *gap);
CD_MUST_CHECK cd_status cd_window_widen(const cd_walk *walk, const cd_gap *gap,
                                        cd_window *window);

/* What the two types beside a gap without a mark add, by the facts alone where they
 * are known. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_plain_score(const cd_walk *walk, const cd_model *model,
                                       const cd_gap *gap, int32_t *score);
bool cd_gap_is_plain(const cd_walk *walk, const cd_gap *gap); /* no mark in it */
/* True of a gap before token `right` that no rule, option or mark speaks of, where
 * that score is known and ends no sentence: most capitals of a text. */
bool cd_surely_goes_on(const cd_walk *walk, uint32_t right);

/* What the types add, each at its place. */
int32_t cd_window_score(const cd_model *model, const cd_window *window);

typedef struct cd_evidence {
  const cd_model *model; /* NULL, or its weights are asked for: they lie anywhere */
  size_t n;              /* the rest is not set */
  uint32_t hash[CD_MOST_EVIDENCE];
  uint16_t what[CD_MOST_EVIDENCE]; /* see cd_evidence_name */
} cd_evidence;

/* Append the features of the gap as a whole; `rule` is what the rules say of it. */
void cd_gap_evidence(const cd_walk *walk, const cd_gap *gap, const cd_window *window,
                     cd_features features, cd_decision rule, cd_evidence *evidence);
/* Append those of the types. */
void cd_window_evidence(const cd_window *window, cd_evidence *evidence);
#endif
