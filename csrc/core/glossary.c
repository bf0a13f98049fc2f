/* A glossary is its file: a header, then where each term starts, the documents that
 * hold it, how often all do, and the terms' bytes. Nothing is read but what is asked
 * for, so a file is opened in no time and its pages are shared. */
#include <string.h>

#include "memory.h"

typedef struct header {
  char magic[8];
  uint32_t format, zero;
  uint64_t n, bytes; /* terms, and bytes of all of them */
  int64_t documents, undercount;
  uint64_t body_sum; /* of what follows the header */
  uint64_t sum;      /* of the header up to here */
} header;

enum { FORMAT = 1, LANES = 4 };
static const char magic[8] = {'c', 'd', 'v', 'o', 'c', 'a', 'b', '\n'};

/* ---- checksum ------------------------------------------------------------------ */

static uint64_t stir(uint64_t sum, uint64_t eight) {
  sum = (sum ^ eight) * 0x9E3779B97F4A7C15u;
  return sum ^ sum >> 32;
}

/* Four sums side by side: one would wait for its product at every eight bytes. */
static uint64_t sum_up(const uint8_t *bytes, size_t n) {
  uint64_t lane[LANES] = {n, 1, 2, 3}, eight[LANES];
  for (; n >= sizeof eight; bytes += sizeof eight, n -= sizeof eight) {
    memcpy(eight, bytes, sizeof eight);
    for (size_t i = 0; i < LANES; i++) lane[i] = stir(lane[i], eight[i]);
  }
  memset(eight, 0, sizeof eight);
  if (n) memcpy(eight, bytes, n);
  uint64_t sum = 0;
  for (size_t i = 0; i < LANES; i++) sum = stir(sum, stir(lane[i], eight[i]));
  return sum;
}

static uint64_t header_sum(const header *h) {
  return sum_up((const uint8_t *)h, offsetof(header, sum));
}

/* ---- places in the file --------------------------------------------------------- */

static size_t size_of(size_t n, size_t bytes) {
  return sizeof(header) + (3 * n + 1) * sizeof(int64_t) + bytes;
}

static cd_glossary places(const uint8_t *file, const header *h) {
  size_t n = (size_t)h->n;
  const int64_t *at = (const void *)(file + sizeof *h);
  return (cd_glossary){.file = {file, size_of(n, (size_t)h->bytes)},
                       .n = n,
                       .n_documents = h->documents,
                       .undercount = h->undercount,
                       .offset = at,
                       .documents = at + n + 1,
                       .count = at + 2 * n + 1,
                       .bytes = (const uint8_t *)(at + 3 * n + 1),
                       .n_bytes = (size_t)h->bytes};
}

/* ---- opening --------------------------------------------------------------------- */

static bool terms_lie_inside(const cd_glossary *of) {
  bool ascend = of->offset[0] == 0 && of->offset[of->n] == (int64_t)of->n_bytes;
  for (size_t i = 0; i < of->n; i++) ascend &= of->offset[i] <= of->offset[i + 1];
  return ascend;
}

cd_file_fault cd_glossary_open(const void *file, size_t n, bool verify, cd_glossary *to) {
  header h;
  size_t known = n < sizeof magic ? n : sizeof magic;
  if (!n || memcmp(file, magic, known) != 0) return CD_FILE_OTHER;
  if (n < sizeof h) return CD_FILE_SHORT;
  memcpy(&h, file, sizeof h);
  if (h.format != FORMAT) return CD_FILE_VERSION;
  if (h.sum != header_sum(&h) || h.zero || h.bytes > SIZE_MAX / 2 ||
      h.n > SIZE_MAX / 8 / sizeof(int64_t))
    return CD_FILE_CHANGED;
  if (n != size_of((size_t)h.n, (size_t)h.bytes))
    return n < size_of((size_t)h.n, (size_t)h.bytes) ? CD_FILE_SHORT : CD_FILE_CHANGED;
  cd_glossary found = places(file, &h);
  const uint8_t *body = (const uint8_t *)file + sizeof h;
  if (verify && (h.body_sum != sum_up(body, n - sizeof h) || !terms_lie_inside(&found)))
    return CD_FILE_CHANGED;
  *to = found;
  return CD_FILE_SOUND;
}

/* ---- look-up ---------------------------------------------------------------------- */

