/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl status: how the programmes and the mail stand, and what is due. */
#include "ctl/cases.h"
#include "ctl/daemon.h"
#include "ctl/standing.h"
#include "ctl/status_letters.h"
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_CASES 12
#define BATCH       128
#define MAILBOXES   64
#define MOST_UNREAD 16

struct programme_status {
    const struct programme *rules;
    const char *mode;
    struct kase *cases;
    int cases_count;
    struct upcoming *upcoming;
    int upcoming_count;
    int waiting, held, held_shadow; /* letters */
};

struct mail_status {
    struct mailbox_row boxes[MAILBOXES];
    int boxes_count;
    struct sender_row sender;
    int undone, unsorted, aside;
    int64_t unread[MOST_UNREAD]; /* messages that hold up every silence */
    int unread_count;
    const char *stuck; /* what ended the engine; NULL: nothing */
    pid_t daemon;
};

/* ---- gathering ------------------------------------------------------------------------ */

static int count_letters(struct ctl *c, struct programme_status *s)
{
    struct outbox_row rows[BATCH];
    int64_t after = 0;
    int n;

    while ((n = store_waiting_letters(c->store, c->arena, s->rules->name, after, rows, BATCH)) >
           0) {
        for (int i = 0; i < n; i++) {
            bool shadow = rows[i].held && !strcmp(rows[i].held, "shadow");
            s->held_shadow += shadow;
            s->held += rows[i].held && !shadow;
            s->waiting += !rows[i].held;
        }
        after = rows[n - 1].id;
    }
    return n;
}

static int look_at_programme(struct ctl *c, const struct programme *p, struct programme_status *s)
{
    *s = (struct programme_status){.rules = p};
    s->mode = store_mode(c->store, c->arena, p->name);
    s->cases_count = open_cases(c, p->name, &s->cases);
    s->upcoming_count = upcoming_rules(c, p, &s->upcoming);
    return !s->mode || s->cases_count < 0 ? -1 : count_letters(c, s);
}

static int look_at_mail(struct ctl *c, struct mail_status *m)
{
    struct err e;

    *m = (struct mail_status){0};
    m->boxes_count = store_mailboxes(c->store, c->arena, m->boxes, MAILBOXES);
    m->undone = store_count_undone(c->store);
    m->stuck = store_setting(c->store, c->arena, SETTING_STUCK);
    m->unsorted = store_count_mail(c->store, "unsorted");
    m->aside = store_count_mail(c->store, "aside");
    m->unread_count = store_unread(c->store, m->unread, MOST_UNREAD);
    m->daemon = daemon_pid(c, &e);
    if (store_get_sender(c->store, c->arena, &m->sender) < 0)
        return -1;
    return m->boxes_count < 0 || m->undone < 0 || m->unsorted < 0 || m->aside < 0 ||
                   m->unread_count < 0
               ? -1
               : 0;
}

/* ---- showing a programme ------------------------------------------------------------------ */

static void show_cases(struct ctl *c, const struct programme_status *s, int limit)
{
    struct columns t;
    int shown = limit && s->cases_count > limit ? limit : s->cases_count;

    if (!shown) {
        out_text("  No case is open.\n");
        return;
    }
    columns_init(&t, c->arena, (const char *[]){"Due", "Rule", "About", "Now", NULL});
    for (int i = 0; i < shown; i++) {
        const struct kase *k = &s->cases[i];
        columns_add(&t, (const char *[]){ctl_time(c, s->rules->name, k->due),
                                         arena_printf(c->arena, "%s %s", k->rule, k->occurrence),
                                         case_subject(c, s->rules->name, k),
                                         case_now(c, s->rules->name, k)});
    }
    out_columns(&t, 2, true);
    if (shown < s->cases_count)
        out_styled(STYLE_FAINT, "  and %d more: --all\n", s->cases_count - shown);
}

static void show_upcoming(struct ctl *c, const struct programme_status *s)
{
    struct columns t;

    if (!s->upcoming_count)
        return;
    out_text("\n");
    columns_init(&t, c->arena, (const char *[]){"Next", "Rule", NULL});
    for (int i = 0; i < s->upcoming_count; i++)
        columns_add(&t, (const char *[]){ctl_time(c, s->rules->name, s->upcoming[i].at),
                                         arena_printf(c->arena, "%s %s", s->upcoming[i].rule->name,
                                                      s->upcoming[i].key)});
    out_columns(&t, 2, true);
}

static void show_letters(const struct programme_status *s)
{
    if (s->waiting)
        out_text("\n  %d letter%s to be sent.\n", s->waiting, s->waiting == 1 ? " is" : "s are");
    if (s->held_shadow)
        out_text("\n  %d letter%s held, as the programme is in shadow: mentorctl go-live %s\n",
                 s->held_shadow, s->held_shadow == 1 ? " is" : "s are", s->rules->name);
    if (s->held)
        out_styled(STYLE_WARN, "\n  %d letter%s held at the limit of an address: see below\n",
                   s->held, s->held == 1 ? " is" : "s are");
}

