/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letter.h - letters that programmes send: Markdown with fields to fill in.
 *
 * A letter is a file NAME.md, or NAME.LANG.md for a translation (check-in.es.md):
 *
 *     ---
 *     subject: How is it going, {{mentor.first_name}}?
 *     reply: Just answer this letter.
 *     needs: [mentor.first_name]
 *     ---
 *     Dear {{mentor.first_name}},
 *
 *     {{#mentees}}
 *     - {{name}}, matched since {{since}}
 *     {{/mentees}}
 *     {{^mentees}}You have no mentee at the moment.{{/mentees}}
 *
 * Between the lines "---" stands YAML: subject (required), reply (a sentence
 * on how to answer, which closes the letter), needs (fields that must not be
 * empty). Below stands CommonMark without HTML and pictures. As everywhere in
 * CommonMark the lines of a paragraph run together; a line that ends with a
 * backslash breaks there (a signature, say).
 *
 * Tags: {{name}} is a value. {{#name}}...{{/name}} is repeated for each row of
 * a list, or kept once where a value is not empty; {{^name}}...{{/name}} is
 * kept where the list or value is empty. {{! a remark }} is dropped. A tag of a
 * section that is alone on its line leaves no line behind. Inside a list a name
 * is looked for in the row, then outside it. A name that has no value is an
 * error, never a hole.
 *
 * A letter is parsed once and rendered often. Rendering puts marks in the
 * place of values, lets cmark read the Markdown, and only then puts the values
 * into its tree as plain text: a value can't become Markdown, HTML, a tag or
 * a header line, whatever it contains. Links lead to http, https and mailto
 * only.
 */
#ifndef TEMPLATES_LETTER_H
#define TEMPLATES_LETTER_H

#include "base/diag.h"
#include "templates/fields.h"

#define LETTER_MAX_BYTES (64 * 1024)

struct letter;

/* NULL where the file is no letter; diagnostics name every fault as
 * path:line:column. path is as the user would type it. The letter lives in the
 * arena and keeps nothing of bytes. */
struct letter *letter_parse(struct arena *a, const char *path, const char *bytes, size_t len,
                            struct diags *d);

/* "es" of check-in.es.md, "pt-BR" of check-in.pt-BR.md; "en" where the path says none. */
const char *letter_language(const struct letter *l);

enum letter_use { USE_VALUE, USE_SECTION, USE_UNLESS, USE_NEED };

/* One place where the letter names a field. */
struct letter_field {
    const char *name;
    struct pos pos;
    enum letter_use use;
    const struct letter_field *within; /* the {{#section}} around it, or NULL */
    const struct letter_field *next;
};

/* The first of them, in the order subject, reply, needs, text; they belong to the letter. */
const struct letter_field *letter_fields(const struct letter *l);

/* Whether it names the field, or one below it. */
bool letter_speaks_of(const struct letter *l, const char *name);

/* The subject as everybody gets it: without the name of who is written to (", {{to.first_name}}")
 * and without what only a reminder has. NULL where it says more that is filled in. */
const char *letter_fixed_subject(const struct letter *l, struct arena *a);

/* Proves that each field is among known (ends with NULL), where the fields of
 * the rows of a list are written "mentees", "mentees.name". -1 with a
 * diagnostic (the nearest name is offered) for each that is not. */
int letter_check_fields(const struct letter *l, const char *const *known, struct diags *d);

struct rendered_letter {
    const char *subject; /* one line, at most 200 characters */
    const char *text;    /* UTF-8, lines end with "\n", wrapped at 72 columns */
    const char *html;    /* a complete document, nothing in it is fetched */
};

/* 0; or -1 with a sentence that begins with path:line:column: a field has no
 * value, a needed one is empty, or a link would lead to something else than a
 * web or mail address. */
int letter_render(const struct letter *l, const struct fields *f, struct arena *a,
                  struct rendered_letter *out, struct err *e);

#endif
