/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.c - which events are told, and how. */
#include "ctl/story.h"

#include <string.h>

#define PARAGRAPH_BYTES ((size_t)64 * 1024 * 1024)
#define EXCERPT         140 /* characters of what people wrote */

void story_init(struct story *s, struct ctl *c, const struct programme *p)
{
    *s = (struct story){.c = c, .programme = p, .arena = arena_new(PARAGRAPH_BYTES)};
}

void story_release(struct story *s)
{
    arena_freep(&s->arena);
}

/* ---- words --------------------------------------------------------------------- */

static const char *who(const struct moment *m, int64_t person)
{
    return ctl_name(m->story->c, person);
}

const char *story_plain(struct arena *a, const char *word)
{
    char *copy = arena_strdup(a, word);

    for (char *c = copy; *c; c++)
        if (*c == '_')
            *c = ' ';
    return copy;
}

/* The beginning of what somebody wrote, on one line. */
static const char *excerpt(struct moment *m, int64_t text)
{
    struct arena *a = m->story->arena;
    const char *all = text ? store_text(m->story->c->store, a, text) : NULL;
    char *line;
    size_t n = 0, len;

    if (!all)
        return NULL;
    line = text_printable(a, all);
    len = strlen(line);
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' || (n && line[n - 1] != ' '))
            line[n++] = line[i];
    while (n && line[n - 1] == ' ')
        n--;
    if (n <= EXCERPT)
        return arena_strndup(a, line, n);
    for (n = EXCERPT; n && line[n] != ' '; n--)
        ;
    return arena_printf(a, "%.*s ...", (int)n, line);
}

/* ---- what is told ------------------------------------------------------------------ */

/* What somebody wrote stands first, as it came first. */
static bool tell_words(struct moment *m)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct event *e = &m->events[i];
        const char *words =
            e->kind == EVENT_HEARD || e->kind == EVENT_RELAYED ? excerpt(m, e->text) : NULL;
        if (!words)
            continue;
        moment_add(m, STYLE_PLAIN, "“%s”", words);
        return true;
    }
    return false;
}

static void tell_heard(struct moment *m, const struct event *e)
{
    m->story->heard += !strcmp(e->value, "human");
    if (!strcmp(e->value, "bounce"))
        moment_say(m, STYLE_WARN, "a bounce is no silence, and no contact");
    else if (!strcmp(e->value, "away"))
        moment_say(m, STYLE_PLAIN, "an automatic answer is neither silence nor contact");
}

/* A contact that is reported has its own day, and what was noted with it. */
static void tell_contact(struct moment *m, const struct event *e)
{
    const struct zone *z = m->story->programme->zone;
    const char *note = e->until ? excerpt(m, e->text) : NULL, *day = "";

    if (e->until)
        day = arena_printf(
            m->story->arena, " on %s",
            moment_date(m, civil_instant((struct civil){civil_at(e->until, z).date, 0, 0, 0}, z)));
    m->story->contacts++;
    moment_say(m, STYLE_GOOD, "contact of %s with %s%s is logged%s%s", who(m, e->by),
               who(m, e->person), day, note ? ": " : "", note ? note : "");
}

static void tell_marked(struct moment *m, const struct event *e)
{
    if (!strcmp(e->value, "away"))
        moment_say(m, STYLE_WARN, "%s is away; back on %s", who(m, e->person),
                   moment_date(m, e->until));
    else
        moment_say(m, STYLE_WARN, "%s is %s now", who(m, e->person),
                   story_plain(m->story->arena, e->value));
}

static void tell_linked(struct moment *m, const struct event *e)
{
    bool loan = e->value && !strcmp(e->value, "reply");
    const char *how = loan ? ", until a reply" : "";

    if (m->enrolling)
        return;
    if (!strcmp(e->name, "match")) {
        moment_say(m, STYLE_GOOD, "%s is matched with %s", who(m, e->person), who(m, e->other));
        return;
    }
    if (strcmp(e->name, "responsible"))
        return;
    if (!strcmp(e->reason, "for good"))
        how = ", for good";
    if (loan) {
        m->story->handed_over++;
        m->story->moved = e->person;
        m->story->moved_by = e->case_id;
    }
    moment_say(m, STYLE_WARN, "%s is responsible for %s now%s", who(m, e->other), who(m, e->person),
               how);
}

static void tell_silence(struct moment *m, const struct event *e)
{
    const struct told_letter *l = story_letter_of(m->story, e->case_id, e->step);

    moment_say(m, STYLE_WARN, "no answer to %s from %s, and all mail is read",
               l ? l->name : e->step, who(m, l ? l->recipient : e->person));
}

static void tell_announced(struct moment *m, const struct event *e)
{
    moment_say(m, STYLE_WARN, "%s (%s) is announced for %s; \"undo\" would stop it",
               moment_step(m, e), ctl_who(m->story->c, e), moment_date(m, e->until));
}

/* A case that ends in the moment in which it began has only sent its letter. */
static bool began_now(const struct moment *m, const struct event *ended)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->events[i].kind == EVENT_CASE_STARTED && m->events[i].case_id == ended->case_id)
            return true;
    return false;
}

