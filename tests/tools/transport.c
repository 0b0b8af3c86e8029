/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transport - drives the transports alone, for tests/e2e/transport.test and to
 * measure them.
 *
 *     transport send [OPTION...]   hands letters over, prints what became of them
 *     transport read [OPTION...]   prints each message of each folder
 *
 *     -h HOST -p PORT -t none|required|implicit -c CA -u USER -w PASSWORD
 *     -m PATH        a Maildir instead
 * send:
 *     -n COUNT (1) -s CONNECTIONS (1) -l BYTES (1000) -T RECIPIENT -F SENDER
 *     -C FILE        write and sync a claim there before DATA, for each group
 *     -L LETTERS     a connection (100)
 *     -v             a line for every event; else the totals
 * read:
 *     -f FOLDER...   (INBOX) -P UIDVALIDITY:UID  -M BYTES limit of a message
 *     -W SECONDS     wait once for mail, then read again
 *     -v             a line for every message; else the totals
 */
#include "base/log.h"
#include "transport/imap.h"
#include "transport/maildir.h"
#include "transport/smtp.h"
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct options {
    struct mail_server server;
    const char *path, *to, *from, *claims;
    const char *folders[8];
    size_t folder_count;
    int count, connections, letters_a_connection, length, wait;
    struct source_position position;
    uint64_t max_message;
    bool verbose;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "transport: %s\n", why);
    exit(1);
}

/* ---------------------------------------------------------------------- send */

static const char *const kind_names[] = {
    [SINK_READY] = "ready",       [SINK_SENT] = "sent",         [SINK_REFUSED] = "refused",
    [SINK_DEFERRED] = "deferred", [SINK_RETURNED] = "returned", [SINK_UNCERTAIN] = "uncertain",
    [SINK_TROUBLE] = "trouble",
};
enum { KINDS = sizeof kind_names / sizeof *kind_names };

struct sending {
    const struct options *o;
    struct mail_sink *sink;
    char *letter;
    int submitted, ended;
    int totals[KINDS];
    int claims; /* descriptor, or -1 */
};

/* Lines of 76 bytes. */
static char *make_letter(const struct options *o)
{
    char *letter = malloc((size_t)o->length + 1);
    if (!letter)
        give_up("out of memory");
    for (int i = 0; i < o->length; i++)
        letter[i] = "x\r\n"[i % 78 < 76 ? 0 : i % 78 - 75];
    memcpy(letter + o->length - 2, "\r\n", 2);
    const char header[] = "Subject: a letter of the test\r\n\r\n";
    if (o->length > 100)
        memcpy(letter, header, sizeof header - 1);
    return letter;
}

static void submit(struct sending *s)
{
    char id[40];
    size_t free_slots = s->sink->driver->free_slots(s->sink);
    for (; free_slots > 0 && s->submitted < s->o->count; free_slots--) {
        snprintf(id, sizeof id, "%d.test@example.org", ++s->submitted);
        s->sink->driver->submit(s->sink, &(struct sink_letter){.id = s->submitted,
                                                               .from = s->o->from,
                                                               .to = s->o->to,
                                                               .message_id = id,
                                                               .bytes = s->letter,
                                                               .length = (size_t)s->o->length});
    }
}

static void note(struct sending *s, const struct sink_event *e)
{
    s->totals[e->kind]++;
    s->ended += e->kind != SINK_READY && e->kind != SINK_TROUBLE;
    if (s->o->verbose || e->kind == SINK_TROUBLE)
        printf("%s%s %d %d %s %s\n", kind_names[e->kind],
               e->kind != SINK_TROUBLE         ? ""
               : e->result == TRANSPORT_CONFIG ? " config"
                                               : " temporary",
               (int)e->id, e->code, *e->enhanced ? e->enhanced : "-", e->text);
}

/* What the sender does in one transaction. */
static void claim(struct sending *s, const struct sink_events *events)
{
    if (s->claims < 0)
        return;
    if (pwrite(s->claims, events->items, events->count * sizeof *events->items, 0) < 0 ||
        fdatasync(s->claims) < 0)
        give_up("cannot write the claims");
}

static void send_group(struct sending *s, const struct sink_events *events)
{
    for (size_t i = 0; i < events->count; i++)
        note(s, &events->items[i]);
    claim(s, events);
    for (size_t i = 0; i < events->count; i++)
        if (events->items[i].kind == SINK_READY)
            s->sink->driver->go(s->sink, events->items[i].id);
}

