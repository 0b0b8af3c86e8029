/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Persons, machines and lists; and until when somebody is away. */
#include "mail/classify.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

#define SENT 1793613600 /* Monday, 2 November 2026, 10:00 UTC */

static struct mail_facts facts;
static const struct mail_hints no_hints;

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static enum mail_class class_of(const char *headers, const char *text)
{
    const struct mime *m = mime_parse(arena, headers, strlen(headers));
    const char *subject = mime_header(m, "Subject");
    facts =
        (struct mail_facts){.head = {.date = SENT, .subject = subject ? subject : ""}, .rest = ""};
    facts.head.from.email = "anna@example.org";
    classify(arena, m, text, &no_hints, &facts);
    return facts.class;
}

static void headers_of_machines(void **state)
{
    static const char *const headers[] = {"Auto-Submitted: auto-replied\n\n",
                                          "Auto-Submitted: auto-generated (vacation)\n\n",
                                          "X-Autoreply: yes\n\n",
                                          "Precedence: auto_reply\n\n",
                                          "X-Auto-Response-Suppress: All\n\n",
                                          "Precedence: bulk\n\n",
                                          "Return-Path: <>\n\n",
                                          "Precedence: list\nX-Precedence: auto-reply\n\n",
                                          "Preference: auto_reply\n\n",
                                          "X-Precedence: junk\n\n",
                                          "Subject: Automatic reply: x\n\n",
                                          "Subject: Reponse automatique : x\n\n",
                                          "Subject: 【自動応答】x\n\n",
                                          "Subject: Away: x\n\n",
                                          "Subject: x (out of office)\n\n",
                                          "Subject: [Automatyczna odpowied\xC5\xBA] x\n\n",
                                          "Subject: x (Automatic Response)\n\n"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (class_of(headers[i], "Hello") != MAIL_AUTO)
            fail_msg("not automatic: %s", headers[i]);
}

static void persons_are_no_machines(void **state)
{
    static const char *const letters[][2] = {
        {"Auto-Submitted: no\nSubject: x\n\n", "I am out of office. I will reply upon my return."},
        {"Subject: Re: Out of office\n\n", "Hi, no problem."},
        {"Subject: Fwd: Automatic reply: hello\n\n", "Look what I got from her."},
        {"Subject: Re: x\n\n", "She is traveling a lot. Urgent: none."},
        {"Subject: Absence of my mentee\n\n",
         "She has been absent since Monday, what shall I do? She has not answered three mails."},
        {"Subject: x\n\n", "My mentee is on vacation until Monday. I will get back to you as soon "
                           "as possible."},
        {"Subject: Out of office rules\n\n", "Which are they?"},
        {"Subject: On leave from the programme?\n\n", "Is that possible?"},
        {"In-Reply-To: <x>\nReturn-Path: <>\n\n", "We met on Monday."},
        {"In-Reply-To: <x>\nX-Auto-Response-Suppress: All\n\n", "We met on Monday."},
        {"X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n\n", "Is she well?"},
        {"In-Reply-To: <x>\nList-Unsubscribe: <https://crm.example.org>\n\n", "We met."},
        {"Subject: Vacation\n\n", "Is there a break in summer?"},
        {"X-Autoreply: no\n\n", "Hello"},
        {"Precedence: normal\n\n", "Hello"},
        {"Subject: Re: x\n\n",
         "I was on vacation until Sunday. I'll call her today and reply as soon "
         "as possible."},
        {"Subject: AW: x\n\n",
         "Maria ist im Urlaub bis 12.11., ich melde mich danach. In dringenden "
         "Fällen rufen Sie sie an."},
        {"Subject: Re: x\n\n", "I got an automatic reply from Maria, what now?"},
        {"Subject: Re: x\n\n",
         "I will be on holiday from Friday. Could Jo take over? If urgent, call "
         "me."},
        {"Subject: Re: x\n\n", "Please do not reply to this mentee yet, I'm talking to her."},
        {"Subject: Read: the form\n\n", "I filled it in."},
        {"Subject: Absence\nIn-Reply-To: <x>\n\n",
         "Je serai absente la semaine prochaine pour une op\xC3\xA9ration."},
        {"Subject: Out of office\n\n",
         "My autoresponder answered all of you last month, sorry about that! Everything is fine."},
        {"Subject: Re: x\nIn-Reply-To: <x>\nPrecedence: junk\n\n",
         "Please stop writing to me, I left the programme."},
        {"Subject: Re: x\nIn-Reply-To: <x>\n\n",
         "Tuesday it is.\n\nMichel\nThis mail was sent from a shared computer. Please do not reply "
         "to the technical address."},
        {"Subject: Nicht erreichbar\n\n", "Ich erreiche sie seit zwei Wochen nicht. Was tun?"},
        {"Subject: My address\n\n", "I have a new one. My old mailbox is no longer monitored."},
        {"Subject: Re: x\n\n", "Meine Adresse wird ab dem 1. Dezember nicht mehr gelesen."},
        {"Subject: Re: x\n\n", "小明现在放假回老家了，11月12日回来。"},
        {"Subject: Re: x\n\n", "Er bortreist, men hun får låne hytta i mellomtiden."},
        {"X-Auto-Response-Suppress: All\n\n", "please ring me"},
        {"In-Reply-To: <x>\nReturn-Path: <>\n\n", "please ring me, urgent"},
        {"Subject: Re: x\nIn-Reply-To: <x>\nPrecedence: bulk\n\n", "please ring me, urgent"},
        {"X-Auto-Response-Suppress: All\n\n", "How do I claim the bus fare?"},
        {"X-Auto-Response-Suppress: All\n\n", "I live in the north and want to join."},
        {"Subject: AW: x\nIn-Reply-To: <x>\nPrecedence: bulk\n\n", "1"},
        {"Subject: Auto-reply\n\n", "Please switch it off, it loops with mine."},
        {"Subject: Autosvar?\n\n", "Finns han?"},
        {"Subject: Re: x\n\n", "Gladly.\n\nThis message was automatically scanned by the server."},
        {"Subject: Re: x\n\n", "Ja, gern.\n\nDiese Nachricht wurde automatisch archiviert."},
        {"Subject: Re: x\n\n", "Je pars en vacances, retour le 10. On reprend nos mercredis."},
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (class_of(letters[i][0], letters[i][1]) != MAIL_HUMAN)
            fail_msg("not human: %s%s (%s)", letters[i][0], letters[i][1], facts.class_why);
}

/* No header says so, nor the subject. */
static void words_of_machines(void **state)
{
    static const char *const texts[] = {
        "Vielen Dank für Ihre Nachricht. Ich befinde mich derzeit im Urlaub und bin ab dem 16.11. "
        "wieder erreichbar.",
        "Bonjour, actuellement en congés, je prendrai connaissance de votre message à mon retour.",
        "Przebywam na urlopie do 12 listopada. W pilnych sprawach proszę o kontakt z Jo.",
        "U odmoru sam do 12. studenog. U hitnim slučajevima obratite se Jo.",
        "В отпуск съм до 12 ноември. При спешност се свържете с Jo.",
        "Esu atostogose iki lapkričio 12 d. Skubiais atvejais kreipkitės į Jo.",
        "Olen puhkusel kuni 12. novembrini. Kiireloomulistes küsimustes pöörduge Jo poole.",
        "11月12日まで不在にしております。戻り次第ご連絡いたします。",
        "أنا في إجازة حتى 12 نوفمبر. للأمور العاجلة يرجى التواصل مع Jo.",
        "Wegens vakantie ben ik afwezig tot 12 november. Uw mail wordt dan niet gelezen.",
        "11月12日まで休暇のため、メールの確認ができません。",
        "您好，我现在休假，11月12日回来。",
        "您好！因目前休假，11月12日回来后回复。",
        "Je suis actuellement indisponible et prendrai connaissance de votre message à partir du "
        "16 "
        "novembre.",
        "I no longer work at Example Ltd. Please direct all enquiries to Jo.",
        "This mailbox is no longer monitored. Please write to Jo.",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (class_of("Subject: Re: x\n\n", texts[i]) != MAIL_AUTO)
            fail_msg("not automatic: %s", texts[i]);
    assert_int_equal(class_of("X-Acme-Vacation: y\n\n", "x"), MAIL_AUTO);
    assert_int_equal(class_of("Delivered-To: Autoresponder\n\n", "x"), MAIL_AUTO);
    assert_int_equal(class_of("Subject: Gelesen: x\n\n", "Ihre Nachricht wurde gelesen."),
                     MAIL_AUTO);
    assert_string_equal(facts.kind, "receipt");
}

static void an_answer_with_our_letter_below_is_a_persons(void **state)
{
    const char *text = "I am on vacation until Monday and will answer upon my return.";
    assert_int_equal(class_of("Subject: Re: x\n\n", text), MAIL_AUTO);
    const struct mime *m = mime_parse(arena, "Subject: Re: x\n\n", 16);
    facts = (struct mail_facts){.head = {.date = SENT, .subject = "Re: x"}, .rest = "> Hello"};
    classify(arena, m, text, &no_hints, &facts);
    assert_int_equal(facts.class, MAIL_HUMAN);
}

static enum mail_class answer_to(const char *letter, const char *text)
{
    const struct mime *m = mime_parse(arena, "Subject: Re: x\n\n", 16);
    facts = (struct mail_facts){.head = {.date = SENT, .subject = "Re: x"}, .rest = ""};
    facts.head.from.name = "Anna Lund";
    classify(arena, m, text, &(struct mail_hints){.original = letter}, &facts);
    return facts.class;
}

/* A server of persons may put a list's fields on what they write to us. */
static void an_answer_to_our_letter_is_no_lists(void **state)
{
    static const char head[] = "Subject: Re: x\nList-Id: <relay.example.org>\n\n";
    const struct mime *m = mime_parse(arena, head, strlen(head));
    facts = (struct mail_facts){.head = {.date = SENT, .subject = "Re: x"}, .rest = ""};
    classify(arena, m, "We met on Monday.", &no_hints, &facts);
    assert_int_equal(facts.class, MAIL_LIST);
    facts.in_answer_to = "letter.1@example.org";
    classify(arena, m, "We met on Monday.", &no_hints, &facts);
    assert_int_equal(facts.class, MAIL_HUMAN);
    classify(arena, m, "I am out of the office until Monday. If urgent, please contact Jo.",
             &no_hints, &facts);
    assert_int_equal(facts.class, MAIL_LIST);
}

/* A site sends what somebody wrote into its form; what it says on its own wants no answer
 * elsewhere. */
static void a_form_of_our_own_is_a_persons(void **state)
{
    static const struct {
        const char *head;
        enum mail_class class;
    } cases[] = {{"Auto-Submitted: auto-generated\nReply-To: dawit@example.net\n\n", MAIL_HUMAN},
                 {"Precedence: bulk\nReply-To: dawit@example.net\n\n", MAIL_HUMAN},
                 {"Auto-Submitted: auto-replied\nReply-To: dawit@example.net\n\n", MAIL_AUTO},
                 {"Auto-Submitted: auto-generated\nReply-To: anna@example.org\n\n", MAIL_AUTO},
                 {"Auto-Submitted: auto-generated\nReply-To: noreply@example.net\n\n", MAIL_AUTO},
                 {"Auto-Submitted: auto-generated\n\n", MAIL_AUTO}};
    struct mail_hints hints = {.self.address = "mentors@example.org"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct mime *m = mime_parse(arena, cases[i].head, strlen(cases[i].head));
        facts = (struct mail_facts){.head = {.date = SENT, .subject = "Contact"}, .rest = ""};
        facts.head.from.email = "site@example.org";
        classify(arena, m, "Please call me.", &hints, &facts);
        if (facts.class != cases[i].class)
            fail_msg("%s", cases[i].head);
    }
}

/* A group that has our address: whoever writes to us goes through it. */
static void our_own_group_is_no_list(void **state)
{
    static const char *const heads[] = {"List-Id: Us <mentors.example.org>\n\n",
                                        "List-Id: x\nList-Post: <mailto:Mentors@example.org>\n\n"};
    struct mail_hints hints = {.self.address = "mentors@example.org"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const struct mime *m = mime_parse(arena, heads[i], strlen(heads[i]));
        facts = (struct mail_facts){.head = {.date = SENT, .subject = "Help"}, .rest = ""};
        classify(arena, m, "Please call me.", &hints, &facts);
        assert_int_equal(facts.class, MAIL_HUMAN);
        classify(arena, m, "Please call me.", &no_hints, &facts);
        assert_int_equal(facts.class, MAIL_LIST);
    }
}

/* No notice of absence knows whom we asked about; but it does know who sends it. */
static void a_name_of_our_letter_is_a_persons(void **state)
{
    const char *letter =
        "Dear Anna,\n\nhow was your month with Mira? Have you met, Anna, and did you "
        "find some time to talk, as you had planned to do on Monday?\n";
    const char *of_anna = "I am on leave until Monday. In urgent cases please contact Jo. Anna";
    const char *of_mira = "I am on leave until Monday. In urgent cases Mira can contact Jo.";
    assert_int_equal(answer_to(letter, of_anna), MAIL_AUTO);
    assert_int_equal(answer_to(letter, of_mira), MAIL_HUMAN);
    assert_int_equal(answer_to(NULL, of_mira), MAIL_AUTO);
}

/* The same absence, now and to come. */
static void plans_are_no_absence(void **state)
{
    const char *now =
        "I am on leave from 30 October until 14 November. If urgent, please contact Jo.";
    const char *soon = "I am on leave from 12 to 24 November. If urgent, please contact Jo.";
    assert_int_equal(answer_to(NULL, now), MAIL_AUTO);
    assert_int_equal(answer_to(NULL, soon), MAIL_HUMAN);
    static const char *const plans[] = {
        "I am on leave from Friday and back on the 20th. If urgent, please contact Jo.",
        "Ich bin ab morgen im Urlaub und erst am 10. Dezember wieder erreichbar. In dringenden "
        "F\xC3\xA4llen wenden Sie sich an Jo.",
        "Estarei de f\xC3\xA9rias de 20 a 30 de novembro. Em caso de urg\xC3\xAAncia contacte Jo."};
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        if (answer_to(NULL, plans[i]) != MAIL_HUMAN)
            fail_msg("not human: %s", plans[i]);
    assert_int_equal(answer_to(NULL, "Ich bin im Urlaub und ab dem 16. November wieder "
                                     "erreichbar. Dringend? Fragen Sie Jo."),
                     MAIL_AUTO);
}

/* What stands beside the formulas tells who wrote it. */
static void persons_say_more(void **state)
{
    static const char *const more[] = {" She is well.", " Can it wait?", " I will answer tonight.",
                                       " We met twice before that.", NULL};
    const char *notice = "I am out of the office until Friday. If urgent, please contact Jo.";
    assert_int_equal(answer_to(NULL, notice), MAIL_AUTO);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "Dear Rosa,\n\n%s", notice)), MAIL_HUMAN);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "Dear sender,\n\n%s", notice)), MAIL_AUTO);
    for (const char *const *m = more; *m; m++)
        if (answer_to(NULL, arena_printf(arena, "%s%s", notice, *m)) != MAIL_HUMAN)
            fail_msg("not human: %s", *m);
}

