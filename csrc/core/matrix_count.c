/* Documents -> entries. */
#include <string.h>

#include "lexicon.h"
#include "matrix.h"
#include "rules.h"
#include "text.h"

/* ---- life ------------------------------------------------------------------------ */

static cd_depth depth_for(const cd_matrix_job *job) {
  const cd_options *options = &job->rules->options;
  if (options->blocks) return CD_READ_BLOCKS;
  return options->ngrams_cross || job->ngram_max == 1 ? CD_READ_TYPES : CD_READ_SENTENCES;
}

/* Whether the texts have fewer units than the lexicons hold types, of earlier texts too:
 * grams that are types would take time and memory by all of these. */
static bool are_short(const cd_matrix_job *job) {
  size_t types = 0, units = 0;
  for (size_t i = 0; i < job->n_workers; i++)
    types += cd_lexicon_count(job->worker[i].lexicon);
  for (size_t i = 0; i < job->n && units < types; i++) units += job->text[i].n;
  return units < types;
}

void cd_counter_open(cd_counter *counter, const cd_matrix_job *job, cd_worker worker) {
  cd_depth depth = depth_for(job);
  bool is_single = job->ngram_max == 1 && job->kind == CD_GRAMS_OF_TERMS;
  *counter = (cd_counter){.job = job,
                          .worker = worker,
                          .doc = worker.doc,
                          .rules = job->rules,
                          .lexicon = worker.lexicon,
                          .depth = depth,
                          .is_flat = is_single && !job->columns_alone &&
                                     depth == CD_READ_TYPES && !job->readers.of &&
                                     !are_short(job),
                          .is_bare = is_single && job->columns_alone,
                          .terms.seed = job->seed,
                          .grams.seed = job->seed};
}

static void release(void *memory) { /* of a T *, any T */
  void *old, *none = NULL;
  memcpy(&old, memory, sizeof old);
  cd_release(old);
  memcpy(memory, &none, sizeof none);
}

void cd_counter_rest(cd_counter *counter) {
  size_t n = counter->job->readers.n;
  for (size_t i = 0; counter->own && i < (n ? n : 1); i++)
    cd_lexicon_free(counter->own[i]);
  release(&counter->own);
  cd_strings strings = cd_vocabulary_take(&counter->terms); /* and not its slots */
  counter->terms.strings = strings;
}

void cd_counter_close(cd_counter *counter) {
  if (counter->saved) counter->saved[counter->reader] = counter->types;
  for (size_t i = 0; counter->saved && i < counter->job->readers.n; i++)
    release(&counter->saved[i].of);
  if (!counter->saved) release(&counter->types.of);
  counter->types.of = NULL;
  release(&counter->saved);
  release(&counter->symbol);
  release(&counter->node);
  release(&counter->finds.at);
}

void cd_counter_free(cd_counter *counter) {
  cd_counter_rest(counter);
  cd_counter_close(counter);
  cd_vocabulary_free(&counter->terms);
  cd_grams_free(&counter->grams);
  release(&counter->entries.gram);
  release(&counter->entries.count);
  release(&counter->entries.large);
  release(&counter->length);
  release(&counter->column);
}

/* ---- types -> terms ---------------------------------------------------------------- */

/* Room for what is known of every type that the lexicon holds. */
static cd_status reserve_types(cd_counter *c) {
  cd_types_terms *types = &c->types;
  size_t n = cd_lexicon_count(c->lexicon);
  if (n <= types->n) return CD_OK;
  cd_status status = cd_grow(&types->of, &types->room, n, sizeof *types->of);
  if (status) return status;
  for (; types->n < n; types->n++) types->of[types->n] = CD_TERM_UNKNOWN;
  return CD_OK;
}

/* Whether the text of a type is to be lower-cased first. Facts of every type would be
 * a cache miss each: most lexicons hold none that asks for it. */
static bool wants_lower(const cd_counter *c, uint32_t type) {
  const cd_options *options = &c->job->rules->options;
  if (!(cd_lexicon_shapes(c->lexicon) & T_BY_TEXT)) return false;
  return c->job->lower && options->style == CD_STYLE_SKLEARN && options->lowercase &&
         cd_facts(c->lexicon, type)->shape & T_BY_TEXT;
}

/* The term of a type that is met for the first time. It is a term of the text also
 * when that turns out to want lower case first: no other word's changes by it. */
