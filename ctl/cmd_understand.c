/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl understand: how mentord reads a message, and why so. */
#include "base/log.h"
#include "ctl/ctl.h"
#include "mail/reply.h"
#include "parser/tables.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_CEILING ((size_t)1024 * 1024 * 1024)

/* A letter of ours that a message may answer. */
struct original {
    const char *path, *text;
};

/* One message after another; what one needs is given back before the next. */
struct reading {
    struct arena *arena;
    struct mail_hints hints;
    bool json;
    struct original *originals;
    size_t originals_count, originals_cap;
};

static const char *const class_names[] = {
    [MAIL_HUMAN] = "human", [MAIL_AUTO] = "auto", [MAIL_LIST] = "list", [MAIL_BOUNCE] = "bounce"};

/* Of what is larger than the daemon reads, as much as says so: then the headers are read. */
static int read_input(const char *path, struct buf *out)
{
    bool standard = !strcmp(path, "-");
    *out = BUF_INIT(MAIL_MAX_BYTES + 2);
    if (buf_read_file(out, standard ? "/dev/stdin" : path) < 0 && errno != EFBIG)
        return ctl_complain(CTL_BROKEN, "%s can't be read: %s", standard ? "standard input" : path,
                            strerror(errno));
    return CTL_OK;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

/* Of bounces "bounce", "delayed", "complaint"; "none" of all else, and of mail that arrived. */
static const char *bounce_kind(const struct mail_facts *f)
{
    if (f->class != MAIL_BOUNCE || !strcmp(f->kind, "relayed"))
        return "none";
    return !strcmp(f->kind, "failed") ? "bounce" : f->kind;
}

static json_t *text_or_null(const char *s)
{
    return json_text(s && *s ? s : NULL);
}

static json_t *recipients_json(const struct mail_facts *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        json_t *o = json_object();
        json_put(o, "recipient", json_text(r->recipient));
        json_put(o, "status", text_or_null(r->status));
        json_put(o, "permanent", json_boolean(r->permanent));
        json_put(o, "hard", json_boolean(r->hard));
        json_put(o, "reason", text_or_null(r->reason));
        json_put(o, "meaning", text_or_null(r->meaning));
        json_put(o, "ours", json_boolean(r->ours));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *replies_json(const struct mail_facts *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->calendar_count; i++) {
        const struct mail_calendar *c = &f->calendar[i];
        json_t *o = json_object();
        json_put(o, "attendee", json_text(c->attendee));
        json_put(o, "partstat", json_text(c->partstat));
        json_put(o, "uid", text_or_null(c->uid));
        json_put(o, "recurrence_id", text_or_null(c->recurrence_id));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *facts_json(struct arena *a, const char *path, const char *original,
                          const struct mail_facts *f)
{
    json_t *o = json_object();
    json_put(o, "file", json_text(path));
    json_put(o, "refused", text_or_null(f->head.refused));
    json_put(o, "original", text_or_null(original));
    json_put(o, "class", json_text(class_names[f->class]));
    json_put(o, "class_why", text_or_null(f->class_why));
    json_put(o, "kind", json_text(bounce_kind(f)));
    json_put(o, "machine", text_or_null(f->class == MAIL_AUTO ? f->kind : NULL));
    json_put(o, "from_email", text_or_null(f->head.from.email));
    json_put(o, "subject", json_text(f->head.subject));
    json_put(o, "text", json_text(f->text));
    json_put(o, "text_why", text_or_null(f->text_why));
    json_put(o, "rest", text_or_null(f->rest));
    json_put(o, "away_until",
             text_or_null(f->away_until.year ? date_format(a, f->away_until) : NULL));
    json_put(o, "away_why", text_or_null(f->away_why));
    json_put(o, "in_answer_to", text_or_null(f->in_answer_to));
    json_put(o, "recipients", recipients_json(f));
    json_put(o, "method", text_or_null(f->calendar_method));
    json_put(o, "replies", replies_json(f));
    return o;
}

/* An object a line, however many there are. */
static void print_json(struct arena *a, const char *path, const char *original,
                       const struct mail_facts *f)
{
    json_t *o = facts_json(a, path, original, f);
    char *line = json_dumps(o, JSON_COMPACT);
    if (!line)
        die("a message's facts can't be written as JSON");
    out_text("%s\n", line);
    free(line);
    json_decref(o);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void print_recipients(const struct mail_facts *f)
{
    for (size_t i = 0; i < f->recipients_count; i++) {
        const struct mail_recipient *r = &f->recipients[i];
        const char *what = !r->permanent ? "it waits, or may be tried again"
                           : r->hard     ? "failed: the address is dead"
                           : r->ours     ? "failed: refused for our sake, not the address's"
                                         : "failed: this letter; the address may still work";
        out_text("  Recipient  %s%s%s: %s\n", r->recipient, *r->status ? ", status " : "",
                 r->status, what);
        if (r->reason && *r->reason)
            out_wrapped(13, r->reason);
    }
}

static void print_calendar(const struct mail_facts *f)
{
    if (f->calendar_method && *f->calendar_method && !f->calendar_count)
        out_text("  Calendar   %s, in which nobody answers\n", f->calendar_method);
    for (size_t i = 0; i < f->calendar_count; i++)
        out_text("  Calendar   %s says %s to %s\n", f->calendar[i].attendee,
                 f->calendar[i].partstat, f->calendar[i].uid);
}

static void print_indented(struct arena *a, const char *text)
{
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\n");
        out_text("    %s\n", text_printable(a, arena_strndup(a, line, n)));
        line += n + (line[n] == '\n');
    }
}

static void print_block(struct arena *a, const char *title, const char *text)
{
    if (!text || !*text)
        return;
    out_text("\n");
    out_heading("%s", title);
    print_indented(a, text);
}

/* Only where it says more than that all was written anew. */
static void print_lines(struct arena *a, const struct mail_facts *f)
{
    if (f->rest && *f->rest)
        print_block(a, "Line by line", f->text_lines);
}

static const char *class_phrase(const struct mail_facts *f)
{
    static const char *const phrases[] = {[MAIL_HUMAN] = "a person's letter",
                                          [MAIL_AUTO] = "a machine's",
                                          [MAIL_LIST] = "a mailing list's",
                                          [MAIL_BOUNCE] = "a bounce"};
    return phrases[f->class];
}

static void print_why(struct arena *a, const char *label, const char *what, const char *why)
{
    if (what && *what)
        out_text("  %-11s%s%s%s\n", label, text_printable(a, what),
                 why && *why ? ", because: " : "", why ? text_printable(a, why) : "");
}

static void print_facts(struct arena *a, const char *path, const char *original,
                        const struct mail_facts *f)
{
    const char *kind = f->kind && *f->kind ? arena_printf(a, " (%s)", f->kind) : "";
    out_heading("%s", path);
    if (f->head.refused)
        print_why(a, "Unread", "not all of it was read", f->head.refused);
    print_why(a, "From", f->head.from.email, NULL);
    print_why(a, "Subject", f->head.subject, NULL);
    print_why(a, "It is", arena_printf(a, "%s%s", class_phrase(f), kind), f->class_why);
    if (f->away_until.year)
        print_why(a, "Away until", date_format(a, f->away_until), f->away_why);
    print_why(a, "Answers", f->in_answer_to, NULL);
    print_why(a, "Quotes", original, NULL);
    print_recipients(f);
    print_calendar(f);
    print_why(a, "Text", *f->text ? "its new words stand below" : "it has no new words",
              f->text_why);
    print_block(a, "Newly written", f->text);
    print_lines(a, f);
}

/* ---- the command ------------------------------------------------------------------------------
 */

/* The letter that most of the message's old words come from; NULL where it has none of any. */
static const struct original *best_original(struct reading *r, const struct buf *bytes)
{
    const struct original *best = NULL;
    size_t most = 0;
    if (!r->originals_count || bytes->len > MAIL_MAX_BYTES)
        return NULL;
    const struct mime *m = r->hints.bare_text ? mime_bare(r->arena, bytes->data, bytes->len)
                                              : mime_parse(r->arena, bytes->data, bytes->len);
    for (size_t i = 0; i < r->originals_count; i++) {
        size_t words = reply_words_of(r->arena, m, r->originals[i].text);
        if (words > most) {
            most = words;
            best = &r->originals[i];
        }
    }
    return best;
}

static int understand(struct reading *r, const char *path)
{
    _cleanup_(buf_release) struct buf bytes;
    struct mail_facts facts;
    int status = read_input(path, &bytes);
    if (status != CTL_OK)
        return status;
    const struct original *original = best_original(r, &bytes);
    r->hints.original = original ? original->text : NULL;
    tables_mail_read(r->arena, buf_str(&bytes), bytes.len, &r->hints, &facts);
    if (r->json)
        print_json(r->arena, path, original ? original->path : NULL, &facts);
    else
        print_facts(r->arena, path, original ? original->path : NULL, &facts);
    arena_reset(r->arena);
    return CTL_OK;
}

/* Our own letters, whose words are no news. */
static int read_originals(struct ctl *c, struct reading *r, const struct ctl_args *args)
{
    int status = CTL_OK;
    size_t at = 0;
    for (const char *path; (path = ctl_given_next(args, "original", &at));) {
        _cleanup_(buf_release) struct buf bytes;
        status = read_input(path, &bytes);
        if (status != CTL_OK)
            break;
        struct original *o = arena_grow(c->arena, &r->originals, r->originals_count++,
                                        &r->originals_cap, sizeof *r->originals);
        o->path = path;
        o->text = reply_whole_text(c->arena, mime_parse(c->arena, buf_str(&bytes), bytes.len));
    }
    return status;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *kind = ctl_given(args, "kind");
    const char *mailbox = ctl_given(args, "mailbox");
    struct reading r = {.json = ctl_given(args, "json") != NULL};
    if (kind && strcmp(kind, "text") && strcmp(kind, "eml"))
        return ctl_complain(CTL_USAGE, "--kind is \"eml\" (a message) or \"text\" (only its body)");
    mail_init();
    r.hints.self.address = mailbox ? mailbox : "";
    r.hints.explain = !r.json;
    r.hints.bare_text = kind && !strcmp(kind, "text");
    int status = read_originals(c, &r, args);
    if (status != CTL_OK)
        return status;
    r.arena = arena_new(ARENA_CEILING);
    for (size_t i = 0; i < args->operands_count && status == CTL_OK; i++)
        status = understand(&r, args->operands[i]);
    if (!args->operands_count)
        status = understand(&r, "-");
    arena_free(r.arena);
    return status;
}

static const struct ctl_option options[] = {
    {"json", NULL, "one JSON object a message, on a line of its own"},
    {"original", "SENT.eml", "our letter that the messages answer; of several, the one quoted"},
    {"kind", "KIND", "\"text\": the files are bodies of messages; else \"eml\""},
    {"mailbox", "ADDRESS", "the address of the mailbox, to know answers to our letters"},
    {0},
};

const struct ctl_command cmd_understand = {
    .name = "understand",
    .operands = "[FILE...]",
    .help = "How mentord reads a message: who, what was newly written, and why",
    .more = "FILE is a message as it came, \"-\" or nothing standard input. What it says is what "
            "the daemon goes by.",
    .options = options,
    .least = 0,
    .most = 100000,
    .run = run,
};
