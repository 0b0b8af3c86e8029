/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The newly written text: old headers, separators, footers, banners, answers between the lines. */
#include "mail/reply.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <stdio.h>
#include <string.h>

#define ANSWER "Thank you, I met her on Tuesday.\nWe will meet again next week."
#define LETTER "Hello Bob,\n\nhave you met her?\n\nThe team\n"

static struct reply reply;

static const char *read_text(const char *text, const char *original)
{
    reply_text(arena, text, strlen(text), original, &reply);
    return reply.text;
}

static void assert_answer(const char *text)
{
    if (strcmp(read_text(text, NULL), ANSWER) != 0)
        fail_msg("%s\n--- was read as ---\n%s", text, reply.text);
}

/* Lines are divided by '|'. */
static const char *const headers[] = {
    "From: Anna Example <anna@example.org>|Sent: Tuesday, September 10, 2019 4:44 PM|To: "
    "Bob|Subject: Your mentee",
    "Von: Anna Example <anna@example.org>|Gesendet: Dienstag, 10. September 2019 16:44|An: "
    "Bob|Betreff: Ihr Mentee",
    "De : Anna Example <anna@example.org>|Envoyé : mardi 10 septembre 2019 16:44|À : Bob|Objet : "
    "Votre filleul",
    "De: Anna Example <anna@example.org>|Enviado el: martes, 10 de septiembre de 2019 16:44|Para: "
    "Bob|Asunto: x",
    "De: Anna Example <anna@example.org>|Enviado: terça-feira, 10 de setembro de 2019 16:44|Para: "
    "Bob|Assunto: x",
    "Da: Anna Example <anna@example.org>|Inviato: martedì 10 settembre 2019 16:44|A: Bob|Oggetto: "
    "x",
    "Van: Anna Example <anna@example.org>|Verzonden: dinsdag 10 september 2019 16:44|Aan: "
    "Bob|Onderwerp: x",
    "Från: Anna Example <anna@example.org>|Skickat: den 10 september 2019 16:44|Till: Bob|Ämne: x",
    "Fra: Anna Example <anna@example.org>|Sendt: 10. september 2019 16:44|Til: Bob|Emne: x",
    "Lähettäjä: Anna Example <anna@example.org>|Lähetetty: tiistai 10. syyskuuta 2019 "
    "16.44|Vastaanottaja: Bob|Aihe: x",
    "Od: Anna Example <anna@example.org>|Wysłano: wtorek, 10 września 2019 16:44|Do: Bob|Temat: x",
    "Od: Anna Example <anna@example.org>|Odesláno: úterý 10. září 2019 16:44|Komu: Bob|Předmět: x",
    "От: Anna Example <anna@example.org>|Отправлено: вторник, 10 сентября 2019 г. 16:44|Кому: "
    "Bob|Тема: x",
    "Від: Anna Example <anna@example.org>|Надіслано: вівторок, 10 вересня 2019 р. 16:44|Кому: "
    "Bob|Тема: x",
    "Feladó: Anna Example <anna@example.org>|Elküldve: 2019. szeptember 10., kedd 16:44|Címzett: "
    "Bob|Tárgy: x",
    "Kimden: Anna Example <anna@example.org>|Gönderildi: 10 Eylül 2019 Salı 16:44|Kime: Bob|Konu: "
    "x",
    "Από: Anna Example <anna@example.org>|Στάλθηκε: Τρίτη, 10 Σεπτεμβρίου 2019 4:44 μμ|Προς: "
    "Bob|Θέμα: x",
    "差出人: Anna Example <anna@example.org>|送信日時: 2019年9月10日 16:44|宛先: Bob|件名: x",
    "发件人: Anna Example <anna@example.org>|发送时间: 2019年9月10日 16:44|收件人: Bob|主题: x",
    "寄件者: Anna Example <anna@example.org>|寄件日期: 2019年9月10日 16:44|收件者: Bob|主旨: x",
    "보낸 사람: Anna Example <anna@example.org>|보낸 날짜: 2019년 9월 10일 화요일 오후 4:44|받는 "
    "사람: Bob|제목: x",
    "Từ: Anna Example <anna@example.org>|Đã gửi: Thứ Ba, 10 tháng 9, 2019 4:44 CH|Tới: Bob|Chủ đề: "
    "x",
    "من: Anna Example <anna@example.org>|تم الإرسال: الثلاثاء، 10 سبتمبر 2019 04:44 م|إلى: "
    "Bob|الموضوع: x",
    "מאת: Anna Example <anna@example.org>|נשלח: יום שלישי 10 ספטמבר 2019 16:44|אל: Bob|נושא: x",
    "De la: Anna Example <anna@example.org>|Trimis: marți, 10 septembrie 2019 16:44|Către: "
    "Bob|Subiect: x",
    "Dari: Anna Example <anna@example.org>|Terkirim: Selasa, 10 September 2019 16:44|Ke: "
    "Bob|Subjek: x",
    "จาก: Anna Example <anna@example.org>|ส่ง: 10 กันยายน 2562 16:44|ถึง: Bob|เรื่อง: x",
    "Date: Tue, 10 Sep 2019 16:44:00 +0200|From: anna@example.org|To: bob@example.org|Subject: x",
    "Subject: x|Date: Tue, 10 Sep 2019 16:44:00 +0200|From: Anna Example <anna@example.org>|To: "
    "bob@example.org",
    "From: Anna Example|Date: Tuesday, 10 September 2019 at 16:44|To: Bob|Subject: x",
    "From: \"Anna Example\" <anna@example.org>|To: \"Bob\" <bob@example.org>|Sent: 9/10/2019 "
    "4:44:07 PM|Subject: x",
    "From: anna@example.org|Sent: Tuesday, September 10, 2019 4:44 PM",
    "Date: Wed, 16 May 2012 00:15:02 -0600|To: bob@example.org",
    "Nga: Anna Example <anna@example.org>|Dërguar: e martë, 3 nëntor 2026 16:44|Për: "
    "Bob|Subjekti: x",
    "Bidaltzailea: Anna Example <anna@example.org>|Bidalia: asteartea, 2026(e)ko azaroak 3 "
    "16:44|Nori: Bob|Gaia: x",
    "No: Anna Example <anna@example.org>|Nosūtīts: otrdiena, 2026. gada 3. novembris 16:44|Kam: "
    "Bob|Tēma: x",
};

