#include "rules.h"

#include <string.h>

#include "text.h"

cd_options cd_options_default(void) {
  cd_options options = {.language = "english",
                        .lowercase = true,
                        .stem = true,
                        .ngram_min = 1,
                        .ngram_max = 1,
                        .min_length = 1,
                        .max_length = 64};
  return options;
}

cd_word_facts cd_rules_word(const cd_rules *rules, cd_slice folded) {
  if (folded.n > 1 && folded.bytes[folded.n - 1] == '.') folded.n--;
  return cd_wordset_find(&rules->words, folded);
}

static bool is_in_range(const cd_options *options) {
  return options->style <= CD_STYLE_SKLEARN &&
         options->contractions <= CD_CONTRACTIONS_KEEP &&
         options->hyphens <= CD_HYPHENS_KEEP && options->layout <= CD_LAYOUT_OFF &&
         options->colons <= CD_CUT_KEEP && options->semicolons <= CD_CUT_KEEP &&
         options->dashes <= CD_CUT_KEEP && options->quotes <= CD_CUT_KEEP &&
         options->ngram_min >= 1 && options->ngram_min <= options->ngram_max &&
         options->ngram_max <= UINT8_MAX && options->min_length <= options->max_length &&
         options->blocks < 1u << CD_BLOCK_KINDS;
}

/* ---- language -------------------------------------------------------------- */

static cd_casing casing_of(const char *language) {
  if (!strcmp(language, "turkish") || !strcmp(language, "az")) return CD_CASING_TURKIC;
  if (!strcmp(language, "lithuanian")) return CD_CASING_LITHUANIAN;
  return CD_CASING_ROOT;
}

static void note(cd_word_filter *filter, cd_slice word) {
  if (!word.n) return;
  unsigned bit = cd_filter_bit_of(word);
  filter->bits[bit >> 6] |= 1ull << (bit & 63);
}

/* The first letters of z.b and ee.uu, each & 31; ASCII alone is filtered. */
static void note_halves(cd_rules *rules, cd_slice word) {
  const uint8_t *stop = word.n > 2 ? memchr(word.bytes, '.', word.n - 1) : NULL;
  if (!stop) return;
  size_t first = cd_utf8_codes((cd_slice){word.bytes, (size_t)(stop - word.bytes)});
  size_t second =
      cd_utf8_codes((cd_slice){stop + 1, word.n - 1 - (size_t)(stop - word.bytes)});
  if (first > CD_HALF || second > CD_HALF) return;
  note(&rules->half_words, (cd_slice){word.bytes, (size_t)(stop - word.bytes)});
  note(&rules->half_words,
       (cd_slice){stop + 1, word.n - 1 - (size_t)(stop - word.bytes)});
  rules->halves[word.bytes[0] & 31] |= 1u << (stop[1] & 31);
  if (rules->longest_half < first) rules->longest_half = (uint32_t)first;
  if (rules->longest_half < second) rules->longest_half = (uint32_t)second;
}

static void note_wide(uint32_t *longest, cd_slice word) {
  size_t n = cd_utf8_codes(word);
  if (n < word.n && *longest < n) *longest = (uint32_t)n;
}

static void note_stops(cd_rules *rules, cd_slice word) {
  uint32_t n = 0;
  for (size_t i = 0; i < word.n; i++) n += word.bytes[i] == '.';
  if (rules->most_stops < n) rules->most_stops = n;
  if (n && cd_utf8_codes(word) < word.n) rules->dots_wide = true;
}

/* "merry" of merry-go-round. */
static cd_slice first_part(cd_slice word) {
  const uint8_t *hyphen = word.n ? memchr(word.bytes + 1, '-', word.n - 1) : NULL;
  cd_slice part = {word.bytes, hyphen ? (size_t)(hyphen - word.bytes) : 0};
  return part;
}

/* The parts of z.b and ee.uu, which may stand apart. */
static void note_parts(cd_word_filter *filter, cd_slice word) {
  size_t start = 0;
  for (size_t i = 0; i <= word.n; i++) {
    if (i < word.n && word.bytes[i] != '.') continue;
    cd_slice part = {word.bytes + start, i - start};
    note(filter, part);
    start = i + 1;
  }
}

