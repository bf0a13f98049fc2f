#include "model.h"

#include <string.h>

#include "memory.h"

/* A model file, in this order, numbers little-endian:
 *   magic[8]  format:u16  features:u16  bits:u8  zero[3]  threshold:i32
 *   weights:u32  notes:u32  language[20]  checksum:u64
 * then 2^bits weights of one byte and `notes` bytes of UTF-8. The checksum is of
 * all bytes but its own. */
enum {
  AT_FORMAT = 8,
  AT_FEATURES = 10,
  AT_BITS = 12,
  AT_THRESHOLD = 16,
  AT_WEIGHTS = 20,
  AT_NOTES = 24,
  AT_LANGUAGE = 28,
  AT_CHECKSUM = 48,
  AT_BODY = 56
};
enum { FORMAT = 1, LEAST_BITS = 8, MOST_BITS = 24 };
static const char magic[8] = {'c', 'd', 'm', 'o', 'd', 'e', 'l', '\n'};

static uint64_t number_at(const uint8_t *bytes, size_t n) {
  uint64_t number = 0;
  while (n--) number = number << 8 | bytes[n];
  return number;
}

static uint64_t sum_up(uint64_t sum, const uint8_t *bytes, size_t n) {
  for (; n; bytes += n < 8 ? n : 8, n -= n < 8 ? n : 8) {
    sum = (sum ^ number_at(bytes, n < 8 ? n : 8)) * 0x9E3779B97F4A7C15u;
    sum ^= sum >> 32;
  }
  return sum;
}

uint64_t cd_model_checksum(const void *file, size_t n) {
  const uint8_t *bytes = file;
  if (n < AT_BODY) return 0;
  return sum_up(sum_up(n, bytes, AT_CHECKSUM), bytes + AT_BODY, n - AT_BODY);
}

/* Printable ASCII up to its 0. */
static bool is_name(const uint8_t *name) {
  while (*name > ' ' && *name < 127) name++;
  return !*name;
}

static bool is_sound(const uint8_t *bytes, size_t n) {
  if (n < AT_BODY || memcmp(bytes, magic, sizeof magic) != 0) return false;
  if (number_at(bytes + AT_FORMAT, 2) != FORMAT ||
      number_at(bytes + AT_FEATURES, 2) != CD_MODEL_FEATURES)
    return false;
  unsigned bits = bytes[AT_BITS];
  uint64_t weights = number_at(bytes + AT_WEIGHTS, 4),
           notes = number_at(bytes + AT_NOTES, 4);
  return bits >= LEAST_BITS && bits <= MOST_BITS && weights == 1ull << bits &&
         n == AT_BODY + weights + notes && !bytes[AT_CHECKSUM - 1] &&
         is_name(bytes + AT_LANGUAGE) &&
         number_at(bytes + AT_CHECKSUM, 8) == cd_model_checksum(bytes, n);
}

cd_status cd_model_open(const void *bytes, size_t n, cd_model **model) {
  *model = NULL;
  if (!is_sound(bytes, n)) return CD_BAD_MODEL;
  cd_model *made = cd_resize(NULL, sizeof *made);
  uint8_t *copy = cd_resize(NULL, n);
  if (!made || !copy) {
    cd_release(made);
    cd_release(copy);
    return CD_NO_MEMORY;
  }
  memcpy(copy, bytes, n);
  *made = (cd_model){.bytes = copy, .n = n, .bits = copy[AT_BITS]};
  made->weights = (const int8_t *)copy + AT_BODY;
  made->threshold = (int32_t)(uint32_t)number_at(copy + AT_THRESHOLD, 4);
  *model = made;
  return CD_OK;
}

void cd_model_free(cd_model *model) {
  if (!model) return;
  cd_release(model->bytes);
  cd_release(model);
}

const char *cd_model_language(const cd_model *model) {
  return (const char *)model->bytes + AT_LANGUAGE;
}

cd_slice cd_model_notes(const cd_model *model) {
  size_t at = AT_BODY + ((size_t)1 << model->bits);
  return (cd_slice){model->bytes + at, model->n - at};
}

cd_slice cd_model_file(const cd_model *model) {
  return (cd_slice){model->bytes, model->n};
}