static cd_status meet(cd_counter *c, uint32_t type) {
  cd_slice term;
  int32_t id;
  if (wants_lower(c, type)) {
    c->types.of[type] = CD_TERM_WANTS_LOWER;
    return CD_OK;
  }
  cd_status status = cd_type_term(c->lexicon, type, &term);
  if (status) return status;
  if (!term.n) {
    bool parts = cd_facts(c->lexicon, type)->shape & (T_LETTER | T_DIGIT) &&
                 !c->job->rules->options.ngrams_cross;
    c->types.of[type] = parts ? CD_TERM_PARTS : CD_TERM_PASSED;
    return CD_OK;
  }
  status = cd_vocabulary_add(&c->terms, &term, 1, &id);
  if (!status) c->types.of[type] = (uint32_t)id;
  return status;
}

static inline cd_status term_of(cd_counter *c, uint32_t type, uint32_t *term) {
  cd_status status = CD_OK;
  *term = c->types.of[type];
  if (*term == CD_TERM_UNKNOWN) {
    status = meet(c, type);
    *term = c->types.of[type];
  }
  if (*term == CD_TERM_WANTS_LOWER) c->wants_lower = true;
  return status;
}

/* ---- single terms -------------------------------------------------------------------- */

/* Whether a type without a place is no term of this text; else any place will do. */
static bool is_lowered(cd_counter *c, uint32_t type) {
  uint32_t *place = &c->types.of[type];
  if (*place == CD_TERM_UNKNOWN) *place = wants_lower(c, type) ? CD_TERM_WANTS_LOWER : 0;
  if (*place == CD_TERM_WANTS_LOWER) c->wants_lower = true;
  return *place == CD_TERM_WANTS_LOWER;
}

/* Types are counted, and become terms when all is counted: one look-up a token. Half of
 * them are new to their document, and no branch could foresee which. */
static cd_status count_types(cd_counter *c, const uint32_t *type, size_t n) {
  cd_status status =
      cd_grow(&c->finds.at, &c->finds.room, c->finds.n + n + 1, sizeof *c->finds.at);
  if (status) return status;
  cd_found *at = c->finds.at;
  uint32_t *of = c->types.of, n_found = (uint32_t)c->finds.n;
  for (size_t i = 0; i < n; i++) {
    uint32_t place = of[type[i]];
    if (!CD_IS_TERM(place)) {
      if (is_lowered(c, type[i])) continue;
      place = 0;
    }
    bool is_found = (at[place].gram == type[i]) & (place < n_found);
    place = is_found ? place : n_found;
    of[type[i]] = place;
    at[place] = (cd_found){type[i], is_found ? at[place].count + 1 : 1};
    n_found += !is_found;
  }
  c->finds.n = n_found;
  return CD_OK;
}

static cd_status count_flat(cd_counter *c, const uint32_t *type, size_t n) {
  cd_status status = reserve_types(c);
  for (size_t from = 0; from < n && !status; from += CD_TOKEN_STEP) {
    size_t step = n - from < CD_TOKEN_STEP ? n - from : CD_TOKEN_STEP;
    if (from && cd_doc_stopped(c->doc)) return CD_STOPPED;
    status = count_types(c, type + from, step);
  }
  return status;
}

/* ---- terms as symbols ------------------------------------------------------------------ */

static cd_status reserve_symbols(cd_counter *c, size_t more) {
  return cd_grow(&c->symbol, &c->room_symbols, c->n_symbols + more, sizeof *c->symbol);
}

static void part(cd_counter *c) {
  if (c->n_symbols && c->symbol[c->n_symbols - 1] != CD_NONE)
    c->symbol[c->n_symbols++] = CD_NONE;
}

static cd_status put_terms(cd_counter *c, const uint32_t *type, size_t n) {
  cd_status status = reserve_symbols(c, 2 * n + 1);
  for (size_t i = 0; i < n && !status; i++) {
    uint32_t term = CD_TERM_PASSED;
    status = term_of(c, type[i], &term);
    if (CD_IS_TERM(term))
      c->symbol[c->n_symbols++] = term;
    else if (term == CD_TERM_PARTS)
      part(c);
    if (!status && cd_doc_step_stopped(c->doc)) status = CD_STOPPED;
  }
  return status;
}

static cd_status put_sentences(cd_counter *c, size_t first, size_t end) {
  const cd_doc *doc = c->doc;
  cd_status status = CD_OK;
  for (size_t s = first; s < end && !status; s++) {
    uint32_t from = doc->first_token[s];
    status = put_terms(c, doc->type + from, doc->first_token[s + 1] - from);
    if (!status && !c->job->rules->options.ngrams_cross) part(c);
  }
  return status;
}

