/* A type as the boundary model sees it: hashes of what it looks like, and what
 * it adds to the score of a gap from each place beside it. */
#ifndef CD_TYPE_FORM_H
#define CD_TYPE_FORM_H

#include "buffer.h"
#include "lexicon.h"
#include "model.h"

/* What stands in the gap. */
typedef enum cd_mark {
  MARK_NONE,
  MARK_STOP,
  MARK_QUESTION,
  MARK_ELLIPSIS,
  MARK_STOPPED, /* a stop that belongs to its token */
  MARK_COLON,
  MARK_SEMICOLON,
  MARK_DASH,
  MARK_CLOSER,  /* a closing quote or bracket, or a comma */
  MARK_ADDRESS, /* a URL, an e-mail address, an emoji */
  CD_MARKS
} cd_mark;

/* Places of the window around a gap: the token before the mark, the word behind
 * the gap, and two more on each side. */
typedef enum cd_place {
  PLACE_LEFT,
  PLACE_RIGHT,
  PLACE_LEFT_2,
  PLACE_RIGHT_2,
  PLACE_LEFT_3,
  PLACE_RIGHT_3,
  CD_PLACES
} cd_place;

/* The two beside the gap have a share for each mark, the others one. */
enum { CD_SHARES = 2 * CD_MARKS + 4 };

typedef struct cd_type_form {
  uint32_t form;              /* of the folded type; 0: not worked out yet */
  uint32_t prefix, suffix;    /* of three code points, folded */
  uint32_t shape, head, tail; /* of the run-length-cut shape, its first and last three */
  uint32_t traits;            /* lists it stands in, and case */
  uint8_t length;             /* code points, 12 and more alike */
  int16_t share[CD_SHARES];   /* CD_NO_SHARE: not summed yet */
} cd_type_form;

static inline size_t cd_share_at(cd_place place, cd_mark mark) {
  return place < PLACE_LEFT_2 ? place * CD_MARKS + mark
                              : 2 * CD_MARKS + place - PLACE_LEFT_2;
}

/* Two hashes, or a hash and a small number, as one. */
static inline uint32_t cd_join(uint32_t a, uint32_t b) {
  uint32_t h = (a ^ b * 0x9E3779B1u) * 0x85EBCA6Bu;
  return (h ^ h >> 15) * 0xC2B2AE35u;
}

CD_MUST_CHECK cd_status cd_type_form_of(cd_slice word, const cd_type_facts *facts,
                                        cd_buffer *folded, cd_type_form *form);

/* Room for the form of every type there is. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_lexicon_make_forms(cd_lexicon *lexicon);
/* Of the type's facts, to be summed where they are asked for. */
int16_t *cd_type_shares(cd_lexicon *lexicon, uint32_t type);
/* The form of a type, worked out when first asked for; lives until types are added.
 * Room for it was made. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_type_form_in(cd_lexicon *lexicon, uint32_t type,
                                        cd_type_form **form);

/* The hashes of what a type is at a place beside a mark, in the order of their
 * names; returns how many. */
enum { CD_PLACE_FEATURES = 10 };
size_t cd_place_features(const cd_type_form *form, cd_place place, cd_mark mark,
                         uint32_t hash[CD_PLACE_FEATURES]);
const char *cd_place_feature_name(size_t feature);
#endif
