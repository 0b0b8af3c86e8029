/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include "words/commands.h"
#include <string.h>
#include <time.h>

#define TODAY ((struct writer){{2026, 11, 18}, NULL})

static const char *const outcome[] = {"reached", "not reached", NULL};

static struct answer_field field(const char *name, enum answer_type type)
{
    return (struct answer_field){
        .name = name, .type = type, .choices = type == ANSWER_CHOICE ? outcome : NULL};
}

/* The value, "!" and the problem, or "-". */
static const char *shown(const struct answer_field *f)
{
    if (f->problem)
        return arena_printf(arena, "!%s", f->problem);
    return f->value ? f->value : "-";
}

struct example {
    const char *text, *want;
};

static void check(enum answer_type type, const struct example *e, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct answer_field f = field("what happened", type);
        answers_parse(arena, e[i].text, TODAY, &f, 1);
        const char *got = shown(&f);
        if (*e[i].want == '!' ? *got != '!' : strcmp(got, e[i].want) != 0) {
            print_error("%s\n  want: %s\n  got:  %s\n", e[i].text, e[i].want, got);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
#define CHECK(type, table) check(type, table, sizeof table / sizeof *table)

static void reached_or_not(void **state)
{
    static const struct example table[] = {
        {"reached", "reached"},
        {"Reached.", "reached"},
        {"not reached", "not reached"},
        {"Not-reached", "not reached"},
        {"What happened: not reached", "not reached"},
        {"Yes, I reached her on Monday", "reached"},
        {"I spoke with her yesterday, she is fine", "reached"},
        {"We talked for an hour. Got hold of her at work", "reached"},
        {"She answered right away!", "reached"},
        {"We met on Friday", "reached"},
        {"no luck", "not reached"},
        {"No luck so far, sorry.", "not reached"},
        {"I didn't reach her", "not reached"},
        {"I couldn’t get hold of him", "not reached"},
        {"I have not reached her yet", "not reached"},
        {"haven't heard from her", "not reached"},
        {"Only voicemail", "not reached"},
        {"I almost reached her", "!"},
        {"I reached her voicemail", "!"},
        {"Spoke with her mother only", "!"},
        {"I reached out to her", "!"},
        {"We reached an agreement", "!"},
        {"She hasn't answered", "not reached"},
        {"I tried twice, no answer", "not reached"},
        {"I was unable to reach them.", "not reached"},
        {"No luck on Monday, but I reached her on Tuesday", "!"},
        {"reached / not reached", "!"},
        {"I will phone when I have reached her sister", "!"},
        {"If I had reached her I would say so", "!"},
        {"Have you reached her?", "-"},
        {"What happened: we will see", "!"},
        {"The weather is nice", "-"},
        {"", "-"},
    };
    CHECK(ANSWER_CHOICE, table);
}

static void yes_or_no(void **state)
{
    static const struct example table[] = {
        {"yes", "yes"},
        {"Yes, gladly", "yes"},
        {"Sure!", "yes"},
        {"Of course.", "yes"},
        {"no", "no"},
        {"No thanks", "no"},
        {"Not really.", "no"},
        {"Of course not", "no"},
        {"I'd love to!", "yes"},
        {"Count me in", "yes"},
        {"👍", "yes"},
        {"Sounds good", "yes"},
        {"Sorry, I can't make it", "no"},
        {"Unfortunately I cannot come", "no"},
        {"I can't wait", "-"},
        {"Yes, but please change the date", "!"},
        {"Ok, if the room is free", "!"},
        {"Yes - as long as Bea agrees", "!"},
        {"Yes. It was good, but long.", "yes"},
        {"No, but thank you", "no"},
        {"I have no idea", "-"},
        {"No problem at all", "-"},
        {"no I can't", "no"},
        {"I approve", "yes"},
        {"Not approved", "no"},
        {"There is room for it, of course not for me", "-"},
        {"I don't think so", "no"},
        {"Hello Carol,\n\nyes.\n\nAna", "yes"},
        {"yes and no", "!"},
        {"Not sure", "!"},
        {"There is, as far as I can tell, no hurry", "-"},
        {"What happened: maybe", "!"},
        {"Really? yes", "yes"},
        {"I don't know", "!"},
        {"I don't know yet, ask me in May", "!"},
        {"No, I don't know her", "no"},
        {"I don't know, yes", "!"},
        {"I'm afraid not", "no"},
        {"I can't.", "no"},
        {"Can't, sorry", "no"},
        {"No, not this month but next month yes", "!"},
    };
    CHECK(ANSWER_YES_NO, table);
}

static void dates(void **state)
{
    static const struct example table[] = {
        {"12 Nov", "2026-11-12"},
        {"It was on Nov 12th, in the evening", "2026-11-12"},
        {"12 Nov. Not much news.", "2026-11-12"},
        {"We met on the 3rd of October 2026.", "2026-10-03"},
        {"12.11.2026", "2026-11-12"},
        {"12.11.", "2026-11-12"},
        {"2026-11-12", "2026-11-12"},
        {"1026-11-12", "!"},
        {"yesterday", "2026-11-17"},
        {"last Monday", "2026-11-16"},
        {"on Monday, 16 Nov", "2026-11-16"},
        {"two weeks ago", "2026-11-04"},
        {"24 Dec", "2025-12-24"},
        {"29 Feb", "2024-02-29"},
        {"12/11/2026", "!"},
        {"13/11/2026", "2026-11-13"},
        {"11/11", "2026-11-11"},
        {"31 Nov", "!"},
        {"12 Nov or 13 Nov", "!"},
        {"What happened: soon", "!"},
        {"We sat in the sun in march", "-"},
        {"at 10.30", "-"},
        {"call 555-1234", "-"},
    };
    CHECK(ANSWER_DATE, table);
}

static void times_of_day(void **state)
{
    static const struct example table[] = {
        {"14:30", "14:30"},
        {"At half past? No: 2:30 pm", "14:30"},
        {"2pm", "14:00"},
        {"9.15 a.m.", "09:15"},
        {"12 am", "00:00"},
        {"12 pm", "12:00"},
        {"10:00 or 11:00", "!"},
        {"What happened: later", "!"},
        {"3 of us, in room 14", "-"},
        {"25:00", "-"},
        {"tomorrow at noon", "12:00"},
        {"midnight", "00:00"},
        {"one afternoon", "-"},
        {"half past 6 in the evening", "18:30"},
        {"quarter to seven pm", "18:45"},
        {"6 in the evening", "18:00"},
        {"5 o'clock in the morning", "05:00"},
        {"Wednesday at half past six", "!"},
        {"quarter to one pm, or later", "12:45"},
        {"5 o'clock", "!"},
        {"between 2 and 3 pm", "!"},
        {"2-3pm", "!"},
        {"on 24/11 - 3pm", "15:00"},
        {"2 of us and 3 pm", "15:00"},
        {"not before 3pm", "!"},
        {"Dec 1st 3.30 pm", "15:30"},
        {"3 pm of course", "15:00"},
        {"I can't at 3 pm", "!"},
    };
    CHECK(ANSWER_TIME, table);
}

static void dates_to_come(void **state)
{
    static const struct example table[] = {
        {"24 Dec", "2026-12-24"},
        {"12 Jan", "2027-01-12"},
        {"2027-02-01", "2027-02-01"},
        {"day after tomorrow", "2026-11-20"},
        {"the day after tomorrow", "2026-11-20"},
        {"not before 5 December", "!"},
        {"after 5 December", "!"},
        {"I can\u2019t on 5 December", "!"},
        {"5 December doesn't work", "!"},
        {"Can't do Tuesday", "!"},
        {"5 December, I can't come earlier", "2026-12-05"},
        {"5 December and not earlier", "2026-12-05"},
        {"No, 5 December", "2026-12-05"},
        {"12 Jan, not 5 December", "!"},
        {"1-5 December", "!"},
        {"between 1 and 5 December", "!"},
        {"the 3rd or 4th of December", "!"},
        {"from the 1st to the 5th of December", "!"},
        {"room 12, 5 December", "2026-12-05"},
        {"Monday week", "!"},
        {"a week from Tuesday", "!"},
        {"the first Tuesday of December", "!"},
    };
    CHECK(ANSWER_DATE_AHEAD, table);
}

static void numbers(void **state)
{
    static const struct example table[] = {
        {"3", "3"},
        {"about 12 of them", "12"},
        {"Three mentees", "3"},
        {"none", "0"},
        {"Twice.", "2"},
        {"a dozen", "12"},
        {"1,000", "!"},
        {"1.500", "!"},
        {"0.125", "0.125"},
        {"1500", "1500"},
        {"1.5", "1.5"},
        {"1,5 hours", "1.5"},
        {"on 12 Nov I had 4 mentees", "4"},
        {"2 or 3", "!"},
        {"not 3", "!"},
        {"not many, 3", "3"},
        {"a mentor", "-"},
        {"What happened: many", "!"},
    };
    CHECK(ANSWER_NUMBER, table);
}

static void links(void **state)
{
    static const struct example table[] = {
        {"https://survey.example.org/a?x=1", "https://survey.example.org/a?x=1"},
        {"Here: <https://survey.example.org/a>.", "https://survey.example.org/a"},
        {"(see https://survey.example.org/a_(b)).", "https://survey.example.org/a_(b)"},
        {"https://a.example.org and https://b.example.org", "!"},
        {"https://a.example.org, https://a.example.org", "https://a.example.org"},
        {"What happened: see attachment", "!"},
        {"What happened: https://a.example.org", "https://a.example.org"},
        {"javascript:alert(1)", "-"},
        {"https://", "-"},
    };
    CHECK(ANSWER_URL, table);
}

static void several_fields(void **state)
{
    struct answer_field f[] = {field("date_reached", ANSWER_DATE), field("outcome", ANSWER_CHOICE),
                               field("summary", ANSWER_TEXT)};
    size_t n = answers_parse(arena,
                             "Date reached: 12 Nov\n"
                             "OUTCOME = reached\n"
                             "Summary: doing well.\n"
                             "\n"
                             "New job in May.\n"
                             "-- \nCarol\n",
                             TODAY, f, 3);
    assert_int_equal(n, 3);
    assert_string_equal(f[0].value, "2026-11-12");
    assert_string_equal(f[1].value, "reached");
    assert_string_equal(f[2].value, "doing well.\n\nNew job in May.");

    n = answers_parse(arena, "I spoke with her yesterday and all is well", TODAY, f, 3);
    assert_int_equal(n, 3);
    assert_string_equal(f[0].value, "2026-11-17");
    assert_string_equal(f[1].value, "reached");
    assert_string_equal(f[2].value, "I spoke with her yesterday and all is well");

    n = answers_parse(arena, "> Date reached: 12 Nov\n> Outcome:\nno luck\n> Summary:\n", TODAY, f,
                      3);
    assert_string_equal(f[0].value, "2026-11-12");
    assert_string_equal(f[1].value, "not reached");
    assert_null(f[2].value);
    assert_int_equal(n, 2);
}

static void two_links(void **state)
{
    static const char *const texts[] = {
        "mentor link: https://s.example.org/1\nmentee link: https://s.example.org/2",
        "Mentee-Link: https://s.example.org/2\nMentor_Link: https://s.example.org/1",
        "Mentors: https://s.example.org/1\nMentees: https://s.example.org/2",
        "For the mentors https://s.example.org/1\nand for the mentees https://s.example.org/2",
        "https://s.example.org/1 (mentors)\nhttps://s.example.org/2 (mentees)",
        "mentors:\nhttps://s.example.org/1\n\nmentees:\nhttps://s.example.org/2",
        "For mentors https://s.example.org/1, for mentees https://s.example.org/2",
        "mentees: https://s.example.org/2 mentors: https://s.example.org/1",
        "https://s.example.org/1 (mentors) and https://s.example.org/2 (mentees).",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct answer_field f[] = {field("mentor_link", ANSWER_URL),
                                   field("mentee_link", ANSWER_URL)};
        if (answers_parse(arena, texts[i], TODAY, f, 2) != 2)
            fail_msg("not both: %s", texts[i]);
        assert_string_equal(f[0].value, "https://s.example.org/1");
        assert_string_equal(f[1].value, "https://s.example.org/2");
    }
    struct answer_field f[] = {field("mentor_link", ANSWER_URL), field("mentee_link", ANSWER_URL)};
    assert_int_equal(
        answers_parse(arena, "https://s.example.org/1\nhttps://s.example.org/2", TODAY, f, 2), 0);
    answers_parse(arena, "mentors: https://s.example.org/1", TODAY, f, 2);
    assert_string_equal(f[0].value, "https://s.example.org/1");
    assert_null(f[1].value);
}

static void answered_twice(void **state)
{
    struct answer_field f = field("date", ANSWER_DATE);
    assert_int_equal(answers_parse(arena, "date: 12 Nov\ndate: 13 Nov", TODAY, &f, 1), 0);
    assert_string_equal(f.problem, "is answered twice, and not the same");
}

/* The engine reads these: nobody else's letter may wait for one that is made of a single word. */
static void long_letters_are_read_at_once(void **state)
{
    static const struct {
        enum answer_type type;
        const char *language, *word;
    } letters[] = {{ANSWER_NUMBER, NULL, "1 "},       {ANSWER_NUMBER, NULL, "  "},
                   {ANSWER_NUMBER, NULL, "the "},     {ANSWER_DATE, NULL, "5.12.,"},
                   {ANSWER_DATE, "de", "am "},        {ANSWER_TIME, NULL, "3pm,"},
                   {ANSWER_CHOICE, NULL, "reached/"}, {ANSWER_CHOICE, "de", "erreicht/"}};
    enum { BYTES = 128 * 1024 };
    char *text = arena_alloc(arena, BYTES + 1);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        struct answer_field f = field("what happened", letters[i].type);
        struct writer w = {{2026, 11, 18}, letters[i].language};
        for (size_t at = 0, n = strlen(letters[i].word); at < BYTES; at++)
            text[at] = letters[i].word[at % n];
        clock_t begun = clock();
        answers_parse(arena, text, w, &f, 1);
        double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        if (seconds > 2)
            fail_msg("\"%s\" over and over: %.1f s", letters[i].word, seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reached_or_not, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(yes_or_no, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(dates, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(times_of_day, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(dates_to_come, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(numbers, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(links, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(several_fields, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(two_links, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answered_twice, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(long_letters_are_read_at_once, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
