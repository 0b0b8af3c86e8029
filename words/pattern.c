/* SPDX-License-Identifier: GPL-2.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "words/pattern.h"
#include "base/log.h"
#include "base/utf8.h"
#include <pcre2.h>
#include <string.h>

#define PATTERN_BYTES 500
#define PARENTHESES   20    /* inside each other */
#define STEPS         50000 /* a millisecond or two */
#define DEPTH         1000
#define HEAP_KIB      1024
#define TEXT_BYTES    (64u * 1024)

bool pattern_is(const char *phrase)
{
    size_t n = strlen(phrase);
    return n > 2 && phrase[0] == '/' && phrase[n - 1] == '/';
}

static void *must(void *p)
{
    if (!p)
        die("out of memory");
    return p;
}

static pcre2_code *compile(const char *phrase, int *error, size_t *at)
{
    pcre2_compile_context *limits = must(pcre2_compile_context_create(NULL));
    pcre2_set_max_pattern_length(limits, PATTERN_BYTES);
    pcre2_set_parens_nest_limit(limits, PARENTHESES);
    pcre2_code *code = pcre2_compile(
        (PCRE2_SPTR)phrase + 1, strlen(phrase) - 2,
        PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, error, at, limits);
    pcre2_compile_context_free(limits);
    return code;
}

int pattern_check(const char *phrase, struct err *e)
{
    PCRE2_UCHAR why[120] = "";
    int error = 0;
    size_t at = 0;
    pcre2_code *code = compile(phrase, &error, &at);
    if (code) {
        pcre2_code_free(code);
        return 0;
    }
    pcre2_get_error_message(error, why, sizeof why);
    return err_set(e, "the pattern %s is wrong at its character %zu: %s", phrase, at + 1,
                   (const char *)why);
}

/* The text cut between two characters. */
static size_t looked_at(const char *text)
{
    return utf8_cut(text, strnlen(text, TEXT_BYTES));
}

static int search(const pcre2_code *code, const char *text)
{
    pcre2_match_context *limits = must(pcre2_match_context_create(NULL));
    pcre2_match_data *found = must(pcre2_match_data_create(1, NULL));
    pcre2_set_match_limit(limits, STEPS);
    pcre2_set_depth_limit(limits, DEPTH);
    pcre2_set_heap_limit(limits, HEAP_KIB);
    int rc = pcre2_match(code, (PCRE2_SPTR)text, looked_at(text), 0, 0, found, limits);
    pcre2_match_data_free(found);
    pcre2_match_context_free(limits);
    return rc;
}

bool pattern_matches(const char *phrase, const char *text)
{
    int error;
    size_t at;
    pcre2_code *code = compile(phrase, &error, &at);
    if (!code)
        return false; /* pattern_check has told so */
    int rc = search(code, text);
    pcre2_code_free(code);
    if (rc < PCRE2_ERROR_NOMATCH)
        log_warning("the pattern %s was given up on a letter: it takes too long", phrase);
    return rc >= 0;
}
