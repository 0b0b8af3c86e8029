/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "mail/facts.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

static struct mail_facts facts(void)
{
    static struct mail_address to[] = {{"Carol \"C\"", "mentors+k7@example.org"}};
    static const char *refs[] = {"a@example.org", "b@example.org"}, *tokens[] = {"k7"};
    static struct mail_recipient bounced[] = {
        {"ana@example.net", "5.1.1", true, true, "no such\nmailbox", "no such user", false}};
    static struct mail_calendar answers[] = {{"uid-1", "", "ana@example.net", "ACCEPTED"}};
    static struct mail_attachment files[] = {{"é.csv", "text/csv",
                                              "\0\1\xFF"
                                              "abc",
                                              6, "1\ta\\t\tb\n", NULL},
                                             {"", "x/y", "", 0, NULL, "it is \"broken\""}};
    return (struct mail_facts){
        .head = {.from = {"Ana 😀", "ana@example.net"},
                 .from_count = 1,
                 .to = to,
                 .to_count = 1,
                 .subject = "Re: \\ \"x\"",
                 .message_id = "m@example.net",
                 .refs = refs,
                 .refs_count = 2,
                 .tokens = tokens,
                 .tokens_count = 1,
                 .date = 1797332400,
                 .dmarc = DMARC_PASS},
        .class = MAIL_AUTO,
        .class_why = "Auto-Submitted: auto-replied",
        .kind = "vacation",
        .text = "I am away.\n\tUntil then",
        .text_why = "whole",
        .rest = "> quoted",
        .text_truncated = true,
        .away_until = {2027, 1, 4},
        .away_why = "\"back on 4 January\"",
        .in_answer_to = "k7@example.org",
        .recipients = bounced,
        .recipients_count = 1,
        .calendar_method = "REPLY",
        .calendar = answers,
        .calendar_count = 1,
        .attachments = files,
        .attachments_count = 2,
    };
}

static void facts_come_back(void **state)
{
    struct mail_facts f = facts(), g;
    struct err e = {""};
    const char *json = mail_facts_to_json(arena, &f);
    if (mail_facts_from_json(arena, json, strlen(json), &g, &e))
        fail_msg("%s", e.text);
    assert_string_equal(g.head.from.name, f.head.from.name);
    assert_string_equal(g.head.to[0].name, f.head.to[0].name);
    assert_string_equal(g.head.subject, f.head.subject);
    assert_string_equal(g.head.refs[1], "b@example.org");
    assert_int_equal(g.head.dmarc, DMARC_PASS);
    assert_int_equal(g.class, MAIL_AUTO);
    assert_string_equal(g.text, f.text);
    assert_true(g.text_truncated);
    assert_int_equal(date_compare(g.away_until, f.away_until), 0);
    assert_string_equal(g.recipients[0].status, "5.1.1");
    assert_true(g.recipients[0].hard);
    assert_string_equal(g.calendar_method, "REPLY");
    assert_string_equal(g.calendar[0].partstat, "ACCEPTED");
    assert_int_equal(g.attachments[0].len, 6);
    assert_memory_equal(g.attachments[0].data, f.attachments[0].data, 6);
    assert_int_equal(g.attachments[1].len, 0);
    assert_string_equal(g.attachments[0].table, "1\ta\\t\tb\n");
    assert_null(g.attachments[0].table_why);
    assert_string_equal(g.attachments[1].table_why, "it is \"broken\"");
    assert_null(g.head.refused);
    /* Whatever was not looked at above is the same too. */
    assert_string_equal(mail_facts_to_json(arena, &g), json);
}

static void a_head_comes_back(void **state)
{
    struct mail_facts f = facts();
    struct mail_head h;
    struct err e = {""};
    f.head.refused = "nested too deeply";
    const char *json = mail_head_to_json(arena, &f.head);
    assert_int_equal(mail_head_from_json(arena, json, strlen(json), &h, &e), 0);
    assert_string_equal(h.refused, "nested too deeply");
    assert_string_equal(mail_head_to_json(arena, &h), json);
}

static void large_attachments_fit(void **state)
{
    struct mail_facts f = facts(), g;
    struct err e = {""};
    size_t len = MAIL_MAX_BYTES / 4 * 3;
    struct mail_attachment file = {"a", "x/y", arena_alloc(arena, len), len, NULL, NULL};
    f.attachments = &file;
    f.attachments_count = 1;
    const char *json = mail_facts_to_json(arena, &f);
    assert_int_equal(mail_facts_from_json(arena, json, strlen(json), &g, &e), 0);
    assert_int_equal(g.attachments[0].len, len);
}

/* The good facts as JSON with `from` replaced by `to`. */
static char *spoiled(const char *from, const char *to)
{
    struct mail_facts f = facts();
    char *json = mail_facts_to_json(arena, &f), *at = strstr(json, from);
    if (!at)
        fail_msg("%s is not in %s", from, json);
    return arena_printf(arena, "%.*s%s%s", (int)(at - json), json, to, at + strlen(from));
}

