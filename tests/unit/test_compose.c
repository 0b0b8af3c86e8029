/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/compose.h"
#include "mail/mime.h"
#include "tests/unit/unit.h"
#include <string.h>

static struct arena *arena;
static struct buf out;

static int setup(void **state)
{
    mime_init();
    arena = arena_new(64u * 1024 * 1024);
    out = BUF_INIT(32u * 1024 * 1024);
    return 0;
}

static int teardown(void **state)
{
    arena_free(arena);
    buf_release(&out);
    return 0;
}

static struct mail_letter letter(void)
{
    return (struct mail_letter){
        .from = {"Carol Reed", "mentors@example.org"},
        .to = {"Ana Lund", "ana@example.net"},
        .reply_to = "mentors+k7@example.org",
        .subject = "How are you two?",
        .message_id = "k7.1@example.org",
        .auto_submitted = "auto-generated",
        .date = 1797240000,
        .zone = zone_find("America/New_York"),
        .text = "Dear Ana,\n\nhow are you?\n",
    };
}

static const char *compose(const struct mail_letter *l)
{
    struct err e = {""};
    buf_reset(&out);
    if (mail_compose(l, &out, &e))
        fail_msg("%s", e.text);
    return buf_str(&out);
}

static struct mime *round_trip(const struct mail_letter *l)
{
    compose(l);
    return mime_parse(arena, out.data, out.len);
}

/* 7 bits, lines of at most 78 and CRLF at the end of each. */
static void assert_strict(void)
{
    size_t column = 0;
    for (size_t i = 0; i < out.len; i++) {
        unsigned char c = (unsigned char)out.data[i];
        assert_true(c < 0x7F && c != '\0');
        if (c == '\n')
            assert_true(i > 0 && out.data[i - 1] == '\r');
        if (c == '\r')
            assert_int_equal(out.data[i + 1], '\n');
        column = c == '\n' ? 0 : column + 1;
        assert_true(column <= 79);
    }
    assert_memory_equal(out.data + out.len - 2, "\r\n", 2);
}

static void a_plain_letter(void **state)
{
    struct mail_letter l = letter();
    assert_string_equal(compose(&l), "Date: Mon, 14 Dec 2026 04:20:00 -0500\r\n"
                                     "From: Carol Reed <mentors@example.org>\r\n"
                                     "To: Ana Lund <ana@example.net>\r\n"
                                     "Reply-To: mentors+k7@example.org\r\n"
                                     "Subject: How are you two?\r\n"
                                     "Message-ID: <k7.1@example.org>\r\n"
                                     "Auto-Submitted: auto-generated\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n"
                                     "Content-Transfer-Encoding: 7bit\r\n"
                                     "\r\n"
                                     "Dear Ana,\r\n\r\nhow are you?\r\n");
}

static void all_the_headers(void **state)
{
    struct mail_letter l = letter();
    const char *refs[] = {"a@example.org", "b@example.org"};
    l.refs = refs;
    l.refs_count = 2;
    l.in_reply_to = "b@example.org";
    l.unsubscribe = "mentors+k7@example.org";
    l.urgent = "in distress";
    struct mime *m = round_trip(&l);
    assert_strict();
    assert_string_equal(mime_header(m, "References"), "<a@example.org> <b@example.org>");
    assert_string_equal(mime_header(m, "In-Reply-To"), "<b@example.org>");
    assert_string_equal(mime_header(m, "List-Unsubscribe"),
                        "<mailto:mentors+k7@example.org?subject=stop>");
    assert_string_equal(mime_header(m, "X-Priority"), "1");
    assert_string_equal(mime_header(m, "Importance"), "high");
}

static const char *const hostile[] = {
    "Lund, Ana",
    "Ana \"the boss\" Lund",
    "Ana \\ Lund",
    "<ana@evil.example>",
    "Ana (not really) Lund",
    "José Ñandú",
    "李小龍",
    "😀 Ana 👩‍👩‍👧",
    "=?utf-8?Q?fake?=",
    "a=?b",
    "  two  blanks  ",
    "Ana; Bea: Carol,",
    "Dr. Ana Lund Ph.D.",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe",
    "Maria da Conceição de Assunção e Bragança de Todos os Santos Pereira de Albuquerque e Mello "
    "Figueiredo, conhecida também por Mariazinha, das aldeias além do rio e dos montes",
    "a plain name that is much longer than a line of a header may be and so has to be folded here",
    "x@y",
    "\\\"",
};