static void tell_case_ended(struct moment *m, const struct event *e)
{
    if (began_now(m, e))
        return;
    if (e->person)
        moment_say(m, STYLE_PLAIN, "%s for %s ends", e->rule, ctl_who(m->story->c, e));
    else
        moment_say(m, STYLE_PLAIN, "%s ends", e->rule);
}

static void tell_answered(struct moment *m, const struct event *e)
{
    const char *value = e->value ? e->value : excerpt(m, e->text);

    if (e->value || !m->quoted)
        moment_say(m, STYLE_PLAIN, "%s: %s", story_plain(m->story->arena, e->name),
                   value ? value : "");
}

/* A wait that no letter of this moment began. */
static void tell_wait(struct moment *m, const struct event *e)
{
    if (e->value)
        moment_say(m, STYLE_PLAIN, "the wait begins again: %s",
                   moment_next(m, e->case_id, e->step));
    else if (!strncmp(e->step, "wait", 4))
        moment_say(m, STYLE_FAINT, "%s waits until %s", e->rule, moment_date(m, e->until));
}

/* Of the rules that a survey starts for whom it flagged, only those of their role are meant. */
static void tell_skipped(struct moment *m, const struct event *e)
{
    if (strstr(e->reason, " is no "))
        return;
    moment_say(m, STYLE_FAINT, "no %s for %s: %s", e->rule,
               e->person ? who(m, e->person) : m->story->programme->name,
               ctl_with_names(m->story->c, e->reason));
}

static void tell_event(struct moment *m, const struct event *e)
{
    switch (e->kind) {
    case EVENT_HEARD:
        tell_heard(m, e);
        break;
    case EVENT_ROLE_GIVEN:
        if (!m->enrolling)
            moment_say(m, STYLE_PLAIN, "%s is %s now", who(m, e->person), e->name);
        break;
    case EVENT_CONTACT_MADE:
        tell_contact(m, e);
        break;
    case EVENT_CONTACT_ATTEMPTED:
        m->story->attempts++;
        break;
    case EVENT_MARKED:
        tell_marked(m, e);
        break;
    case EVENT_LINKED:
        tell_linked(m, e);
        break;
    case EVENT_UNLINKED:
        if (!strcmp(e->name, "match"))
            moment_say(m, STYLE_PLAIN, "%s and %s are no longer a match", who(m, e->person),
                       who(m, e->other));
        break;
    case EVENT_SILENCE:
        tell_silence(m, e);
        break;
    case EVENT_HOLD_ANNOUNCED:
        tell_announced(m, e);
        break;
    case EVENT_HOLD_UNDONE:
        moment_say(m, STYLE_GOOD, "undone: %s stays where they are", ctl_who(m->story->c, e));
        break;
    case EVENT_CASE_STOPPED:
        moment_say(m, STYLE_WARN, "%s for %s stops until somebody helps", e->rule,
                   ctl_who(m->story->c, e));
        break;
    case EVENT_CASE_RESUMED:
        moment_say(m, STYLE_GOOD, "%s for %s goes on", e->rule, ctl_who(m->story->c, e));
        break;
    case EVENT_CASE_ENDED:
        tell_case_ended(m, e);
        break;
    case EVENT_FLAGGED:
        moment_say(m, STYLE_WARN, "%s answered “%s” with “%s”", who(m, e->person), e->name,
                   excerpt(m, e->text));
        break;
    case EVENT_ANSWERED:
        tell_answered(m, e);
        break;
    case EVENT_WAIT_SET:
        tell_wait(m, e);
        break;
    case EVENT_SKIPPED:
        tell_skipped(m, e);
        break;
    default:
        break; /* steps, alarms: what machines need */
    }
}

/* ---- a moment --------------------------------------------------------------------------- */

static int take(void *ctx, const struct event *e)
{
    struct moment *m = ctx;
    struct arena *a = m->story->arena;
    struct event *copy = arena_grow(a, &m->events, m->count++, &m->cap, sizeof *copy);

    *copy = event_copy(a, e);
    m->story->last = e->id;
    m->enrolling |= e->kind == EVENT_PERSON_ADDED && e->value && !strcmp(e->value, "silent");
    return 0;
}

/* Without a headline of its own: what came round by the calendar. */
static const char *calendar_headline(struct moment *m)
{
    const char *line = NULL;

    for (size_t i = 0; i < m->count; i++)
        if (m->events[i].kind == EVENT_OCCURRED)
            line = arena_printf(m->story->arena, "%s%s%s of %s", line ? line : "",
                                line ? ", " : "By the calendar: ", m->events[i].rule,
                                m->events[i].occurrence);
    return line;
}

int story_tell(struct story *s, instant now, const char *headline)
{
    struct moment m = {.story = s, .now = now, .headline = headline};
    struct event_filter all = {.from = s->last + 1};

    arena_reset(s->arena);
    if (store_walk_events(s->c->store, s->arena, &all, take, &m) < 0)
        return -1;
    if (!m.headline)
        m.headline = calendar_headline(&m);
    if (m.headline)
        moment_begin(&m);
    m.quoted = tell_words(&m);
    for (size_t i = 0; i < m.count; i++)
        tell_event(&m, &m.events[i]);
    return moment_letters(&m);
}
