#include "scan.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const cd_kernel *const kernels[] = {
    &cd_kernel_scalar,
#if defined(__x86_64__)
    &cd_kernel_avx2,
    &cd_kernel_avx512,
#elif defined(__aarch64__)
    &cd_kernel_neon,
#endif
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static _Atomic(const cd_kernel *) in_use;

static const cd_kernel *kernel_named(const char *name) {
  for (size_t i = 0; i < KERNELS; i++)
    if (!strcmp(kernels[i]->name, name) && kernels[i]->runs_here()) return kernels[i];
  return NULL;
}

static const cd_kernel *fastest(void) {
  for (size_t i = KERNELS; i-- > 0;)
    if (kernels[i]->runs_here()) return kernels[i];
  return &cd_kernel_scalar;
}

/* Two threads may choose at once: they choose the same. */
static const cd_kernel *kernel(void) {
  const cd_kernel *chosen = atomic_load_explicit(&in_use, memory_order_acquire);
  if (chosen) return chosen;
  const char *wish = getenv("COPYDESK_ISA");
  if (wish) chosen = kernel_named(wish);
  if (!chosen) chosen = fastest();
  atomic_store_explicit(&in_use, chosen, memory_order_release);
  return chosen;
}

size_t cd_isa_list(const char *names[CD_MAX_ISAS]) {
  size_t n = 0;
  for (size_t i = 0; i < KERNELS; i++)
    if (kernels[i]->runs_here()) names[n++] = kernels[i]->name;
  return n;
}

const char *cd_isa_name(void) { return kernel()->name; }

cd_status cd_isa_use(const char *name) {
  const cd_kernel *chosen = kernel_named(name);
  if (!chosen) return CD_BAD_OPTION;
  atomic_store_explicit(&in_use, chosen, memory_order_release);
  return CD_OK;
}

cd_scan *cd_scan_for(int style, cd_form form) {
  return kernel()->scan[style][cd_form_index(form)];
}

cd_keys *cd_keys_for(cd_form form) { return kernel()->keys[cd_form_index(form)]; }
