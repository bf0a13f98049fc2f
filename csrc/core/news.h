/* Style news: the cuts of Universal Dependencies' English treebanks, settled
 * for other languages by their own words. One chunk at a time, left to right;
 * each recogniser says where a token that starts here would end. Every walk is
 * linear in the chunk: a recogniser that looks far ahead remembers where it
 * looked in vain. */
#ifndef CD_NEWS_H
#define CD_NEWS_H

#include "doc.h"
#include "rules.h"

typedef struct cd_news {
  cd_doc *doc; /* tokens go here; room is made */
  const cd_rules *rules;
  const cd_chunk *c;
  size_t no_mail_before;   /* no e-mail address starts before this */
  size_t no_domain_before; /* nor a bare domain or file name */
  size_t first_token;      /* of this chunk, in doc */
  cd_status status;
} cd_news;

/* Append the tokens of units [start, end), which hold no white space but what
 * a token may keep. CD_NO_MEMORY. */
CD_MUST_CHECK cd_status cd_news_read(cd_doc *doc, const cd_rules *rules, size_t start,
                                     size_t end);

/* The chunk with what stands around it, which few rules ask for. */
static inline const cd_chunk *cd_news_around(const cd_news *news) {
  if (!news->c->looked_around) cd_chunk_look_around(&news->doc->chunk, news->doc->text);
  return news->c;
}

/* ---- shared by the files of this room: positions are characters of the chunk -- */

/* Append characters [i, j); returns j. */
size_t cd_news_put(cd_news *news, size_t i, size_t j, cd_token_kind kind);

/* What the rules know of characters [i, j), folded. */
cd_word_facts cd_news_facts(cd_news *news, size_t i, size_t j);

/* False for nearly all [i, j) that are no part of a word that takes a stop: the p and
 * the m of p.m. */
bool cd_news_may_be_part(cd_news *news, size_t i, size_t j);

cd_word_facts cd_news_code_facts(cd_news *news, const uint32_t *codes, size_t n);

/* Recognisers: the end of what starts at `i`, or `i` when it is no such thing. */
size_t cd_news_url(cd_news *news, size_t i);
size_t cd_news_mail(cd_news *news, size_t i);
size_t cd_news_domain(cd_news *news, size_t i);
size_t cd_news_entity(const cd_chunk *c, size_t i);   /* &amp; */
size_t cd_news_tag(const cd_chunk *c, size_t i);      /* #tag @name */
size_t cd_news_emoticon(const cd_chunk *c, size_t i); /* :-) */
size_t cd_news_emoji(const cd_chunk *c, size_t i);    /* with joiners, flags, keycaps */

/* Take the word, number or dotted abbreviation at `i` with all that is joined
 * to it, put its tokens, return its end. */
size_t cd_news_take_word(cd_news *news, size_t i);
size_t cd_news_take_number(cd_news *news, size_t i);
/* An apostrophe at `i` that opens a clitic ('s, 'em, '90s), or `i`. */
size_t cd_news_take_clitic(cd_news *news, size_t i);

/* Put the word [i, j), cut at its elisions and clitics. */
void cd_news_put_word(cd_news *news, size_t i, size_t j);
/* Where the run of letters, digits and inner apostrophes at `i` ends. */
size_t cd_news_run(const cd_chunk *c, size_t i);
/* True when the hyphen at `j` joins [i, j) to what follows. */
bool cd_news_hyphen_joins(cd_news *news, size_t i, size_t j);
/* The word at `i` with what hyphens join to it: mother-in-law, Vor-, -tv-ohjelma. */
size_t cd_news_joined(cd_news *news, size_t i);
/* True when the hyphen at `j` hangs, where the language writes Vor- und Nachteile. */
bool cd_news_hyphen_hangs(const cd_news *news, size_t j);
/* The end of an ending behind a colon at `j`, in lower case: EU:n, tv:n; or `j`. */
size_t cd_news_colon_suffix(cd_news *news, size_t j);
/* The dotted abbreviation at `i`, U.S. or Ph.D., or `i`. */
size_t cd_news_dotted(cd_news *news, size_t i);
/* True when an apostrophe at `j` ends the word [i, j) as the plural's possessive,
 * and closes no quotation. */
bool cd_news_is_possessive(cd_news *news, size_t i, size_t j);
/* True when the stop at `j` belongs to the word or number [i, j). */
bool cd_news_stop_belongs(cd_news *news, size_t i, size_t j);
#endif
