/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/compose.h"
#include "parser/parser.h"
#include "parser/parser_child.h"
#include "parser/sandbox.h"
#include "parser/tables.h"
#include "parser/wire.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define INHERITED 200 /* a descriptor that the child must not have */

static const struct mail_self self = {.address = "mentors@example.org"};

struct fixture {
    struct arena *arena;
    struct err why;
    struct parser *parser;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new((size_t)256 << 20);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    parser_free(f->parser);
    arena_free(f->arena);
    test_free(f);
    return 0;
}

/* ---- a reader that does what the message says ------------------------- */

static void open_a_file(void)
{
    if (open("/etc/passwd", O_RDONLY) < 0)
        _exit(9);
}

static void make_a_socket(void)
{
    if (socket(AF_INET, SOCK_STREAM, 0) < 0)
        _exit(9);
}

static void run_a_program(void)
{
    if (fork() < 0)
        _exit(9);
}

static void kill_the_client(void)
{
    if (kill(getppid(), SIGTERM) < 0)
        _exit(9);
}

static void make_memory_executable(void)
{
    if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
        _exit(9);
}

static void misbehave(struct arena *a, const char *what)
{
    if (strcmp(what, "crash") == 0)
        __builtin_trap();
    else if (strcmp(what, "hang") == 0)
        for (volatile int i = 0;; i++)
            ;
    else if (strcmp(what, "bomb") == 0)
        for (;;)
            memset(arena_alloc(a, 1 << 20), 1, 1 << 20);
    else if (strcmp(what, "open") == 0)
        open_a_file();
    else if (strcmp(what, "socket") == 0)
        make_a_socket();
    else if (strcmp(what, "fork") == 0)
        run_a_program();
    else if (strcmp(what, "kill") == 0)
        kill_the_client();
    else if (strcmp(what, "exec memory") == 0)
        make_memory_executable();
}

static void test_head(struct arena *a, const char *bytes, size_t len, const struct mail_self *own,
                      struct mail_head *out)
{
    misbehave(a, arena_strndup(a, bytes, len < 20 ? len : 20));
    mail_read_head(a, "Subject: fine\r\n\r\n", 17, own, out);
    out->message_id = arena_printf(a, "%zu.%d@example.org", len, bytes[len - 1]);
    if (write(INHERITED, "x", 1) < 0 && errno == EBADF)
        out->subject = "closed";
}

static _Noreturn void test_child(int fd)
{
    static const struct parser_calls calls = {.head = test_head, .read = mail_read};

    mail_init();
    parser_child_run(fd, &calls);
}

static struct parser *parser_that_runs(struct fixture *f, parser_child_fn *child, int limit_ms)
{
    struct parser_options options = {.child = child, .limit_ms = limit_ms};

    f->parser = parser_new(&options);
    return f->parser;
}

static enum parser_result ask(struct fixture *f, const char *message)
{
    return parser_ask_head(f->parser, message, strlen(message), &self, &f->why);
}

static enum parser_result take(struct fixture *f, struct mail_head *out)
{
    return parser_take_head(f->parser, f->arena, out, &f->why);
}

static enum parser_result head(struct fixture *f, const char *message, struct mail_head *out)
{
    enum parser_result r = ask(f, message);

    return r == PARSER_OK ? take(f, out) : r;
}

static enum parser_result facts_of(struct fixture *f, const char *bytes, size_t len,
                                   struct mail_facts *out)
{
    struct mail_hints hints = {.self = self};

    if (parser_ask_facts(f->parser, bytes, len, &hints, &f->why) != PARSER_OK)
        return PARSER_FAILED;
    return parser_take_facts(f->parser, f->arena, out, &f->why);
}

/* ---- reading ------------------------------------------------------------ */

static const char letter[] = "From: Ana <ana@example.org>\r\n"
                             "To: mentors+k7@example.org\r\n"
                             "Subject: =?utf-8?q?caf=C3=A9?=\r\n"
                             "Message-ID: <1@example.org>\r\n"
                             "Content-Type: text/plain; charset=iso-8859-1\r\n"
                             "\r\n"
                             "All is well, d\xE9j\xE0 vu.\r\n";