/* Yet a name that stands first, or behind the notice, begins none. */
static void what_stands_below_the_name_is_a_signature(void **state)
{
    const char *hours = "I work Monday to Wednesday. If urgent, please contact the office.";
    assert_int_equal(answer_to(NULL, hours), MAIL_AUTO);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "Yes.\n\nAnna Lund\n%s", hours)),
                     MAIL_HUMAN);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "Anna Lund\n\n%s", hours)), MAIL_AUTO);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "Hello,\n\nAnna Lund\n%s", hours)),
                     MAIL_AUTO);
    assert_int_equal(answer_to(NULL, arena_printf(arena, "%s\nAnna\nClerk", hours)), MAIL_AUTO);
}

static void lists(void **state)
{
    assert_int_equal(class_of("List-Id: <x.example.org>\n\n", ""), MAIL_LIST);
    assert_int_equal(class_of("Precedence: list\nSubject: Out of office\n\n", ""), MAIL_LIST);
    assert_int_equal(class_of("Precedence: bulk\nSender: owner-x@example.org\n\n", ""), MAIL_LIST);
    assert_int_equal(class_of("Auto-Submitted: auto-generated\nList-Id: <x>\n\n", ""), MAIL_LIST);
    assert_int_equal(class_of("Auto-Submitted: auto-replied\nList-Id: <x>\n\n", ""), MAIL_AUTO);
}