static int send_letters(const struct options *o)
{
    struct sink_config config = {.server = o->server,
                                 .path = o->path,
                                 .connections = (size_t)o->connections,
                                 .letters_a_connection = o->letters_a_connection};
    struct err why;
    struct sending s = {.o = o, .letter = make_letter(o), .claims = -1};
    if (o->claims)
        s.claims = open(o->claims, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    s.sink = o->path ? maildir_sink_new(&config, &why) : smtp_sink_new(&config, &why);
    if (!s.sink)
        give_up(why.text);
    double start = seconds();
    int groups = 0;
    while (s.ended < o->count) {
        struct sink_events events;
        submit(&s);
        s.sink->driver->poll(s.sink, -1, -1, &events);
        send_group(&s, &events);
        groups += events.count > 0;
    }
    double took = seconds() - start;
    for (int kind = 0; kind < KINDS; kind++)
        if (s.totals[kind])
            printf("%s=%d ", kind_names[kind], s.totals[kind]);
    printf("groups=%d seconds=%.3f rate=%.0f\n", groups, took, o->count / took);
    s.sink->driver->free(s.sink);
    free(s.letter);
    return s.totals[SINK_SENT] == o->count ? 0 : 1;
}

/* ---------------------------------------------------------------------- read */

struct reading {
    const struct options *o;
    int messages, commits, oversize;
    uint64_t bytes;
};

static int on_message(void *context, const struct source_message *m)
{
    struct reading *r = context;
    r->messages++;
    r->oversize += m->oversize;
    r->bytes += m->length;
    if (r->o->verbose)
        printf("message %s %" PRIu64 ":%" PRIu64 " length=%zu size=%" PRIu64 "%s arrived=%lld\n",
               m->name, m->uidvalidity, m->uid, m->length, m->size, m->oversize ? " oversize" : "",
               (long long)m->arrived);
    return 0;
}

static int on_commit(void *context, size_t folder, struct source_position position)
{
    struct reading *r = context;
    r->commits++;
    return 0;
}

static const char *const result_names[] = {
    [TRANSPORT_OK] = "ok",
    [TRANSPORT_TEMPORARY] = "temporary",
    [TRANSPORT_CONFIG] = "config",
    [TRANSPORT_STOPPED] = "stopped",
};

static int report(enum transport_result result, const struct err *why)
{
    if (result != TRANSPORT_OK)
        printf("%s %s\n", result_names[result], why->text);
    return result == TRANSPORT_OK ? 0 : 1;
}

static int read_folders(struct mail_source *s, const struct options *o,
                        struct source_position *positions)
{
    struct reading r = {.o = o};
    struct source_callbacks callbacks = {.context = &r, .message = on_message, .commit = on_commit};
    struct err why = {.text = ""};
    double start = seconds();
    for (size_t i = 0; i < o->folder_count; i++) {
        enum transport_result result = s->driver->fetch(s, i, &positions[i], &callbacks, &why);
        if (report(result, &why))
            return 1;
        printf("folder %s at %" PRIu64 ":%" PRIu64 "\n", o->folders[i], positions[i].uidvalidity,
               positions[i].uid);
    }
    double took = seconds() - start;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("messages=%d oversize=%d bytes=%" PRIu64 " commits=%d seconds=%.3f rate=%.0f "
           "peak_kib=%ld\n",
           r.messages, r.oversize, r.bytes, r.commits, took, r.messages / took, usage.ru_maxrss);
    return 0;
}

static int read_mail(const struct options *o)
{
    struct source_config config = {.server = o->server,
                                   .path = o->path,
                                   .folders = o->folders,
                                   .folder_count = o->folder_count,
                                   .max_message = o->max_message};
    struct source_position positions[8] = {o->position};
    struct err why = {.text = ""};
    struct mail_source *s _cleanup_(mail_source_freep) =
        o->path ? maildir_source_new(&config, &why) : imap_source_new(&config, &why);
    if (!s)
        give_up(why.text);
    if (report(s->driver->open(s, &why), &why) || read_folders(s, o, positions))
        return 1;
    if (!o->wait)
        return 0;
    printf("waiting\n");
    double start = seconds();
    if (report(s->driver->wait(s, o->wait, -1, &why), &why))
        return 1;
    printf("waited %s\n", seconds() - start < o->wait ? "less" : "all");
    return read_folders(s, o, positions);
}

/* ---------------------------------------------------------------------- main */

static enum tls_mode tls_of(const char *word)
{
    return strcmp(word, "none") == 0       ? TLS_NONE
           : strcmp(word, "implicit") == 0 ? TLS_IMPLICIT
                                           : TLS_REQUIRED;
}

static void take_option(struct options *o, int option)
{
    switch (option) {
    case 'h':
        o->server.host = optarg;
        break;
    case 'p':
        o->server.port = atoi(optarg);
        break;
    case 't':
        o->server.tls = tls_of(optarg);
        break;
    case 'c':
        o->server.ca_file = optarg;
        break;
    case 'u':
        o->server.user = optarg;
        break;
    case 'w':
        o->server.password = optarg;
        break;
    case 'm':
        o->path = optarg;
        break;
    case 'n':
        o->count = atoi(optarg);
        break;
    case 's':
        o->connections = atoi(optarg);
        break;
    case 'l':
        o->length = atoi(optarg);
        break;
    case 'L':
        o->letters_a_connection = atoi(optarg);
        break;
    case 'T':
        o->to = optarg;
        break;
    case 'F':
        o->from = optarg;
        break;
    case 'C':
        o->claims = optarg;
        break;
    case 'f':
        o->folders[o->folder_count++ % 8] = optarg;
        break;
    case 'P':
        sscanf(optarg, "%" SCNu64 ":%" SCNu64, &o->position.uidvalidity, &o->position.uid);
        break;
    case 'M':
        o->max_message = strtoull(optarg, NULL, 10);
        break;
    case 'W':
        o->wait = atoi(optarg);
        break;
    case 'v':
        o->verbose = true;
        break;
    default:
        give_up("unknown option; the head of tests/tools/transport.c names them");
    }
}

int main(int argc, char **argv)
{
    struct options o = {.server = {.host = "localhost", .helo = "mentord.example.org"},
                        .to = "ana@example.org",
                        .from = "mentors@example.org",
                        .count = 1,
                        .connections = 1,
                        .length = 1000};
    if (argc < 2)
        give_up("send or read?");
    const char *command = argv[1];
    optind = 2;
    for (int option; (option = getopt(argc, argv, "h:p:t:c:u:w:m:n:s:l:L:T:F:C:f:P:M:W:v")) != -1;)
        take_option(&o, option);
    if (o.folder_count == 0)
        o.folders[o.folder_count++] = "INBOX";
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    log_init("transport", LOG_LEVEL_INFO);
    return strcmp(command, "send") == 0 ? send_letters(&o) : read_mail(&o);
}