static const char *const separators[] = {
    "-----Original Message-----",
    "----- Original Message -----",
    "-------- Original Message --------",
    "-------- Original message --------",
    "-------- Ursprüngliche Nachricht --------",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message d'origine --------",
    "-----Message d'origine-----",
    "-------- Mensaje original --------",
    "-------- Mensagem original --------",
    "-------- Messaggio originale --------",
    "-------- Oorspronkelijk bericht --------",
    "-------- Oprindelig besked --------",
    "-------- Ursprungligt meddelande --------",
    "-------- Alkuperäinen viesti --------",
    "-------- Oryginalna wiadomość --------",
    "-------- Původní zpráva --------",
    "-------- Исходное сообщение --------",
    "-------- Eredeti üzenet --------",
    "-------- Orijinal mesaj --------",
    "-------- Αρχικό μήνυμα --------",
    "-------- 原始邮件 --------",
    "-------- 원본 이메일 --------",
    "-------- 元のメッセージ --------",
    "------------------ Original ------------------",
    "------------------ 原始邮件 ------------------",
    "*-----Original Message-----*",
    "---------- Weitergeleitete Nachricht ----------",
    "=====Original Message=====",
    "----- Mail original -----",
    ">>> Anna Example <anna@example.org> 03.11.2026 16:44 >>>",
    "Anna Example\n03.11.2026 16:44\n\nAn\nbob@example.net\nKopie\n\nThema\nRe: x",
};

static const char *const footers[] = {
    "Sent using https://www.zoho.com/mail/",
    "Sent from my iPhone",
    "Sent from my iPad",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from Yahoo Mail on Android",
    "Sent from Outlook for Android",
    "Sent from Outlook for iOS",
    "Get Outlook for iOS",
    "Get Outlook for Android <https://aka.ms/ghei36>",
    "Sent from Mail for Windows 10",
    "Sent from ProtonMail mobile",
    "Sent with Proton Mail secure email.",
    "Sent via BlackBerry from T-Mobile",
    "Von meinem iPhone gesendet",
    "Gesendet von meinem Samsung Galaxy Smartphone.",
    "Gesendet von Yahoo Mail auf Android",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon smartphone Samsung Galaxy.",
    "Télécharger Outlook pour Android",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Enviado desde Yahoo Mail para Android",
    "Obtener Outlook para Android",
    "Inviato da iPhone",
    "Inviato dal mio telefono Huawei",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanaf mijn Samsung-apparaat",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "Wysłane z iPhone'a",
    "Wysłano z telefonu Samsung",
    "Odesláno z iPhonu",
    "Odoslané z iPhonu",
    "Отправлено с iPhone",
    "Отправлено из мобильной Яндекс Почты",
    "Отправлено из Почты Mail.ru для Android",
    "Надіслано з iPhone",
    "Στάλθηκε από το iPhone μου",
    "iPhone'umdan gönderildi",
    "Az iPhone-omról küldve",
    "Trimis de pe iPhone",
    "Изпратено от моя iPhone",
    "Poslano z mojega iPhona",
    "iPhoneから送信",
    "从我的 iPhone 发送",
    "發自我的 iPhone",
    "從我的 iPhone 傳送",
    "发自我的iPhone",
    "나의 iPhone에서 보냄",
    "내 iPhone에서 보냄",
    "Được gửi từ iPhone của tôi",
    "Dikirim dari iPhone saya",
    "تم الإرسال من الـ iPhone",
    "נשלח מה-iPhone שלי",
    "ส่งจาก iPhone ของฉัน",
    "Outlook for Android を入手",
    "Outlook'u Android için edinin",
    "Saadetud minu iPhone'ist",
    "Provenance : Courrier pour Windows",
    "來自我的 iPhone 的郵件",
};

