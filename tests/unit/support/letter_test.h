/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letter_test.h - a letter of a few lines, filled in, for the tests of templates/. */
#ifndef TESTS_UNIT_SUPPORT_LETTER_TEST_H
#define TESTS_UNIT_SUPPORT_LETTER_TEST_H

#include "templates/letter.h"

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct fields *fields;
    struct rendered_letter out;
    struct err err;
    struct buf printed;
};

#define letter_test(f) cmocka_unit_test_setup_teardown(f, letter_setup, letter_teardown)

int letter_setup(void **state); /* *state: a fixture without fields */
int letter_teardown(void **state);

struct letter *parse(struct fixture *f, const char *text);
const char *printed(struct fixture *f); /* the diagnostics, which are then forgotten */
void assert_refused(struct fixture *f, const char *text, const char *message);

/* Renders a letter of that body with f->fields. */
void render(struct fixture *f, const char *body);
void assert_error(struct fixture *f, const char *body, const char *message);
const char *html(struct fixture *f); /* what stands in the column of the page */

#endif
