/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_load.c - the shipped programme as a struct, and every bad file with its diagnostics. */
#include "base/cleanup.h"
#include "engine/shelf.h"
#include "rules/load.h"

#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BAD "tests/rules/bad"

/* Those that the bad files may name. */
static bool letter_exists(void *ctx, const char *name, const char **near)
{
    static const char *const letters[] = {"check-in", "question", "hand-over", "contact-form",
                                          NULL};

    for (const char *const *l = letters; *l; l++)
        if (strcmp(*l, name) == 0)
            return true;
    *near = nearest_word(name, letters);
    return false;
}

static struct programme *load_file(struct arena *a, const char *path, letter_exists_fn *exists,
                                   struct diags *d)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(YAML_MAX_BYTES);

    assert_int_equal(buf_read_file(&text, path), 0);
    const char *slash = strrchr(path, '/');
    struct rules_source src = {.file = slash + 1,
                               .bytes = arena_strdup(a, buf_str(&text)),
                               .len = text.len,
                               .version = "v1",
                               .letter_exists = exists};
    diags_init(d, a);
    return rules_load(a, &src, d);
}

static struct programme *mentor2mentor(void)
{
    struct diags d;
    struct programme *p = load_file(arena, "programmes/mentor2mentor/rules.yaml", NULL, &d);
    _cleanup_(buf_release) struct buf out = BUF_INIT(65536);

    diags_print(&d, &out);
    assert_string_equal(buf_str(&out), "");
    assert_non_null(p);
    return p;
}

static void the_programme(void **state)
{
    const struct programme *p = mentor2mentor();

    assert_string_equal(p->name, "mentor2mentor");
    assert_string_equal(zone_name(p->zone), "America/New_York");
    assert_int_equal(p->hours.days, 0x3f);
    assert_int_equal(p->hours.from, 8 * 60);
    assert_true(programme_has_role(p, "welcome"));
    assert_false(programme_has_role(p, "director"));
    assert_int_equal(p->links_count, 3);
    assert_string_equal(p->links[1].from, "mentee");
    assert_string_equal(p->links[1].via, "mentor");
    assert_string_equal(p->links[1].to, "coordinator");
    assert_string_equal(p->urgent_role, "welcome");
    assert_string_equal(p->suggest_phrases[1], "mentee-silent");
}

static void the_ladder(void **state)
{
    const struct rule *r = programme_rule(mentor2mentor(), "check-in");
    const struct step *s = &r->steps[2];

    assert_int_equal(r->triggers_count, 2);
    assert_int_equal(r->triggers[0].kind, TRIGGER_SAID);
    assert_string_equal(r->triggers[0].by[1], "welcome");
    assert_string_equal(r->triggers[1].schedule.rrule, "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15");
    assert_int_equal(r->triggers[1].schedule.minute, 600);
    assert_int_equal(r->conds[0].kind, COND_RULE_WITHIN);
    assert_true(r->conds[0].negated);
    assert_int_equal(r->conds[0].days, 14);
    assert_true(r->until_reply);
    assert_null(r->until_role);
    assert_int_equal(r->late_days, 7);
    assert_int_equal(r->max_per_run, 200);
    assert_string_equal(r->steps[0].id, "check-in");
    assert_int_equal(r->steps[0].wait_days, 7);
    assert_int_equal(r->steps[0].to[0].kind, TO_SUBJECT);
    assert_string_equal(s->id, "reassign-welcome");
    assert_int_equal(s->hold_days, 1);
    assert_true(s->until_reply);
    assert_string_equal(s->with, "mentor-silent");
    assert_int_equal(s->tell_count, 2);
    assert_int_equal(s->next, 3);
    assert_int_equal(r->steps[r->steps_count - 1].next, STEP_END);
}

static void the_branches(void **state)
{
    const struct programme *p = mentor2mentor();
    const struct rule *r = programme_rule(p, "mentee-silent");
    const struct step *s = rule_step(r, "one-more-try");

    assert_int_equal(r->subject, FOR_MATCH);
    assert_string_equal(r->until_role, "mentee");
    assert_string_equal(s->branches[0].answer, "reached");
    assert_int_equal(s->branches[0].target, STEP_END);
    assert_string_equal(s->branches[1].answer, "not reached");
    assert_int_equal(s->branches[1].target, s->next);
    assert_int_equal(s->expired, s->next);
    assert_int_equal(s->remind_days, 5);

    r = programme_rule(p, "survey");
    s = rule_step(r, "survey-links");
    assert_string_equal(r->steps[s->expired].id, "survey-missed");
    assert_string_equal(s->fields[0].type, "url");
    assert_true(s->fields[2].optional);
    s = rule_step(r, "mentee-survey");
    assert_int_equal(s->to[0].kind, TO_ALL);
    assert_true(s->to[0].matched);
    s = rule_step(r, "survey-results");
    assert_string_equal(s->flags[1].column, "How is the match going?");
    assert_string_equal(s->flags[1].values[1], "badly");
    assert_int_equal(s->expired, STEP_END);
    assert_true(rule_step(r, "start-mentor-flagged")->flagged);
}

/* ---- the bad files --------------------------------------------------------- */

static int is_yaml(const struct dirent *e)
{
    size_t len = strlen(e->d_name);
    return len > 5 && strcmp(e->d_name + len - 5, ".yaml") == 0;
}

static void check_bad(const char *name)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(65536);
    _cleanup_(buf_release) struct buf expected = BUF_INIT(65536);
    struct arena *a = arena_new(16 << 20);
    struct diags d;
    char path[512];

    snprintf(path, sizeof path, BAD "/%s", name);
    const struct shelf_programme p = {.rules = load_file(a, path, letter_exists, &d)};
    if (p.rules)
        shelf_check_patterns(&p, &d);
    assert_true(d.errors > 0);
    diags_print(&d, &out);
    strcpy(strrchr(path, '.'), ".expected");
    if (getenv("MENTORD_WRITE_EXPECTED")) {
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        fputs(buf_str(&out), f);
        fclose(f);
    }
    if (buf_read_file(&expected, path) < 0)
        fail_msg("%s is missing", path);
    assert_string_equal(buf_str(&out), buf_str(&expected));
    arena_free(a);
}

static void bad_files(void **state)
{
    struct dirent **files;
    int count = scandir(BAD, &files, is_yaml, alphasort);

    assert_true(count > 10);
    for (int i = 0; i < count; i++) {
        check_bad(files[i]->d_name);
        free(files[i]);
    }
    free(files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_programme),
        cmocka_unit_test(the_ladder),
        cmocka_unit_test(the_branches),
        cmocka_unit_test(bad_files),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
