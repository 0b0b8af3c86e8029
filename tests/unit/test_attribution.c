/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributions in the languages and programs that people use, whole and wrapped. */
#include "mail/attribution.h"
#include "mail/reply.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <string.h>

#define ANSWER "Thank you, I met her on Tuesday.\nWe will meet again next week."
#define LETTER "Hello Bob,\n\nhave you met her?\n\nThe team\n"
#define QUOTED "> Hello Bob,\n>\n> have you met her?\n>\n> The team\n"

/* With a date and a sender: believed whatever follows. */
static const char *const complete[] = {
    "On Tue, Sep 10, 2019 at 4:44 PM Anna Example <anna@example.org> wrote:",
    "On Sep 10, 2019, at 16:44, Anna Example <anna@example.org> wrote:",
    "On Tuesday, September 10, 2019, 04:44:07 PM GMT+2, Anna Example <anna@example.org> wrote:",
    "On 10/09/2019 16:44, Anna Example wrote:",
    "On 2019-09-10 16:44, Anna Example wrote:",
    "On 10.09.19 16:44, Anna Example wrote:",
    "Anna Example <anna@example.org> wrote on 09/10/2019 04:44:07 PM:",
    "Anna Example <anna@example.org> writes:",
    "At 16:44 10/09/2019, you wrote:",
    "On Tuesday, September 10th, 2019 at 4:44 PM, Anna Example <anna@example.org> wrote:",
    "Am Di., 10. Sept. 2019 um 16:44 Uhr schrieb Anna Example <anna@example.org>:",
    "Am 10.09.2019 um 16:44 schrieb Anna Example:",
    "Am 10. September 2019 16:44:07 MESZ schrieb Anna Example <anna@example.org>:",
    "Anna Example <anna@example.org> hat am 10.09.2019 16:44 geschrieben:",
    "Le mar. 10 sept. 2019 à 16:44, Anna Example <anna@example.org> a écrit :",
    "Le 10/09/2019 à 16:44, Anna Example a écrit :",
    "Le 10 sept. 2019 à 16:44, Anna Example <anna@example.org> a écrit :",
    "El mar., 10 sept. 2019 a las 16:44, Anna Example (<anna@example.org>) escribió:",
    "El 10/9/19 a las 16:44, Anna Example escribió:",
    "El 10 sept 2019, a las 16:44, Anna Example <anna@example.org> escribió:",
    "Em ter., 10 de set. de 2019 às 16:44, Anna Example <anna@example.org> escreveu:",
    "Em 10/09/2019 16:44, Anna Example escreveu:",
    "No dia 10/09/2019, às 16:44, Anna Example <anna@example.org> escreveu:",
    "Il giorno mar 10 set 2019 alle ore 16:44 Anna Example <anna@example.org> ha scritto:",
    "Il 10/09/2019 16:44, Anna Example ha scritto:",
    "Op di 10 sep. 2019 om 16:44 schreef Anna Example <anna@example.org>:",
    "Op 10-09-2019 om 16:44 schreef Anna Example:",
    "Op 10 sep. 2019 om 16:44 heeft Anna Example <anna@example.org> het volgende geschreven:",
    "Den tis 10 sep. 2019 kl 16:44 skrev Anna Example <anna@example.org>:",
    "10 sep. 2019 kl. 16:44 skrev Anna Example <anna@example.org>:",
    "Den tir. 10. sep. 2019 kl. 16.44 skrev Anna Example <anna@example.org>:",
    "tir. 10. sep. 2019 kl. 16:44 skrev Anna Example <anna@example.org>:",
    "Den 10/09/2019 kl. 16.44 skrev Anna Example:",
    "ti 10. syysk. 2019 klo 16.44 Anna Example (anna@example.org) kirjoitti:",
    "Anna Example <anna@example.org> kirjoitti 10.9.2019 kello 16.44:",
    "þri., 10. sep. 2019 kl. 16:44 skrifaði Anna Example <anna@example.org>:",
    "wt., 10 wrz 2019 o 16:44 Anna Example <anna@example.org> napisał(a):",
    "W dniu 10.09.2019 o 16:44, Anna Example pisze:",
    "Wiadomość napisana przez Anna Example <anna@example.org> w dniu 10.09.2019, o godz. 16:44:",
    "út 10. 9. 2019 v 16:44 odesílatel Anna Example <anna@example.org> napsal:",
    "Dne 10. 09. 19 v 16:44 Anna Example napsal(a):",
    "ut 10. 9. 2019 o 16:44 Anna Example <anna@example.org> napísal(a):",
    "Anna Example <anna@example.org> ezt írta (időpont: 2019. szept. 10., K, 16:44):",
    "2019. 09. 10. 16:44 keltezéssel, Anna Example írta:",
    "În mar., 10 sept. 2019 la 16:44, Anna Example <anna@example.org> a scris:",
    "Pe 10.09.2019 16:44, Anna Example a scris:",
    "На вт, 10.09.2019 г. в 16:44 ч. Anna Example <anna@example.org> написа:",
    "вт, 10 сент. 2019 г. в 16:44, Anna Example <anna@example.org>:",
    "10.09.2019 16:44, Anna Example пишет:",
    "10 сент. 2019 г., в 16:44, Anna Example <anna@example.org> написал(а):",
    "вт, 10 вер. 2019 о 16:44 Anna Example <anna@example.org> пише:",
    "уто, 10. сеп 2019. у 16:44 Anna Example <anna@example.org> је написао/ла:",
    "uto, 10. ruj 2019. u 16:44 Anna Example <anna@example.org> napisao je:",
    "V V tor., 10. sep. 2019 ob 16:44 je oseba Anna Example <anna@example.org> napisala:",
    "2019-09-10, an, 16:44 Anna Example <anna@example.org> rašė:",
    "otrd., 2019. g. 10. sept., plkst. 16:44 — lietotājs Anna Example (<anna@example.org>) "
    "rakstīja:",
    "Kuupäev T, 10. september 2019 kell 16:44 kirjutas Anna Example <anna@example.org>:",
    "Στις Τρί, 10 Σεπ 2019 στις 4:44 μ.μ., ο/η Anna Example <anna@example.org> έγραψε:",
    "Anna Example <anna@example.org>, 10 Eyl 2019 Sal, 16:44 tarihinde şunu yazdı:",
    "Anna Example şunları yazdı (10 Eyl 2019 16:44):",
    "في الثلاثاء، 10 سبتمبر 2019 في 4:44 م تمت كتابة ما يلي بواسطة Anna Example "
    "<anna@example.org>:",
    "بتاريخ الثلاثاء، 10 سبتمبر 2019 في 4:44 م كتب Anna Example <anna@example.org>:",
    "\342\200\253בתאריך יום ג׳, 10 בספט׳ 2019 ב-16:44 מאת \342\200\252Anna "
    "Example\342\200\254\342\200\217 "
    "<\342\200\252anna@example.org\342\200\254\342\200\217>:\342\200\254",
    "ב-10 בספט׳ 2019, בשעה 16:44, \342\200\217Anna Example \342\200\217<anna@example.org> כתב/ה:",
    "در تاریخ سه‌شنبه ۱۰ سپتامبر ۲۰۱۹ ساعت ۱۶:۴۴ Anna Example "
    "<anna@example.org> "
    "نوشت:",
    "2019年9月10日(火) 16:44 Anna Example <anna@example.org>:",
    "2019/09/10 16:44、Anna Example <anna@example.org>のメール:",
    "2019年9月10日(火) 16:44、Anna Exampleさん(anna@example.org)のメッセージ:",
    "2019년 9월 10일 (화) 오후 4:44, Anna Example <anna@example.org>님이 작성:",
    "2019. 9. 10. 오후 4:44, Anna Example <anna@example.org> 작성:",
    "Anna Example <anna@example.org> 于2019年9月10日周二 下午4:44写道：",
    "在 2019年9月10日，下午4:44，Anna Example <anna@example.org> 写道：",
    "Anna Example <anna@example.org> 於 2019年9月10日 週二 下午4:44寫道：",
    "At 2019-09-10 16:44:07, \"Anna Example\" <anna@example.org> wrote:",
    "在 2019-09-10 16:44:07，\"Anna Example\" <anna@example.org> 写道：",
    "Vào Th 3, 10 thg 9, 2019 vào lúc 16:44 Anna Example <anna@example.org> đã viết:",
    "Vào 16:44, Th 3, 10 thg 9, 2019 Anna Example <anna@example.org> đã viết:",
    "ในวันที่ อ. 10 ก.ย. 2019 เวลา 16:44 Anna Example <anna@example.org> เขียนว่า:",
    "Pada tanggal Sel, 10 Sep 2019 pukul 16.44 Anna Example <anna@example.org> menulis:",
    "Pada Sel, 10 Sep 2019 pada 4:44 PTG Anna Example <anna@example.org> menulis:",
    "Noong Mar, Set 10, 2019 nang 4:44 PM, sumulat si Anna Example <anna@example.org>:",
    "Missatge de Anna Example <anna@example.org> del dia dt., 10 de set. 2019 a les 16:44:",
    "O mar, 10 set 2019 ás 16:44, Anna Example (<anna@example.org>) escribiu:",
    "Anna Example <anna@example.org> igorleak hau idatzi du (2019 ira. 10, ar. (16:44)):",
    "मंगल, 10 सित॰ 2019 को 4:44 pm बजे को Anna Example <anna@example.org> ने लिखा:",
    "Mnamo Jum, 10 Sep 2019 saa 16:44 Anna Example <anna@example.org> aliandika:",
    "Op Di., 10 Sep. 2019 om 16:44 het Anna Example <anna@example.org> geskryf:",
    "10.09.2019, 16:44, \"Anna Example\" <anna@example.org>:",
    "Вторник, 10 сентября 2019, 16:44 +03:00 от Anna Example <anna@example.org>:",
    "On Tue, 10 Sep 2019, Anna Example wrote:",
    "* Anna Example <anna@example.org> [2019-09-10 16:44]:",
    "Le mardi 10 septembre 2019 à 16:44:07 UTC+2, Anna Example <anna@example.org> a écrit :",
    "Am Dienstag, 10. September 2019, 16:44:07 MESZ hat Anna Example <anna@example.org> Folgendes "
    "geschrieben:",
    "El martes, 10 de septiembre de 2019 16:44:07 CEST, Anna Example <anna@example.org> escribió:",
    "Em terça-feira, 10 de setembro de 2019 16:44:07 BRT, Anna Example <anna@example.org> "
    "escreveu:",
    "Il martedì 10 settembre 2019, 16:44:07 CEST, Anna Example <anna@example.org> ha scritto:",
    "Tuesday, September 10, 2019 4:44 PM +0200 from Anna Example <anna@example.org>:",
    "Tuesday, September 10, 2019, 4:44:07 PM, you wrote:",
    "---- Am Di, 03 Nov 2026 16:44:07 +0100 Anna Example <anna@example.org> schrieb ----",
    "---- 在 星期二, 03 十一月 2026 16:44:07 +0800 Anna Example <anna@example.org> 撰写 ----",
    "3 Nov 2026, 16:44 by anna@example.org:",
    "03.11.2026, 16:44 von anna@example.org:",
    "মঙ্গল, ৩ নভে, ২০২৬ তারিখে ৪:৪৪ PM টায় তে Anna Example <anna@example.org> লিখেছেন:",
    "செவ்., 3 நவ., 2026, பிற்பகல் 4:44 அன்று, Anna Example <anna@example.org> எழுதியது:",
    "2026 оны 11-р сарын 3, Мяг 16:44, Anna Example <anna@example.org> бичсэн:",
    "3 лист. 2026 р. о 16:44 Anna Example <anna@example.org> написав(-ла):",
    "في ٣ نوفمبر ٢٠٢٦، الساعة ٤:٤٤ م، كتب/كتبت Anna Example <anna@example.org>:",
    "Am Dienstag, dem 03.11.2026 um 16:44 +0100 schrieb Anna Example:",
    "In a message dated 11/3/2026 4:44:07 P.M. Eastern Standard Time, anna@example.org writes:",
};

