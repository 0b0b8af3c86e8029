/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edited rules come into force while two check-ins run: nobody's case ends because of it unless
 * the rules say so, and what is refused changes nothing. */
#include "engine/adopt.h"
#include "engine/replay.h"
#include "store/internal.h"
#include "tests/unit/support/scene.h"
#include "tests/unit/support/store_test.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RULES   "mentor2mentor/rules.yaml"
#define ATTEMPT "      - attempt: check-in               # the coordinator's first attempt\n"
#define GOES_ON "      - attempt: check-in-again         # and the second\n"

/* ---- the edited folder ------------------------------------------------------------ */

static char folder[64];

static void make_link(const char *part)
{
    char from[4096], to[128], here[2048];

    assert_non_null(getcwd(here, sizeof here));
    snprintf(from, sizeof from, "%s/programmes/%s", here, part);
    snprintf(to, sizeof to, "%s/%s", folder, part);
    assert_int_equal(symlink(from, to), 0);
}

static char *in_folder(const char *part)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, part);
    return path;
}

static void write_rules(const char *text, size_t len)
{
    FILE *f = fopen(in_folder(RULES), "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

/* The shipped rules with these words in place of those. */
static void edit(const char *old, const char *new)
{
    struct buf all = BUF_INIT(YAML_MAX_BYTES), out = BUF_INIT(YAML_MAX_BYTES);
    const char *at;

    assert_int_equal(buf_read_file(&all, "programmes/" RULES), 0);
    assert_non_null(at = strstr(buf_str(&all), old));
    buf_add(&out, buf_str(&all), (size_t)(at - buf_str(&all)));
    buf_adds(&out, new);
    buf_adds(&out, at + strlen(old));
    write_rules(buf_str(&out), out.len);
    buf_release(&all);
    buf_release(&out);
}

static int begin(void **state)
{
    struct diags d;
    struct scene *s;

    scene_setup(state);
    s = *state;
    strcpy(folder, "/tmp/mentord-edits-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(in_folder("mentor2mentor"), 0700), 0);
    make_link("letters");
    make_link("mentor2mentor/letters");
    edit("title", "title");
    s->config.programmes = folder;
    diags_init(&d, s->arena);
    assert_int_equal(engine_adopt(s->sim.engine, &d, s->sim.now), 0);
    return 0;
}

static int end(void **state)
{
    unlink(in_folder(RULES));
    unlink(in_folder("mentor2mentor/letters"));
    unlink(in_folder("letters"));
    rmdir(in_folder("mentor2mentor"));
    rmdir(folder);
    return scene_teardown(state);
}

/* ---- what happens ------------------------------------------------------------------- */

static int reload(struct scene *s, struct diags *d)
{
    diags_init(d, s->arena);
    return engine_reload_at(s->sim.engine, d, s->sim.now);
}

static void refused(struct scene *s, const char *words)
{
    struct diags d;

    assert_int_equal(reload(s, &d), -1);
    assert_int_equal(d.errors, 1);
    if (!strstr(d.items[0].text, words))
        fail_msg("\"%s\" is not in \"%s\"", words, d.items[0].text);
    assert_non_null(store_setting(s->sim.store, s->arena, SETTING_REFUSED));
}

static void taken(struct scene *s)
{
    struct diags d;

    if (reload(s, &d) < 0)
        fail_msg("%s", d.count ? d.items[0].text : engine_error(s->sim.engine));
}

static int64_t open_at(struct scene *s, const char *rule, const char *step)
{
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT count(*) FROM kase WHERE rule = '%s' AND step = '%s' AND phase <> 'ended'",
             rule, step);
    return scene_number(s, sql);
}

static void the_log_tells_it_all(struct scene *s)
{
    struct buf out = BUF_INIT(1024 * 1024);
    struct replay_sum sum;

    assert_int_equal(replay_verify(s->sim.store, engine_shelf(s->sim.engine), &out, &sum), 0);
    if (sum.differences)
        fail_msg("%s", buf_str(&out));
    buf_release(&out);
}

/* ---- a step that is gone ---------------------------------------------------------------- */

static void a_step_that_vanishes_under_cases_is_refused(void **state)
{
    struct scene *s = *state;

    edit(ATTEMPT, "      - attempt: check-in\n        id: first-try\n");
    refused(s, "the step \"check-in\" of check-in is gone, and 2 cases stand there");
    assert_int_equal(open_at(s, "check-in", "check-in"), 2);
    scene_at(s, "2026-12-15 12:00");
    assert_int_equal(scene_count(s, "rules-refused", "admin@example.org"), 1);
    assert_true(scene_reached(s, "admin@example.org", "2 cases stand there: Ana Ruiz, Dan"));
    scene_at(s, "2026-12-22 12:00"); /* the old rules go on */
    assert_int_equal(scene_count(s, "check-in-again", "ana@example.org"), 1);
}

static void what_is_put_right_is_taken(void **state)
{
    struct scene *s = *state;

    edit(ATTEMPT, "      - attempt: check-in\n        id: first-try\n");
    refused(s, "check-in");
    edit(ATTEMPT, "      - attempt: check-in\n        id: first-try\n        was: check-in\n");
    taken(s);
    assert_null(store_setting(s->sim.store, s->arena, SETTING_REFUSED));
}

static void was_lets_the_wait_go_on(void **state)
{
    struct scene *s = *state;

    edit(ATTEMPT, "      - attempt: check-in\n        id: first-try\n        was: [check-in]\n");
    taken(s);
    scene_at(s, "2026-12-21 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 0);
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
    the_log_tells_it_all(s);
}

static void gone_moves_them_at_once(void **state)
{
    struct scene *s = *state;

    edit("    steps:\n" ATTEMPT, "    gone: {check-in: welcome-check-in}\n    steps:\n"
                                 "      - attempt: check-in\n        id: first-try\n");
    taken(s);
    assert_int_equal(open_at(s, "check-in", "welcome-check-in"), 2);
    scene_at(s, "2026-12-15 12:00");
    assert_int_equal(scene_count(s, "welcome-check-in", ""), 2);
    the_log_tells_it_all(s);
}

static void gone_ends_them_at_once(void **state)
{
    struct scene *s = *state;

    edit("    steps:\n" ATTEMPT, "    gone: {check-in: end}\n    steps:\n"
                                 "      - attempt: check-in\n        id: first-try\n");
    taken(s);
    assert_int_equal(open_at(s, "check-in", "check-in"), 0);
    scene_at(s, "2026-12-31 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 0);
    the_log_tells_it_all(s);
}

static void nobody_stands_there_nobody_asks(void **state)
{
    struct scene *s = *state;

    edit("      - attempt: welcome-last\n        wait: 7 days\n", "");
    taken(s);
}

/* ---- a rule, a programme ----------------------------------------------------------------- */

static void a_rule_that_vanishes_under_cases_is_refused(void **state)
{
    struct scene *s = *state;

    edit("  check-in:\n", "  contact:\n");
    refused(s, "the rule check-in is gone, and 2 of its cases run");
}

static void a_rule_that_is_renamed_takes_its_cases_with_it(void **state)
{
    struct scene *s = *state;

    edit("  check-in:\n", "  contact:\n    was: check-in\n");
    taken(s);
    assert_int_equal(open_at(s, "contact", "check-in"), 2);
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
    the_log_tells_it_all(s);
    scene_at(s, "2027-01-15 12:00"); /* Ana's is still open; nobody has had two */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM kase WHERE rule = 'check-in'"), 0);
    taken(s);
}

static void a_rule_that_is_gone_may_end_its_cases(void **state)
{
    struct scene *s = *state;

    edit("\nrules:\n", "\ngone: {check-in: end}\n\nrules:\n");
    refused(s, "is not gone");
    write_rules("", 0);
    edit("  check-in:\n", "  contact:\n");
    struct buf b = BUF_INIT(YAML_MAX_BYTES);
    assert_int_equal(buf_read_file(&b, in_folder(RULES)), 0);
    buf_adds(&b, "gone: {check-in: end}\n");
    write_rules(buf_str(&b), b.len);
    buf_release(&b);
    taken(s);
    assert_int_equal(open_at(s, "check-in", "check-in"), 0);
    the_log_tells_it_all(s);
}

static void a_programme_that_vanishes_is_refused(void **state)
{
    struct scene *s = *state;
    struct shelf none = {0};
    struct diags d;

    diags_init(&d, s->arena);
    assert_int_equal(adopt_check(s->sim.store, &none, &d), 0);
    assert_int_equal(d.errors, 1);
    assert_non_null(strstr(d.items[0].text, "the programme is gone, and 2 of its cases run"));
    assert_non_null(strstr(d.items[0].text, "gone: {check-in: end}"));
}

/* ---- beginning again ------------------------------------------------------------------- */

static void mentord_begins_with_the_old_rules_where_the_edited_are_bad(void **state)
{
    struct scene *s = *state;
    struct diags d;
    struct err e = {""};

    diags_init(&d, s->arena);
    write_rules("programme: [\n", 13);
    engine_free(s->sim.engine);
    s->sim.engine = engine_begin(&s->config, s->sim.store, s->sim.parser, s->sim.now, &d, &e);
    assert_non_null(s->sim.engine);
    assert_true(d.errors > 0);
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "rules-refused", "admin@example.org"), 1);
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
}

/* What an earlier release took is on the disk, and in the store as what runs. */
static void ran_before(struct scene *s, const char *old, const char *new)
{
    struct rules_row *rows;
    struct buf text = BUF_INIT(YAML_MAX_BYTES);

    edit(old, new);
    assert_int_equal(buf_read_file(&text, in_folder(RULES)), 0);
    assert_int_equal(store_in_force(s->sim.store, s->arena, &rows), 1);
    rows[0].version = new;
    for (size_t i = 0; i < rows[0].files_count; i++)
        if (!strcmp(rows[0].files[i].path, RULES))
            rows[0].files[i] = (struct rules_file){RULES, buf_str(&text), text.len};
    IN_TRANSACTION(s->sim.store,
                   assert_int_equal(store_put_in_force(s->sim.store, &rows[0], s->sim.now), 0));
    buf_release(&text);
}

/* No release stops what ran well, though it takes such rules no more. */
static void what_an_earlier_release_took_runs_on(void **state)
{
    static const char *const edits[][2] = {
        {"remind: 2 days\n        wait: 7", "remind: 0 days\n        wait: 7"},
        {"summary: {", "reminder: {"},
        {"until: reply from mentee", "until: reply from coordinator"},
        {"for: programme\n", "for: programme\n    until: reply from mentor\n"},
        {"- attempt: how-did-it-go", "- attempt: how-did-it-go\n        to: coordinator"},
        {"{every: month, on: 20, at:", "{every: 2 years, on: 20 march, at:"},
        {"roles: [mentor,", "roles: [contacts, mentor,"},
    };

    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct scene *s = *state;
        struct diags d;
        struct err e = {""};

        ran_before(s, edits[i][0], edits[i][1]);
        diags_init(&d, s->arena);
        engine_free(s->sim.engine);
        s->sim.engine = engine_begin(&s->config, s->sim.store, s->sim.parser, ++s->sim.now, &d, &e);
        assert_true(d.errors > 0);
        if (!s->sim.engine)
            fail_msg("%s is refused: %s", edits[i][1], d.items[0].text);
    }
    struct scene *s = *state;
    scene_at(s, "2026-12-22 12:00");
    assert_int_equal(scene_count(s, "rules-refused", "admin@example.org"),
                     sizeof edits / sizeof *edits);
    assert_int_equal(scene_count(s, "check-in-again", ""), 2);
}

static void what_runs_is_kept_as_it_was_written(void **state)
{
    struct scene *s = *state;
    struct shelf *shelf;
    struct diags d;

    diags_init(&d, s->arena);
    assert_int_equal(shelf_in_force(s->sim.store, &shelf, &d), 1);
    assert_string_equal(shelf->programmes[0].rules->version,
                        engine_shelf(s->sim.engine)->programmes[0].rules->version);
    assert_int_equal(shelf->programmes[0].letters_count,
                     engine_shelf(s->sim.engine)->programmes[0].letters_count);
    shelf_free(shelf);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_step_that_vanishes_under_cases_is_refused),
        T(what_is_put_right_is_taken),
        T(was_lets_the_wait_go_on),
        T(gone_moves_them_at_once),
        T(gone_ends_them_at_once),
        T(nobody_stands_there_nobody_asks),
        T(a_rule_that_vanishes_under_cases_is_refused),
        T(a_rule_that_is_renamed_takes_its_cases_with_it),
        T(a_rule_that_is_gone_may_end_its_cases),
        T(a_programme_that_vanishes_is_refused),
        T(mentord_begins_with_the_old_rules_where_the_edited_are_bad),
        T(what_an_earlier_release_took_runs_on),
        T(what_runs_is_kept_as_it_was_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