static void check_facts(struct fixture *f)
{
    struct mail_facts facts;
    struct mail_head h;

    assert_int_equal(head(f, letter, &h), PARSER_OK);
    assert_string_equal(h.from.email, "ana@example.org");
    assert_string_equal(h.subject, "caf\xC3\xA9");
    assert_string_equal(h.tokens[0], "k7");
    assert_int_equal(facts_of(f, letter, sizeof letter - 1, &facts), PARSER_OK);
    assert_string_equal(facts.head.message_id, "1@example.org");
    assert_non_null(strstr(facts.text, "All is well, d\xC3\xA9j\xC3\xA0 vu."));
}

static void it_reads_behind_the_sandbox(void **state)
{
    struct fixture *f = *state;

    parser_that_runs(f, parser_child_main, 0);
    check_facts(f);
    assert_true(parser_pid(f->parser) > 0);
}

static void it_reads_in_this_process(void **state)
{
    struct fixture *f = *state;

    f->parser = parser_in_process();
    check_facts(f);
    assert_int_equal(parser_pid(f->parser), 0);
}

/* ---- spreadsheets -------------------------------------------------------- */

static struct mail_attachment attached(struct fixture *f, const char *name)
{
    _cleanup_(buf_release) struct buf file = BUF_INIT(1 << 20);

    assert_int_equal(buf_read_file(&file, arena_printf(f->arena, "tests/unit/fixtures/%s", name)),
                     0);
    return (struct mail_attachment){
        .name = name,
        .type = "application/octet-stream",
        .data = memcpy(arena_alloc(f->arena, file.len), file.data, file.len),
        .len = file.len,
    };
}

static void message_with(const struct mail_attachment *files, size_t count, struct buf *out)
{
    const struct mail_letter l = {
        .from = {"Wen", "wen@example.org"},
        .to = {"", "mentors@example.org"},
        .subject = "Results",
        .message_id = "2@example.org",
        .auto_submitted = "auto-generated",
        .zone = zone_find("UTC"),
        .text = "Here they are.\n",
        .attachments = files,
        .attachments_count = count,
    };
    struct err e;

    assert_int_equal(mail_compose(&l, out, &e), 0);
}

static void spreadsheets_are_read_behind_the_sandbox(void **state)
{
    struct fixture *f = *state;
    _cleanup_(buf_release) struct buf message = BUF_INIT(1 << 20);
    struct mail_attachment files[] = {attached(f, "people.ods"), attached(f, "people.xlsx"),
                                      attached(f, "people.xls"), attached(f, "store_1.sql")};
    struct mail_facts facts;
    struct table t;

    message_with(files, 4, &message);
    parser_that_runs(f, parser_child_main, 0);
    if (facts_of(f, message.data, message.len, &facts))
        fail_msg("%s", f->why.text);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tables_get(f->arena, &facts.attachments[i], &t, &f->why), 1);
        assert_int_equal(t.count, 6);
        assert_string_equal(t.rows[1].cells[1], "zoe@example.org");
        assert_string_equal(t.rows[1].cells[2], "2026-12-15");
    }
    assert_int_equal(tables_get(f->arena, &facts.attachments[2], &t, &f->why), -1);
    assert_string_equal(f->why.text,
                        "people.xls: this is a file of an old Excel: save it as .xlsx or CSV");
    assert_int_equal(tables_get(f->arena, &facts.attachments[3], &t, &f->why), 0);
}

static void tables_of_a_message_are_bounded(void **state)
{
    struct fixture *f = *state;
    _cleanup_(buf_release) struct buf message = BUF_INIT(32 << 20);
    struct mail_attachment files[7];
    struct mail_facts facts;
    size_t len = 1200000;
    char *text = arena_alloc(f->arena, len);

    for (size_t i = 0; i < len; i++)
        text[i] = i % 100 == 99 ? '\n' : 'x';
    for (int i = 0; i < 7; i++)
        files[i] = (struct mail_attachment){
            .name = "t.csv", .type = "text/csv", .data = text, .len = i < 2 ? len : 100};
    message_with(files, 7, &message);
    parser_that_runs(f, parser_child_main, 60000);
    assert_int_equal(facts_of(f, message.data, message.len, &facts), PARSER_OK);
    assert_non_null(facts.attachments[0].table);
    assert_string_equal(facts.attachments[1].table_why,
                        "t.csv: the table holds more than 2 MiB of text");
    assert_non_null(facts.attachments[4].table);
    assert_string_equal(facts.attachments[5].table_why,
                        "only the first five tables of a message are read");
}

