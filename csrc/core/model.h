/* A boundary model: hashed weights of one language, read from a flat file. */
#ifndef CD_MODEL_H
#define CD_MODEL_H

#include "copydesk.h"

struct cd_model {
  uint8_t *bytes; /* the file, ours */
  size_t n;
  const int8_t *weights; /* 2^bits of them, in `bytes` */
  unsigned bits;
  int32_t threshold; /* a gap that scores more ends a sentence */
};

static inline const int8_t *cd_model_at(const cd_model *model, uint32_t hash) {
  return &model->weights[hash >> (32 - model->bits)];
}

static inline int32_t cd_model_weight(const cd_model *model, uint32_t hash) {
  return *cd_model_at(model, hash);
}
#endif