/* Believed only where what follows is marked as quoted. */
static const char *const short_ones[] = {
    "Anna Example wrote:",
    "Quoting Anna Example <anna@example.org>:",
    "Zitat von Anna Example <anna@example.org>:",
    "Selon Anna Example <anna@example.org>:",
    "Citando Anna Example <anna@example.org>:",
};

/* What people write themselves. */
static const char *const prose[] = {
    "On which horse did you bet?\nI think the grey one.",
    "Invitation for an interview:\n\nDate: Wednesday 3, October 2011\nTime: 7 : 00am\nAddress: 130 "
    "Fox St\n\nPlease bring in your ID.",
    "We met.\n\nDate: 12 Nov 2020\nTime: 10:00\nPlace: the library\n\nSee you",
    "From 10:00 to 12:00 I was there.\nFrom: 10:00\nTo: 12:00\nDate: 12 November 2020\nSubject: "
    "first meeting",
    "On Monday I wrote:\n\nPlease come to the meeting at 10:00.\n\nNobody came.",
    "On 12 November I met her; she wrote: let us talk next week.\nThat is all.",
    "Here are my answers:\n\n1. yes\n2. no\n- maybe",
    "I wrote to her on 12 November 2020 at 10:00 and she answered:\n\nI am fine.\n\nSo all is "
    "well.",
    "Sent from my desk, is much easier then my mobile phone.\nBye",
    "I sent from my iPhone a picture, did it arrive?",
    "The form below:\n\nName: Anna Example\nE-mail: anna@example.org\nPhone: 1234\n\nThat is all.",
    "My mentee's address is anna@example.org:\nplease write to her there.",
    "Kontakt: Anna <anna@example.org>\nAm 12.11.2020 um 10:00 treffen wir uns.\n\nGruß",
    "On Tuesday, 10 November 2020 at 10:00 we met.\nIt was good.",
    "Meeting on 12/11/2020 10:00 with anna@example.org:\n- plans\n- goals",
    "To: be or not to be\nSubject: matter of choice",
    "She said: > 5 hours is too much\nand I agree.",
    "-- I agree --\nwith all.",
    "Results:\n--------\nGood\n--------\nEnd",
    "Yes\n\nOn the other hand, I have not heard from Tom since 3 March 2020.\n\nBest",
    "Please note that on 5/6/2020 Tom wrote to me and asked: can we meet?\nI said yes.",
    "Hello,\n\nwe write on Mon, 5 Oct 2020: see below.\n\nfine",
    "Dear team,\n\nFrom: my perspective all is good.\nTo: sum up, yes.\n\nThanks",
    "Am Montag habe ich ihr geschrieben:\nHallo, wie geht's?\nSie hat nicht geantwortet.",
    "Le 12 novembre, elle a écrit : tout va bien.\nMerci",
    "El lunes le escribí:\n¿Cuándo nos vemos?\nNo contestó.",
    "I asked my mentee when we can meet. Her answer of 12 Nov 2020, 10:00:\n\nFriday is "
    "fine.\n\nSo we meet on Friday.",
    "Hello,\n\nat 16:44 on 3/11/2026 she wrote:\n\"I am ill\".\n\nBob",
    "Contact her at anna@example.org on 3 Nov 2026, 16:44:\nshe will be in.",
    "03.11.2026, 16:44: Telefonat mit Maria\n04.11.2026, 10:00: Treffen",
    "[03.11.26, 16:44] Bob: I met her\n[03.11.26, 16:45] Maria: yes",
    "Am 3. November 2026 um 16:44 Uhr habe ich Maria getroffen:\nEs geht ihr gut.",
    "Mentee: Maria <maria@example.net>\nDate: 3 Nov 2026 16:00\nSubject: Physics\nPlace: Office",
    "Reached:\n  yes\nWhen:\n  12 Nov 2020\nHow:\n  by phone",
};

