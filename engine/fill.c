/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fill.c - the values of a letter's fields (rules/fields.h names them).
 *
 * Only what the letter speaks of is looked up. */
#include "engine/questions.h"

#include "engine/report_files.h"
#include "mail/address.h"
#include "reports/contact_form.h"
#include "reports/digest.h"
#include "reports/unmatched.h"
#include "rules/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CONTACTS_DAYS 62
#define MOST_ROWS     64

struct filling {
    struct engine *e;
    const struct writing *w;
    struct fields *f;
};

static bool uses(const struct filling *g, const char *name)
{
    return letter_speaks_of(g->w->letter, name);
}

/* ---- dates -------------------------------------------------------------------- */

static const struct zone *reader_zone(const struct filling *g)
{
    const struct zone *z = g->w->to.zone ? zone_find(g->w->to.zone) : NULL;

    return z ? z : g->e->programme->rules->zone;
}

/* "Tuesday, 29 December" */
static const char *spoken_date(const struct filling *g, struct date d)
{
    return arena_printf(g->e->scratch, "%s, %d %s", weekday_name(date_weekday(d)), d.day,
                        month_name(d.month));
}

static const char *short_date(const struct filling *g, instant t)
{
    struct date d = civil_at(t, g->e->programme->rules->zone).date;

    return arena_printf(g->e->scratch, "%d %.3s", d.day, month_name(d.month));
}

static void fill_dates(const struct filling *g)
{
    struct date today = civil_at(g->w->when, reader_zone(g)).date;

    fields_set(g->f, "today", spoken_date(g, today));
    fields_set(g->f, "month",
               arena_printf(g->e->scratch, "%s %d", month_name(today.month), today.year));
}

static void fill_hold(const struct filling *g)
{
    const struct letter_intent *l = g->w->intent;
    const struct rule *r =
        g->w->k->rule ? programme_rule(g->e->programme->rules, g->w->k->rule) : NULL;
    const struct step *step = r && l->step ? rule_step(r, l->step) : NULL;
    struct civil until = civil_at(l->until ? l->until : g->w->when, reader_zone(g));

    if (!uses(g, "hold"))
        return;
    fields_set(g->f, "hold.date", spoken_date(g, until.date));
    fields_set(g->f, "hold.time",
               arena_printf(g->e->scratch, "%02d:%02d", until.hour, until.minute));
    fields_set(g->f, "hold.rule", r ? r->name : "");
    fields_set(g->f, "hold.step", l->step ? l->step : "");
    fields_set(g->f, "hold.role", step && step->role ? step->role : "");
    fields_set(g->f, "hold.what", step ? step_words(g->e->scratch, step) : "");
}

/* ---- people ------------------------------------------------------------------- */

static bool is_title(const char *name, size_t len)
{
    static const char *const titles[] = {"dr",   "dra",  "prof", "mr",  "mrs", "ms", "mx",
                                         "miss", "herr", "frau", "rev", "sra", NULL};

    len -= len && name[len - 1] == '.';
    for (size_t i = 0; titles[i]; i++)
        if (strlen(titles[i]) == len && !strncasecmp(name, titles[i], len))
            return true;
    return false;
}

/* "Eva" of "Dr. Eva Braun". */
static const char *first_name(struct arena *a, const char *name)
{
    const char *blank;

    while ((blank = strchr(name, ' ')) && is_title(name, (size_t)(blank - name)))
        name = blank + 1;

    return blank ? arena_strndup(a, name, (size_t)(blank - name)) : name;
}

static void set_person(const struct filling *g, struct fields *f, const char *prefix,
                       const struct person_row *p)
{
    struct arena *a = g->e->scratch;
    const char *dot = prefix[0] ? "." : "";

    fields_set(f, arena_printf(a, "%s%sname", prefix, dot), p->name);
    fields_set(f, arena_printf(a, "%s%sfirst_name", prefix, dot), first_name(a, p->name));
    fields_set(f, arena_printf(a, "%s%saddress", prefix, dot),
               p->addresses_count ? p->addresses[0] : "");
    fields_set(f, arena_printf(a, "%s%sstatus", prefix, dot), p->status ? p->status : "");
}