/* No field of a list: it says how to leave. */
static void mail_to_many(void **state)
{
    static const char *const many[] = {"Precedence: bulk\n\n", "X-Campaign-Name: 4\n\n"};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        assert_int_equal(class_of(many[i], "Roadworks on Mill Lane.\n\nTo stop these mails click "
                                           "unsubscribe: https://city.example.net/u"),
                         MAIL_LIST);
}

static void kinds(void **state)
{
    class_of("Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n"
             "--x\n\nread\n--x--\n",
             "read");
    assert_string_equal(facts.kind, "receipt");
    class_of("Subject: Re: x\n\n", "This account is protected. Please click the link to have your "
                                   "address added to the recipient's allowed list: "
                                   "https://example.org/1");
    assert_int_equal(facts.class, MAIL_AUTO);
    assert_string_equal(facts.kind, "challenge");
    class_of("Auto-Submitted: auto-replied\n\n", "I am out of the office.");
    assert_string_equal(facts.kind, "vacation");
}

static void the_first_day_back(void **state)
{
    static const struct {
        const char *text, *day;
    } cases[] = {
        {"I am out of the office until Monday, 9 November.", "2026-11-09"},
        {"Ich bin bis 12.11. nicht im B\xC3\xBCro.", "2026-11-13"},
        {"I am on vacation and back on 3 January.", "2027-01-03"},
        {"I will be away through November 20th.", "2026-11-21"},
        {"Je suis absent jusqu'au 5 novembre.", "2026-11-06"},
        {"De retour le 1er d\xC3\xA9"
         "cembre 2026.",
         "2026-12-01"},
        {"Estar\xC3\xA9 fuera de la oficina hasta el 20 de noviembre.", "2026-11-21"},
        {"Ik ben afwezig tot 16 november.", "2026-11-16"},
        {"Jestem na urlopie do 22.11.2026.", "2026-11-23"},
        {"I am away until 11/12/2026.", "2026-11-12"},
        {"11\xE6\x9C\x88"
         "20\xE6\x97\xA5\xE3\x81\xBE\xE3\x81\xA7",
         "2026-11-21"},
        {"Olen lomalla 12.11. saakka.", "2026-11-13"},
        {"Szabads\xC3\xA1gon vagyok november 12-ig.", "2026-11-13"},
        {"I will be back Thursday.", "2026-11-05"},
        {"Esu atostogose iki lapkričio 12 d.", "2026-11-13"},
        {"В отпуск съм до 12 ноември.", "2026-11-13"},
        {"أنا في إجازة حتى 12 نوفمبر.", "2026-11-13"},
        {"I am away and back on the 17th.", "2026-11-17"},
        {"I am on leave and will be back in May 2027.", "2027-05-01"},
        {"I am away through the end of March 2027.", "2027-04-01"},
        {"Sono in ferie e torno martedì 24 novembre.", "2026-11-24"},
        {"W biurze mnie nie ma, wracam 16 listopada.", "2026-11-16"},
        {"Do kanceláře se vrátím 16. listopadu.", "2026-11-16"},
        {"Jsem na dovolené a vrátím se zítra.", "2026-11-03"},
        {"ลาพักร้อนถึงวันที่ 20 พฤศจิกายน 2569", "2026-11-21"},
        {"Je suis en congé du 28/10 au 05/12/2026.", "2026-12-06"},
        {"I am out of office. Call 12.11.09.33.", NULL},
        {"I was away until 3 March 2019.", NULL},
        {"I am away. Call 555-1234 until then.", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        class_of("Auto-Submitted: auto-replied\n\n", cases[i].text);
        const char *day = facts.away_until.year ? date_format(arena, facts.away_until) : "";
        if (strcmp(day, cases[i].day ? cases[i].day : "") != 0)
            fail_msg("%s: %s", cases[i].text, day);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headers_of_machines, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(persons_are_no_machines, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(words_of_machines, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(an_answer_with_our_letter_below_is_a_persons, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(an_answer_to_our_letter_is_no_lists, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_form_of_our_own_is_a_persons, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(our_own_group_is_no_list, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_name_of_our_letter_is_a_persons, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(plans_are_no_absence, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(persons_say_more, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_stands_below_the_name_is_a_signature, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(lists, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(mail_to_many, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(kinds, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(the_first_day_back, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