static enum style mode_style(const char *mode)
{
    return !strcmp(mode, "live") ? STYLE_GOOD : STYLE_WARN;
}

static void show_programme(struct ctl *c, const struct programme_status *s, int limit)
{
    out_heading("%s", s->rules->title ? s->rules->title : s->rules->name);
    out_text("  ");
    out_styled(mode_style(s->mode), "%s", s->mode);
    if (s->cases_count)
        out_text(", %d open case%s", s->cases_count, s->cases_count == 1 ? "" : "s");
    out_text("; times of %s\n\n", zone_name(s->rules->zone));
    show_cases(c, s, limit);
    show_upcoming(c, s);
    show_letters(s);
    out_text("\n");
}

static int show_held(struct ctl *c)
{
    struct occurrence_row held[BATCH];
    int n = store_occurrences(c->store, c->arena, "held", held, BATCH);

    if (n > 0)
        out_heading("Held, until somebody agrees");
    for (int i = 0; i < n; i++) {
        out_text("  %s %s of %s: mentorctl release %s %s", held[i].rule, held[i].key,
                 ctl_time(c, held[i].programme, held[i].at), held[i].rule, held[i].key);
        if (c->shelf && c->shelf->count > 1)
            out_text(" --programme %s", held[i].programme);
        out_text(c->shelf && held_is_gone(c->shelf, &held[i])
                     ? " (its rule is gone: nothing would begin)\n"
                     : "\n");
    }
    if (n > 0)
        out_text("\n");
    return n;
}

/* ---- showing the mail ---------------------------------------------------------------------- */

static void show_box(struct ctl *c, const struct mailbox_row *m)
{
    if (m->trouble)
        out_styled(STYLE_BAD, "  %s can't be read since %s: %s\n", m->mailbox,
                   ctl_time(c, NULL, m->trouble_since), text_printable(c->arena, m->trouble));
    else
        out_text("  %s is read up to %s\n", m->mailbox, ctl_time(c, NULL, m->complete));
}

/* Rules that were edited and have errors: what runs is not what stands in the files. */
static void show_refusal(struct ctl *c)
{
    const char *since = store_setting(c->store, c->arena, SETTING_REFUSED);

    if (since)
        out_styled(STYLE_BAD,
                   "The edited rules have errors and are not used, since %s: mentorctl check\n\n",
                   ctl_time(c, NULL, atoll(since)));
}

static void show_mail(struct ctl *c, const struct mail_status *m)
{
    show_refusal(c);
    out_heading("Mail, times of %s", zone_name(ctl_zone(c, NULL)));
    for (int i = 0; i < m->boxes_count; i++)
        show_box(c, &m->boxes[i]);
    if (!m->boxes_count)
        out_text("  No mailbox was read yet.\n");
    if (m->sender.trouble)
        out_styled(STYLE_BAD, "  Nothing can be sent since %s: %s\n",
                   ctl_time(c, NULL, m->sender.trouble_since),
                   text_printable(c->arena, m->sender.trouble));
    if (m->undone)
        out_text("  %d message%s not decided yet.\n", m->undone, m->undone == 1 ? " is" : "s are");
    if (m->unsorted)
        out_styled(STYLE_WARN, "  %d message%s for somebody to say whose it is.\n", m->unsorted,
                   m->unsorted == 1 ? " waits" : "s wait");
    if (m->aside)
        out_styled(STYLE_WARN, "  %d message%s set aside: they can't be read.\n", m->aside,
                   m->aside == 1 ? " was" : "s were");
    for (int i = 0; i < m->unread_count; i++)
        out_styled(STYLE_BAD,
                   "  Message %lld may be anybody's answer: nobody counts as silent until you have "
                   "looked (mentorctl settle %lld sorted).\n",
                   (long long)m->unread[i], (long long)m->unread[i]);
    if (m->stuck)
        out_styled(
            STYLE_BAD,
            "  Set aside, as the engine ended over it: %s (mentorctl reload tries it again).\n",
            m->stuck);
    if (m->daemon > 0)
        out_text("  mentord runs (process %d).\n", (int)m->daemon);
    else
        out_styled(STYLE_WARN, "  mentord does not run.\n");
}

/* ---- JSON -------------------------------------------------------------------------------------
 */

