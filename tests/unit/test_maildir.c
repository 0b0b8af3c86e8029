/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Maildir drivers: nothing lost while others rename, nothing twice. */
#include "transport/maildir.h"

#include "tests/unit/unit.h"
#include "transport/idset.h"
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ----------------------------------------------------------------- the place */

struct place {
    char root[64];
    /* the reader's store */
    struct idset stored;
    char last_name[300];
    char last_bytes[300];
    struct source_message last;
    int messages, commits;
    int refuse_message_at; /* the n-th message is refused */
    bool refuse_commit;
    void (*on_message)(struct place *);
};

static void write_file(const char *root, const char *name, const char *content)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(content, f);
    assert_int_equal(fclose(f), 0);
}

static bool exists(const char *root, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return access(path, F_OK) == 0;
}

static void move(const char *root, const char *from, const char *to)
{
    char a[400], b[400];
    snprintf(a, sizeof a, "%s/%s", root, from);
    snprintf(b, sizeof b, "%s/%s", root, to);
    assert_int_equal(rename(a, b), 0);
}

static void make_maildir(const char *root)
{
    static const char *const parts[] = {"", "/tmp", "/new", "/cur"};
    for (size_t i = 0; i < 4; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s%s", root, parts[i]);
        mkdir(path, 0700);
    }
}

static int count_files(const char *root, const char *part)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", root, part);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    int n = 0;
    for (struct dirent *d; (d = readdir(dir));)
        n += d->d_name[0] != '.';
    closedir(dir);
    return n;
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    strcpy(p->root, "/tmp/mentord-maildir.XXXXXX");
    assert_non_null(mkdtemp(p->root));
    make_maildir(p->root);
    *state = p;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    return remove(path);
}

static int tear_down(void **state)
{
    struct place *p = *state;
    nftw(p->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    idset_release(&p->stored);
    free(p);
    return 0;
}

/* ---------------------------------------------------------------- the reader */

static bool known(void *context, size_t folder, uint64_t uidvalidity, uint64_t uid)
{
    return idset_has(&((struct place *)context)->stored, uid);
}

static int message(void *context, const struct source_message *m)
{
    struct place *p = context;
    if (++p->messages == p->refuse_message_at)
        return -1;
    assert_false(idset_has(&p->stored, m->uid));
    idset_add(&p->stored, m->uid);
    snprintf(p->last_name, sizeof p->last_name, "%s", m->name);
    snprintf(p->last_bytes, sizeof p->last_bytes, "%.*s", (int)m->length, m->bytes);
    p->last = *m;
    if (p->on_message)
        p->on_message(p);
    return 0;
}

static int commit(void *context, size_t folder, struct source_position position)
{
    struct place *p = context;
    assert_int_equal(position.uidvalidity, 1);
    p->commits++;
    return p->refuse_commit ? -1 : 0;
}

static struct source_callbacks callbacks_of(struct place *p)
{
    return (struct source_callbacks){
        .context = p, .known = known, .message = message, .commit = commit};
}

static const char *const folders[] = {"INBOX", "Junk"};

static struct mail_source *source_of(struct place *p)
{
    struct source_config config = {
        .path = p->root,
        .folders = folders,
        .folder_count = 2,
        .max_message = 1000,
        .poll_seconds = 3600, /* a wait that nothing ends outlasts the runner */
    };
    struct err why;
    struct mail_source *s = maildir_source_new(&config, &why);
    assert_non_null(s);
    assert_int_equal(s->driver->open(s, &why), TRANSPORT_OK);
    return s;
}

static enum transport_result fetch(struct mail_source *s, struct place *p, size_t folder)
{
    struct source_position position = {0};
    struct source_callbacks callbacks = callbacks_of(p);
    struct err why = {.text = ""};
    return s->driver->fetch(s, folder, &position, &callbacks, &why);
}

static void reads_new_and_cur_once(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    write_file(p->root, "cur/2.b:2,RS", "second\n");
    write_file(p->root, "tmp/3.c", "not delivered yet\n");
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 2);
    assert_string_equal(p->last_bytes, "second\n");
    assert_string_equal(p->last_name, "cur/2.b:2,RS");
    assert_true(exists(p->root, "cur/1.a:2,S"));
    assert_true(exists(p->root, "cur/2.b:2,RS"));
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 2);
    assert_int_equal(p->commits, 2);
}

