/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/calendar.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LINE_BYTES 4096 /* of an unfolded content line; the rest of a longer one is left out */

/* One content line, NAME;PARAMETERS:VALUE, the three ended by NUL. */
struct content {
    const char *name, *parameters, *value;
};

struct reading {
    struct arena *a;
    const char *method;
    const char *uid, *recurrence_id;
    size_t event_start; /* the first answer of the event that is read */
    int inside;         /* depth below the event: alarms have attendees too */
    bool in_event;
    struct mail_calendar *answers;
    size_t count, cap;
};

/* Copies the next line unfolded into buf: CRLF and a blank go on with the same line. */
static const char *unfold(const char *s, char buf[LINE_BYTES])
{
    size_t n = 0;
    for (; *s; s++) {
        if (*s == '\r' && s[1] == '\n')
            continue;
        if (*s == '\n') {
            s++;
            if (*s != ' ' && *s != '\t')
                break;
            continue;
        }
        if (n + 1 < LINE_BYTES)
            buf[n++] = *s;
    }
    buf[n] = '\0';
    return s;
}

/* The colon that ends the parameters is the first outside of quotation marks. */
static struct content cut(char *line)
{
    struct content c = {line, "", ""};
    bool quoted = false;
    char *colon = NULL;
    for (char *p = line; *p && !colon; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (*p == ':' && !quoted)
            colon = p;
    }
    if (!colon)
        return c;
    *colon = '\0';
    c.value = colon + 1;
    char *semicolon = strchr(line, ';');
    if (semicolon) {
        *semicolon = '\0';
        c.parameters = semicolon + 1;
    }
    return c;
}

/* The value of one of PARAMETERS, without quotation marks, in upper case. */
static const char *parameter(struct arena *a, const char *s, const char *name)
{
    size_t len = strlen(name);
    for (bool quoted = false, start = true; *s; s++) {
        if (start && strncasecmp(s, name, len) == 0 && s[len] == '=') {
            s += len + 1;
            s += *s == '"';
            char *value = arena_strndup(a, s, strcspn(s, ";\""));
            for (char *p = value; *p; p++)
                *p = (char)toupper((unsigned char)*p);
            return value;
        }
        if (*s == '"')
            quoted = !quoted;
        start = *s == ';' && !quoted;
    }
    return NULL;
}

static const char *trimmed(struct arena *a, const char *s)
{
    s += strspn(s, " \t");
    size_t n = strlen(s);
    while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        n--;
    return arena_strndup(a, s, n);
}

static const char *address(struct arena *a, const char *value)
{
    value += strspn(value, " \t");
    if (strncasecmp(value, "mailto:", 7) == 0)
        value += 7;
    return trimmed(a, value);
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
        r->answers[i].method = r->method;
    }
    r->in_event = false;
}

static void add_attendee(struct reading *r, const struct content *c)
{
    if (r->count == CALENDAR_ANSWERS_MAX)
        return;
    const char *partstat = parameter(r->a, c->parameters, "PARTSTAT");
    struct mail_calendar *new =
        arena_grow(r->a, &r->answers, r->count++, &r->cap, sizeof *r->answers);
    new->attendee = address(r->a, c->value);
    new->partstat = partstat &&*partstat ? partstat : "NEEDS-ACTION";
}

static bool is_event(const char *component)
{
    return !strcasecmp(component, "VEVENT") || !strcasecmp(component, "VTODO") ||
           !strcasecmp(component, "VJOURNAL");
}

static void read_line(struct reading *r, const struct content *c)
{
    const char *value = trimmed(r->a, c->value);
    if (strcasecmp(c->name, "BEGIN") == 0) {
        if (r->in_event)
            r->inside++;
        else if (is_event(value))
            begin_event(r);
    } else if (strcasecmp(c->name, "END") == 0) {
        if (r->in_event && r->inside == 0)
            end_event(r);
        else if (r->inside)
            r->inside--;
    } else if (!r->in_event) {
        if (strcasecmp(c->name, "METHOD") == 0)
            r->method = value;
    } else if (r->inside == 0) {
        if (strcasecmp(c->name, "UID") == 0)
            r->uid = value;
        else if (strcasecmp(c->name, "RECURRENCE-ID") == 0)
            r->recurrence_id = value;
        else if (strcasecmp(c->name, "ATTENDEE") == 0)
            add_attendee(r, c);
    }
}

static bool answers(const char *method)
{
    return !strcasecmp(method, "REPLY") || !strcasecmp(method, "COUNTER") ||
           !strcasecmp(method, "REFRESH") || !strcasecmp(method, "DECLINECOUNTER");
}

static const char *upper(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *p = out; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    return out;
}

static void read_part(struct reading *r, const struct mime *m)
{
    char line[LINE_BYTES];
    size_t before = r->count;
    r->method = mime_param(m, "method");
    r->in_event = false;
    for (const char *s = mime_text(r->a, m); *s;) {
        s = unfold(s, line);
        struct content c = cut(line);
        read_line(r, &c);
    }
    if (r->in_event)
        end_event(r);
    if (!answers(r->method))
        r->count = before;
    for (size_t i = before; i < r->count; i++)
        r->answers[i].method = upper(r->a, r->method);
}

static bool is_calendar(const struct mime *m)
{
    size_t n = strlen(m->filename);
    return !m->child && (mime_is(m, "text", "calendar") || mime_is(m, "application", "ics") ||
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
    struct reading r = {.a = a};
    for (const struct mime *at = m; at; at = mime_next(m, at))
        if (is_calendar(at))
            read_part(&r, at);
    drop_doubles(&r);
    out->calendar = r.answers;
    out->calendar_count = r.count;
    return r.count > 0;
}
