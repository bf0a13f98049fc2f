/* Bytes that grow and are reused from word to word. Zeroed is empty. */
#ifndef CD_BUFFER_H
#define CD_BUFFER_H

#include "memory.h"

typedef struct cd_buffer {
  uint8_t *bytes;
  size_t n, room;
} cd_buffer;

/* Room for `more` bytes behind the n there are. */
static inline CD_MUST_CHECK cd_status cd_buffer_reserve(cd_buffer *buffer, size_t more) {
  return cd_grow(&buffer->bytes, &buffer->room, buffer->n + more, 1);
}

static inline cd_slice cd_buffer_slice(const cd_buffer *buffer) {
  cd_slice slice = {buffer->bytes, buffer->n};
  return slice;
}

static inline void cd_buffer_free(cd_buffer *buffer) { cd_release(buffer->bytes); }
#endif
