/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule_tests_parse.c - tests.yaml to struct rule_tests. */
#include "ctl/rule_tests.h"
#include "rules/vocabulary.h"

#include <ctype.h>
#include <string.h>

const struct ykey rule_tests_keys[] = {
    {"rules", YKEY_SCALAR, "the rule file; always rules.yaml beside this file"},
    {"people", YKEY_LIST, "who is there when a test starts"},
    {"tests", YKEY_LIST | YKEY_REQUIRED, "the tests"},
    {0}};

const struct ykey rule_person_keys[] = {
    {"name", YKEY_SCALAR | YKEY_REQUIRED, "how the test calls the person"},
    {"role", YKEY_SCALAR | YKEY_LIST, "role or roles in the programme"},
    {"responsible", YKEY_SCALAR, "who stays in touch with the person"},
    {"match", YKEY_SCALAR | YKEY_LIST, "whom the person is matched with"},
    {"answers_to", YKEY_SCALAR | YKEY_LIST, "whose agreement the person needs"},
    {"zone", YKEY_SCALAR, "time zone; the programme's without"},
    {"language", YKEY_SCALAR, "language of letters"},
    {"email", YKEY_SCALAR, "address; made from the name without"},
    {0}};

const struct ykey rule_test_keys[] = {
    {"name", YKEY_SCALAR | YKEY_REQUIRED, "what the test shows"},
    {"start", YKEY_SCALAR | YKEY_REQUIRED, "when it starts, on the programme's clock"},
    {"people", YKEY_LIST, "people besides those of the file"},
    {"timeline", YKEY_LIST | YKEY_REQUIRED, "what happens and what is expected"},
    {0}};

const struct ykey rule_entry_keys[] = {
    {"at", YKEY_SCALAR, "the instant, on the programme's clock"},
    {"after", YKEY_SCALAR, "days since the entry before"},
    {"down", YKEY_SCALAR, "nothing ran since the entry before"},
    {"reload", YKEY_SCALAR, "the rules are read again"},
    {"people", YKEY_LIST, "people who join now"},
    {"mark", YKEY_MAP, "a status given to somebody now"},
    {"mode", YKEY_SCALAR, "shadow, live or paused"},
    {"receive", YKEY_MAP | YKEY_LIST, "messages that come now"},
    {"expect", YKEY_LIST, "what must have happened, and nothing else"},
    {0}};

const struct ykey rule_mark_keys[] = {{"person", YKEY_SCALAR | YKEY_REQUIRED, "who"},
                                      {"status", YKEY_SCALAR | YKEY_REQUIRED, "the status"},
                                      {0}};

const struct ykey rule_message_keys[] = {
    {"from", YKEY_SCALAR | YKEY_REQUIRED, "a person, or an address"},
    {"answers", YKEY_SCALAR, "the letter that is answered"},
    {"class", YKEY_SCALAR, "human, auto_reply, bounce or refusal"},
    {"away_until", YKEY_SCALAR, "of auto_reply: the first day back"},
    {"text", YKEY_SCALAR, "what is written"},
    {"attachment", YKEY_MAP, "a file that comes with it"},
    {"cc", YKEY_SCALAR | YKEY_LIST, "people or addresses in Cc"},
    {0}};

const struct ykey rule_attachment_keys[] = {{"name", YKEY_SCALAR | YKEY_REQUIRED, "of the file"},
                                            {"text", YKEY_SCALAR | YKEY_REQUIRED, "its content"},
                                            {0}};

const struct ykey rule_expect_keys[] = {
    {"mail", YKEY_SCALAR, "a letter went"},
    {"to", YKEY_SCALAR | YKEY_LIST, "to whom"},
    {"as", YKEY_SCALAR, "in whose name"},
    {"says", YKEY_SCALAR | YKEY_LIST, "what stands in its text"},
    {"says_not", YKEY_SCALAR | YKEY_LIST, "what does not stand in its text"},
    {"raw", YKEY_SCALAR | YKEY_LIST, "what stands in the message"},
    {"responsible", YKEY_SCALAR, "who is responsible"},
    {"for", YKEY_SCALAR, "for whom"},
    {"status", YKEY_SCALAR, "the status"},
    {"of", YKEY_SCALAR, "of whom"},
    {"case", YKEY_SCALAR, "a rule's case"},
    {"is", YKEY_SCALAR, "running, waiting, stopped, ended or none"},
    {"role", YKEY_SCALAR, "the person has this role"},
    {"meeting", YKEY_SCALAR, "a planned meeting that is to come"},
    {"at", YKEY_SCALAR, "when it is; or never"},
    {"logged", YKEY_SCALAR, "attempted or made"},
    {"with", YKEY_SCALAR, "with whom"},
    {"times", YKEY_SCALAR, "how often since the test began"},
    {0}};