static void a_new_process_asks_the_store(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    struct mail_source *s = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    s->driver->free(s);
    /* as if it had died between the commit and the flag */
    move(p->root, "cur/1.a:2,S", "new/1.a");
    struct mail_source *again _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(again, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 1);
    assert_true(exists(p->root, "cur/1.a:2,S"));
}

static void nothing_is_flagged_before_the_commit(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    p->refuse_commit = true;
    assert_int_equal(fetch(s, p, 0), TRANSPORT_STOPPED);
    assert_true(exists(p->root, "new/1.a"));
    /* the transaction was rolled back, so the message comes again */
    idset_release(&p->stored);
    p->refuse_commit = false;
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 2);
    assert_true(exists(p->root, "cur/1.a:2,S"));
}

static void a_refused_message_comes_again(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    write_file(p->root, "new/2.b", "second\n");
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    p->refuse_message_at = 2;
    assert_int_equal(fetch(s, p, 0), TRANSPORT_STOPPED);
    assert_int_equal(count_files(p->root, "new"), 2);
    idset_release(&p->stored);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 4);
    assert_int_equal(count_files(p->root, "new"), 0);
}

/* While the first message is handed over, a mail program flags the second. */
static void flag_the_second(struct place *p)
{
    if (exists(p->root, "new/2.b"))
        move(p->root, "new/2.b", "cur/2.b:2,S");
    if (exists(p->root, "cur/3.c:2,"))
        move(p->root, "cur/3.c:2,", "cur/3.c:2,FRS");
}

static void files_that_others_move_are_found(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    write_file(p->root, "new/2.b", "second\n");
    write_file(p->root, "cur/3.c:2,", "third\n");
    p->on_message = flag_the_second;
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 3);
}

static void delete_the_second(struct place *p)
{
    char path[400];
    snprintf(path, sizeof path, "%s/new/2.b", p->root);
    unlink(path);
}

static void files_that_others_delete_do_no_harm(void **state)
{
    struct place *p = *state;
    write_file(p->root, "new/1.a", "first\n");
    write_file(p->root, "new/2.b", "second\n");
    write_file(p->root, "new/3.c", "third\n");
    p->on_message = delete_the_second;
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 2);
}

static void what_is_no_file_is_left_alone(void **state)
{
    struct place *p = *state;
    char path[400];
    snprintf(path, sizeof path, "%s/new/1.fifo", p->root);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/new/2.link", p->root);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 0);
    assert_int_equal(count_files(p->root, "new"), 2);
}

static void a_large_message_comes_as_its_header(void **state)
{
    struct place *p = *state;
    char content[3000] = "Subject: large\n\n";
    memset(content + strlen(content), 'x', sizeof content - strlen(content) - 1);
    write_file(p->root, "new/1.a", content);
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_string_equal(p->last_bytes, "Subject: large\n\n");
    assert_true(p->last.oversize);
    assert_int_equal(p->last.size, strlen(content));
}

static void junk_may_appear_later(void **state)
{
    struct place *p = *state;
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 1), TRANSPORT_OK);
    assert_int_equal(p->commits, 1);
    char junk[100];
    snprintf(junk, sizeof junk, "%s/.Junk", p->root);
    make_maildir(junk);
    write_file(junk, "new/1.a", "sorted away\n");
    assert_int_equal(fetch(s, p, 1), TRANSPORT_OK);
    assert_int_equal(p->messages, 1);
    assert_int_equal(p->last.folder, 1);
}

static void mail_ends_the_wait(void **state)
{
    struct place *p = *state;
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    write_file(p->root, "tmp/1.a", "first\n");
    move(p->root, "tmp/1.a", "new/1.a");
    struct err why;
    assert_int_equal(s->driver->wait(s, 3600, -1, &why), TRANSPORT_OK);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 1);
}

/* What comes to one folder while another is read is not forgotten. */
static void mail_ends_the_wait_whatever_was_read_since(void **state)
{
    struct place *p = *state;
    char junk[100];
    snprintf(junk, sizeof junk, "%s/.Junk", p->root);
    make_maildir(junk);
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    write_file(p->root, "tmp/1.a", "first\n");
    move(p->root, "tmp/1.a", "new/1.a");
    assert_int_equal(fetch(s, p, 1), TRANSPORT_OK);
    struct err why;
    assert_int_equal(s->driver->wait(s, 3600, -1, &why), TRANSPORT_OK);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 1);
}