/* ---- the process ---------------------------------------------------------- */

static void one_process_serves_many_messages(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;
    pid_t pid;

    parser_that_runs(f, test_child, 0);
    assert_int_equal(parser_start(f->parser, &f->why), 0);
    pid = parser_pid(f->parser);
    for (int i = 0; i < 200; i++)
        assert_int_equal(head(f, "well", &h), PARSER_OK);
    assert_int_equal(parser_pid(f->parser), pid);
}

static void large_messages_pass_whole(void **state)
{
    struct fixture *f = *state;
    char *large = test_malloc(MAIL_MAX_BYTES + 1);
    struct mail_head h;

    memset(large, 'a', MAIL_MAX_BYTES + 1);
    large[MAIL_MAX_BYTES - 1] = 'z';
    parser_that_runs(f, test_child, 60000);
    assert_int_equal(parser_ask_head(f->parser, large, MAIL_MAX_BYTES, &self, &f->why), PARSER_OK);
    assert_int_equal(ask(f, "small"), PARSER_LATER);
    assert_int_equal(take(f, &h), PARSER_OK);
    assert_string_equal(h.message_id, "26214400.122@example.org");
    assert_int_equal(parser_ask_head(f->parser, large, MAIL_MAX_BYTES + 1, &self, &f->why),
                     PARSER_FAILED);
    assert_string_equal(f->why.text, "it is larger than 26214400 bytes");
    test_free(large);
}

static void answers_come_in_the_order_of_questions(void **state)
{
    static const char *const messages[] = {"a", "bb", "ccc", "dddd"};
    struct fixture *f = *state;
    struct mail_head h;
    int asked = 0, taken = 0;

    parser_that_runs(f, test_child, 0);
    for (int round = 0; round < 10; round++) {
        while (ask(f, messages[asked % 4]) == PARSER_OK)
            asked++;
        assert_int_equal(asked - taken, 16);
        for (int i = 0; i < 5; i++, taken++) {
            assert_int_equal(take(f, &h), PARSER_OK);
            assert_int_equal(h.message_id[0], '1' + taken % 4);
        }
    }
    for (; taken < asked; taken++)
        assert_int_equal(take(f, &h), PARSER_OK);
    assert_false(parser_has_answered(f->parser));
}

static void no_descriptor_is_inherited(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;
    int fd = open("/dev/null", O_WRONLY);

    assert_int_equal(dup2(fd, INHERITED), INHERITED);
    parser_that_runs(f, test_child, 0);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
    assert_string_equal(h.subject, "closed");
    close(INHERITED);
    close(fd);
}

/* ---- messages that break it --------------------------------------------- */

static void check_failure(struct fixture *f, const char *message, const char *why)
{
    struct mail_head h;

    assert_int_equal(head(f, message, &h), PARSER_FAILED);
    assert_string_equal(f->why.text, why);
    assert_int_equal(parser_pid(f->parser), 0);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
}

static void a_crash_costs_one_message(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;

    parser_that_runs(f, test_child, 0);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
    assert_int_equal(head(f, "crash", &h), PARSER_FAILED);
    assert_non_null(strstr(f->why.text, "the parser "));
    assert_int_equal(head(f, "well", &h), PARSER_OK);
}

/* Those after it were not read: they are asked again. */
static void a_crash_ahead_costs_one_message(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;

    parser_that_runs(f, test_child, 0);
    assert_int_equal(ask(f, "well"), PARSER_OK);
    assert_int_equal(ask(f, "crash"), PARSER_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask(f, "good"), PARSER_OK);
    assert_int_equal(take(f, &h), PARSER_OK);
    assert_int_equal(take(f, &h), PARSER_FAILED);
    assert_non_null(strstr(f->why.text, "the parser "));
    assert_false(parser_has_answered(f->parser));
    assert_int_equal(head(f, "good", &h), PARSER_OK);
    assert_int_equal(h.message_id[0], '4');
}

