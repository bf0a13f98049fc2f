/* Workers: who reads which item, when a stretch gets its place, and how all of
 * them come to an end. */
#define _POSIX_C_SOURCE 200809L /* threads' locks and clocks beside plain C11 */
#include "batch.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* Bytes of text in an item: its stretch, about 1.7 times that, stays in the
 * second cache, and taking it costs nothing beside reading it. */
enum { ITEM_BYTES = 64 * 1024 };
enum { POLL_MS = 10 };

typedef struct run {
  const cd_batch_job *job;
  size_t *first_doc; /* of each item, n_items + 1 */
  size_t n_items;
  atomic_size_t next_item; /* that nobody took yet */
  atomic_size_t failed;    /* the first text that failed, SIZE_MAX if none did */
  atomic_size_t docs_done;
  atomic_ullong bytes_done;
  atomic_bool stop;
  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t moved; /* `placed` grew, or the run stops */
  cd_status status;
  cd_stretch **finished;         /* of each item, from `placed` on; NULL: not finished */
  size_t placed;                 /* items before it have their place */
  bool is_placing;               /* somebody is at it, without the lock */
  pthread_rwlock_t columns_lock; /* held for reading to copy, for writing to grow */
  cd_places places;
} run;

typedef struct worker {
  run *run;
  cd_reader reader;
  cd_stretch *first, *last; /* finished and not copied yet, in order */
  cd_stretch *free;
  bool is_caller;
} worker;

/* ---- stopping --------------------------------------------------------------------- */

static void stop_run(run *r, cd_status status) {
  pthread_mutex_lock(&r->lock);
  if (!r->status) r->status = status;
  atomic_store(&r->stop, true);
  pthread_cond_broadcast(&r->moved);
  pthread_mutex_unlock(&r->lock);
}

/* The cd_doc.stop of every worker: the caller's asks the poll, others look. */
static bool is_stopped(void *context) {
  worker *w = context;
  run *r = w->run;
  const cd_batch_job *job = r->job;
  if (atomic_load_explicit(&r->stop, memory_order_relaxed)) return true;
  if (!w->is_caller || !job->poll) return false;
  if (!job->poll(job->context, atomic_load(&r->docs_done), atomic_load(&r->bytes_done)))
    return false;
  stop_run(r, CD_STOPPED);
  return true;
}

/* ---- items ------------------------------------------------------------------------ */

static size_t bytes_of(const cd_batch_job *job, size_t i) {
  if (job->status[i] != CD_TEXT_READ) return 0;
  return job->text[i].n * cd_unit_width(job->text[i].form);
}

/* Cut the documents into items; a long one is an item of its own. */
static size_t cut_items(const cd_batch_job *job, size_t *first_doc) {
  size_t n = 0, bytes = 0;
  for (size_t i = 0; i < job->n; i++) {
    size_t more = bytes_of(job, i);
    if (!i || bytes + more > ITEM_BYTES) {
      if (first_doc) first_doc[n] = i;
      n++;
      bytes = 0;
    }
    bytes += more + 1;
  }
  if (first_doc) first_doc[n] = job->n;
  return n;
}

static void count_done(run *r, size_t first, size_t end) {
  uint64_t bytes = 0;
  for (size_t i = first; i < end; i++) bytes += bytes_of(r->job, i);
  atomic_fetch_add(&r->docs_done, end - first);
  atomic_fetch_add(&r->bytes_done, bytes);
}

/* Items are taken in ascending order, so those before the failed text's are read. */
static bool is_skipped(run *r, size_t first) {
  return r->job->stop_at_error && first > atomic_load(&r->failed);
}

static void note_failure(run *r, size_t failed) {
  size_t before = atomic_load(&r->failed);
  while (failed < before && !atomic_compare_exchange_weak(&r->failed, &before, failed)) {}
}

static cd_status read_item(worker *w, size_t item, cd_stretch *stretch) {
  run *r = w->run;
  size_t first = r->first_doc[item], end = r->first_doc[item + 1], failed = SIZE_MAX;
  stretch->item = item;
  if (is_skipped(r, first)) return cd_stretch_skip(stretch, first, end);
  cd_status status = cd_stretch_read(stretch, &w->reader, first, end, &failed);
  if (failed != SIZE_MAX) note_failure(r, failed);
  if (!status) count_done(r, first, end);
  return status;
}

