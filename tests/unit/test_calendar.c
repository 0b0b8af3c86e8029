/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/calendar.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <string.h>

#define HEAD "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\n"

static struct mail_facts facts;

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static bool is_answer(const char *bytes)
{
    facts = (struct mail_facts){0};
    return calendar_read(arena, mime_parse(arena, bytes, strlen(bytes)), &facts);
}

static void an_answer(void **state)
{
    assert_true(is_answer(HEAD
                          "METHOD:reply\nBEGIN:VEVENT\n"
                          "ATTENDEE;CN=\"Ana: B; C\";PARTSTAT=accepted;RO\n LE=X:MAILTO:ana@ex\n"
                          " ample.net\nUID:abc\nRECURRENCE-ID;TZID=X/Y:20261112T100000\n"
                          "END:VEVENT\nEND:VCALENDAR\n"));
    assert_int_equal(facts.calendar_count, 1);
    assert_string_equal(facts.calendar_method, "REPLY");
    assert_string_equal(facts.calendar[0].uid, "abc");
    assert_string_equal(facts.calendar[0].recurrence_id, "20261112T100000");
    assert_string_equal(facts.calendar[0].attendee, "ana@example.net");
    assert_string_equal(facts.calendar[0].partstat, "ACCEPTED");
}

static void several_answers_and_what_is_missing(void **state)
{
    assert_true(is_answer(HEAD "METHOD:REPLY\nBEGIN:VEVENT\nUID:1\nATTENDEE:mailto:a@example.net\n"
                               "BEGIN:VALARM\nATTENDEE:mailto:alarm@example.net\nEND:VALARM\n"
                               "END:VEVENT\nBEGIN:VEVENT\nUID:2\n"
                               "ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@example.net\n"));
    assert_int_equal(facts.calendar_count, 2);
    assert_string_equal(facts.calendar[0].partstat, "NEEDS-ACTION");
    assert_string_equal(facts.calendar[1].uid, "2");
    assert_string_equal(facts.calendar[1].partstat, "TENTATIVE");
    assert_string_equal(facts.calendar[1].recurrence_id, "");
}

static void the_same_answer_twice_counts_once(void **state)
{
#define PART                                                                                       \
    "--b\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VEVENT\nUID:1\n"                      \
    "ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.net\nEND:VEVENT\n"
    assert_true(is_answer("Content-Type: multipart/mixed; boundary=b\n\n" PART PART "--b--\n"));
    assert_int_equal(facts.calendar_count, 1);
    assert_string_equal(facts.calendar[0].partstat, "DECLINED");
}

static void invitations_are_no_answers(void **state)
{
    assert_false(is_answer(HEAD "METHOD:REQUEST\nBEGIN:VEVENT\nUID:1\n"
                                "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.net\nEND:VEVENT\n"));
    assert_false(is_answer("Subject: x\n\nhello"));
}

/* Names that nobody put into quotation marks, and lines whose folds were lost on the way. */
static void attendees_as_programs_write_them(void **state)
{
#define ANA        ":mailto:ana@example.net"
#define LONG_LINES "ATTENDEE;CN=\"Ana of the very long name and longer\";ROLE=REQ-PARTICIPANT;"
    static const char *const lines[] = {
        "ATTENDEE;CN=Ana: B;PARTSTAT=DECLINED" ANA,
        "ATTENDEE;CN='Ana; B: C';PARTSTAT=DECLINED" ANA,
        "ATTENDEE;CN=\"Ana;PARTSTAT=DECLINED" ANA,
        "ATTENDEE;PARTSTAT=DECLINED;CN=\"Ana" ANA,
        "ATTENDEE;CN=\"mailto:bo@example.net\";PARTSTAT=DECLINED" ANA,
        "ATTENDEE;SENT-BY=\"mailto:bo@example.net\";PARTSTAT=DECLINED" ANA,
        LONG_LINES "PARTS\nTAT=DECLINED" ANA,
        LONG_LINES "PARTSTAT=DEC\nLINED;RSVP=TRUE" ANA,
        LONG_LINES "PARTSTAT=DECLINED:mailto:ana@exam\nple.net",
        LONG_LINES "PARTSTAT=DECLINED" ANA "\nno line of a calendar",
        LONG_LINES "PARTSTAT=DECLINED" ANA "\nX-COMMENT=\"yes\"",
        "DESCRIPTION:All that was written about it\nsomebody wrote over several lines, which are "
        "too long to be overlooked\nATTENDEE;PARTSTAT=DECLINED" ANA,
        "COMMENT:x\n ATTENDEE;PARTSTAT=ACCEPTED" ANA "\nATTENDEE;PARTSTAT=DECLINED" ANA,
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char bytes[1000];
        snprintf(bytes, sizeof bytes, HEAD "METHOD:REPLY\nBEGIN:VEVENT\nUID:1\n%s\nEND:VEVENT\n",
                 lines[i]);
        if (!is_answer(bytes) || facts.calendar_count != 1)
            fail_msg("no answer in %s", lines[i]);
        assert_string_equal(facts.calendar[0].attendee, "ana@example.net");
        assert_string_equal(facts.calendar[0].partstat, "DECLINED");
        assert_string_equal(facts.calendar[0].uid, "1");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_answer, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(several_answers_and_what_is_missing, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(the_same_answer_twice_counts_once, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(invitations_are_no_answers, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(attendees_as_programs_write_them, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