/* Behind a short word anything may stand. */
static void note_head(cd_head_bits *heads, cd_slice word) {
  uint8_t bit = (uint8_t)(1u << ((word.bytes[0] + 5 * word.bytes[1]) & 7));
  for (size_t i = 0; i < 4; i++)
    for (size_t unit = 0; unit < 64; unit++)
      if (i >= word.n || (word.bytes[i] & 31) == (unit & 31)) heads->of[i][unit] |= bit;
}

/* Bits for a letter in lower and upper case by its last five bits: most pairs share
 * them, those of Latin Extended-A are neighbours, ı is small I. */
static uint32_t cases_of(uint32_t code) {
  uint32_t bits = 1u << (code & 31);
  if (code >= 0x100 && code < 0x180) bits |= 1u << ((code ^ 1) & 31);
  return code == 0x131 ? bits | 1u << ('I' & 31) : bits;
}

static void note_tail(cd_rules *rules, cd_slice word) {
  cd_text text = {.units = word.bytes, .n = word.n, .form = CD_UTF8};
  uint32_t last = 0, before_last = 0;
  for (size_t at = 0; at < word.n;) {
    before_last = last;
    last = cd_text_decode(text, at, &at);
  }
  uint32_t rows = cases_of(before_last);
  for (unsigned row = 0; row < 32; row++)
    if (rows >> row & 1) rules->tails[row] |= cases_of(last);
  rules->cuts_tails = true;
}

/* Kernels look at heads, and whoever is quick at words, of ASCII alone. */
static void note_fused(cd_rules *rules, cd_slice word) {
  if (cd_utf8_codes(word) < word.n) {
    note_tail(rules, word);
    return;
  }
  note(&rules->fused, word);
  note_head(&rules->fused_heads, word);
}

static void note_cue(uint64_t *cues, cd_slice phrase) {
  if (phrase.n < 3) return;
  unsigned bit = cd_cue_bit(phrase.bytes);
  cues[bit >> 6] |= 1ull << (bit & 63);
}

/* Contractions are cut only when asked for; so are words written as one. */
static cd_status add_word(cd_rules *rules, cd_slice word, uint32_t flags,
                          uint32_t value) {
  bool splits = rules->options.contractions == CD_CONTRACTIONS_SPLIT;
  if (flags & W_SPLIT && splits) note_fused(rules, word);
  if (flags & W_TAIL && splits) note_tail(rules, word);
  if (flags & W_STOPPED) note_parts(&rules->stopped, word);
  if (flags & W_STOPPED) note_wide(&rules->longest_wide_stopped, word);
  if (flags & W_STOPPED) note_stops(rules, word);
  if (flags & (W_AFFIX | W_WHOLE)) note_wide(&rules->longest_wide_joined, word);
  if (flags & (W_ABBREVIATION | W_TITLE)) note_halves(rules, word);
  if (flags & W_AFFIX) note(&rules->affixes, word);
  if (flags & W_WHOLE) note(&rules->affixes, first_part(word));
  if (flags & W_CUES) note_cue(rules->cues, word);
  if (flags & W_CLITIC && word.n == 3 && !memcmp(word.bytes, "n't", 3))
    *(splits ? &rules->cuts_clitics : &rules->keeps_clitics) = true;
  if (flags & W_ELISION) rules->joins_elisions = true;
  return cd_wordset_add(&rules->words, word, flags, value);
}

static cd_status add_words(cd_rules *rules, const cd_lang *lang) {
  for (size_t i = 0; i < lang->n_words; i++) {
    const cd_lang_word *word = &lang->words[i];
    cd_slice bytes = {(const uint8_t *)word->word, strlen(word->word)};
    cd_status status = add_word(rules, bytes, word->flags, word->value);
    if (status) return status;
  }
  return CD_OK;
}

static cd_status use_language(cd_rules *rules, const char *name) {
  rules->language = name ? cd_lang_find(name, &rules->lang) : NULL;
  if (!rules->language) return CD_BAD_OPTION;
  const cd_lang *lang = rules->lang;
  rules->casing = casing_of(rules->language);
  rules->stemmer = !strcmp(rules->language, "porter") ? "porter"
                   : lang                             ? lang->stemmer
                                                      : NULL;
  rules->writes = lang ? lang->writes : cd_lang_any.writes;
  cd_hyphens hyphens = rules->options.hyphens;
  rules->splits_hyphens = hyphens == CD_HYPHENS_SPLIT ||
                          (hyphens == CD_HYPHENS_AUTO && lang && lang->hyphens);
  cd_status status = add_words(rules, &cd_lang_any);
  if (!status && lang) status = add_words(rules, lang);
  if (rules->joins_elisions)
    rules->cuts_clitics = false; /* which apostrophe it is wants thought */
  return status;
}

