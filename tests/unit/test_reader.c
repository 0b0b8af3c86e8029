/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader, with a source that does what it is told: all that lies there is
 * stored before it is flagged, once, whatever happens in between. */
#include "daemon/doorbell.h"
#include "daemon/reader.h"
#include "store/internal.h"
#include "tests/unit/support/store_test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the source ---------------------------------------------------------------------- */

enum { FOLDERS = 2, MOST = 1200, BATCH = 100 };

static const char *const mailboxes[] = {"main/INBOX", "main/Junk", NULL};

struct fake_source {
    struct mail_source base;
    const char *bytes[FOLDERS][MOST]; /* uid is the place + 1 */
    size_t lengths[FOLDERS][MOST];
    bool oversize;
    int count[FOLDERS];
    int flagged[FOLDERS];
    uint64_t uidvalidity;
    enum transport_result open, fetch, wait; /* what they come to */
    int opens, waits, commits, asked;
    int kill_at_message, kill_after_commit; /* the n-th */
    bool asks;                              /* as the Maildir driver */
    instant *now;
    struct reader *stop;
    int bell; /* closed at the second open */
};

static struct fake_source *self_of(struct mail_source *s)
{
    return (struct fake_source *)s;
}

static enum transport_result result_of(enum transport_result result, struct err *why)
{
    if (result)
        err_set(why, "mail.example.org: %s",
                result == TRANSPORT_CONFIG ? "the password is wrong" : "is down");
    return result;
}

static enum transport_result fake_open(struct mail_source *s, struct err *why)
{
    if (++self_of(s)->opens == 2 && self_of(s)->bell)
        shutdown(self_of(s)->bell, SHUT_WR);
    return result_of(self_of(s)->open, why);
}

static int hand_over(struct fake_source *f, size_t folder, int place,
                     const struct source_callbacks *c)
{
    struct source_message m = {.folder = folder,
                               .uidvalidity = f->uidvalidity,
                               .uid = (uint64_t)place + 1,
                               .name = "x",
                               .bytes = f->bytes[folder][place],
                               .length = f->lengths[folder][place],
                               .oversize = f->oversize};

    m.size = m.length + (f->oversize ? (uint64_t)place : 0);
    if (f->asks && c->known(c->context, folder, f->uidvalidity, m.uid)) {
        f->asked++;
        return 0;
    }
    if (f->kill_at_message && !--f->kill_at_message)
        raise(SIGKILL);
    return c->message(c->context, &m);
}

static int commit(struct fake_source *f, size_t folder, int upto, struct source_position *position,
                  const struct source_callbacks *c)
{
    struct source_position next = {f->uidvalidity, (uint64_t)upto};

    f->commits++;
    if (c->commit(c->context, folder, next) < 0)
        return -1;
    if (f->kill_after_commit && !--f->kill_after_commit)
        raise(SIGKILL);
    *position = next;
    f->flagged[folder] = upto;
    return 0;
}

static enum transport_result fake_fetch(struct mail_source *s, size_t folder,
                                        struct source_position *position,
                                        const struct source_callbacks *c, struct err *why)
{
    struct fake_source *f = self_of(s);
    int from = position->uidvalidity == f->uidvalidity && !f->asks ? (int)position->uid : 0;

    for (int i = from; i < f->count[folder]; i++) {
        if (hand_over(f, folder, i, c) < 0)
            return TRANSPORT_STOPPED;
        if (f->now)
            ++*f->now;
        if ((i + 1) % BATCH == 0 && commit(f, folder, i + 1, position, c) < 0)
            return TRANSPORT_STOPPED;
    }
    if (f->fetch)
        return result_of(f->fetch, why);
    return commit(f, folder, f->count[folder], position, c) < 0 ? TRANSPORT_STOPPED : TRANSPORT_OK;
}

static enum transport_result fake_wait(struct mail_source *s, int seconds, int doorbell,
                                       struct err *why)
{
    struct fake_source *f = self_of(s);

    if (++f->waits == 3)
        reader_stop(f->stop);
    return result_of(f->wait, why);
}

static void fake_close(struct mail_source *s)
{
}

static const struct source_driver driver = {
    .name = "fake",
    .open = fake_open,
    .fetch = fake_fetch,
    .wait = fake_wait,
    .close = fake_close,
};

/* ---- the bench --------------------------------------------------------------------------- */

static struct store *s;
static struct arena *a;
static struct fake_source source;
static struct reader *reader;
static instant now;
static char *folder, path[64];

static int looks_until_set_back; /* of the clock: then it is a month earlier; 0: never */

static instant fixed_now(void *context)
{
    if (looks_until_set_back && --looks_until_set_back == 0)
        now -= 30 * 86400;
    return *(instant *)context;
}

static struct reader *new_reader(int doorbell)
{
    struct reader_options o = {s, &source.base, mailboxes, {fixed_now, &now}, doorbell};
    struct err why;
    struct reader *r = reader_new(&o, &why);