static void a_kill_from_outside_costs_none(void **state)
{
    static const int signals[] = {SIGKILL, SIGTERM};
    struct fixture *f = *state;
    struct mail_head h;

    parser_that_runs(f, test_child, 0);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        assert_int_equal(ask(f, "hang"), PARSER_OK);
        assert_int_equal(ask(f, "good"), PARSER_OK);
        assert_int_equal(kill(parser_pid(f->parser), signals[i]), 0);
        assert_int_equal(take(f, &h), PARSER_KILLED);
        assert_string_equal(f->why.text, "the parser was killed while it read it");
        assert_int_equal(head(f, "well", &h), PARSER_OK);
    }
}

static void a_hang_costs_one_message(void **state)
{
    parser_that_runs(*state, test_child, 50);
    check_failure(*state, "hang", "reading it took more than 50 ms");
}

/* The sanitizers' handlers at the end of a process ask for what is forbidden,
 * so with them only the failure itself can be told. */
static void a_bomb_costs_one_message(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;

    parser_that_runs(f, test_child, 0);
    assert_int_equal(head(f, "bomb", &h), PARSER_FAILED);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
}

/* Its client was busy: an answer that no socket holds could not be sent as a whole. */
static void an_answer_in_time_may_be_taken_late(void **state)
{
    enum { LIMIT_MS = 1000, LEN = 4 << 20 };
    struct fixture *f = *state;
    _cleanup_(buf_release) struct buf message = BUF_INIT(32 << 20);
    char *bytes = arena_alloc(f->arena, LEN);
    struct mail_attachment file = {.name = "a.jpg", .type = "image/jpeg", .data = bytes};
    struct mail_hints hints = {.self = self};
    struct mail_facts facts;
    int64_t asked;

    file.len = LEN;
    memset(bytes, 'x', LEN);
    message_with(&file, 1, &message);
    parser_that_runs(f, parser_child_main, LIMIT_MS);
    assert_int_equal(parser_start(f->parser, &f->why), 0);
    asked = wire_clock();
    assert_int_equal(parser_ask_facts(f->parser, message.data, message.len, &hints, &f->why),
                     PARSER_OK);
    while (!parser_has_answered(f->parser) || wire_clock() <= asked + LIMIT_MS)
        ;
    if (parser_take_facts(f->parser, f->arena, &facts, &f->why))
        fail_msg("%s", f->why.text);
    assert_int_equal(facts.attachments[0].len, LEN);
}

static void the_sandbox_forbids_the_world(void **state)
{
    static const char *const attempts[] = {"open", "socket", "fork", "kill", "exec memory"};
    const char *forbidden = "the parser tried what its sandbox forbids";

    parser_that_runs(*state, test_child, 0);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        check_failure(*state, attempts[i], forbidden);
}

#ifndef __SANITIZE_ADDRESS__
static void memory_is_limited(void **state)
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct err why;
        if (sandbox_enter(&why) < 0)
            _exit(2);
        char *volatile p = malloc(SANDBOX_MEMORY);
        _exit(p ? 3 : 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}
#endif

/* ---- parsers that somebody took over ------------------------------------- */

static struct {
    enum wire_kind kind;
    const char *parts[3]; /* NULL-ended */
    const char *raw;      /* instead: bytes as they are, then the end */
    size_t raw_len;
} script;

static void send_frame(int fd, enum wire_kind kind, const char *const *parts)
{
    struct buf frame = BUF_INIT(1 << 20);

    wire_begin(&frame, kind);
    for (; parts && *parts; parts++)
        wire_add_string(&frame, *parts);
    wire_end(&frame);
    if (wire_send(fd, &frame, WIRE_FOREVER) < 0)
        _exit(1);
    buf_release(&frame);
}

static _Noreturn void scripted_child(int fd)
{
    struct buf request = BUF_INIT(1 << 20);

    send_frame(fd, WIRE_READY, NULL);
    while (wire_receive(fd, &request, WIRE_FOREVER) == 1) {
        if (script.raw) {
            ssize_t n = write(fd, script.raw, script.raw_len);
            _exit(n < 0);
        }
        send_frame(fd, script.kind, script.parts);
    }
    _exit(0);
}