static const char *const banners[] = {
    "CAUTION: This email originated from outside of the organization. Do not click links or open "
    "attachments unless you recognize the sender and know the content is safe.",
    "[EXTERNAL EMAIL]",
    "[EXTERNAL] This message comes from an external sender.",
    "External Email - use caution with links and attachments",
    "WARNING: This email originated outside of Example University.",
    "*** EXTERNAL EMAIL: be careful with links and attachments ***",
    "ACHTUNG: Diese E-Mail kommt von einem externen Absender. Klicken Sie nicht auf Links.",
    "ATTENTION : ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas sur les "
    "liens.",
    "PRECAUCIÓN: Este correo se originó fuera de la organización. No haga clic en enlaces.",
    "ATTENZIONE: questa e-mail proviene da un mittente esterno. Non aprire allegati.",
    "LET OP: deze e-mail komt van een externe afzender. Klik niet op links.",
    "You don't often get email from anna@example.org. Learn why this is important",
    "Sie erhalten nicht oft eine E-Mail von anna@example.org. Erfahren Sie, warum dies wichtig "
    "ist",
    "この電子メールは組織外から送信されました。リンクをクリックしないでください。",
};

/* The lines of one of headers[], each with before and what stands after its colon moved. */
static char *block(const char *lines, const char *before, const char *colon)
{
    struct buf b = BUF_INIT(4096);
    for (const char *s = lines; *s; s += *s == '|') {
        size_t n = strcspn(s, "|"), label = strcspn(s, ":");
        buf_adds(&b, before);
        buf_add(&b, s, label);
        buf_adds(&b, colon);
        buf_add(&b, s + label + 1, n - label - 1);
        buf_addc(&b, '\n');
        s += n;
    }
    char *out = arena_strdup(arena, buf_str(&b));
    buf_release(&b);
    return out;
}

static void old_headers_end_the_answer(void **state)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n" LETTER, block(headers[i], "", ":")));
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n" LETTER, block(headers[i], "*", ":*")));
        assert_answer(arena_printf(arena, ANSWER "\n%s\n" LETTER, block(headers[i], "    ", ":")));
        assert_answer(arena_printf(arena, ANSWER "\n________________________________\n%s\n" LETTER,
                                   block(headers[i], "", ":")));
    }
}

static void separators_end_the_answer(void **state)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n\n" LETTER, separators[i]));
    assert_answer(ANSWER "\n\n-- REPLY ABOVE THIS LINE --\n\n" LETTER);
}

/* Nothing above, headers and a marked quotation: then the answer is below them. */
static void answers_below_headers_and_a_quotation(void **state)
{
    static const char quoted[] = "> Hello Bob,\n>\n> have you met her?\n";
    assert_answer(arena_printf(arena,
                               "-----Original Message-----\nFrom: Anna <anna@example.org>\n"
                               "Sent: 3 Nov 2026 16:44\nSubject: x\n\n%s\n" ANSWER,
                               quoted));
    assert_answer(arena_printf(arena,
                               "------ Original Message ------\nFrom \"Anna\" "
                               "<anna@example.org>\nDate 03.11.2026 16:44:07\n\n%s\n" ANSWER,
                               quoted));
    assert_answer(arena_printf(arena,
                               "----- Nachricht von Anna Example ---------\n"
                               "     Datum: Tue, 03 Nov 2026 16:44:07 +0100\n"
                               "       Von: Anna <anna@example.org>\n   Betreff: x\n\n%s\n" ANSWER,
                               quoted));
}