struct parse {
    struct arena *a;
    const struct programme *p;
    struct diags *d;
};

static const char *text_of(const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);
    return n && n->kind == YNODE_SCALAR ? n->text : NULL;
}

static const char **strings_of(struct parse *s, const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);
    size_t count;

    if (!n)
        return arena_array(s->a, 1, sizeof(char *));
    return ynode_strings(s->a, n, &count, s->d);
}

static bool flag_of(struct parse *s, const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);
    bool value = false;

    if (n)
        ynode_bool(n, &value, s->d);
    return value;
}

static instant instant_of(struct parse *s, const struct ynode *n)
{
    struct civil c;

    if (civil_parse(n->text, &c) == 0)
        return civil_instant(c, s->p->zone);
    diag_error(s->d, n->pos, "\"%s\" is no date and time: write 2026-12-15 09:00", n->text);
    return 0;
}

/* A word of the list stands there, where anything does. */
static void check_word(struct parse *s, const struct ynode *n, const char *what,
                       const char *const *words)
{
    const char *all = "";

    if (!n || n->kind != YNODE_SCALAR || vocabulary_index(words, n->text) >= 0)
        return;
    for (; *words; words++)
        all = arena_printf(s->a, "%s%s%s", all, *all ? ", " : "", *words);
    diag_error(s->d, n->pos, "\"%s\" is no %s: there is %s", n->text, what, all);
}

/* ---- people ------------------------------------------------------------------- */

/* ana@example.org; letters and digits of the name alone, others as numbers. */
static const char *made_address(struct arena *a, const char *name)
{
    const char *out = "";

    for (const char *from = name; *from; from++)
        if (isalnum((unsigned char)*from))
            out = arena_printf(a, "%s%c", out, tolower((unsigned char)*from));
        else if ((unsigned char)*from >= 0x80)
            out = arena_printf(a, "%s%02x", out, (unsigned char)*from);
    return arena_printf(a, "%.60s@example.org", out); /* of 64 that an address may have */
}

static void parse_person(struct parse *s, const struct ynode *n, struct test_person *p)
{
    if (ynode_check(n, rule_person_keys, "a person", s->d) < 0)
        return;
    p->pos = n->pos;
    p->name = text_of(n, "name");
    p->roles = strings_of(s, n, "role");
    p->responsible = text_of(n, "responsible");
    p->matches = strings_of(s, n, "match");
    p->superiors = strings_of(s, n, "answers_to");
    p->zone = text_of(n, "zone");
    if (p->zone && !zone_find(p->zone))
        diag_error(s->d, ynode_get(n, "zone")->pos, "there is no time zone \"%s\"", p->zone);
    p->language = text_of(n, "language");
    p->address = text_of(n, "email");
    if (!p->address)
        p->address = made_address(s->a, p->name);
    for (const char **r = p->roles; r && *r; r++)
        if (!programme_has_role(s->p, *r))
            diag_error(s->d, n->pos, "the programme has no role \"%s\"", *r);
}

static struct test_person *parse_people(struct parse *s, const struct ynode *list, size_t *count)
{
    struct test_person *people = arena_array(s->a, list ? list->count : 0, sizeof *people);

    *count = 0;
    if (list)
        for_each_child (n, list)
            parse_person(s, n, &people[(*count)++]);
    return people;
}

/* The file's people with a test's own: one of the same name takes the place. */
static void merge_people(struct parse *s, struct rule_test *t, const struct test_person *common,
                         size_t common_count)
{
    struct test_person *all = arena_array(s->a, common_count + t->people_count, sizeof *all);
    size_t n = 0;

    for (size_t i = 0; i < common_count; i++) {
        bool own = false;
        for (size_t j = 0; j < t->people_count; j++)
            own |=
                t->people[j].name && common[i].name && !strcmp(t->people[j].name, common[i].name);
        if (!own)
            all[n++] = common[i];
    }
    for (size_t j = 0; j < t->people_count; j++)
        all[n++] = t->people[j];
    t->people = all;
    t->people_count = n;
}

