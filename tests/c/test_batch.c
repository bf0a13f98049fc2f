/* A batch is the same for every number of workers; it ends, gives all back, and
 * takes memory for what is new only. */
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "copydesk.h"

static int failures;
#define CHECK(claim) \
  ((claim) ? (void)0 \
           : (void)(failures++, printf("%s:%d: %s\n", __FILE__, __LINE__, #claim)))

enum { MOST_WORKERS = 7, MOST_DOCS = 2000, ALL = 15 };

/* ---- an allocator that counts, and fails when told to ------------------------------ */

static atomic_long counted, alive, fail_at;
static atomic_long bytes, most_bytes; /* held now, and at most */

static void count_bytes(long more) {
  long now = atomic_fetch_add(&bytes, more) + more;
  if (now > atomic_load(&most_bytes)) atomic_store(&most_bytes, now);
}

static void *resize(void *context, void *old, size_t n) {
  (void)context;
  cd_allocator system = cd_allocator_system();
  if (atomic_fetch_add(&counted, 1) + 1 == atomic_load(&fail_at)) return NULL;
  long before = (long)malloc_usable_size(old);
  void *block = system.resize(system.context, old, n);
  if (block) count_bytes((long)malloc_usable_size(block) - before);
  if (block && !old) atomic_fetch_add(&alive, 1);
  return block;
}

static void release(void *context, void *old) {
  (void)context;
  cd_allocator system = cd_allocator_system();
  atomic_fetch_sub(&alive, 1);
  count_bytes(-(long)malloc_usable_size(old));
  system.release(system.context, old);
}

/* ---- texts ----------------------------------------------------------------------------- */

static cd_rules *rules;
static cd_text text[MOST_DOCS];
static uint8_t status[MOST_DOCS];
static char *memory;

/* Articles of words that come again and words that do not, in 1 to 40 sentences. */
static void write_texts(void) {
  static const char *const words[] = {"harbour", "the",  "Council", "don't",      "3.5%",
                                      "of",      "U.S.", "ferries", "caf\xC3\xA9"};
  char *at = memory = malloc((size_t)MOST_DOCS * 40 * 120);
  uint32_t random = 1;
  for (int i = 0; i < MOST_DOCS; i++) {
    text[i] = (cd_text){at, 0, CD_UTF8};
    char *first = at;
    int sentences = i % 97 == 5 ? 0 : 1 + i % 40;
    for (int s = 0; s < sentences; s++) {
      for (int w = 0; w < 8; w++, random = random * 1664525 + 1013904223)
        at += sprintf(at, "%s ", words[(random >> 16) % 9]);
      at += sprintf(at, "name%u. \n", (random >> 12) % 5000);
    }
    text[i].n = (size_t)(at - first);
  }
}

/* ---- reading ------------------------------------------------------------------------------ */

static cd_worker worker[MOST_WORKERS];

static bool open_workers(size_t n) {
  bool opened = true;
  for (size_t i = 0; i < n; i++) {
    opened = opened && cd_doc_new(&worker[i].doc) == CD_OK;
    opened = opened && cd_lexicon_new(rules, i, &worker[i].lexicon) == CD_OK;
  }
  return opened;
}

static void close_workers(size_t n) {
  for (size_t i = 0; i < n; i++) {
    cd_doc_free(worker[i].doc);
    cd_lexicon_free(worker[i].lexicon);
    worker[i] = (cd_worker){0};
  }
}

static cd_batch_job job_of(size_t n_docs, unsigned want, size_t n_workers) {
  memset(status, 0, sizeof status);
  return (cd_batch_job){.rules = rules,
                        .text = text,
                        .status = status,
                        .n = n_docs,
                        .want = want,
                        .seed = 9,
                        .worker = worker,
                        .n_workers = n_workers};
}

static bool same(const void *one, const void *other, size_t bytes) {
  return !bytes || (!one && !other) || (one && other && !memcmp(one, other, bytes));
}

static bool same_strings(const cd_strings *a, const cd_strings *b) {
  return a->n == b->n && same(a->offset, b->offset, a->n ? (a->n + 1) * 8 : 0) &&
         same(a->bytes, b->bytes, a->n ? (size_t)a->offset[a->n] : 0);
}

static bool same_batch(const cd_batch *a, const cd_batch *b) {
  size_t n = a->n_tokens;
  return n == b->n_tokens && a->n_sentences == b->n_sentences &&
         same(a->doc_offsets, b->doc_offsets, (a->n_docs + 1) * 8) &&
         same(a->start, b->start, n * 4) && same(a->end, b->end, n * 4) &&
         same(a->kind, b->kind, n) && same(a->type, b->type, n * 4) &&
         same(a->flags, b->flags, n) && same(a->term, b->term, n * 4) &&
         same(a->doc_sentences, b->doc_sentences, (a->n_docs + 1) * 8) &&
         same(a->sentence_offsets, b->sentence_offsets, (a->n_sentences + 1) * 8) &&
         same_strings(&a->types, &b->types) && same_strings(&a->terms, &b->terms);
}

static bool is_string(const cd_strings *strings, size_t i, const char *word) {
  size_t n = (size_t)(strings->offset[i + 1] - strings->offset[i]);
  return n == strlen(word) && !memcmp(strings->bytes + strings->offset[i], word, n);
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void columns_lie_one_behind_the_other(void) {
  const cd_text few[] = {{"It fell. They sold.", 19, CD_UTF8},
                         {"They fell!", 10, CD_UCS1}};
  const uint32_t start[] = {0, 3, 7, 9, 14, 18, 0, 5, 9};
  const int32_t type[] = {0, 1, 2, 3, 4, 2, 3, 1, 5},
                term[] = {0, 1, -1, 2, 3, -1, 2, 1, -1};
  const int64_t sentences[] = {0, 3, 6, 9};
  cd_batch read;
  CHECK(open_workers(1));
  cd_batch_job job = job_of(2, ALL, 1);
  job.text = few;
  CHECK(cd_batch_read(&job, &read) == CD_OK);
  CHECK(read.n_tokens == 9 && read.n_sentences == 3 && read.doc_offsets[1] == 6);
  CHECK(same(read.start, start, sizeof start) && same(read.type, type, sizeof type));
  CHECK(same(read.term, term, sizeof term));
  CHECK(same(read.sentence_offsets, sentences, sizeof sentences));
  CHECK(read.doc_sentences[1] == 2 && read.doc_sentences[2] == 3);
  CHECK(read.types.n == 6 && is_string(&read.types, 3, "They"));
  CHECK(read.terms.n == 4 && is_string(&read.terms, 3, "sold"));
  CHECK(read.flags[0] & 1 << CD_FLAG_CAPITAL && read.flags[0] & 1 << CD_FLAG_SPACE);
  CHECK(!(read.flags[1] & 1 << CD_FLAG_SPACE) && !(read.flags[8] & 1 << CD_FLAG_SPACE));
  cd_batch_free(&read);
  close_workers(1);
}

static void every_number_of_workers_gives_the_same(void) {
  static const unsigned wants[] = {CD_WANT_SPANS, CD_WANT_TYPES, CD_WANT_TERMS,
                                   CD_WANT_SENTENCES, ALL};
  CHECK(open_workers(MOST_WORKERS));
  for (size_t w = 0; w < sizeof wants / sizeof *wants; w++) {
    cd_batch one, other;
    cd_batch_job job = job_of(MOST_DOCS, wants[w], 1);
    CHECK(cd_batch_read(&job, &one) == CD_OK);
    for (size_t n = 1; n <= MOST_WORKERS; n += n < 3 ? 1 : 4) {
      job = job_of(MOST_DOCS, wants[w], n);
      CHECK(cd_batch_read(&job, &other) == CD_OK && same_batch(&one, &other));
      cd_batch_free(&other);
    }
    cd_batch_free(&one);
  }
  close_workers(MOST_WORKERS);
}

static void a_bad_text_spoils_no_other(void) {
  cd_batch read;
  cd_text kept = text[7];
  CHECK(open_workers(3));
  for (int raises = 0; raises < 2; raises++) {
    text[7] = (cd_text){"bad \xFF", 5, CD_UTF8};
    cd_batch_job job = job_of(MOST_DOCS, CD_WANT_SPANS, 3);
    job.stop_at_error = raises;
    status[9] = CD_TEXT_NULL;
    CHECK(cd_batch_read(&job, &read) == CD_OK);
    CHECK(status[7] == CD_TEXT_ERROR && status[9] == CD_TEXT_NULL && !status[8]);
    CHECK(read.doc_offsets[7] == read.doc_offsets[8]);
    CHECK(read.doc_offsets[8] < read.doc_offsets[9]);
    CHECK(read.doc_offsets[9] == read.doc_offsets[10]);
    cd_batch_free(&read);
  }
  close_workers(3);
  text[7] = kept;
}

static void no_document_is_no_column(void) {
  cd_batch read;
  CHECK(open_workers(1));
  cd_batch_job job = job_of(0, ALL, 1);
  CHECK(cd_batch_read(&job, &read) == CD_OK);
  CHECK(!read.n_tokens && !read.n_sentences && !read.doc_offsets[0]);
  CHECK(!read.sentence_offsets[0] && !read.types.n && !read.terms.n);
  cd_batch_free(&read);
  close_workers(1);
}

static bool stop_at_once(void *context, size_t docs, uint64_t bytes) {
  (void)docs;
  (void)bytes;
  return ++*(int *)context > 3;
}

static void the_poll_stops_it_and_nothing_is_left(void) {
  for (size_t n = 1; n <= 3; n += 2) {
    int polls = 0;
    cd_batch read;
    CHECK(open_workers(n));
    cd_batch_job job = job_of(MOST_DOCS, CD_WANT_SPANS, n);
    job.poll = stop_at_once;
    job.context = &polls;
    CHECK(cd_batch_read(&job, &read) == CD_STOPPED && !read.start);
    close_workers(n);
    CHECK(atomic_load(&alive) == 0);
  }
}

static bool stop_now(void *context) { return ++*(int *)context > 3; }

static void a_doc_that_is_watched_stops_and_reads_again(void) {
  int asked = 0;
  CHECK(open_workers(1));
  cd_doc *doc = worker[0].doc;
  const cd_text all = {memory, (size_t)40 * 120 * 100, CD_UTF8};
  cd_doc_watch(doc, stop_now, &asked);
  CHECK(cd_doc_read(doc, all, rules, NULL, CD_READ_TOKENS) == CD_STOPPED && asked == 4);
  CHECK(!cd_doc_tokens(doc).n);
  cd_doc_watch(doc, NULL, NULL);
  CHECK(cd_doc_read(doc, all, rules, NULL, CD_READ_TOKENS) == CD_OK && asked == 4);
  close_workers(1);
}

static void one_long_text_stops_as_soon(void) {
  enum { N = 8 << 20 };
  char *letters = malloc(N);
  for (size_t i = 0; i < N; i++) letters[i] = i % 6 ? 'a' : ' ';
  const cd_text one = {letters, N, CD_UTF8};
  static const unsigned wants[] = {CD_WANT_SPANS, CD_WANT_TYPES};
  for (int w = 0; w < 2; w++) {
    int polls = 0;
    cd_batch read;
    CHECK(open_workers(1));
    cd_batch_job job = job_of(1, wants[w], 1);
    job.text = &one;
    job.poll = stop_at_once;
    job.context = &polls;
    CHECK(cd_batch_read(&job, &read) == CD_STOPPED && polls == 4);
    close_workers(1);
  }
  free(letters);
}

/* 9 bytes a token, and room for 0.225 tokens a letter. */
static void one_long_text_has_its_columns_once(void) {
  enum { N = 4 << 20 };
  char *letters = malloc(N);
  for (size_t i = 0; i < N; i++) letters[i] = i % 6 ? 'a' : ' ';
  const cd_text one = {letters, N, CD_UTF8};
  cd_batch read;
  CHECK(open_workers(1));
  cd_batch_job job = job_of(1, CD_WANT_SPANS, 1);
  job.text = &one;
  atomic_store(&most_bytes, atomic_load(&bytes));
  CHECK(cd_batch_read(&job, &read) == CD_OK && read.n_tokens == (N + 4) / 6);
  CHECK(atomic_load(&most_bytes) < N * 5 / 2);
  cd_batch_free(&read);
  close_workers(1);
  free(letters);
}

static long allocations(size_t n_docs) {
  cd_batch read;
  cd_batch_job job = job_of(n_docs, ALL, 1);
  long before = atomic_load(&counted);
  CHECK(cd_batch_read(&job, &read) == CD_OK);
  long n = atomic_load(&counted) - before;
  cd_batch_free(&read);
  return n;
}

static void no_document_takes_memory_of_its_own(void) {
  CHECK(open_workers(1));
  (void)allocations(MOST_DOCS); /* warm */
  long few = allocations(MOST_DOCS / 2), many = allocations(MOST_DOCS);
  CHECK(many - few < 32); /* columns and vocabularies that grow by half */
  close_workers(1);
}

static void every_failing_allocation_is_told_and_leaks_nothing(void) {
  for (size_t n = 1; n <= 3; n += 2) {
    bool done = false;
    for (long i = 1; !done; i += i < 60 ? 1 : 7) {
      cd_batch read = {0};
      cd_status found = CD_NO_MEMORY;
      atomic_store(&counted, 0);
      atomic_store(&fail_at, i);
      if (open_workers(n)) {
        cd_batch_job job = job_of(200, ALL, n);
        found = cd_batch_read(&job, &read);
        CHECK(found == CD_OK || found == CD_NO_MEMORY);
      }
      done = found == CD_OK && atomic_load(&counted) < i;
      atomic_store(&fail_at, 0);
      cd_batch_free(&read);
      close_workers(n);
      CHECK(atomic_load(&alive) == 0);
    }
  }
}

int main(void) {
  const cd_allocator counting = {resize, release, NULL};
  cd_options options = cd_options_default();
  if (cd_rules_new(&options, &rules)) return 1;
  write_texts();
  cd_allocator_use(&counting);
  columns_lie_one_behind_the_other();
  every_number_of_workers_gives_the_same();
  a_bad_text_spoils_no_other();
  no_document_is_no_column();
  the_poll_stops_it_and_nothing_is_left();
  a_doc_that_is_watched_stops_and_reads_again();
  one_long_text_stops_as_soon();
  one_long_text_has_its_columns_once();
  no_document_takes_memory_of_its_own();
  every_failing_allocation_is_told_and_leaks_nothing();
  cd_allocator_use(NULL);
  cd_rules_free(rules);
  free(memory);
  return failures != 0;
}