/* ---- places ------------------------------------------------------------------------ */

static cd_status place(run *r, cd_stretch *stretch) {
  cd_status status = CD_OK;
  if (r->n_items == 1) cd_places_adopt(&r->places, r->job, stretch);
  if (!cd_places_have_room(&r->places, r->job, stretch)) {
    pthread_rwlock_wrlock(&r->columns_lock);
    status = cd_places_grow(&r->places, r->job, stretch);
    pthread_rwlock_unlock(&r->columns_lock);
  }
  return status ? status : cd_places_add(&r->places, stretch);
}

/* Place all that can be placed. Nobody waits: who finishes while another one is
 * placing leaves the stretch to that one. */
static void place_finished(run *r, cd_stretch *stretch) {
  pthread_mutex_lock(&r->lock);
  r->finished[stretch->item] = stretch;
  bool is_mine = !r->is_placing;
  r->is_placing = true;
  while (is_mine && r->placed < r->n_items && r->finished[r->placed] && !r->status) {
    cd_stretch *next = r->finished[r->placed];
    pthread_mutex_unlock(&r->lock);
    cd_status status = place(r, next);
    if (status) stop_run(r, status);
    pthread_mutex_lock(&r->lock);
    if (!status) r->placed++;
  }
  if (is_mine) {
    r->is_placing = false;
    pthread_cond_broadcast(&r->moved);
  }
  pthread_mutex_unlock(&r->lock);
}

/* ---- a worker's stretches ------------------------------------------------------------ */

static cd_stretch *take_stretch(worker *w) {
  cd_stretch *stretch = w->free;
  if (stretch) {
    w->free = stretch->next;
  } else {
    stretch = cd_resize(NULL, sizeof *stretch);
    if (!stretch) return NULL;
    memset(stretch, 0, sizeof *stretch);
  }
  cd_stretch_clear(stretch);
  return stretch;
}

static void queue_stretch(worker *w, cd_stretch *stretch) {
  if (w->first)
    w->last->next = stretch;
  else
    w->first = stretch;
  w->last = stretch;
}

static size_t placed_so_far(run *r) {
  pthread_mutex_lock(&r->lock);
  size_t placed = r->placed;
  pthread_mutex_unlock(&r->lock);
  return placed;
}

/* Copy what has its place by now. */
static void copy_placed(worker *w) {
  run *r = w->run;
  size_t placed = placed_so_far(r);
  while (w->first && w->first->item < placed) {
    cd_stretch *stretch = w->first;
    pthread_rwlock_rdlock(&r->columns_lock);
    cd_places_copy(&r->places, &w->reader, stretch);
    pthread_rwlock_unlock(&r->columns_lock);
    w->first = stretch->next;
    stretch->next = w->free;
    w->free = stretch;
  }
}

/* ---- a worker's day -------------------------------------------------------------------- */

static struct timespec soon(void) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_nsec += POLL_MS * 1000000;
  if (at.tv_nsec >= 1000000000) {
    at.tv_nsec -= 1000000000;
    at.tv_sec++;
  }
  return at;
}

/* Wait until all items before `item` have their place, or the run stops. */
static void wait_for_place(worker *w, size_t item) {
  run *r = w->run;
  pthread_mutex_lock(&r->lock);
  while (r->placed < item && !r->status) {
    if (!w->is_caller) {
      pthread_cond_wait(&r->moved, &r->lock);
      continue;
    }
    struct timespec until = soon();
    pthread_cond_timedwait(&r->moved, &r->lock, &until);
    pthread_mutex_unlock(&r->lock);
    (void)is_stopped(w);
    pthread_mutex_lock(&r->lock);
  }
  pthread_mutex_unlock(&r->lock);
}

static cd_status work_item(worker *w, size_t item) {
  cd_stretch *stretch = take_stretch(w);
  if (!stretch) return CD_NO_MEMORY;
  cd_status status = read_item(w, item, stretch);
  queue_stretch(w, stretch);
  if (status) return status;
  place_finished(w->run, stretch);
  copy_placed(w);
  return CD_OK;
}

