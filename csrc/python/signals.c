/* Long work goes on without the GIL, which comes back now and then to see whether a
 * signal asks for an end. */
#include "binding.h"

#include <time.h>

enum { LOOK_NS = 50 * 1000 * 1000 };

static int64_t now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

bool signals_allow(size_t i) { return ~i & 0x3FFF || PyErr_CheckSignals() == 0; }

absence absence_new(void) { return (absence){NULL, now() + LOOK_NS}; }

void absence_start(absence *self) { self->thread = PyEval_SaveThread(); }

void absence_end(absence *self) { PyEval_RestoreThread(self->thread); }

bool absence_pauses(absence *self) {
  if (now() < self->next) return false;
  absence_end(self);
  self->next = now() + LOOK_NS;
  return true;
}

bool absence_is_cut_short(void *context) {
  absence *self = context;
  if (!absence_pauses(self)) return false;
  bool is_cut = PyErr_CheckSignals() < 0;
  absence_start(self);
  return is_cut;
}