static int set_person_id(const struct filling *g, struct fields *f, const char *prefix, int64_t id)
{
    struct person_row p = {.name = "", .status = ""};

    if (id && store_get_person(g->e->store, g->e->scratch, id, &p) < 0)
        return -1;
    set_person(g, f, prefix, &p);
    return 0;
}

/* Whom a role means in this letter: seen from the recipient of a letter to
 * everybody, else from whom the letter is about. */
static size_t role_people(const struct filling *g, const char *role, int64_t *ids)
{
    struct audience who = {.kind = strcmp(role, "responsible") ? TO_ROLE : TO_RESPONSIBLE,
                           .role = role};
    struct kase of = {.person = g->w->intent->to};
    size_t n = resolve_audience(g->w->state, g->w->k, &who, ids, MOST_ROWS);

    if (!g->w->k->person && g->w->intent->to)
        n = resolve_audience(g->w->state, &of, &who, ids, MOST_ROWS);
    return n;
}

static int fill_role(const struct filling *g, const char *role)
{
    int64_t ids[MOST_ROWS];
    const char *plural = arena_printf(g->e->scratch, "%ss", role);
    bool one = uses(g, role), all = uses(g, plural);
    size_t n = one || all ? role_people(g, role, ids) : 0;

    if (one && set_person_id(g, g->f, role, n ? ids[0] : 0) < 0)
        return -1;
    if (!all)
        return 0;
    fields_list(g->f, plural);
    for (size_t i = 0; i < n; i++)
        if (set_person_id(g, fields_append(g->f, plural), "", ids[i]) < 0)
            return -1;
    return 0;
}

static int fill_people(const struct filling *g)
{
    const struct writing *w = g->w;

    set_person(g, g->f, "to", &w->to);
    if (!w->to.name[0]) /* the admin, who need not be anybody of the programme */
        fields_set(g->f, "to.first_name", "colleague");
    set_person(g, g->f, "subject", &w->about);
    set_person(g, g->f, "from", &w->as);
    if (!w->as.name[0]) {
        fields_set(g->f, "from.name", g->e->programme->rules->title);
        fields_set(g->f, "from.first_name", g->e->programme->rules->title);
    }
    fields_set(g->f, "from.address", w->reply_to);
    for (const char **role = g->e->programme->rules->roles; *role; role++)
        if (fill_role(g, *role) < 0)
            return -1;
    return fill_role(g, "responsible");
}

/* ---- what was asked, flagged and logged --------------------------------------- */

static void fill_answers(const struct filling *g)
{
    for (size_t i = 0; i < g->w->k->vars_count; i++) {
        const struct case_var *v = &g->w->k->vars[i];
        const char *value = v->value;

        if (v->person || strchr(v->name, '/')) /* a vote, or that a deputy was asked */
            continue;
        if (!value && v->text)
            value = store_text(g->e->store, g->e->scratch, v->text);
        if (!value || fields_set_url(g->f, v->name, value) < 0)
            fields_set(g->f, v->name, value ? value : "");
    }
}

struct rows {
    const struct filling *g;
    const char *list;
};

static int add_contact(void *ctx, const struct event *ev)
{
    const struct rows *r = ctx;
    struct fields *row = fields_append(r->g->f, "contacts");

    fields_set(row, "date", short_date(r->g, ev->until ? ev->until : ev->at));
    fields_set(row, "what", ev->kind == EVENT_CONTACT_ATTEMPTED ? "written to" : "heard");
    return 0;
}

static int fill_contacts(const struct filling *g)
{
    static const int kinds[] = {EVENT_CONTACT_ATTEMPTED, EVENT_CONTACT_MADE, -1};
    struct event_filter filter = {
        .person = g->w->k->person,
        .programme = g->e->programme->rules->name,
        .since = instant_add_days(g->e->now, -CONTACTS_DAYS, g->e->programme->rules->zone),
        .kinds = kinds};
    struct rows rows = {g, "contacts"};

    if (!uses(g, "contacts"))
        return 0;
    fields_list(g->f, "contacts");
    return filter.person
               ? store_walk_events(g->e->store, g->e->scratch, &filter, add_contact, &rows)
               : 0;
}