static cd_status put_blocks(cd_counter *c) {
  const cd_doc *doc = c->doc;
  cd_status status = CD_OK;
  for (size_t b = 0; b < doc->n_blocks && !status; b++)
    if (c->job->rules->options.blocks >> doc->block_kind[b] & 1)
      status = put_sentences(c, doc->first_sentence[b], doc->first_sentence[b + 1]);
  return status;
}

static cd_status read_terms(cd_counter *c, cd_text text) {
  cd_status status = cd_doc_read(c->doc, text, c->rules, c->lexicon, c->depth);
  if (!status) status = reserve_types(c);
  if (status) return status;
  return c->depth == CD_READ_BLOCKS ? put_blocks(c)
                                    : put_sentences(c, 0, c->doc->n_sentences);
}

/* ---- characters as symbols --------------------------------------------------------------- */

/* White space as Python's str.split() sees it. */
static bool is_space(uint32_t code) {
  return cd_class(code)->scan[SCAN_WHITESPACE] & SCAN_SPACE;
}

static uint32_t next_code(cd_text text, size_t *at) {
  uint32_t code = cd_text_decode(text, *at, at);
  return code == CD_BAD_CODE ? 0xFFFD : code;
}

/* A run of two or more white spaces is one space; one alone is what it is. */
static cd_status put_characters(cd_counter *c, cd_text text) {
  cd_status status = CD_OK;
  bool after_space = false;
  for (size_t at = 0; at < text.n && !status;) {
    uint32_t code = next_code(text, &at);
    bool space = is_space(code);
    status = reserve_symbols(c, 1);
    if (!status && space && after_space)
      c->symbol[c->n_symbols - 1] = ' ';
    else if (!status)
      c->symbol[c->n_symbols++] = code;
    after_space = space;
    if (!status && cd_doc_step_stopped(c->doc)) status = CD_STOPPED;
  }
  return status;
}

static cd_status put_words(cd_counter *c, cd_text text) {
  cd_status status = CD_OK;
  bool inside = false;
  for (size_t at = 0; at < text.n && !status;) {
    uint32_t code = next_code(text, &at);
    bool space = is_space(code);
    status = reserve_symbols(c, 5);
    if (status) break;
    if (space != inside) {
      if (!space) c->symbol[c->n_symbols++] = code;
    } else {
      c->symbol[c->n_symbols++] = ' ';
      if (space) part(c);
      if (!space) c->symbol[c->n_symbols++] = code;
    }
    inside = !space;
    if (cd_doc_step_stopped(c->doc)) status = CD_STOPPED;
  }
  if (!status && inside) c->symbol[c->n_symbols++] = ' '; /* there is room for it */
  return status;
}

static cd_status check_utf8(const cd_counter *c, cd_text text) {
  size_t start, end;
  if (text.form != CD_UTF8 || c->job->rules->options.replace_errors) return CD_OK;
  return cd_text_check(text, &start, &end);
}

static cd_status read_characters(cd_counter *c, cd_text text) {
  cd_status status = check_utf8(c, text);
  if (status) return status;
  return c->job->kind == CD_GRAMS_INSIDE_WORDS ? put_words(c, text)
                                               : put_characters(c, text);
}

/* ---- documents ------------------------------------------------------------------------------ */

/* Who reads text `i`, each in its own language. */
static cd_status change_reader(cd_counter *c, size_t i) {
  const cd_readers *readers = &c->job->readers;
  if (!c->saved) {
    c->saved = cd_resize(NULL, readers->n * sizeof *c->saved);
    if (!c->saved) return CD_NO_MEMORY;
    memset(c->saved, 0, readers->n * sizeof *c->saved);
  }
  c->saved[c->reader] = c->types;
  c->reader = readers->of[i];
  c->types = c->saved[c->reader];
  c->rules = readers->rules[c->reader];
  c->lexicon = c->worker.lexicons[c->reader];
  return CD_OK;
}

/* Who looks for columns alone needs no type twice: with a lexicon of the counter's own,
 * emptied when it is full, terms are all that grows. As many types as 2^17 slots take:
 * 10 MB, where one that holds all types of 20 MB of news takes 20. */
enum { MOST_OWN = 60000 };