static void files_in_the_text_are_no_words(void **state)
{
    assert_answer(ANSWER
                  "\n\nbegin 644 picture.jpg\nM_]C_X``02D9)1@`!`0$`2`!(``#_VP!#``@&!@<&!0@'!P<"
                  ")\"0@*#!0-#`L+\n`\nend\n");
    const char *text = "begin 2026 with a plan\nand an aim\nend";
    assert_string_equal(read_text(text, NULL), text);
}

static void a_banner_is_never_all_of_it(void **state)
{
    const char *text =
        "Caution: she is ill.\nThe sender of the parcel outside our office is unknown.";
    assert_string_equal(read_text(text, NULL), text);
}

static void footers_of_devices_go(void **state)
{
    for (size_t i = 0; i < sizeof footers / sizeof *footers; i++) {
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n", footers[i]));
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n\n> have you met her?\n", footers[i]));
        assert_answer(arena_printf(arena, ANSWER "\n\n%s\n\n" LETTER, footers[i]));
        assert_non_null(strstr(reply.rest, footers[i]));
    }
}

static void banners_go(void **state)
{
    for (size_t i = 0; i < sizeof banners / sizeof *banners; i++) {
        assert_answer(arena_printf(arena, "%s\n\n" ANSWER, banners[i]));
        assert_answer(arena_printf(arena, "%s\n" ANSWER, banners[i]));
    }
}

static void signatures_and_disclaimers_are_set_apart(void **state)
{
    assert_answer(ANSWER "\n-- \nAnna Example\nExample Ltd\n");
    assert_string_equal(reply.rest, "--\nAnna Example\nExample Ltd");
    assert_answer(ANSWER "\n\nThis e-mail and any attachments are confidential and intended solely "
                         "for the addressee. If you received it in error, notify the sender.\n");
    assert_answer(ANSWER "\n\n_______________________________________________\n"
                         "things mailing list\nthings@lists.example.org\n");
    assert_string_equal(read_text("-- I agree --\nwith all.", NULL), "-- I agree --\nwith all.");
}

static void answers_between_the_lines_keep_their_question(void **state)
{
    assert_string_equal(read_text("On 10.09.19 16:44, Anna wrote:\n"
                                  "> Hello.\n> Did you meet?\n\nYes\n\n> When?\n\nOn Tuesday\n",
                                  NULL),
                        "> Did you meet?\n\nYes\n\n> When?\n\nOn Tuesday");
}

static const char letter[] =
    "Hello Anna,\n\nyour mentee Maria Sample began her studies this month. Have you been able\n"
    "to reach her? Please fill in:\n\nDate of first contact:\nHow (phone, mail, in person):\n\n"
    "Thank you for giving your time.\n\nThe mentoring team\n";

static void our_letter_is_found_without_marks(void **state)
{
    read_text(ANSWER
              "\n\nHello Anna, your mentee Maria Sample began her\nstudies this month. Have "
              "you\nbeen able to reach her? Please fill in:\nDate of first contact:\nHow "
              "(phone, mail, in person):\nThank you for giving your time.\nThe mentoring team",
              letter);
    assert_string_equal(reply.text, ANSWER);
    read_text(arena_printf(arena, "%s\n" ANSWER, letter), letter);
    assert_string_equal(reply.text, ANSWER);
}

static void a_form_filled_in_is_the_answer(void **state)
{
    static const char *const marks[] = {"", "> "};
    for (size_t i = 0; i < 2; i++) {
        const char *m = marks[i];
        read_text(
            arena_printf(arena,
                         "%sPlease fill in:\n%s\n%sDate of first contact: 12 November\n%sHow "
                         "(phone, mail, in person): by phone\n%s\n%sThank you for giving your "
                         "time.\n%s\n%sThe mentoring team\n",
                         m, m, m, m, m, m, m, m),
            letter);
        assert_string_equal(reply.text, "Date of first contact: 12 November\n"
                                        "How (phone, mail, in person): by phone");
    }
}

static void words_of_ours_in_an_answer_stay(void **state)
{
    const char *text = "Thank you for giving your time.\n\nAnna";
    assert_string_equal(read_text(text, letter), text);
}

static const char digest[] =
    "Dear Carol,\n\nthese are the people in your care.\n\n1. Dan Reed\n"
    "Next, unless you stop it: the letter check-in-again on Monday, 22 March\n\n"
    "2. Eve Moss\nNext, unless you stop it: the letter check-in-again on Monday, 22 March\n\n"
    "Answer with the number and an order, a line each:\n\n"
    "1 reached 12 Nov by phone: doing well\n2 snooze 7 days\nundo\n\nMentor2Mentor\n";