static void names_come_back(void **state)
{
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct mail_letter l = letter();
        struct mail_head h;
        struct mail_self self = {"mentors@example.org", NULL};
        l.from.name = l.to.name = hostile[i];
        compose(&l);
        assert_strict();
        mail_read_head(arena, out.data, out.len, &self, &h);
        char *want = arena_strdup(arena, hostile[i] + strspn(hostile[i], " "));
        for (size_t n = strlen(want); n > 0 && want[n - 1] == ' '; n--)
            want[n - 1] = '\0';
        assert_string_equal(h.from.name, want);
        assert_string_equal(h.from.email, "mentors@example.org");
        assert_int_equal(h.to_count, 1);
        assert_string_equal(h.to[0].name, want);
    }
}

static void subjects_come_back(void **state)
{
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct mail_letter l = letter();
        l.subject = hostile[i];
        assert_string_equal(mime_header(round_trip(&l), "Subject"), hostile[i]);
        assert_strict();
    }
    struct mail_letter l = letter();
    char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    l.subject = longest;
    assert_string_equal(mime_header(round_trip(&l), "Subject"), longest);
    assert_strict();
}

static void texts_come_back(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"From here on\nFrom", "From here on\nFrom\n"},
        {".\n..\n.dot", ".\n..\n.dot\n"},
        {"--=_a_b\n-- \nCarol", "--=_a_b\n-- \nCarol\n"},
        {"bare\rCR\r\nCRLF\nLF", "bare\nCR\nCRLF\nLF\n"},
        {"blanks at the end   \n\ttabs\t\n", "blanks at the end   \n\ttabs\t\n"},
        {"été = 50 %\n", "été = 50 %\n"},
        {"李小龍 李小龍 李小龍\n", "李小龍 李小龍 李小龍\n"},
        {"", ""},
        {"\n\n", "\n\n"},
        {"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 é 😀 "
         "0123456789 0123456789 0123456789 0123456789 0123456789......................0123456789"
         ".....................................................................................",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mail_letter l = letter();
        l.text = cases[i].text;
        const char *want =
            cases[i].want ? cases[i].want : arena_printf(arena, "%s\n", cases[i].text);
        assert_string_equal(mime_text(arena, round_trip(&l)), want);
        assert_strict();
        assert_null(strstr(out.data, "\r\n.")); /* no relay has to stuff a dot */
        assert_null(strstr(out.data, "\r\nFrom "));
    }
}

static void alternatives_and_attachments(void **state)
{
    char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    const struct mail_attachment files[] = {
        {"contact form, März.csv", "text/csv", "a,b\r\n", 5, NULL, NULL},
        {"a name without end that goes on and on and on, as the names of files do now and then é.x",
         "application/octet-stream", bytes, sizeof bytes, NULL, NULL},
        {"", "image/png", "", 0, NULL, NULL},
    };
    struct mail_letter l = letter();
    l.html = "<p>Dear Ana</p>\n";
    l.attachments = files;
    l.attachments_count = 3;
    struct mime *m = round_trip(&l);
    assert_strict();
    assert_true(mime_is(m, "multipart", "mixed"));
    assert_true(mime_is(m->child, "multipart", "alternative"));
    assert_string_equal(mime_text(arena, m->child->child), l.text);
    assert_string_equal(mime_text(arena, m->child->child->next), l.html);
    const struct mime *part = m->child->next;
    for (size_t i = 0; i < 3; i++, part = part->next) {
        assert_string_equal(part->filename, files[i].name);
        assert_int_equal(part->body_len, files[i].len);
        assert_memory_equal(part->body, files[i].data, files[i].len);
        assert_string_equal(part->disposition, "attachment");
    }
    assert_null(part);
}

