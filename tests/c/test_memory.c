/* A large block is one mapping, also where large pages were asked for: the system then
 * moves it when it grows, and copies nothing. */
#include "memory.h"

#include <stdio.h>
#include <string.h>

enum { FIRST = 40 << 20, SKIPPED = 77 };

/* Mappings that hold a part of [start, end). */
static int mappings_of(FILE *maps, uintptr_t start, uintptr_t end) {
  unsigned long long from, to;
  int n = 0;
  char line[512];
  while (fgets(line, sizeof line, maps))
    if (sscanf(line, "%llx-%llx", &from, &to) == 2) n += from < end && start < to;
  return n;
}

static int check_one_mapping(const uint8_t *block, size_t n) {
  FILE *maps = fopen("/proc/self/maps", "r");
  if (!maps) return SKIPPED;
  int found = mappings_of(maps, (uintptr_t)block, (uintptr_t)block + n);
  fclose(maps);
  if (found != 1) printf("%zu bytes lie in %d mappings\n", n, found);
  return found != 1;
}

int main(void) {
#if defined(__SANITIZE_ADDRESS__)
  return SKIPPED; /* its blocks are not the system's */
#endif
  int failed = 0;
  uint8_t *block = NULL;
  for (size_t n = FIRST; n <= 4 * (size_t)FIRST && !failed; n *= 2) {
    block = cd_resize(block, n);
    if (!block) return 1;
    failed = check_one_mapping(block, n);
    if (n > FIRST && block[FIRST / 2] != 7) failed = 1;
    block[FIRST / 2] = 7;
  }
  cd_release(block);
  return failed;
}