static void the_doorbell_ends_the_wait(void **state)
{
    struct place *p = *state;
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    int bell[2];
    assert_int_equal(pipe(bell), 0);
    assert_int_equal(write(bell[1], "", 1), 1);
    struct err why;
    assert_int_equal(s->driver->wait(s, 3600, bell[0], &why), TRANSPORT_OK);
    close(bell[0]);
    close(bell[1]);
}

static void many_batches(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < 450; i++) {
        char name[40];
        snprintf(name, sizeof name, "new/%06d.a", i);
        write_file(p->root, name, "Subject: x\n\n");
    }
    struct mail_source *s _cleanup_(mail_source_freep) = source_of(p);
    assert_int_equal(fetch(s, p, 0), TRANSPORT_OK);
    assert_int_equal(p->messages, 450);
    assert_int_equal(p->commits, 3);
    assert_int_equal(count_files(p->root, "cur"), 450);
}

static void no_maildir_is_for_a_person(void **state)
{
    struct place *p = *state;
    char path[100];
    snprintf(path, sizeof path, "%s/absent", p->root);
    struct source_config config = {.path = path, .folders = folders, .folder_count = 2};
    struct err why = {.text = ""};
    struct mail_source *s _cleanup_(mail_source_freep) = maildir_source_new(&config, &why);
    assert_int_equal(s->driver->open(s, &why), TRANSPORT_CONFIG);
    assert_non_null(strstr(why.text, "is this the Maildir"));
}

static void folder_names_are_checked(void **state)
{
    struct place *p = *state;
    static const char *const bad[] = {"../INBOX"};
    struct source_config config = {.path = p->root, .folders = bad, .folder_count = 1};
    struct err why;
    assert_null(maildir_source_new(&config, &why));
}

/* ---------------------------------------------------------------- the sender */

static struct mail_sink *sink_of(struct place *p)
{
    struct sink_config config = {.path = p->root, .connections = 2};
    struct err why;
    struct mail_sink *s = maildir_sink_new(&config, &why);
    assert_non_null(s);
    return s;
}

static void submit(struct mail_sink *s, int64_t id, const char *message_id)
{
    struct sink_letter letter = {.id = id,
                                 .from = "mentors@example.org",
                                 .to = "ana@example.org",
                                 .message_id = message_id,
                                 .bytes = "Subject: hello\r\n\r\nhello\r\n",
                                 .length = 25};
    s->driver->submit(s, &letter);
}

static struct sink_event poll_one(struct mail_sink *s)
{
    struct sink_events events;
    s->driver->poll(s, 0, -1, &events);
    assert_int_equal(events.count, 1);
    return events.items[0];
}

static void send_one(struct mail_sink *s, int64_t id, const char *message_id)
{
    submit(s, id, message_id);
    assert_int_equal(poll_one(s).kind, SINK_READY);
    s->driver->go(s, id);
    struct sink_event e = poll_one(s);
    assert_int_equal(e.kind, SINK_SENT);
    assert_int_equal(e.id, id);
}

static void delivers(void **state)
{
    struct place *p = *state;
    struct mail_sink *s _cleanup_(mail_sink_freep) = sink_of(p);
    assert_int_equal(s->driver->free_slots(s), 4);
    send_one(s, 7, "abc.7@example.org");
    assert_true(exists(p->root, "new/abc.7@example.org.eml"));
    assert_int_equal(count_files(p->root, "tmp"), 0);
    assert_int_equal(s->driver->free_slots(s), 4);
}

static void a_repeat_is_recognised(void **state)
{
    struct place *p = *state;
    struct mail_sink *s = sink_of(p);
    send_one(s, 7, "abc.7@example.org");
    send_one(s, 7, "abc.7@example.org");
    move(p->root, "new/abc.7@example.org.eml", "cur/abc.7@example.org.eml:2,S");
    send_one(s, 7, "abc.7@example.org");
    s->driver->free(s);
    /* and by the next process */
    struct mail_sink *again _cleanup_(mail_sink_freep) = sink_of(p);
    send_one(again, 7, "abc.7@example.org");
    assert_int_equal(count_files(p->root, "new") + count_files(p->root, "cur"), 1);
}