static void assert_answer(const char *text, const char *about)
{
    struct reply r;
    reply_text(arena, text, strlen(text), NULL, &r);
    if (strcmp(r.text, ANSWER) != 0)
        fail_msg("%s\n--- was read as ---\n%s", about, r.text);
}

/* The attribution broken at the last blank before each width-th column. */
static char *wrapped(const char *s, size_t width)
{
    char *out = arena_strdup(arena, s);
    size_t start = 0, blank = 0;
    for (size_t i = 0; out[i]; i++) {
        if (out[i] == ' ')
            blank = i;
        if (i - start >= width && blank > start) {
            out[blank] = '\n';
            start = blank + 1;
        }
    }
    return out;
}

static void above_quoted_lines(void **state)
{
    for (size_t i = 0; i < sizeof complete / sizeof *complete; i++)
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n\n" QUOTED, complete[i]), complete[i]);
    for (size_t i = 0; i < sizeof short_ones / sizeof *short_ones; i++)
        assert_answer(arena_printf(arena, ANSWER "\n%s\n" QUOTED, short_ones[i]), short_ones[i]);
}

static void above_an_unmarked_letter(void **state)
{
    for (size_t i = 0; i < sizeof complete / sizeof *complete; i++)
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n\n" LETTER, complete[i]), complete[i]);
}

