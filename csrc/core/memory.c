#define _DEFAULT_SOURCE /* madvise beside plain C11 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef MADV_HUGEPAGE
#include <malloc.h>
#endif

/* A block of 4 MB or more on pages of 2 MB, where the system has such: to take the
 * 512 small ones of each costs three times as much (1.8 to 3 us a page in a virtual
 * machine), a third of the time of a batch's offsets. All of what the block was mapped
 * with is asked for: a mapping of which a page is left out is two, and grows by a copy. */
enum { LARGE = 4 << 20, PAGE = 4096 };

static void ask_for_large_pages(void *block) {
#ifdef MADV_HUGEPAGE
  uintptr_t start = (uintptr_t)block & ~(uintptr_t)(PAGE - 1);
  uintptr_t end = (uintptr_t)block + malloc_usable_size(block);
  (void)madvise((void *)start, end - start, MADV_HUGEPAGE); /* it may be refused */
#else
  (void)block;
#endif
}

static void *system_resize(void *context, void *old, size_t n) {
  (void)context;
  void *block = realloc(old, n);
  if (block && n >= LARGE) ask_for_large_pages(block);
  return block;
}

static void system_release(void *context, void *old) {
  (void)context;
  free(old);
}

static cd_allocator in_use = {system_resize, system_release, NULL};

cd_allocator cd_allocator_system(void) {
  cd_allocator system = {system_resize, system_release, NULL};
  return system;
}

void cd_allocator_use(const cd_allocator *allocator) {
  in_use = allocator ? *allocator : cd_allocator_system();
}

void *cd_resize(void *old, size_t n) {
  return in_use.resize(in_use.context, old, n ? n : 1);
}

void *cd_zeroed(size_t n, size_t size) {
  void *items = cd_resize(NULL, n * size);
  if (items) memset(items, 0, n * size);
  return items;
}

void cd_release(void *old) {
  if (old) in_use.release(in_use.context, old);
}

cd_status cd_grow(void *items, size_t *room, size_t need, size_t size) {
  if (need <= *room) return CD_OK;
  size_t more = *room + *room / 2;
  if (more < need) more = need;
  if (more < 16) more = 16;
  if (more > SIZE_MAX / size) return CD_NO_MEMORY;
  void *old;
  memcpy(&old, items, sizeof old); /* `items` is the address of a T *, any T */
  void *new = cd_resize(old, more * size);
  if (!new) return CD_NO_MEMORY;
  memcpy(items, &new, sizeof new);
  *room = more;
  return CD_OK;
}

void cd_fit(void *items, size_t n, size_t size) {
  void *old;
  memcpy(&old, items, sizeof old); /* `items` is the address of a T *, any T */
  void *new = old ? cd_resize(old, n * size) : NULL;
  if (new) memcpy(items, &new, sizeof new);
}

typedef struct cd_arena_page {
  struct cd_arena_page *older;
  size_t n, room;
  uint8_t bytes[];
} cd_arena_page;

enum { PAGE_BYTES = 64 * 1024 - sizeof(cd_arena_page) };

static cd_arena_page *page_with_room(cd_arena *arena, size_t n) {
  cd_arena_page *page = arena->page;
  if (page && page->room - page->n >= n) return page;
  size_t room = n > PAGE_BYTES ? n : PAGE_BYTES;
  page = cd_resize(NULL, sizeof *page + room);
  if (!page) return NULL;
  page->older = arena->page;
  page->n = 0;
  page->room = room;
  arena->page = page;
  return page;
}

cd_status cd_arena_copy(cd_arena *arena, const void *bytes, size_t n,
                        const uint8_t **copy) {
  cd_arena_page *page = page_with_room(arena, n);
  if (!page) return CD_NO_MEMORY;
  uint8_t *at = page->bytes + page->n;
  if (n) memcpy(at, bytes, n);
  page->n += n;
  arena->used += n;
  *copy = at;
  return CD_OK;
}

void cd_arena_clear(cd_arena *arena) {
  while (arena->page) {
    cd_arena_page *older = arena->page->older;
    cd_release(arena->page);
    arena->page = older;
  }
  arena->used = 0;
}