/* The letter with a mark before each line. */
static const char *marked(const char *text, const char *mark)
{
    const char *out = mark;

    for (; *text; text++)
        out = arena_printf(arena, "%s%c%s", out, *text, *text == '\n' && text[1] ? mark : "");
    return out;
}

/* An example of ours that is copied out is an order, wherever it stands outside the quotation. */
static void our_words_copied_out_are_the_writers(void **state)
{
    static const char *const orders[] = {"1 reached 12 Nov by phone: doing well", "2 snooze 7 days",
                                         "1 reached 12 Nov by phone: doing well\n2 snooze 7 days",
                                         "1 reached 12 Nov by phone: doing well\n"
                                         "2 snooze 7 days\nundo"};
    static const char *const between[] = {"\n", "\n\n", "\n\nOn 15 March 2027, Mentors wrote:\n",
                                          "\n\n-----Original Message-----\n"};

    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (size_t j = 0; j < 2 * sizeof between / sizeof *between; j++) {
            const char *quoted = marked(digest, j % 2 ? "> " : "");
            read_text(arena_printf(arena, "%s%s%s", orders[i], between[j / 2], quoted), digest);
            assert_string_equal(reply.text, orders[i]);
        }
    read_text(arena_printf(arena, "%s\n%s", marked(digest, "> "), orders[0]), digest);
    assert_string_equal(reply.text, orders[0]);
}

/* Of a quotation that was cut short, what stands without a mark is new, though we have it there. */
static void our_words_between_marked_lines_are_the_writers(void **state)
{
    static const char *const gaps[] = {"", "\n"};
    const char *end = strstr(digest, "undo\n");
    const char *above = marked(arena_strndup(arena, digest, (size_t)(end - digest)), "> ");

    for (size_t i = 0; i < 2; i++) {
        read_text(arena_printf(arena, "%s%sundo\n%s> Mentor2Mentor\n", above, gaps[i], gaps[i]),
                  digest);
        assert_non_null(strstr(reply.text, "undo"));
        assert_null(strstr(reply.text, "these are"));
    }
}

static void long_texts_are_cut_at_a_line(void **state)
{
    struct buf b = BUF_INIT(1024 * 1024);
    while (b.len < MAIL_MAX_TEXT + 1000)
        buf_adds(&b, "word \xC3\xA9 word\n");
    read_text(buf_str(&b), NULL);
    assert_true(reply.truncated);
    assert_true(strlen(reply.text) <= MAIL_MAX_TEXT);
    assert_string_equal(reply.text + strlen(reply.text) - 12, "word \xC3\xA9 word");
    buf_release(&b);
}

/* What stands behind the last line that is looked at is left out, and that is said. */
static void very_many_lines_are_cut(void **state)
{
    struct buf b = BUF_INIT(1024 * 1024);
    for (size_t i = 0; i < LINES_MAX; i++)
        buf_adds(&b, "a\n");
    read_text(buf_str(&b), NULL);
    assert_false(reply.truncated);
    buf_adds(&b, "b\n");
    read_text(buf_str(&b), NULL);
    assert_true(reply.truncated);
    buf_release(&b);
}

/* Each would take minutes where the work grew with the square. */
static void hostile_texts_take_no_time(void **state)
{
    static const char *const units[] = {">",
                                        "On 1 ",
                                        "-----\n",
                                        "From: a@b.c\n\n",
                                        "a@",
                                        "wrote: ",
                                        "Sent from my iPhone\n\n",
                                        "2019-01-01 <a@b.c> x\n"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buf b = BUF_INIT(4u * 1024 * 1024);
        while (b.len < 1024u * 1024)
            buf_adds(&b, units[i]);
        struct arena *big = arena_new(512u * 1024 * 1024);
        reply_text(big, buf_str(&b), b.len, letter, &reply);
        arena_free(big);
        buf_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(old_headers_end_the_answer, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(separators_end_the_answer, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_below_headers_and_a_quotation, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(files_in_the_text_are_no_words, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(a_banner_is_never_all_of_it, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(footers_of_devices_go, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(banners_go, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(signatures_and_disclaimers_are_set_apart, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(answers_between_the_lines_keep_their_question, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(our_letter_is_found_without_marks, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(a_form_filled_in_is_the_answer, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(words_of_ours_in_an_answer_stay, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(our_words_copied_out_are_the_writers, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(our_words_between_marked_lines_are_the_writers, arena_setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(long_texts_are_cut_at_a_line, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(very_many_lines_are_cut, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(hostile_texts_take_no_time, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