static void with_the_answer_below(void **state)
{
    for (size_t i = 0; i < sizeof complete / sizeof *complete; i++)
        assert_answer(arena_printf(arena, "%s\n" QUOTED "\n" ANSWER "\n", complete[i]),
                      complete[i]);
}

static void wrapped_at_any_width(void **state)
{
    for (size_t i = 0; i < sizeof complete / sizeof *complete; i++)
        for (size_t width = 40; width <= 76; width += 12)
            assert_answer(
                arena_printf(arena, ANSWER "\n\n%s\n\n" QUOTED, wrapped(complete[i], width)),
                complete[i]);
}

static void what_people_write_stays(void **state)
{
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++) {
        struct reply r;
        reply_text(arena, prose[i], strlen(prose[i]), NULL, &r);
        if (strcmp(r.text, prose[i]) != 0)
            fail_msg("%s\n--- was read as ---\n%s", prose[i], r.text);
    }
}

static void on_the_line_of_the_answer(void **state)
{
    struct reply r;
    const char *text = "Thanks! On Wed, Apr 4, 2012 at 3:59 PM, Bob <bob@example.org> wrote:\n> Hi";
    reply_text(arena, text, strlen(text), NULL, &r);
    assert_string_equal(r.text, "Thanks!");
    assert_non_null(strstr(r.rest, "3:59 PM"));
}

static void dates_times_and_addresses(void **state)
{
    assert_true(text_has_date("am 10. september 2019"));
    assert_true(text_has_date("2019年9月10日"));
    assert_true(text_has_date("12/11/20"));
    assert_false(text_has_date("1/2 of 300"));
    assert_true(text_has_time("at 4:44"));
    assert_false(text_has_time("4:444"));
    assert_true(text_has_email("write to a.b@example.org now"));
    assert_false(text_has_email("meet @ noon"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(above_quoted_lines, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(above_an_unmarked_letter, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(with_the_answer_below, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(wrapped_at_any_width, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_people_write_stays, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(on_the_line_of_the_answer, arena_setup, arena_teardown),
        cmocka_unit_test(dates_times_and_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