static int add_flag(void *ctx, const struct event *ev)
{
    const struct rows *r = ctx;
    struct fields *row = fields_append(r->g->f, "flags");
    const char *text = store_text(r->g->e->store, r->g->e->scratch, ev->text);

    fields_set(row, "column", ev->name);
    fields_set(row, "value", text ? text : "");
    return 0;
}

static int fill_flags(const struct filling *g)
{
    static const int kinds[] = {EVENT_FLAGGED, -1};
    struct event_filter filter = {
        .person = g->w->k->person,
        .programme = g->e->programme->rules->name,
        .since = instant_add_days(g->e->now, -14, g->e->programme->rules->zone),
        .kinds = kinds};
    struct rows rows = {g, "flags"};

    if (!uses(g, "flags"))
        return 0;
    fields_list(g->f, "flags");
    return filter.person ? store_walk_events(g->e->store, g->e->scratch, &filter, add_flag, &rows)
                         : 0;
}

/* ---- the occasion: a message that is answered or passed on -------------------------------------
 */

static const char *skip_prefix(const char *subject, const char *prefix)
{
    size_t len = strlen(prefix);

    return len && !strncasecmp(subject, prefix, len) ? subject + len : subject;
}

/* What a thread is about, without "Re:" in its languages and without what a
 * forwarded letter put in front, so that going to and fro adds nothing. */
static const char *plain_subject(const struct filling *g, const char *subject)
{
    static const char *const marks[] = {"re:",  "aw:",  "sv:", "vs:", "antw:", "odp:", "rv:",
                                        "ref:", "fwd:", "fw:", "wg:", "tr:",   " "};
    const char *writes =
        g->w->about.name[0] ? arena_printf(g->e->scratch, "%s writes: ", g->w->about.name) : "";
    const char *before;

    do {
        before = subject;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            subject = skip_prefix(subject, marks[i]);
        subject = skip_prefix(skip_prefix(subject, "urgent: "), writes);
    } while (subject != before);
    return *subject ? subject : g->e->programme->rules->title;
}

static void fill_lines(const struct filling *g, const char *list, const char *second,
                       const struct transcript_line *lines, size_t count)
{
    fields_list(g->f, list);
    for (size_t i = 0; i < count; i++) {
        struct fields *row = fields_append(g->f, list);
        fields_set(row, "line", lines[i].line);
        fields_set(row, second, lines[i].done);
    }
}

/* What a spreadsheet would change: of each list its lines, how many there are in all, and how many
 * beyond those. */
static void fill_preview(const struct filling *g)
{
    const struct occasion *o = &g->e->occasion;
    struct arena *a = g->e->scratch;

    fields_set(g->f, "file", o->file);
    fields_set(g->f, "number", o->number);
    fields_set(g->f, "silent", o->silent ? "yes" : "");
    for (size_t i = 0; i < o->lists_count; i++) {
        const struct occasion_list *l = &o->lists[i];
        fill_lines(g, l->name, "done", l->lines, l->count);
        fields_set(g->f, arena_printf(a, "%s_count", l->name),
                   l->all ? arena_printf(a, "%zu", l->all) : "");
        fields_set(g->f, arena_printf(a, "%s_more", l->name),
                   l->all > l->count ? arena_printf(a, "%zu", l->all - l->count) : "");
    }
}

/* "@7", but not within an address or the name of a file, nor what a server said behind an address
 * that was left out: "@ 550". */
static bool begins_id(const char *text, const char *at)
{
    return isdigit((unsigned char)at[1]) && (at == text || strchr(" (", at[-1]));
}

