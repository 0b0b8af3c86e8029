/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/calendar.h"

#include "mail/calendar_line.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

struct reading {
    struct arena *a;
    const char *label;  /* the method that Content-Type names */
    const char *method; /* of the calendar that is read, in upper case; "" where none */
    const char *first;  /* of the first calendar that has one */
    const char *uid, *recurrence_id;
    size_t calendar_start, event_start; /* the first answer of each */
    int inside;                         /* depth below the event: alarms have attendees too */
    bool in_event;
    struct mail_calendar *answers;
    size_t count, cap;
};

static const char *upper(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *p = out; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return out;
}

static void begin_event(struct reading *r)
{
    r->in_event = true;
    r->inside = 0;
    r->uid = r->recurrence_id = "";
    r->event_start = r->count;
}

/* UID and RECURRENCE-ID may stand below the attendees. */
static void end_event(struct reading *r)
{
    for (size_t i = r->event_start; i < r->count; i++) {
        r->answers[i].uid = r->uid;
        r->answers[i].recurrence_id = r->recurrence_id;
    }
    r->in_event = false;
}

static void begin_calendar(struct reading *r)
{
    r->method = r->label;
    r->in_event = false;
    r->calendar_start = r->count;
}

/* METHOD may stand below the events. Only a REPLY answers: with a COUNTER, a REFRESH or what
 * organizers send, attendees say nothing for or against. */
static void end_calendar(struct reading *r)
{
    if (r->in_event)
        end_event(r);
    if (strcmp(r->method, "REPLY") != 0)
        r->count = r->calendar_start;
    if (!*r->first)
        r->first = r->method;
    r->calendar_start = r->count;
}

static void add_attendee(struct reading *r, const struct calendar_line *c)
{
    const char *who = calendar_attendee(r->a, c);
    if (!*who || r->count == CALENDAR_ANSWERS_MAX)
        return;
    const char *partstat = upper(r->a, calendar_parameter(r->a, c, "PARTSTAT"));
    struct mail_calendar *new =
        arena_grow(r->a, &r->answers, r->count++, &r->cap, sizeof *r->answers);
    new->attendee = who;
    new->partstat = *partstat ? partstat : "NEEDS-ACTION";
}

static bool is_event(const char *component)
{
    return !strcasecmp(component, "VEVENT") || !strcasecmp(component, "VTODO") ||
           !strcasecmp(component, "VJOURNAL");
}

/* A component that begins where its like is open: that one lacks its END. */
static void begin(struct reading *r, const char *component)
{
    if (strcasecmp(component, "VCALENDAR") == 0) {
        if (r->in_event || r->count > r->calendar_start)
            end_calendar(r);
        begin_calendar(r);
    } else if (is_event(component)) {
        if (r->in_event)
            end_event(r);
        begin_event(r);
    } else if (r->in_event) {
        r->inside++;
    }
}

static void end(struct reading *r, const char *component)
{
    if (strcasecmp(component, "VCALENDAR") == 0)
        end_calendar(r);
    else if (r->in_event && r->inside == 0)
        end_event(r);
    else if (r->inside)
        r->inside--;
}

static void read_line(struct reading *r, const struct calendar_line *c)
{
    if (strcasecmp(c->name, "BEGIN") == 0)
        begin(r, c->value);
    else if (strcasecmp(c->name, "END") == 0)
        end(r, c->value);
    else if (!r->in_event && strcasecmp(c->name, "METHOD") == 0)
        r->method = upper(r->a, c->value);
    else if (!r->in_event || r->inside > 0)
        return;
    else if (strcasecmp(c->name, "UID") == 0)
        r->uid = calendar_text(r->a, c->value);
    else if (strcasecmp(c->name, "RECURRENCE-ID") == 0)
        r->recurrence_id = arena_strdup(r->a, c->value);
    else if (strcasecmp(c->name, "ATTENDEE") == 0)
        add_attendee(r, c);
}

static void read_part(struct reading *r, const struct mime *m)
{
    struct calendar_line *line = arena_new_of(r->a, struct calendar_line);
    r->label = upper(r->a, mime_param(m, "method"));
    begin_calendar(r);
    for (const char *s = mime_text(r->a, m); *s;) {
        s = calendar_line_read(s, line);
        read_line(r, line);
    }
    end_calendar(r);
}

static bool is_calendar(const struct mime *m)
{
    size_t n = strlen(m->filename);
    return !m->child && (strcmp(m->subtype, "calendar") == 0 || strcmp(m->subtype, "ics") == 0 ||
                         strcmp(m->subtype, "x-vcalendar") == 0 ||
                         (n > 4 && strcasecmp(m->filename + n - 4, ".ics") == 0));
}

static bool same(const struct mail_calendar *x, const struct mail_calendar *y)
{
    return !strcmp(x->uid, y->uid) && !strcmp(x->recurrence_id, y->recurrence_id) &&
           !strcasecmp(x->attendee, y->attendee) && !strcmp(x->partstat, y->partstat);
}

/* Most programs send the same calendar twice, as text/calendar and as a file. */
static void drop_doubles(struct reading *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        bool seen = false;
        for (size_t j = 0; j < kept; j++)
            seen = seen || same(&r->answers[j], &r->answers[i]);
        if (!seen)
            r->answers[kept++] = r->answers[i];
    }
    r->count = kept;
}

bool calendar_read(struct arena *a, const struct mime *m, struct mail_facts *out)
{
    struct reading r = {.a = a, .method = "", .first = ""};
    size_t bytes = 0;
    for (const struct mime *at = m; at; at = mime_next_own(m, at))
        if (is_calendar(at) && (bytes += at->body_len) <= CALENDAR_BYTES_MAX)
            read_part(&r, at);
    drop_doubles(&r);
    out->calendar = r.answers;
    out->calendar_count = r.count;
    out->calendar_method = r.count ? "REPLY" : r.first;
    return r.count > 0;
}