/* ---- entries ------------------------------------------------------------------ */

static enum incoming_class class_of(struct parse *s, const struct ynode *n)
{
    static const char *const names[] = {"human", "auto_reply", "bounce", "refusal", NULL};

    for (int i = 0; n && names[i]; i++)
        if (!strcmp(names[i], n->text))
            return (enum incoming_class)i;
    if (n)
        diag_error(s->d, n->pos, "\"%s\" is no class of mail: human, auto_reply, bounce, refusal",
                   n->text);
    return INCOMING_HUMAN;
}

static void parse_message(struct parse *s, const struct ynode *n, struct test_message *m)
{
    const struct ynode *away = ynode_get(n, "away_until"), *file;

    if (ynode_check(n, rule_message_keys, "a message", s->d) < 0)
        return;
    m->pos = n->pos;
    m->from = text_of(n, "from");
    m->answers = text_of(n, "answers");
    m->class = class_of(s, ynode_get(n, "class"));
    m->text = text_of(n, "text");
    if (!m->text)
        m->text = m->class == INCOMING_REFUSAL ? "stop" : "Thank you, all is well.";
    bool machine = m->class == INCOMING_AUTO_REPLY || m->class == INCOMING_BOUNCE;
    if (machine && !ynode_get(n, "text"))
        m->text = NULL;
    if (away && date_parse(away->text, &m->away_until) < 0)
        diag_error(s->d, away->pos, "\"%s\" is no date: write 2027-01-04", away->text);
    m->cc = strings_of(s, n, "cc");
    file = ynode_get(n, "attachment");
    if (file && ynode_check(file, rule_attachment_keys, "an attachment", s->d) == 0) {
        m->attachment_name = text_of(file, "name");
        m->attachment_text = text_of(file, "text");
    }
}

static void parse_messages(struct parse *s, const struct ynode *n, struct test_entry *t)
{
    size_t count = n && n->kind == YNODE_LIST ? n->count : 1;

    t->messages = arena_array(s->a, count, sizeof *t->messages);
    if (n && n->kind == YNODE_LIST)
        for_each_child (m, n)
            parse_message(s, m, &t->messages[t->messages_count++]);
    else if (n)
        parse_message(s, n, &t->messages[t->messages_count++]);
}

static const struct expect_key {
    const char *key, *person;
    enum expect_kind kind;
    bool alone; /* nobody need be named: it may be the programme's */
} expects[] = {
    {"mail", "to", EXPECT_MAIL, false},       {"responsible", "for", EXPECT_RESPONSIBLE, false},
    {"status", "of", EXPECT_STATUS, false},   {"case", "for", EXPECT_CASE, true},
    {"logged", "with", EXPECT_LOGGED, false}, {"role", "of", EXPECT_ROLE, false},
    {"meeting", "for", EXPECT_MEETING, true},
};

#define EXPECTS (sizeof expects / sizeof *expects)

/* What the expectation is of: just one thing. NULL with a diagnostic. */
static const struct expect_key *find_expected(struct parse *s, const struct ynode *n)
{
    const struct expect_key *found = NULL;

    for (size_t i = 0; i < EXPECTS; i++) {
        const struct ynode *key = ynode_get(n, expects[i].key);
        if (key && found)
            diag_error(s->d, key->key_pos, "\"%s\" and \"%s\" are two expectations: write two",
                       found->key, expects[i].key);
        else if (key)
            found = &expects[i];
    }
    if (!found)
        diag_error(
            s->d, n->pos,
            "an expectation is one of mail, responsible, status, case, role, meeting, logged");
    return found;
}