    if (!r)
        fail_msg("%s", why.text);
    return r;
}

static void fill(size_t where, int count)
{
    for (int i = source.count[where]; i < count; i++) {
        char *text = arena_printf(a, "Subject: %zu/%d\r\n\r\n", where, i);

        source.bytes[where][i] = text;
        source.lengths[where][i] = strlen(text);
    }
    source.count[where] = count;
}

static int setup(void **state)
{
    struct err e;

    folder = store_test_folder();
    snprintf(path, sizeof path, "%s/store", folder);
    assert_int_equal(store_open(&s, path, STORE_CREATE, &e), 0);
    a = arena_new(64 << 20);
    source = (struct fake_source){.base.driver = &driver, .uidvalidity = 5};
    now = T0;
    reader = new_reader(-1);
    return 0;
}

static int teardown(void **state)
{
    reader_free(reader);
    store_close(s);
    arena_free(a);
    store_test_remove(folder);
    return 0;
}

static struct mailbox_row mailbox(int which)
{
    struct mailbox_row rows[3];

    assert_int_equal(store_mailboxes(s, a, rows, 3), 2);
    return rows[which];
}

static int64_t stored(void)
{
    return store_test_count(s, "SELECT count(*) FROM inbox");
}

/* ---- passes -------------------------------------------------------------------------------- */

static void all_that_lies_there_is_stored(void **state)
{
    fill(0, 450);
    fill(1, 3);
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 453);
    assert_int_equal(source.flagged[0], 450);
    assert_int_equal(mailbox(0).last_uid, 450);
    assert_int_equal(mailbox(1).last_uid, 3);
    assert_int_equal(mailbox(0).uidvalidity, 5);
    assert_int_equal(reader_pass(reader), 0);
    fill(0, 451);
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 454);
}

static void a_folder_is_complete_as_of_the_start_of_its_fetch(void **state)
{
    fill(0, 10);
    source.now = &now; /* time goes on while it is fetched */
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(mailbox(0).complete, T0);
    assert_int_equal(mailbox(1).complete, T0 + 10);
}

static void a_fetch_that_broke_off_is_not_complete(void **state)
{
    fill(0, 250);
    source.fetch = TRANSPORT_TEMPORARY;
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(stored(), 200); /* the batches that were whole */
    assert_int_equal(mailbox(0).complete, 0);
    assert_int_equal(mailbox(0).last_uid, 200);
    assert_string_equal(mailbox(0).trouble, "mail.example.org: is down");
    source.fetch = TRANSPORT_OK;
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 250);
    assert_int_equal(mailbox(0).complete, T0);
    assert_null(mailbox(0).trouble);
}

static void a_new_uidvalidity_brings_nothing_twice(void **state)
{
    fill(0, 120);
    assert_int_equal(reader_pass(reader), 1);
    source.uidvalidity = 6;
    assert_int_equal(reader_pass(reader), 0);
    assert_int_equal(stored(), 120);
    assert_int_equal(mailbox(0).uidvalidity, 6);
    assert_int_equal(store_has_uid(s, "main/INBOX", 6, "120"), 1);
}

static void a_large_batch_is_stored_in_parts(void **state)
{
    char *large = arena_alloc(a, READER_BATCH_BYTES / 3 + 100);

    for (int i = 0; i < 7; i++) {
        source.bytes[0][i] = large;
        source.lengths[0][i] = READER_BATCH_BYTES / 3 + (size_t)i;
    }
    source.count[0] = 7;
    source.kill_at_message = 0;
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 7);
    assert_int_equal(store_test_count(s, "SELECT max(length(raw)) FROM inbox_raw"),
                     READER_BATCH_BYTES / 3 + 6);
}

static void oversize_messages_with_one_head_are_two(void **state)
{
    fill(0, 2);
    source.bytes[0][1] = source.bytes[0][0];
    source.oversize = true;
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 2);
    assert_int_equal(store_test_count(s, "SELECT min(oversize) FROM inbox"), 1);
}

static void a_maildir_asks_what_is_known(void **state)
{
    fill(0, 5);
    source.asks = true;
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(reader_pass(reader), 0);
    assert_int_equal(source.asked, 5);
}

/* ---- trouble ------------------------------------------------------------------------------------
 */

static void trouble_is_told_with_its_beginning(void **state)
{
    source.open = TRANSPORT_TEMPORARY;
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(reader_next(reader), T0 + 5);
    assert_string_equal(reader_trouble(reader), "mail.example.org: is down");
    now += 5;
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(reader_next(reader), now + 10);
    now += 10;
    source.open = TRANSPORT_CONFIG;
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(reader_next(reader), now + READER_LONGEST_PAUSE);
    assert_string_equal(mailbox(0).trouble, "mail.example.org: the password is wrong");
    assert_int_equal(mailbox(0).trouble_since, T0);
    assert_int_equal(mailbox(0).complete, 0);
    source.open = TRANSPORT_OK;
    assert_int_equal(reader_pass(reader), 0);
    assert_null(mailbox(0).trouble);
    assert_string_equal(reader_trouble(reader), "");
    source.open = TRANSPORT_TEMPORARY;
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(reader_next(reader), now + 5);
}