static void every_lie_is_refused(void **state)
{
    char *longer = arena_alloc(arena, MAIL_MAX_TEXT + 100);
    memset(longer, 'x', MAIL_MAX_TEXT + 50);
    const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"\"from_count\":1", "\"from_count\":-1", "from_count"},
        {"\"from_count\":1", "\"from_count\":1.5", "from_count"},
        {"\"from_count\":1", "\"from_count\":\"1\"", "from_count"},
        {"\"from_count\":1", "\"other\":1", "from_count"},
        {"\"from_count\":1,", "", "head"},
        {"\"class\":\"auto\"", "\"class\":\"royal\"", "class"},
        {"\"class\":\"auto\"", "\"class\":1", "class"},
        {"\"kind\":\"vacation\"", "\"kind\":\"vacation of a kind too long\"", "kind"},
        {"\"kind\":\"vacation\"", "\"kind\":null", "kind"},
        {"\"kind\":\"vacation\"", "\"kind\":\"a\\nb\"", "kind"},
        {"\"kind\":\"vacation\"", "\"kind\":\"a\\u0000b\"", "it is no JSON"},
        {"\"kind\":\"vacation\"", "\"kind\":\"\xFF\"", "it is no JSON"},
        {"\"kind\":\"vacation\"", "\"kind\":\"a\",\"kind\":\"b\"", "it is no JSON"},
        {"\"kind\":\"vacation\"", "\"kind\":\"a\",\"more\":\"b\"", "the whole"},
        {"\"text\":\"I am", "\"text\":\"\\u0007", "text"},
        {"\"text\":\"", arena_printf(arena, "\"text\":\"%s", longer), "text"},
        {"\"text_truncated\":true", "\"text_truncated\":1", "text_truncated"},
        {"\"2027-01-04\"", "\"2027-02-30\"", "away_until"},
        {"\"2027-01-04\"", "20270104", "away_until"},
        {"[\"k7\"]", "[7]", "tokens"},
        {"[\"k7\"]", "\"k7\"", "tokens"},
        {"\"to\":[{", "\"to\":[7,{", "to"},
        {"\"dmarc\":\"pass\"", "\"dmarc\":\"PASS\"", "dmarc"},
        {"\"date\":1797332400", "\"date\":99999999999", "date"},
        {"\"hard\":true", "\"hard\":null", "hard"},
        {"\"data\":\"AAH/YWJj\"", "\"data\":\"AAH/YWJ\"", "data"},
        {"\"data\":\"AAH/YWJj\"", "\"data\":\"A=H/YWJj\"", "data"},
        {"\"data\":\"AAH/YWJj\"", "\"data\":\"A===\"", "data"},
        {"\"data\":\"AAH/YWJj\"", "\"data\":\"AA*/YWJj\"", "data"},
        {"\"data\":\"AAH/YWJj\"", "\"data\":[]", "data"},
        {"\"table\":null", "\"table\":7", "table"},
        {"\"table\":null", "\"table\":\"\\u0007\"", "table"},
        {"\"table\":null",
         arena_printf(arena, "\"table\":\"%s%s%s%s%s%s%s%s%s\"", longer, longer, longer, longer,
                      longer, longer, longer, longer, longer),
         "table"},
        {"\"table\":null,", "", "attachments"},
        {"\"head\":{", "\"head\":[],\"x\":{", "the whole"},
        {"{\"head\"", "[{\"head\"", "it is no JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {""};
        struct mail_facts f;
        const char *json = spoiled(cases[i].from, cases[i].to);
        if (!mail_facts_from_json(arena, json, strlen(json), &f, &e))
            fail_msg("believed: %s", cases[i].to);
        char *want = arena_printf(arena, "the parser's answer is wrong: %s", cases[i].why);
        if (strncmp(e.text, want, strlen(want)) != 0)
            fail_msg("%s: %s", cases[i].to, e.text);
    }
}

static void lists_are_bounded(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(1000000);
    struct mail_facts f;
    struct err e = {""};
    for (int i = 0; i < 201; i++)
        buf_adds(&b, "{\"name\":\"\",\"email\":\"a@b\"},");
    const char *json = spoiled("\"to\":[", arena_printf(arena, "\"to\":[%s", buf_str(&b)));
    assert_int_equal(mail_facts_from_json(arena, json, strlen(json), &f, &e), -1);
    assert_string_equal(e.text, "the parser's answer is wrong: to has too many entries");
    static const char *const junk[] = {"", "null", "[]", "7", "\"x\"", "{", "{}"};
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++)
        assert_int_equal(mail_facts_from_json(arena, junk[i], strlen(junk[i]), &f, &e), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(facts_come_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_head_comes_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(large_attachments_fit, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(every_lie_is_refused, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(lists_are_bounded, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