static json_t *cases_json(struct ctl *c, const struct programme_status *s)
{
    json_t *list = json_array();

    for (int i = 0; i < s->cases_count; i++) {
        const struct kase *k = &s->cases[i];
        json_t *o = json_object();
        json_put(o, "case", json_id(k->id));
        json_put(o, "rule", json_text(k->rule));
        json_put(o, "occurrence", json_text(k->occurrence));
        json_put(o, "person", json_id(k->person));
        json_put(o, "other", json_id(k->other));
        json_put(o, "step", json_text(k->step));
        json_put(o, "due", json_instant(k->due));
        json_put(o, "deadline", json_instant(k->deadline));
        json_put(o, "now", json_text(case_now(c, s->rules->name, k)));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *programme_json(struct ctl *c, const struct programme_status *s)
{
    json_t *o = json_object(), *next = json_array();

    for (int i = 0; i < s->upcoming_count; i++) {
        json_t *u = json_object();
        json_put(u, "rule", json_text(s->upcoming[i].rule->name));
        json_put(u, "occurrence", json_text(s->upcoming[i].key));
        json_put(u, "at", json_instant(s->upcoming[i].at));
        json_array_append_new(next, u);
    }
    json_put(o, "programme", json_text(s->rules->name));
    json_put(o, "mode", json_text(s->mode));
    json_put(o, "cases", cases_json(c, s));
    json_put(o, "upcoming", next);
    json_put(o, "letters_waiting", json_integer(s->waiting));
    json_put(o, "letters_held", json_integer(s->held + s->held_shadow));
    return o;
}

static json_t *held_json(struct ctl *c)
{
    struct occurrence_row held[BATCH];
    int n = store_occurrences(c->store, c->arena, "held", held, BATCH);
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        json_t *o = json_object();
        json_put(o, "programme", json_text(held[i].programme));
        json_put(o, "rule", json_text(held[i].rule));
        json_put(o, "occurrence", json_text(held[i].key));
        json_put(o, "at", json_instant(held[i].at));
        json_put(o, "rule_is_gone", json_boolean(c->shelf && held_is_gone(c->shelf, &held[i])));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *mail_json(const struct mail_status *m)
{
    json_t *o = json_object(), *boxes = json_array(), *unread = json_array();

    for (int i = 0; i < m->boxes_count; i++) {
        json_t *b = json_object();
        json_put(b, "mailbox", json_text(m->boxes[i].mailbox));
        json_put(b, "read_until", json_instant(m->boxes[i].complete));
        json_put(b, "trouble", json_text(m->boxes[i].trouble));
        json_put(b, "trouble_since", json_instant(m->boxes[i].trouble_since));
        json_array_append_new(boxes, b);
    }
    json_put(o, "mailboxes", boxes);
    json_put(o, "sending_trouble", json_text(m->sender.trouble));
    json_put(o, "undecided", json_integer(m->undone));
    json_put(o, "unsorted", json_integer(m->unsorted));
    json_put(o, "aside", json_integer(m->aside));
    for (int i = 0; i < m->unread_count; i++)
        json_array_append_new(unread, json_integer(m->unread[i]));
    json_put(o, "holding_silence", unread);
    json_put(o, "stuck", json_text(m->stuck));
    json_put(o, "daemon", m->daemon > 0 ? json_integer(m->daemon) : json_null());
    return o;
}

/* ---- the command
 * --------------------------------------------------------------------------------- */

static int run_json(struct ctl *c, const struct mail_status *mail)
{
    json_t *all = json_object(), *programmes = json_array();
    struct programme_status s;

    for (size_t i = 0; c->shelf && i < c->shelf->count; i++) {
        if (look_at_programme(c, c->shelf->programmes[i].rules, &s) < 0)
            return ctl_failed(c);
        json_array_append_new(programmes, programme_json(c, &s));
    }
    json_put(all, "programmes", programmes);
    json_put(all, "held", held_json(c));
    json_put(all, "held_at_limit", limited_json(c));
    json_put(all, "uncertain", uncertain_json(c));
    json_put(all, "mail", mail_json(mail));
    out_json(all);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    struct programme_status s;
    struct mail_status mail;
    int status = ctl_look(c);

    if (status != CTL_OK)
        return status;
    if (look_at_mail(c, &mail) < 0)
        return ctl_failed(c);
    if (ctl_given(args, "json"))
        return run_json(c, &mail);
    for (size_t i = 0; c->shelf && i < c->shelf->count; i++) {
        if (look_at_programme(c, c->shelf->programmes[i].rules, &s) < 0)
            return ctl_failed(c);
        show_programme(c, &s, ctl_given(args, "all") ? 0 : SHOWN_CASES);
    }
    if (show_held(c) < 0 || show_letters_that_want_somebody(c) < 0)
        return ctl_failed(c);
    show_mail(c, &mail);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"all", NULL, "every open case, not only the first that are due"},
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_status = {
    .name = "status",
    .help = "How the programmes and the mail stand, and what is due next",
    .options = options,
    .run = run,
};