static void a_picture_stands_beside_its_page(void **state)
{
    const struct mail_attachment file = {"a.csv", "text/csv", "a", 1, NULL, NULL};
    const struct mail_attachment picture = {"months.png", "image/png", "\x89PNG", 4, NULL, NULL};
    struct mail_letter l = letter();
    const struct mime *page;

    l.html = "<img src=\"cid:months.k7@example.org\">\n";
    l.picture = &picture;
    l.picture_id = "months.k7@example.org";
    l.attachments = &file;
    l.attachments_count = 1;
    struct mime *m = round_trip(&l);
    assert_strict();
    assert_true(mime_is(m->child->child, "text", "plain"));
    page = m->child->child->next;
    assert_true(mime_is(page, "multipart", "related"));
    assert_string_equal(mime_param(page, "type"), "text/html");
    assert_string_equal(mime_text(arena, page->child), l.html);
    assert_string_equal(page->child->next->content_id, l.picture_id);
    assert_string_equal(page->child->next->disposition, "inline");
    assert_memory_equal(page->child->next->body, picture.data, picture.len);
    assert_true(mime_is(m->child->next, "text", "csv"));
}

static void the_same_letter_is_the_same_bytes(void **state)
{
    struct mail_letter l = letter();
    l.html = "<p>x</p>";
    char *first = arena_strdup(arena, compose(&l));
    assert_string_equal(compose(&l), first);
    l.message_id = "k7.2@example.org";
    assert_string_not_equal(compose(&l), first);
}

static void assert_refused(const struct mail_letter *l, const char *field)
{
    struct err e = {""};
    buf_reset(&out);
    assert_int_equal(mail_compose(l, &out, &e), -1);
    if (strncmp(e.text, field, strlen(field)) != 0)
        fail_msg("expected %s, got: %s", field, e.text);
}

static void what_breaks_out_is_refused(void **state)
{
#define REFUSE(member, value, field)                                                               \
    do {                                                                                           \
        struct mail_letter l = letter();                                                           \
        l.member = value;                                                                          \
        assert_refused(&l, field);                                                                 \
    } while (0)
    const char *bad_refs[] = {"a@b", "x>\r\nBcc: <y@example.org"};
    struct mail_attachment file = {"a\nb", "text/csv", "x", 1, NULL, NULL};
    REFUSE(from.name, "Carol\r\nBcc: x@example.org", "From:");
    REFUSE(from.email, "mentors@example.org\nX: y", "From:");
    REFUSE(to.name, "Ana\rLund", "To:");
    REFUSE(to.email, "ana@example.net, b@example.net", "To:");
    REFUSE(to.email, "", "To:");
    REFUSE(reply_to, "x y@example.org", "Reply-To:");
    REFUSE(subject, "Hello\nBcc: x@example.org", "Subject:");
    REFUSE(subject, "Hello\x7F", "Subject:");
    REFUSE(subject, "Hello\xC2\x85 there", "Subject:");
    REFUSE(subject, "Hello\xE2\x80\xA8there", "Subject:");
    REFUSE(subject, "Hello\xFF", "Subject:");
    REFUSE(message_id, "a b@example.org", "Message-ID:");
    REFUSE(message_id, "", "Message-ID:");
    REFUSE(in_reply_to, "<a@b>", "In-Reply-To:");
    REFUSE(unsubscribe, "x>?y", "List-Unsubscribe:");
    REFUSE(auto_submitted, "no", "Auto-Submitted:");
    REFUSE(auto_submitted, NULL, "Auto-Submitted:");
    REFUSE(text, "bad \xFF", "the text");
    struct mail_letter l = letter();
    const struct mail_attachment picture = {"a.png", "image/png", "x", 1, NULL, NULL};
    l.html = "<p>x</p>";
    l.picture = &picture;
    l.picture_id = "a>\r\nBcc: <x@example.org";
    assert_refused(&l, "Content-ID:");
    l = letter();
    l.refs = bad_refs;
    l.refs_count = 2;
    assert_refused(&l, "References:");
    l = letter();
    l.attachments = &file;
    l.attachments_count = 1;
    assert_refused(&l, "Content-Disposition:");
    file = (struct mail_attachment){"a", "text/csv\r\nX: y", "x", 1, NULL, NULL};
    assert_refused(&l, "Content-Type:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_plain_letter, setup, teardown),
        cmocka_unit_test_setup_teardown(all_the_headers, setup, teardown),
        cmocka_unit_test_setup_teardown(names_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(subjects_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(alternatives_and_attachments, setup, teardown),
        cmocka_unit_test_setup_teardown(a_picture_stands_beside_its_page, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_letter_is_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(what_breaks_out_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