static cd_status take_own_lexicon(cd_counter *c) {
  cd_status status = CD_OK;
  size_t n = c->job->readers.n ? c->job->readers.n : 1;
  if (!c->own) {
    c->own = cd_resize(NULL, n * sizeof *c->own);
    if (!c->own) return CD_NO_MEMORY;
    memset(c->own, 0, n * sizeof *c->own);
  }
  cd_lexicon **own = &c->own[c->reader];
  if (!*own) status = cd_lexicon_new(c->rules, c->job->seed, own);
  if (!status && cd_lexicon_count(*own) > MOST_OWN) {
    cd_lexicon_clear(*own);
    c->types.n = 0;
  }
  c->lexicon = *own;
  return status;
}

static cd_status choose_reader(cd_counter *c, size_t i) {
  cd_status status = c->job->readers.of ? change_reader(c, i) : CD_OK;
  return status || !c->job->columns_alone ? status : take_own_lexicon(c);
}

static cd_status find_grams(cd_counter *c) {
  cd_status status = cd_grow(&c->node, &c->room_nodes, c->n_symbols, sizeof *c->node);
  cd_gram_walk walk = {.symbol = c->symbol,
                       .node = c->node,
                       .n = c->n_symbols,
                       .least = c->job->ngram_min,
                       .most = c->job->ngram_max,
                       .short_runs = c->job->kind == CD_GRAMS_INSIDE_WORDS,
                       .doc = c->doc};
  return status ? status : cd_grams_find(&c->grams, &walk, &c->finds);
}

static cd_status count_text(cd_counter *c, cd_text text) {
  const uint32_t *type;
  size_t n;
  cd_status status;
  if (!c->is_sorted) c->n_symbols = 0;
  if (c->job->kind != CD_GRAMS_OF_TERMS) {
    status = read_characters(c, text);
  } else if (c->depth > CD_READ_TYPES) {
    status = read_terms(c, text);
  } else {
    status = cd_doc_read_types(c->doc, text, c->rules, c->lexicon, &type, &n);
    if (!status && c->is_flat) return count_flat(c, type, n);
    if (!status) status = reserve_types(c);
    if (!status) status = put_terms(c, type, n);
  }
  bool is_done = c->wants_lower || c->is_bare || c->is_sorted;
  return status || is_done ? status : find_grams(c);
}

cd_status cd_entries_keep_large(cd_entries *entries, uint32_t count) {
  cd_status status = cd_grow(&entries->large, &entries->room_large, entries->n_large + 1,
                             sizeof *entries->large);
  if (!status) entries->large[entries->n_large++] = count;
  return status;
}

/* The document's finds become entries. */
static cd_status keep(cd_counter *c, cd_row *row) {
  cd_entries *to = &c->entries;
  if (c->job->columns_alone) return CD_OK;
  size_t need = to->n + c->finds.n;
  cd_status status = cd_grow(&to->gram, &to->room_grams, need, sizeof *to->gram);
  if (!status) status = cd_grow(&to->count, &to->room_counts, need, 1);
  row->first = to->n;
  row->first_large = to->n_large;
  row->n = (uint32_t)c->finds.n;
  for (size_t i = 0; i < c->finds.n && !status; i++, to->n++) {
    cd_found found = c->finds.at[i];
    if (cd_entry_set(to, to->n, found.gram, found.count))
      status = cd_entries_keep_large(to, found.count);
  }
  return status;
}

/* The document's symbols stay, those from `first` on. */
static void keep_symbols(cd_counter *c, size_t first, cd_row *row) {
  row->first = first;
  row->n = (uint32_t)(c->n_symbols - first);
}

cd_status cd_counter_read(cd_counter *c, size_t i, cd_text text, cd_row *row) {
  cd_status status = CD_OK;
  size_t first = c->n_symbols;
  c->finds.n = 0;
  c->wants_lower = false;
  if (c->job->status[i] == CD_TEXT_READ) status = choose_reader(c, i);
  if (!status && c->job->status[i] == CD_TEXT_READ) status = count_text(c, text);
  if (c->wants_lower) c->finds.n = 0;
  if (status || c->wants_lower) c->n_symbols = first;
  row->wants_lower = c->wants_lower;
  if (status == CD_BAD_UTF8 || status == CD_TOO_LONG) {
    c->job->status[i] = CD_TEXT_ERROR;
    status = CD_OK;
  }
  if (!status && c->is_sorted) keep_symbols(c, first, row);
  return status || c->is_sorted ? status : keep(c, row);
}