static void what_a_crash_left_in_tmp_is_removed(void **state)
{
    struct place *p = *state;
    write_file(p->root, "tmp/mentord.7", "half a let");
    write_file(p->root, "tmp/1700000000.other", "another program's");
    struct mail_sink *s _cleanup_(mail_sink_freep) = sink_of(p);
    assert_false(exists(p->root, "tmp/mentord.7"));
    assert_true(exists(p->root, "tmp/1700000000.other"));
}

/* That a name is taken in tmp/ does not mean that the letter lies in new/. */
static void a_file_that_stands_in_the_way_defers(void **state)
{
    struct place *p = *state;
    struct mail_sink *s _cleanup_(mail_sink_freep) = sink_of(p);
    write_file(p->root, "tmp/mentord.7", "half a let");
    submit(s, 7, "abc.7@example.org");
    assert_int_equal(poll_one(s).kind, SINK_READY);
    s->driver->go(s, 7);
    assert_int_equal(poll_one(s).kind, SINK_DEFERRED);
    send_one(s, 7, "abc.7@example.org");
    assert_true(exists(p->root, "new/abc.7@example.org.eml"));
}

static void a_cancelled_letter_is_not_delivered(void **state)
{
    struct place *p = *state;
    struct mail_sink *s _cleanup_(mail_sink_freep) = sink_of(p);
    submit(s, 7, "abc.7@example.org");
    assert_int_equal(poll_one(s).kind, SINK_READY);
    s->driver->cancel(s, 7);
    struct sink_events events;
    s->driver->poll(s, 0, -1, &events);
    assert_int_equal(events.count, 0);
    assert_int_equal(count_files(p->root, "new"), 0);
    assert_int_equal(s->driver->free_slots(s), 4);
}

static void a_failure_defers(void **state)
{
    struct place *p = *state;
    struct mail_sink *s _cleanup_(mail_sink_freep) = sink_of(p);
    submit(s, 7, "abc.7@example.org");
    assert_int_equal(poll_one(s).kind, SINK_READY);
    char tmp[100];
    snprintf(tmp, sizeof tmp, "%s/tmp", p->root);
    assert_int_equal(rmdir(tmp), 0);
    s->driver->go(s, 7);
    struct sink_event e = poll_one(s);
    assert_int_equal(e.kind, SINK_DEFERRED);
    assert_non_null(strstr(e.text, "cannot write the letter"));
}

static void names_are_harmless_and_differ(void **state)
{
    char name[256], other[256], longest[1001];
    maildir_file_name("../../etc/passwd", name);
    assert_string_equal(name, "=2E.=2F..=2Fetc=2Fpasswd.eml");
    maildir_file_name("a:b@c", name);
    assert_string_equal(name, "a=3Ab@c.eml");
    memset(longest, 'x', 1000);
    longest[1000] = '\0';
    maildir_file_name(longest, name);
    longest[999] = 'y';
    maildir_file_name(longest, other);
    assert_string_not_equal(name, other);
    assert_true(strlen(name) < 210);
}

static void the_set_of_ids_holds_many(void **state)
{
    struct idset set _cleanup_(idset_release) = {0};
    for (uint64_t i = 1; i <= 10000; i++)
        idset_add(&set, i * 64);
    idset_add(&set, 64);
    assert_int_equal(set.count, 10000);
    assert_true(idset_has(&set, 640000));
    assert_false(idset_has(&set, 65));
}

int main(void)
{
#define with_place(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        with_place(reads_new_and_cur_once),
        with_place(a_new_process_asks_the_store),
        with_place(nothing_is_flagged_before_the_commit),
        with_place(a_refused_message_comes_again),
        with_place(files_that_others_move_are_found),
        with_place(files_that_others_delete_do_no_harm),
        with_place(what_is_no_file_is_left_alone),
        with_place(a_large_message_comes_as_its_header),
        with_place(junk_may_appear_later),
        with_place(mail_ends_the_wait),
        with_place(mail_ends_the_wait_whatever_was_read_since),
        with_place(the_doorbell_ends_the_wait),
        with_place(many_batches),
        with_place(no_maildir_is_for_a_person),
        with_place(folder_names_are_checked),
        with_place(delivers),
        with_place(a_repeat_is_recognised),
        with_place(what_a_crash_left_in_tmp_is_removed),
        with_place(a_file_that_stands_in_the_way_defers),
        with_place(a_cancelled_letter_is_not_delivered),
        with_place(a_failure_defers),
        cmocka_unit_test(names_are_harmless_and_differ),
        cmocka_unit_test(the_set_of_ids_holds_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
