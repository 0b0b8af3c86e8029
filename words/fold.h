/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fold.h - text made comparable, for looking up words that people and programs write.
 *
 * Folding lower-cases, drops zero-width and direction marks and Arabic vowel
 * signs, turns every blank into one space, typographic quotes, dashes and
 * full-width punctuation into ASCII, digits of other scripts into 0-9, and
 * trims. Tables of phrases are written folded.
 */
#ifndef WORDS_FOLD_H
#define WORDS_FOLD_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* Into out, NUL-terminated, cut at a character where cap ends. Returns the length. */
size_t fold_into(char *out, size_t cap, const char *s, size_t len);
char *fold_text(struct arena *a, const char *s, size_t len);

/* Phrases of folded text. A phrase that begins or ends with an ASCII or accented letter wants a
 * word's edge there; scripts without blanks between words have no edges. */
bool fold_has(const char *folded, const char *phrase);
const char *fold_find(const char *folded, const char *phrase);
bool fold_starts(const char *folded, const char *phrase);
bool fold_ends(const char *folded, const char *phrase);

/* The first phrase of a NULL-ended table that is in folded, or NULL. */
const char *fold_any(const char *folded, const char *const *phrases);
const char *fold_any_start(const char *folded, const char *const *phrases);

/* Is it one of them, and nothing more? */
bool fold_is_any(const char *folded, const char *const *phrases);

size_t fold_count_words(const char *folded); /* by the blanks between them */

/* For one text and many phrases: which pairs of bytes stand in the text. A phrase that begins with
 * none of them is not in it, and need not be looked for. fold_any does this by itself. */
#define FOLD_PAIRS 4096
struct fold_pairs {
    uint64_t seen[FOLD_PAIRS / 64];
};
void fold_pairs_of(const char *folded, struct fold_pairs *out);
bool fold_may_have(const struct fold_pairs *pairs, const char *phrase);

/* The character at s (at most len bytes), and its size; invalid bytes count as U+FFFD. */
size_t fold_char(const char *s, size_t len, unsigned *out);
unsigned fold_code(unsigned c); /* one character folded; 0 where it disappears, ' ' for blanks */
bool fold_letter(unsigned c);   /* letter, digit, mark or ideograph: what words are made of */

#endif