static void answers_nonsense(struct fixture *f, enum wire_kind kind, const char *first,
                             const char *second)
{
    struct mail_head h;

    script.raw = NULL;
    script.kind = kind;
    script.parts[0] = first;
    script.parts[1] = second;
    assert_int_equal(head(f, "x", &h), PARSER_FAILED);
    assert_non_null(strstr(f->why.text, "the parser answered nonsense"));
}

static void nonsense_is_refused(void **state)
{
    struct fixture *f = *state;

    parser_that_runs(f, scripted_child, 0);
    answers_nonsense(f, WIRE_FACTS, "no JSON", NULL);
    answers_nonsense(f, WIRE_FACTS, "{}", NULL);
    answers_nonsense(f, WIRE_FACTS, "[1, 2]", NULL);
    answers_nonsense(f, WIRE_FACTS, NULL, NULL);
    answers_nonsense(f, WIRE_FACTS, "{}", "{}");
    answers_nonsense(f, WIRE_READY, NULL, NULL);
    answers_nonsense(f, (enum wire_kind)99, "{}", NULL);
}

static void answers_raw(struct fixture *f, const char *raw, size_t len)
{
    struct mail_head h;

    script.raw = raw;
    script.raw_len = len;
    assert_int_equal(head(f, "x", &h), PARSER_FAILED);
}

static void broken_frames_are_refused(void **state)
{
    struct fixture *f = *state;

    parser_that_runs(f, scripted_child, 0);
    answers_raw(f, "", 0);
    answers_raw(f, "\3\0\0", 3);
    answers_raw(f, "\3\0\0\0\xFF\xFF\xFF\xFF", 8);
    answers_raw(f, "\3\0\0\0\x40\0\0\0half", 12);
    answers_raw(f, "\3\0\0\0\4\0\0\0\xF0\0\0\0", 12);
    answers_raw(f, "\3\0\0\0\2\0\0\0{}", 10);
    answers_raw(f, "\3\0\0\0\0\0\0\0more", 12);
}

/* ---- the process itself ---------------------------------------------------- */

static _Noreturn void child_that_cannot(int fd)
{
    (void)fd;
    _exit(1);
}

static void without_a_parser_no_message_is_to_blame(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;

    parser_that_runs(f, child_that_cannot, 0);
    assert_int_equal(parser_start(f->parser, &f->why), -1);
    assert_int_equal(head(f, "well", &h), PARSER_MISSING);
}

static void an_idle_one_that_was_killed_is_replaced(void **state)
{
    struct fixture *f = *state;
    struct mail_head h;
    siginfo_t info;

    parser_that_runs(f, test_child, 0);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
    assert_int_equal(kill(parser_pid(f->parser), SIGKILL), 0);
    assert_int_equal(waitid(P_PID, (id_t)parser_pid(f->parser), &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(head(f, "well", &h), PARSER_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_reads_behind_the_sandbox),
        TEST(it_reads_in_this_process),
        TEST(spreadsheets_are_read_behind_the_sandbox),
        TEST(tables_of_a_message_are_bounded),
        TEST(one_process_serves_many_messages),
        TEST(large_messages_pass_whole),
        TEST(answers_come_in_the_order_of_questions),
        TEST(no_descriptor_is_inherited),
        TEST(a_crash_costs_one_message),
        TEST(a_crash_ahead_costs_one_message),
        TEST(a_kill_from_outside_costs_none),
        TEST(a_hang_costs_one_message),
        TEST(a_bomb_costs_one_message),
        TEST(an_answer_in_time_may_be_taken_late),
        TEST(the_sandbox_forbids_the_world),
#ifndef __SANITIZE_ADDRESS__
        TEST(memory_is_limited),
#endif
        TEST(nonsense_is_refused),
        TEST(broken_frames_are_refused),
        TEST(without_a_parser_no_message_is_to_blame),
        TEST(an_idle_one_that_was_killed_is_replaced),
    };

    return cmocka_run_group_tests_name("parser", tests, NULL, NULL);
}