const char *engine_with_names(struct engine *e, struct arena *a, const char *reason)
{
    const char *out = reason ? reason : "", *at = strchr(out, '@');
    char *end;

    for (; at; at = strchr(at + 1, '@')) {
        struct person_row who;
        long long id = strtoll(at + 1, &end, 10);
        if (!begins_id(out, at))
            continue;
        const char *name = store_get_person(e->store, a, id, &who) == 0 ? who.name : "nobody";
        /* who was forgotten has no name any more */
        out = arena_printf(a, "%.*s%s%s", (int)(at - out), out, *name ? name : "somebody", end);
        at = out + strlen(out) - strlen(end) - 1;
    }
    return out;
}

static void fill_occasion(const struct filling *g)
{
    const struct occasion *o = &g->e->occasion;
    const struct letter_intent *l = g->w->intent;
    const char *text =
        l->text && uses(g, "message") ? store_text(g->e->store, g->e->scratch, l->text) : NULL;

    fields_set_block(g->f, "message", text ? text : "");
    fields_set(g->f, "message_subject", plain_subject(g, o->subject ? o->subject : ""));
    fields_set(g->f, "message_from", o->from ? o->from : "");
    fields_set(g->f, "reason", engine_with_names(g->e, g->e->scratch, l->reason));
    fields_set(g->f, "has_orders", o->orders_count ? "yes" : "");
    fields_list(g->f, "suggestions");
    for (size_t i = 0; i < o->suggestions_count; i++)
        fields_set(fields_append(g->f, "suggestions"), "command", o->suggestions[i]);
    fields_set(g->f, "mixed", o->mixed ? "yes" : "");
    fields_set(g->f, "both", o->both ? "yes" : "");
    fields_set(g->f, "helper", o->helper ? o->helper : "");
    fill_lines(g, "lines", "done", o->lines, o->lines_count);
    fill_lines(g, "orders", "does", o->orders, o->orders_count);
    if (o->number)
        fill_preview(g);
}

/* ---- the contact form --------------------------------------------------------- */

static void fill_form_row(const struct filling *g, const struct contact_row *r)
{
    struct arena *a = g->e->scratch;
    struct fields *row = fields_append(g->f, "rows");

    fields_set(row, "mentor", r->name);
    fields_set(row, "responsible", r->responsible);
    fields_set(row, "attempted", contact_dates(a, r->attempted, r->attempted_count));
    fields_set(row, "made", contact_dates(a, r->made, r->made_count));
    fields_list(row, "mentees");
    for (size_t i = 0; i < r->mentees_count; i++)
        fields_set(fields_append(row, "mentees"), "name",
                   i + 1 < r->mentees_count ? arena_printf(a, "%s,", r->mentees[i])
                                            : r->mentees[i]);
    fields_set(row, "summary", contact_row_summary(a, r));
}

/* A coordinator's own mentors, as numbered lines of her letter; a report has all. */
static bool is_theirs(const struct filling *g, const struct contact_row *r)
{
    enum letter_kind k = g->w->intent->kind;

    return (k != LETTER_ASK && k != LETTER_REMIND) || r->responsible_id == g->w->intent->to;
}

static int fill_form(const struct filling *g)
{
    struct contact_form form;
    const struct programme *p = g->e->programme->rules;
    instant from, to;

    if (!uses(g, "rows"))
        return 0;
    contact_form_month(p, civil_at(g->e->now, p->zone).date, &from, &to);
    if (contact_form_build(g->e->store, g->e->scratch, p, from, to, &form) < 0)
        return -1;
    fields_list(g->f, "rows");
    for (size_t i = 0; i < form.rows_count; i++)
        if (is_theirs(g, &form.rows[i]))
            fill_form_row(g, &form.rows[i]);
    fields_list(g->f, "remarks");
    for (size_t i = 0; i < form.remarks_count; i++) {
        struct fields *row = fields_append(g->f, "remarks");
        fields_set(row, "by", form.remarks[i].by);
        fields_set(row, "text", form.remarks[i].text);
    }
    return 0;
}