/* Whose it is stands under one key; under another it would be passed over. */
static void check_whose(struct parse *s, const struct ynode *n, const struct expect_key *e)
{
    static const char *const keys[] = {"to", "for", "of", "with"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (ynode_get(n, keys[i]) && strcmp(keys[i], e->person) != 0)
            diag_error(s->d, ynode_get(n, keys[i])->key_pos, "beside \"%s\" say \"%s\", not \"%s\"",
                       e->key, e->person, keys[i]);
    if (!e->alone && !ynode_get(n, e->person))
        diag_error(s->d, n->pos, "\"%s\", but whose? Add \"%s:\"", e->key, e->person);
}

static void check_words(struct parse *s, const struct ynode *n, const struct expectation *x)
{
    if (x->kind == EXPECT_LOGGED && strcmp(x->what, "attempted") && strcmp(x->what, "made"))
        diag_error(s->d, n->pos, "logged is attempted or made, not \"%s\"", x->what);
    if (x->kind == EXPECT_CASE && !programme_rule(s->p, x->what))
        diag_error(s->d, n->pos, "the programme has no rule \"%s\"", x->what);
    if (x->kind == EXPECT_ROLE && !programme_has_role(s->p, x->what))
        diag_error(s->d, n->pos, "the programme has no role \"%s\"", x->what);
    if (x->kind == EXPECT_MEETING && !programme_meeting(s->p, x->what))
        diag_error(s->d, n->pos, "the programme has no meeting \"%s\"", x->what);
    if (x->kind == EXPECT_STATUS)
        check_word(s, n, "status", status_words);
}

static void check_is(struct parse *s, const struct ynode *n, enum expect_kind kind)
{
    static const char *const stands[] = {"running", "waiting", "stopped", "ended", "none", NULL};
    static const char *const either[] = {"yes", "no", NULL};

    if (kind == EXPECT_CASE)
        check_word(s, n, "word for where a case stands", stands);
    else if (kind == EXPECT_ROLE)
        check_word(s, n, "answer", either);
}

static void parse_expectation(struct parse *s, const struct ynode *n, struct expectation *x)
{
    const struct ynode *times = ynode_get(n, "times");
    const struct expect_key *e;

    if (ynode_check(n, rule_expect_keys, "an expectation", s->d) < 0 || !(e = find_expected(s, n)))
        return;
    check_whose(s, n, e);
    x->pos = n->pos;
    x->kind = e->kind;
    x->what = text_of(n, e->key);
    x->people = strings_of(s, n, e->person);
    check_words(s, ynode_get(n, e->key), x);
    x->as = text_of(n, "as");
    x->is = text_of(n, "is");
    check_is(s, ynode_get(n, "is"), x->kind);
    x->at = text_of(n, "at");
    x->says = strings_of(s, n, "says");
    x->says_not = strings_of(s, n, "says_not");
    x->raw = strings_of(s, n, "raw");
    x->times = 1;
    if (times)
        ynode_int(times, 0, 1000, &x->times, s->d);
}

static void parse_expect(struct parse *s, const struct ynode *list, struct test_entry *t)
{
    t->expect = arena_array(s->a, list ? list->count : 0, sizeof *t->expect);
    if (list)
        for_each_child (n, list)
            parse_expectation(s, n, &t->expect[t->expect_count++]);
}

static instant entry_instant(struct parse *s, const struct ynode *n, instant before)
{
    const struct ynode *at = ynode_get(n, "at"), *after = ynode_get(n, "after");
    int days;

    if (at && !after) {
        instant t = instant_of(s, at);
        if (t && t < before)
            diag_error(s->d, at->pos, "this is earlier than the entry above, or than \"start\"");
        return t;
    }
    if (after && !at)
        return ynode_days(after, &days, s->d) < 0 ? before
                                                  : instant_add_days(before, days, s->p->zone);
    diag_error(s->d, n->pos, "an entry says when: either at: or after:");
    return before;
}

static void parse_entry(struct parse *s, const struct ynode *n, struct test_entry *t,
                        instant before)
{
    static const char *const modes[] = {"live", "shadow", "paused", NULL};
    const struct ynode *mark = ynode_get(n, "mark");

    t->pos = n->pos;
    t->at = before;
    if (ynode_check(n, rule_entry_keys, "an entry of a timeline", s->d) < 0)
        return;
    t->at = entry_instant(s, n, before);
    t->down = flag_of(s, n, "down");
    t->reload = flag_of(s, n, "reload");
    t->people = parse_people(s, ynode_get(n, "people"), &t->people_count);
    t->mode = text_of(n, "mode");
    check_word(s, ynode_get(n, "mode"), "mode", modes);
    if (mark && ynode_check(mark, rule_mark_keys, "a mark", s->d) == 0) {
        t->mark_person = text_of(mark, "person");
        t->mark_status = text_of(mark, "status");
        check_word(s, ynode_get(mark, "status"), "status", status_words);
    }
    parse_messages(s, ynode_get(n, "receive"), t);
    parse_expect(s, ynode_get(n, "expect"), t);
}

/* ---- names --------------------------------------------------------------------- */

static bool is_among(const struct test_person *people, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (people[i].name && !strcmp(people[i].name, name))
            return true;
    return false;
}

/* Who writes, and whoever stands in what is sent, may become a person by that. */
static bool is_in_message(const struct test_message *m, const char *name)
{
    return (m->from && !strcmp(m->from, name)) || (m->text && strstr(m->text, name)) ||
           (m->attachment_text && strstr(m->attachment_text, name));
}

static bool is_in_test(const struct rule_test *t, const char *name)
{
    if (is_among(t->people, t->people_count, name))
        return true;
    for (size_t i = 0; i < t->entries_count; i++) {
        const struct test_entry *e = &t->entries[i];
        if (is_among(e->people, e->people_count, name))
            return true;
        for (size_t k = 0; k < e->messages_count; k++)
            if (is_in_message(&e->messages[k], name))
                return true;
    }
    return false;
}

/* besides: what may stand there and is no person. */
static void check_name(struct parse *s, const struct rule_test *t, struct pos pos, const char *name,
                       const char *besides)
{
    if (name && strcmp(name, besides) != 0 && !is_in_test(t, name))
        diag_error(s->d, pos, "there is nobody called \"%s\" in this test", name);
}

/* What is expected of nobody would always hold, or never. */
static void check_names(struct parse *s, const struct rule_test *t)
{
    for (size_t i = 0; i < t->entries_count; i++) {
        const struct test_entry *e = &t->entries[i];
        check_name(s, t, e->pos, e->mark_person, "");
        for (size_t k = 0; k < e->expect_count; k++) {
            const struct expectation *x = &e->expect[k];
            for (const char **who = x->people; who && *who; who++)
                check_name(s, t, x->pos, *who, x->kind == EXPECT_MAIL ? "admin" : "");
            check_name(s, t, x->pos, x->as, "programme");
            if (x->kind == EXPECT_RESPONSIBLE)
                check_name(s, t, x->pos, x->what, "nobody");
        }
    }
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static void parse_test(struct parse *s, const struct ynode *n, struct rule_test *t)
{
    const struct ynode *timeline;
    instant before;

    t->pos = n->pos;
    if (ynode_check(n, rule_test_keys, "a test", s->d) < 0)
        return;
    t->name = text_of(n, "name");
    t->start = before = instant_of(s, ynode_get(n, "start"));
    t->people = parse_people(s, ynode_get(n, "people"), &t->people_count);
    timeline = ynode_get(n, "timeline");
    t->entries = arena_array(s->a, timeline->count, sizeof *t->entries);
    for_each_child (entry, timeline) {
        struct test_entry *e = &t->entries[t->entries_count++];
        parse_entry(s, entry, e, before);
        before = e->at;
    }
}

struct rule_tests *rule_tests_parse(struct arena *a, const char *file, const char *bytes,
                                    size_t len, const struct programme *p, struct diags *d)
{
    struct parse s = {a, p, d};
    size_t errors = d->errors, common_count;
    struct rule_tests *out = arena_new_of(a, struct rule_tests);
    struct ynode *root = yaml_parse(a, file, bytes, len, d);
    struct test_person *common;

    if (!root || ynode_check(root, rule_tests_keys, "a file of tests", d) < 0)
        return NULL;
    common = parse_people(&s, ynode_get(root, "people"), &common_count);
    const struct ynode *tests = ynode_get(root, "tests");
    out->tests = arena_array(a, tests->count, sizeof *out->tests);
    for_each_child (n, tests) {
        struct rule_test *t = &out->tests[out->count++];
        parse_test(&s, n, t);
        merge_people(&s, t, common, common_count);
        check_names(&s, t);
    }
    return d->errors == errors ? out : NULL;
}
