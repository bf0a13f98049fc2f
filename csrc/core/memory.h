/* The one place that takes memory from the system (cd_allocator_use), so that
 * a test can fail every allocation in turn. */
#ifndef CD_MEMORY_H
#define CD_MEMORY_H

#include "copydesk.h"

/* A block of `n` bytes moved from `old` (or new, when old is NULL); NULL when
 * there is no memory, and then `old` is untouched. n = 0 counts as 1. */
void *cd_resize(void *old, size_t n);
void *cd_zeroed(size_t n, size_t size); /* n items of `size` zero bytes, or NULL */
void cd_release(void *old);             /* NULL is fine */

/* Make room for `need` items of `size` bytes in `*items`, of which `*room` fit
 * now; grows by half at least. CD_NO_MEMORY leaves everything as it was. */
CD_MUST_CHECK cd_status cd_grow(void *items, size_t *room, size_t need, size_t size);

/* Give back what `*items` has beyond `n` of `size` bytes; where that needs memory that
 * is not there, it stays. */
void cd_fit(void *items, size_t n, size_t size);

/* Bytes that never move and go all at once. Zeroed is empty. */
typedef struct cd_arena {
  struct cd_arena_page *page; /* newest first */
  size_t used;                /* bytes handed out since the last clear */
} cd_arena;

CD_MUST_CHECK cd_status cd_arena_copy(cd_arena *arena, const void *bytes, size_t n,
                                      const uint8_t **copy);
void cd_arena_clear(cd_arena *arena);
#endif
