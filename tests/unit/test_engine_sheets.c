/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The monthly survey with the spreadsheets that people really send. */
#include "mail/compose.h"
#include "tests/unit/support/scene.h"

#include <string.h>

static struct mail_attachment fixture(struct scene *s, const char *name)
{
    _cleanup_(buf_release) struct buf file = BUF_INIT(1 << 20);

    assert_int_equal(buf_read_file(&file, arena_printf(s->arena, "tests/unit/fixtures/%s", name)),
                     0);
    return (struct mail_attachment){
        .name = name,
        .type = "application/octet-stream",
        .data = memcpy(arena_alloc(s->arena, file.len), file.data, file.len),
        .len = file.len,
    };
}

/* Wen's answer to that letter, with the file beside her words. */
static void wen_answers(struct scene *s, const char *letter, const char *text, const char *name)
{
    _cleanup_(buf_release) struct buf message = BUF_INIT(1 << 20);
    struct outbox_row asked = scene_letter(s, letter, "wen@example.org");
    struct mail_attachment file = fixture(s, name);
    struct mail_letter l = {
        .from = {"Wen Li", "wen@example.org"},
        .to = {"", asked.envelope_from},
        .subject = "Re: the survey",
        .message_id = arena_printf(s->arena, "%s@example.org", name),
        .in_reply_to = asked.message_id,
        .auto_submitted = "auto-replied",
        .zone = zone_find("UTC"),
        .text = text,
        .attachments = &file,
        .attachments_count = 1,
    };
    struct err e;
    char *automatic;

    if (mail_compose(&l, &message, &e) < 0)
        fail_msg("%s", e.text);
    automatic = memmem(message.data, message.len, "Auto-Submitted", 14);
    assert_non_null(automatic);
    memcpy(automatic, "X-By-Hand-Sent", 14);
    scene_forget_letters(s);
    scene_receive_bytes(s, message.data, message.len);
}

static void links_came(struct scene *s, const char *addresses)
{
    struct outbox_row check_in = scene_letter(s, "check-in", "ana@example.org");

    RECEIVE(s, .from = "Ana Ruiz <ana@example.org>", .answers = &check_in, .text = "All is well.");
    scene_at(s, "2027-01-02 10:00");
    wen_answers(s, "survey-links",
                "Mentor survey: https://survey.example.org/mentors\n"
                "Mentee survey: https://survey.example.org/mentees\n",
                addresses);
}

static void addresses_come_as_xlsx(void **state)
{
    struct scene *s = *state;

    links_came(s, "addresses.xlsx");
    assert_int_equal(scene_count(s, "mentor-survey", "ana@example.org"), 1);
    assert_int_equal(scene_count(s, "mentee-survey", "bea@example.org"), 1);
    assert_int_equal(scene_count(s, "thank-you", "wen@example.org"), 1);
    assert_int_equal(scene_count(s, "roster-preview", "wen@example.org"), 1);
    assert_true(scene_reached(s, "wen@example.org", "a letter of its own"));
}

static void results_come_as_ods(void **state)
{
    struct scene *s = *state;

    links_came(s, "addresses.xlsx");
    scene_at(s, "2027-01-13 10:00");
    wen_answers(s, "survey-results", "Here they are.\n", "results.ods");
    assert_int_equal(scene_events(s, "flagged", "", s->ana), 2);
    assert_int_equal(scene_events(s, "flagged", "", s->bea), 1);
    assert_int_equal(scene_events(s, "flagged", "", s->dan), 0);
    assert_int_equal(scene_count(s, "mentor-flagged", "carol@example.org"), 1);
    assert_int_equal(scene_count(s, "survey-review", "carol@example.org"), 1);
}

static void what_cant_be_read_is_asked_for_again(void **state)
{
    struct scene *s = *state;

    links_came(s, "addresses.xlsx");
    scene_at(s, "2027-01-13 10:00");
    wen_answers(s, "survey-results", "Here they are.\n", "people.xls");
    assert_int_equal(scene_count(s, "ask-again", "wen@example.org"), 1);
    assert_true(scene_reached(s, "wen@example.org",
                              "people.xls: this is a file of an old Excel: save it as .xlsx or "
                              "CSV"));
    assert_int_equal(scene_count(s, "survey-review", ""), 0);
}

/* ---- long ones -------------------------------------------------------------------- */

static void a_long_table_of_full_names_is_read(void **state)
{
    struct scene *s = *state;
    _cleanup_(buf_release) struct buf b = BUF_INIT(4 << 20);

    links_came(s, "addresses.xlsx");
    scene_at(s, "2027-01-13 10:00");
    struct outbox_row asked = scene_letter(s, "survey-results", "wen@example.org");
    buf_adds(&b, "--x\nContent-Type: text/plain\n\nHere they are.\n--x\n"
                 "Content-Type: text/csv; name=results.csv\n\nName,Words,Email\n");
    for (int i = 0; i < 6000; i++)
        buf_addf(&b, "\"Ruiz, Ana %d\",We met twice and all is as it should be,a%d@example.net\n",
                 i, i);
    buf_adds(&b, "--x--\n");
    RECEIVE(s, .from = "Wen Li <wen@example.org>", .answers = &asked, .text = buf_str(&b),
            .more = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n");
    assert_true(scene_reached(s, "wen@example.org", "5975 more rows"));
    assert_true(scene_reached(s, "wen@example.org", "6000 rows"));
}

static void a_long_answer_to_the_form_is_kept_whole(void **state)
{
    struct scene *s = *state;
    _cleanup_(buf_release) struct buf b = BUF_INIT(4 << 20);

    scene_at(s, "2026-12-25 10:00");
    struct outbox_row asked = scene_letter(s, "your-summaries", "carol@example.org");
    buf_adds(&b, "Ana Ruiz, summary: it is a long story.\n");
    for (int i = 0; i < 4500; i++)
        buf_addf(&b, "and then came day %04d, on which we met.\n", i);
    RECEIVE(s, .from = "Carol Nguyen <carol@example.org>", .answers = &asked, .text = buf_str(&b));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM text WHERE text LIKE "
                                     "'Ana Ruiz: it is a long story.%came day 4499%'"),
                     1);
}

#define scene_test(f) cmocka_unit_test_setup_teardown(f, scene_setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(addresses_come_as_xlsx),
        scene_test(results_come_as_ods),
        scene_test(what_cant_be_read_is_asked_for_again),
        scene_test(a_long_table_of_full_names_is_read),
        scene_test(a_long_answer_to_the_form_is_kept_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