static void fill_picture(const struct filling *g)
{
    const struct report_picture *p = g->w->picture;

    if (p)
        fields_set_picture(
            g->f, "picture",
            &(struct field_picture){
                .source = p->source, .words = p->words, .figures = p->figures, .width = p->width});
}

/* ---- who has no match ----------------------------------------------------------- */

static void fill_unmatched_side(const struct filling *g, const struct unmatched *u)
{
    const char *list = arena_printf(g->e->scratch, "unmatched_%ss", u->role);

    fields_list(g->f, list);
    for (size_t i = 0; i < u->names_count; i++)
        fields_set(fields_append(g->f, list), "name",
                   i + 1 < u->names_count ? arena_printf(g->e->scratch, "%s,", u->names[i])
                                          : u->names[i]);
}

/* The order that would match the first two, to answer with. */
static int fill_unmatched(const struct filling *g)
{
    struct engine *e = g->e;
    struct unmatched sides[2];
    int rc = uses(g, "match_order")
                 ? unmatched_build(e->store, e->scratch, e->programme->rules, sides)
                 : 0;

    if (rc <= 0)
        return rc;
    fill_unmatched_side(g, &sides[0]);
    fill_unmatched_side(g, &sides[1]);
    fields_set(
        g->f, "match_order",
        sides[0].names_count && sides[1].names_count
            ? arena_printf(e->scratch, "match %s with %s", sides[1].names[0], sides[0].names[0])
            : "");
    return 0;
}

/* ---- the digest ----------------------------------------------------------------- */

static void fill_digest_row(const struct filling *g, const char *list, const struct digest_row *r)
{
    struct arena *a = g->e->scratch;
    struct fields *row = fields_append(g->f, list);

    fields_set(row, "number", arena_printf(a, "%d", r->number));
    fields_set(row, "name", r->name);
    fields_set(row, "what", r->what);
    fields_set(row, "next",
               r->next_at ? arena_printf(a, "%s on %s", r->next,
                                         spoken_date(g, civil_at(r->next_at, reader_zone(g)).date))
                          : r->next);
    fields_set(row, "attention", r->place < DIGEST_FINE ? "yes" : "");
}

/* Of a transcript: who still needs somebody. */
static void fill_open(const struct filling *g)
{
    const struct digest *open = &g->e->occasion.open;

    fields_list(g->f, "open");
    for (size_t i = 0; i < open->count; i++)
        fill_digest_row(g, "open", &open->rows[i]);
}

static int fill_digest(const struct filling *g)
{
    struct digest *d = &g->e->digest;

    d->count = 0;
    if (!uses(g, "people"))
        return 0;
    if (digest_build(g->e->store, g->e->scratch, g->e->programme->rules, g->w->intent->to,
                     g->e->now, d) < 0)
        return -1;
    fields_list(g->f, "people");
    for (size_t i = 0; i < d->count; i++)
        fill_digest_row(g, "people", &d->rows[i]);
    return 0;
}

int engine_fill(struct engine *e, const struct writing *w, struct fields *f)
{
    const struct filling g = {e, w, f};

    fields_set(f, "organisation", e->config->organisation);
    fields_set(f, "programme.title", e->programme->rules->title);
    fields_set(f, "programme.name", e->programme->rules->name);
    fields_set(f, "reminder", w->intent->kind == LETTER_REMIND ? "yes" : "");
    fill_dates(&g);
    fill_hold(&g);
    fill_answers(&g);
    fill_occasion(&g);
    fill_open(&g);
    fill_picture(&g);
    if (fill_people(&g) < 0 || fill_contacts(&g) < 0 || fill_flags(&g) < 0)
        return -1;
    if (uses(&g, "form"))
        questions_fill(e, w, f);
    if (engine_fill_meeting(e, w, f) < 0)
        return -1;
    if (uses(&g, "context") && engine_fill_context(e, w, f) < 0)
        return -1;
    if (fill_form(&g) < 0 || fill_unmatched(&g) < 0)
        return -1;
    return fill_digest(&g);
}