/* A file that was not verified may say anything: what lies outside is empty. */
cd_slice cd_glossary_term(const cd_glossary *of, size_t i) {
  int64_t start = of->offset[i], end = of->offset[i + 1];
  if (start < 0 || start > end || (uint64_t)end > of->n_bytes)
    return (cd_slice){of->bytes, 0};
  return (cd_slice){of->bytes + start, (size_t)(end - start)};
}

static int compare(cd_slice a, cd_slice b) {
  size_t least = a.n < b.n ? a.n : b.n;
  int order = least ? memcmp(a.bytes, b.bytes, least) : 0;
  return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* Whether `term` is between `from` and `to`; `*i` is where it is, or would be. */
static bool search(const cd_glossary *of, cd_slice term, size_t from, size_t to,
                   size_t *i) {
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    int order = compare(cd_glossary_term(of, middle), term);
    if (!order) {
      *i = middle;
      return true;
    }
    if (order < 0)
      from = middle + 1;
    else
      to = middle;
  }
  *i = from;
  return false;
}

bool cd_glossary_find(const cd_glossary *of, cd_slice term, size_t *i) {
  return search(of, term, 0, of->n, i);
}

/* As search, from `*i` on in steps that double, or before it. */
static bool search_from(const cd_glossary *of, cd_slice term, size_t *i) {
  size_t from = *i, to = from;
  if (from < of->n && compare(cd_glossary_term(of, from), term) > 0)
    return search(of, term, 0, from, i);
  for (size_t step = 1; to < of->n && compare(cd_glossary_term(of, to), term) < 0;
       step *= 2) {
    from = to + 1;
    to = of->n - to < step ? of->n : to + step;
  }
  return search(of, term, from, to < of->n ? to + 1 : to, i);
}

void cd_glossary_find_all(const cd_glossary *of, const cd_slice *term, size_t n,
                          uint32_t *number) {
  size_t at = 0;
  for (size_t i = 0; i < n; i++)
    number[i] = search_from(of, term[i], &at) ? (uint32_t)at : CD_NONE;
}

/* ---- making ----------------------------------------------------------------------- */

/* A file in the making, or, while `file` is NULL, only its size. */
typedef struct writer {
  uint8_t *file;
  int64_t *offset, *documents, *count;
  uint8_t *bytes;
  size_t n, n_bytes, room, room_bytes;
} writer;

/* Counts of a file that was not verified may be anything: they wrap. */
static int64_t add(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

static void write_term(writer *to, cd_slice term, int64_t documents, int64_t count) {
  if (to->file) {
    /* Somebody changed a mapped file since it was measured. */
    if (to->n == to->room || to->room_bytes - to->n_bytes < term.n) return;
    to->offset[to->n] = (int64_t)to->n_bytes;
    to->documents[to->n] = documents;
    to->count[to->n] = count;
    if (term.n) memcpy(to->bytes + to->n_bytes, term.bytes, term.n);
  }
  to->n++;
  to->n_bytes += term.n;
}

/* Room for the terms that were measured; then they are written once more. */
static cd_status make_room(writer *to) {
  uint8_t *file = cd_resize(NULL, size_of(to->n, to->n_bytes));
  if (!file) return CD_NO_MEMORY;
  int64_t *at = (void *)(file + sizeof(header));
  *to = (writer){.file = file,
                 .offset = at,
                 .documents = at + to->n + 1,
                 .count = at + 2 * to->n + 1,
                 .bytes = (uint8_t *)(at + 3 * to->n + 1),
                 .room = to->n,
                 .room_bytes = to->n_bytes};
  return CD_OK;
}

static void finish(writer *to, int64_t documents, int64_t undercount, cd_glossary *made) {
  header h = {.format = FORMAT, .n = to->n, .bytes = to->n_bytes};
  memcpy(h.magic, magic, sizeof magic);
  to->offset[to->n] = (int64_t)to->n_bytes;
  h.documents = documents;
  h.undercount = undercount;
  h.body_sum = sum_up(to->file + sizeof h, size_of(to->n, to->n_bytes) - sizeof h);
  h.sum = header_sum(&h);
  memcpy(to->file, &h, sizeof h);
  *made = places(to->file, &h);
}

static void write_strings(writer *to, const cd_strings *terms, const int64_t *documents,
                          const int64_t *count) {
  for (size_t i = 0; i < terms->n; i++) {
    cd_slice term = {terms->bytes + terms->offset[i],
                     (size_t)(terms->offset[i + 1] - terms->offset[i])};
    write_term(to, term, documents[i], count[i]);
  }
}

cd_status cd_glossary_make(const cd_strings *terms, const int64_t *documents,
                           const int64_t *count, int64_t n_documents, cd_glossary *made) {
  writer to = {0};
  write_strings(&to, terms, documents, count);
  cd_status status = make_room(&to);
  if (status) return status;
  write_strings(&to, terms, documents, count);
  finish(&to, n_documents, 0, made);
  return CD_OK;
}

/* ---- merging ----------------------------------------------------------------------- */

static int order_of(const cd_glossary *a, size_t i, const cd_glossary *b, size_t j) {
  if (i == a->n || j == b->n) return (i == a->n) - (j == b->n);
  return compare(cd_glossary_term(a, i), cd_glossary_term(b, j));
}

static void write_merged(writer *to, const cd_glossary *a, const cd_glossary *b) {
  for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
    int order = order_of(a, i, b, j);
    cd_slice term = order <= 0 ? cd_glossary_term(a, i) : cd_glossary_term(b, j);
    int64_t documents = 0, count = 0;
    if (order <= 0) {
      documents = a->documents[i];
      count = a->count[i++];
    }
    if (order >= 0) {
      documents = add(documents, b->documents[j]);
      count = add(count, b->count[j++]);
    }
    write_term(to, term, documents, count);
  }
}