static void trouble_outlives_a_restart(void **state)
{
    source.open = TRANSPORT_TEMPORARY;
    assert_int_equal(reader_pass(reader), -1);
    reader_free(reader);
    now += 100;
    reader = new_reader(-1);
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(mailbox(0).trouble_since, T0);
}

static int refuse(void *allowed)
{
    return --*(int *)allowed < 0;
}

static void what_cannot_be_stored_is_not_flagged(void **state)
{
    int allowed = 1;

    fill(0, 250);
    sqlite3_commit_hook(s->db, refuse, &allowed);
    assert_int_equal(reader_pass(reader), -1);
    assert_int_equal(source.flagged[0], 100);
    sqlite3_commit_hook(s->db, NULL, NULL);
    assert_int_equal(stored(), 100);
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 250);
}

/* ---- crashes
 * ------------------------------------------------------------------------------------- */

static void die_reading(int at_message, int after_commit)
{
    struct err e;
    int status;
    pid_t child;

    reader_free(reader);
    store_close(s);
    child = fork();
    if (child == 0) {
        if (store_open(&s, path, STORE_WRITE, &e) < 0)
            _exit(1);
        source.kill_at_message = at_message;
        source.kill_after_commit = after_commit;
        reader_pass(new_reader(-1));
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    assert_int_equal(store_open(&s, path, STORE_WRITE, &e), 0);
    reader = new_reader(-1);
}

static void a_crash_loses_nothing_and_doubles_nothing(void **state)
{
    fill(0, 320);
    die_reading(50, 0);
    assert_int_equal(stored(), 0);
    die_reading(0, 1);
    assert_int_equal(stored(), 100);
    die_reading(150, 0);
    assert_int_equal(stored(), 200);
    assert_int_equal(reader_pass(reader), 1);
    assert_int_equal(stored(), 320);
    assert_int_equal(store_test_count(s, "SELECT count(DISTINCT hash) FROM inbox"), 320);
}

/* ---- the loop
 * --------------------------------------------------------------------------------------- */

static void the_loop_reads_rings_and_ends(void **state)
{
    int fds[2];

    fill(0, 3);
    assert_int_equal(doorbell_pair(fds), 0);
    reader_free(reader);
    reader = source.stop = new_reader(fds[1]);
    reader_loop(reader);
    assert_int_equal(source.waits, 3);
    assert_int_equal(stored(), 3);
    assert_int_equal(doorbell_heard(fds[0]), BELL_WAKE | BELL_ALIVE);
    close(fds[0]);
    close(fds[1]);
}

static void in_trouble_a_ring_tries_again_and_a_closed_bell_ends(void **state)
{
    int fds[2];

    assert_int_equal(doorbell_pair(fds), 0);
    source.open = TRANSPORT_TEMPORARY;
    doorbell_ring(fds[0], BELL_WAKE);
    source.bell = fds[0];
    reader_free(reader);
    reader = new_reader(fds[1]);
    reader_loop(reader);
    assert_int_equal(source.opens, 2);
    close(fds[0]);
    close(fds[1]);
}

/* With the pause that is over the second look closes the bell; else the alarm ends the test. */
static void a_clock_that_is_set_back_lengthens_no_pause(void **state)
{
    int fds[2];

    assert_int_equal(doorbell_pair(fds), 0);
    source.open = TRANSPORT_TEMPORARY;
    source.bell = fds[0];
    reader_free(reader);
    reader = new_reader(fds[1]);
    looks_until_set_back =
        3; /* when it was paused, since when there is trouble, how long to rest */
    alarm(5);
    reader_loop(reader);
    alarm(0);
    assert_int_equal(source.opens, 2);
    close(fds[0]);
    close(fds[1]);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(all_that_lies_there_is_stored),
        T(a_folder_is_complete_as_of_the_start_of_its_fetch),
        T(a_fetch_that_broke_off_is_not_complete),
        T(a_new_uidvalidity_brings_nothing_twice),
        T(a_large_batch_is_stored_in_parts),
        T(oversize_messages_with_one_head_are_two),
        T(a_maildir_asks_what_is_known),
        T(trouble_is_told_with_its_beginning),
        T(trouble_outlives_a_restart),
        T(what_cannot_be_stored_is_not_flagged),
        T(a_crash_loses_nothing_and_doubles_nothing),
        T(the_loop_reads_rings_and_ends),
        T(in_trouble_a_ring_tries_again_and_a_closed_bell_ends),
        T(a_clock_that_is_set_back_lengthens_no_pause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