static void work(void *workers, size_t i) {
  worker *w = (worker *)workers + i;
  run *r = w->run;
  while (!is_stopped(w)) {
    size_t item = atomic_fetch_add(&r->next_item, 1);
    if (item >= r->n_items) break;
    cd_status status = work_item(w, item);
    if (status) stop_run(r, status);
  }
  size_t last = w->is_caller ? r->n_items : w->first ? w->last->item + 1 : 0;
  wait_for_place(w, last);
  if (!is_stopped(w)) copy_placed(w);
}

/* ---- a team ------------------------------------------------------------------------------ */

typedef struct member {
  void (*work)(void *context, size_t member);
  void *context;
  size_t i;
  pthread_t thread;
} member;

static void *take_part(void *context) {
  const member *self = context;
  self->work(self->context, self->i);
  return NULL;
}

/* Signals stay with the threads that were there before. Returns how many started. */
static size_t start_threads(member *members, size_t n) {
  sigset_t all, before;
  size_t i = 0;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (i < n && !pthread_create(&members[i].thread, NULL, take_part, &members[i])) i++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return i;
}

void cd_team_run(size_t n, void (*work)(void *context, size_t member), void *context) {
  member *others = n > 1 ? cd_resize(NULL, (n - 1) * sizeof *others) : NULL;
  size_t n_others = others ? n - 1 : 0;
  for (size_t i = 0; i < n_others; i++)
    others[i] = (member){.work = work, .context = context, .i = i + 1};
  size_t started = start_threads(others, n_others);
  work(context, 0);
  for (size_t i = 0; i < started; i++) pthread_join(others[i].thread, NULL);
  cd_release(others);
}

/* ---- all of them ------------------------------------------------------------------------- */

static void hire(run *r, worker *workers, size_t i) {
  worker *w = &workers[i];
  *w = (worker){.run = r, .is_caller = i == 0};
  cd_reader_open(&w->reader, r->job, r->job->worker[i]);
  w->reader.doc->stop = is_stopped;
  w->reader.doc->stop_context = w;
}

static void stretches_free(cd_stretch *first) {
  while (first) {
    cd_stretch *next = first->next;
    cd_stretch_free(first);
    first = next;
  }
}

static void dismiss(worker *w) {
  w->reader.doc->stop = NULL;
  stretches_free(w->first);
  stretches_free(w->free);
  cd_reader_close(&w->reader);
}

static cd_status run_workers(run *r, size_t n) {
  worker *workers = cd_resize(NULL, n * sizeof *workers);
  if (!workers) return CD_NO_MEMORY;
  for (size_t i = 0; i < n; i++) hire(r, workers, i);
  cd_team_run(n, work, workers);
  for (size_t i = 0; i < n; i++) dismiss(&workers[i]);
  cd_release(workers);
  return r->status;
}

static cd_status lay_out_items(run *r) {
  r->n_items = cut_items(r->job, NULL);
  r->first_doc = cd_resize(NULL, (r->n_items + 1) * sizeof *r->first_doc);
  r->finished = cd_resize(NULL, r->n_items * sizeof *r->finished);
  if (!r->first_doc || !r->finished) return CD_NO_MEMORY;
  memset(r->finished, 0, r->n_items * sizeof *r->finished);
  cut_items(r->job, r->first_doc);
  return CD_OK;
}

static cd_status run_job(run *r) {
  const cd_batch_job *job = r->job;
  cd_status status = lay_out_items(r);
  if (!status) status = cd_places_open(&r->places, job, r->n_items == 1);
  if (status) return status;
  size_t n = job->n_workers < r->n_items ? job->n_workers : r->n_items;
  return run_workers(r, n ? n : 1);
}

cd_status cd_batch_read(const cd_batch_job *job, cd_batch *batch) {
  run r = {.job = job};
  *batch = (cd_batch){0};
  atomic_init(&r.failed, SIZE_MAX);
  pthread_mutex_init(&r.lock, NULL);
  pthread_cond_init(&r.moved, NULL);
  pthread_rwlock_init(&r.columns_lock, NULL);
  cd_status status = run_job(&r);
  if (status)
    cd_places_free(&r.places);
  else
    *batch = cd_places_take(&r.places);
  cd_release(r.first_doc);
  cd_release(r.finished);
  pthread_rwlock_destroy(&r.columns_lock);
  pthread_cond_destroy(&r.moved);
  pthread_mutex_destroy(&r.lock);
  return status;
}