cd_status cd_glossary_merge(const cd_glossary *one, const cd_glossary *other,
                            cd_glossary *made) {
  writer to = {0};
  write_merged(&to, one, other);
  cd_status status = make_room(&to);
  if (status) return status;
  write_merged(&to, one, other);
  finish(&to, add(one->n_documents, other->n_documents),
         add(one->undercount, other->undercount), made);
  return CD_OK;
}

/* ---- pruning ------------------------------------------------------------------------ */

static bool is_within(const cd_glossary *of, size_t i, const cd_glossary_limits *limits) {
  double documents = (double)of->documents[i];
  return documents >= limits->least && documents <= limits->most;
}

static size_t number_over(const cd_glossary *of, const cd_glossary_limits *limits,
                          const int64_t *number, int64_t over) {
  size_t n = 0;
  for (size_t i = 0; i < of->n; i++) n += number[i] > over && is_within(of, i, limits);
  return n;
}

/* The least number that at most `limits->terms` terms are over, found by halving. */
static int64_t threshold(const cd_glossary *of, const cd_glossary_limits *limits,
                         const int64_t *number) {
  int64_t low = -1, high = 0;
  for (size_t i = 0; i < of->n; i++) high = number[i] > high ? number[i] : high;
  if (number_over(of, limits, number, low) <= limits->terms) return low;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (number_over(of, limits, number, middle) <= limits->terms)
      high = middle;
    else
      low = middle;
  }
  return high;
}

/* Write what is kept: over the threshold, and of those on it the first `on_it`. */
static void write_kept(writer *to, const cd_glossary *of,
                       const cd_glossary_limits *limits, const int64_t *number,
                       int64_t over, size_t on_it) {
  for (size_t i = 0; i < of->n; i++) {
    if (!is_within(of, i, limits) || number[i] < over) continue;
    if (number[i] == over && !on_it) continue;
    on_it -= number[i] == over;
    write_term(to, cd_glossary_term(of, i), of->documents[i], of->count[i]);
  }
}

cd_status cd_glossary_prune(const cd_glossary *of, const cd_glossary_limits *limits,
                            cd_glossary *made) {
  const int64_t *number = limits->by_documents ? of->documents : of->count;
  int64_t over = threshold(of, limits, number);
  size_t on_it = limits->terms - number_over(of, limits, number, over);
  writer to = {0};
  write_kept(&to, of, limits, number, over, on_it);
  bool is_short = limits->by_documents && to.n < of->n && over > 0;
  cd_status status = make_room(&to);
  if (status) return status;
  write_kept(&to, of, limits, number, over, on_it);
  finish(&to, of->n_documents, add(of->undercount, is_short ? over : 0), made);
  return CD_OK;
}

uint64_t cd_glossary_sum(const cd_glossary *of) {
  header h;
  memcpy(&h, of->file.bytes, sizeof h);
  return h.sum;
}

void cd_glossary_free(cd_glossary *made) {
  cd_release((void *)(uintptr_t)made->file.bytes);
  *made = (cd_glossary){0};
}