/* ---- the caller's words ----------------------------------------------------- */

static cd_status keep(cd_rules *rules, cd_slice word, cd_slice *kept) {
  kept->n = word.n;
  return cd_arena_copy(&rules->strings, word.bytes, word.n, &kept->bytes);
}

static cd_status add_abbreviations(cd_rules *rules, cd_buffer *folded) {
  for (size_t i = 0; i < rules->options.n_abbreviations; i++) {
    cd_slice word;
    cd_status status = cd_fold(rules->options.abbreviations[i], folded);
    if (status) return status;
    if (folded->n && folded->bytes[folded->n - 1] == '.') folded->n--;
    if ((status = keep(rules, cd_buffer_slice(folded), &word))) return status;
    if ((status = add_word(rules, word, W_ABBREVIATION, 0))) return status;
  }
  return CD_OK;
}

static cd_status add_stop_words(cd_rules *rules, cd_buffer *folded) {
  for (size_t i = 0; i < rules->options.n_stop_words; i++) {
    cd_slice word = rules->options.stop_words[i];
    cd_status status = cd_fold(word, folded);
    if (status) return status;
    if (rules->options.style != CD_STYLE_SKLEARN) word = cd_buffer_slice(folded);
    if ((status = keep(rules, word, &word))) return status;
    if ((status = cd_wordset_add(&rules->stops, word, W_STOP, 0))) return status;
  }
  return CD_OK;
}

static cd_status add_overrides(cd_rules *rules, cd_buffer *folded) {
  size_t n = rules->options.n_overrides, room = 0;
  if (!n) return CD_OK;
  cd_status status =
      cd_grow(&rules->override_stems, &room, n, sizeof *rules->override_stems);
  if (status) return status;
  for (size_t i = 0; i < n; i++) {
    cd_slice word;
    if ((status = cd_fold(rules->options.override_words[i], folded))) return status;
    if ((status = keep(rules, cd_buffer_slice(folded), &word))) return status;
    if ((status = cd_wordset_add(&rules->overrides, word, 1, (uint32_t)i + 1)))
      return status;
    if ((status =
             keep(rules, rules->options.override_stems[i], &rules->override_stems[i])))
      return status;
  }
  return CD_OK;
}

static cd_status fill(cd_rules *rules) {
  cd_buffer scratch = {0};
  cd_status status = use_language(rules, rules->options.language);
  if (!status) status = add_abbreviations(rules, &scratch);
  if (!status) status = add_stop_words(rules, &scratch);
  if (!status) status = add_overrides(rules, &scratch);
  cd_buffer_free(&scratch);
  return status;
}

/* The caller's arrays are not ours to keep. */
static void forget_borrowed(cd_options *options) {
  options->language = NULL;
  options->abbreviations = options->stop_words = NULL;
  options->override_words = options->override_stems = NULL;
}

cd_status cd_rules_new(const cd_options *options, cd_rules **rules) {
  *rules = NULL;
  if (!is_in_range(options)) return CD_BAD_OPTION;
  cd_rules *made = cd_resize(NULL, sizeof *made);
  if (!made) return CD_NO_MEMORY;
  memset(made, 0, sizeof *made);
  made->options = *options;
  cd_status status = fill(made);
  forget_borrowed(&made->options);
  if (status) {
    cd_rules_free(made);
    return status;
  }
  *rules = made;
  return CD_OK;
}

void cd_rules_free(cd_rules *rules) {
  if (!rules) return;
  cd_wordset_free(&rules->words);
  cd_wordset_free(&rules->stops);
  cd_wordset_free(&rules->overrides);
  cd_release(rules->override_stems);
  cd_arena_clear(&rules->strings);
  cd_release(rules);
}

/* ---- languages by name ------------------------------------------------------ */

size_t cd_language_count(void) { return cd_n_langs; }
const char *cd_language_name(size_t i) { return cd_langs[i].name; }

const char *cd_language_find(const char *name) {
  const cd_lang *lang;
  return cd_lang_find(name, &lang);
}
