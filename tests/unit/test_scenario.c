/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/scenario.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD                                                                                       \
    "programme: mentor2mentor\nprogrammes: ../programmes\norganisation: Harbour\n"                 \
    "mailbox: mentors@example.org\nadmin: admin@example.org\n"                                     \
    "start: 2026-12-01 08:00\nend: 2027-01-31 18:00\n"

static struct arena *arena;

static int setup(void **state)
{
    arena = arena_new((size_t)4 * 1024 * 1024);
    return 0;
}

static int teardown(void **state)
{
    arena_freep(&arena);
    return 0;
}

/* A new file with this content; its path is in the arena. */
static const char *file_with(const char *text)
{
    char *path = arena_strdup(arena, "/tmp/mentord-scenario.XXXXXX");
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    return path;
}

static struct scenario *load(const char *text, struct diags *d)
{
    const char *path = file_with(text);
    struct scenario *s;

    diags_init(d, arena);
    s = scenario_load(arena, path, d);
    unlink(path);
    return s;
}

static void test_good(void **state)
{
    struct diags d;
    struct scenario *s = load(HEAD "timeline:\n"
                                   "  - {at: 2026-12-01 08:00, import: people.csv}\n"
                                   "  - {at: 2026-12-01 09:30, mode: live}\n"
                                   "  - {at: 2026-12-02 10:00, from: Ana, file: /a.eml}\n",
                              &d);

    assert_non_null(s);
    assert_string_equal(s->programmes, "/tmp/../programmes");
    assert_int_equal(s->count, 3);
    assert_int_equal(s->scenes[0].kind, SCENE_IMPORT);
    assert_string_equal(s->scenes[0].file, "/tmp/people.csv");
    assert_int_equal(s->scenes[1].kind, SCENE_MODE);
    assert_int_equal(s->scenes[1].at.hour, 9);
    assert_int_equal(s->scenes[2].kind, SCENE_MAIL);
    assert_string_equal(s->scenes[2].file, "/a.eml");
    assert_null(s->scenes[2].answers);
}

static void test_bad(void **state)
{
    static const struct {
        const char *entry, *problem;
    } cases[] = {
        {"{at: 2026-12-02, mode: lively}", "live, shadow or paused"},
        {"{at: tomorrow, mode: live}", "no date and time"},
        {"{at: 2026-12-02, file: a.eml}", "needs \"from\""},
        {"{at: 2026-12-02}", "one of \"import\", \"mode\" and \"file\""},
        {"{at: 2026-12-02, mode: live, import: a.csv}", "one of"},
        {"{at: 2026-12-02, form: Ana, file: a.eml}", "did you mean \"from\""},
        {"{at: 2026-11-01, mode: live}", "before the entry above"},
        {"{at: 2036-12-02, mode: live}", "after the end"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        _cleanup_(buf_release) struct buf text = BUF_INIT(64 * 1024), said = BUF_INIT(64 * 1024);
        struct diags d;
        buf_addf(&text, HEAD "timeline:\n  - {at: 2026-12-01, mode: live}\n  - %s\n",
                 cases[i].entry);
        assert_null(load(buf_str(&text), &d));
        diags_print(&d, &said);
        assert_non_null(strstr(buf_str(&said), cases[i].problem));
    }
}

/* ---- messages ------------------------------------------------------------------ */

static int compose(const char *text, const struct outbox_row *letter, struct buf *out,
                   struct err *e)
{
    const struct reply r = {.mailbox = "mentors@example.org",
                            .letter = letter,
                            .now = civil_instant((struct civil){{2026, 12, 15}, 10, 0, 0},
                                                 zone_find("America/New_York")),
                            .zone = zone_find("America/New_York")};
    const char *path = file_with(text);
    int rc = reply_compose(&r, path, out, e);

    unlink(path);
    return rc;
}

static void test_filled(void **state)
{
    const struct outbox_row letter = {.envelope_from = "mentors+k7@example.org",
                                      .message_id = "k7@example.org",
                                      .subject = "How is it going?",
                                      .text = "Dear Ana,\n\nall <well>?\n"};
    _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);
    struct err e;

    assert_int_equal(compose("To: {{to}}\nDate: {{date}}\nIn-Reply-To: <{{message_id}}>\n"
                             "Subject: Re: {{subject}}\n\nYes.\n{{quoted}}\n{{quoted_html}}end",
                             &letter, &out, &e),
                     0);
    assert_string_equal(buf_str(&out), "To: mentors+k7@example.org\n"
                                       "Date: Tue, 15 Dec 2026 10:00:00 -0500\n"
                                       "In-Reply-To: <k7@example.org>\n"
                                       "Subject: Re: How is it going?\n\nYes.\n"
                                       "> Dear Ana,\n>\n> all <well>?\n"
                                       "Dear Ana,<br>\n<br>\nall &lt;well&gt;?<br>\nend");
}

static void test_unfillable(void **state)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);
    struct err e;

    assert_int_equal(compose("To: {{to}}\n", NULL, &out, &e), 0);
    assert_string_equal(buf_str(&out), "To: mentors@example.org\n");
    assert_int_equal(compose("{{quoted}}", NULL, &out, &e), -1);
    assert_non_null(strstr(e.text, "needs a letter"));
    assert_int_equal(compose("{{form}}", NULL, &out, &e), -1);
    assert_non_null(strstr(e.text, "{{form}}"));
    assert_int_equal(compose("{{to", NULL, &out, &e), -1);
    assert_non_null(strstr(e.text, "without its"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_good, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad, setup, teardown),
        cmocka_unit_test_setup_teardown(test_filled, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unfillable, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
