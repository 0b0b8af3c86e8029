/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sentence.c - events as people say them.
 *
 * A pattern a kind. {by}, {other}, {name}, {value}, {until}, {rule}, {step},
 * {occurrence}, {letter}, {template} are the event's; what stands in [brackets] is left out
 * where something in it is empty. Whom it is about stands before the sentence.
 */
#include "ctl/ctl.h"

#include <string.h>

static const char *const patterns[EVENT_KIND_COUNT] = {
    [EVENT_PERSON_ADDED] = "is known now",
    [EVENT_PERSON_CHANGED] = "has another {name}",
    [EVENT_ROLE_GIVEN] = "is {name} now[ ({value}ly)]",
    [EVENT_ROLE_TAKEN] = "is {name} no more",
    [EVENT_LINKED] = "{name}: {other}",
    [EVENT_UNLINKED] = "{name} no more: {other}",
    [EVENT_MARKED] = "is {value} now[, until {until}]",
    [EVENT_SKIPPED] = "no {rule}[ {occurrence}]",
    [EVENT_BATCH_HELD] = "{rule} {occurrence} is held back: [{value} people, ]somebody must agree",
    [EVENT_BATCH_RELEASED] = "{rule} {occurrence} is released",
    [EVENT_OCCURRED] = "{rule} {occurrence} came round",
    [EVENT_RULE_RENAMED] = "{name} is called {rule} now",
    [EVENT_MODE_SET] = "the programme is {value} now",
    [EVENT_CASE_STARTED] = "{rule} {occurrence} begins",
    [EVENT_CASE_QUEUED] = "{rule} {occurrence} waits until the one before has ended",
    [EVENT_CASE_BEGUN] = "{rule} {occurrence} begins after all",
    [EVENT_MEETING_PLANNED] = "{name} is planned[ for {until}][: {value}]",
    [EVENT_STEP_DONE] = "{rule}: {step} is done[ ({value})]",
    [EVENT_STEP_ENTERED] = "{rule}: step {step}",
    [EVENT_WAIT_SET] = "{rule}: {step} waits until {until}",
    [EVENT_ALARM_SET] = "{rule}: {step}, next look ({name}) {until}",
    [EVENT_REMINDED] = "{rule}: reminded of {step}",
    [EVENT_HOLD_ANNOUNCED] = "{rule}: {step} is announced for {until}",
    [EVENT_HOLD_UNDONE] = "{rule}: {step} is called off[ by {by}]",
    [EVENT_SILENCE] = "{rule}: no answer to {step}",
    [EVENT_STOOD_STILL] = "{rule}: {step} stands still[ until {until}]",
    [EVENT_CASE_STOPPED] = "{rule}: stopped at {step}, somebody must act",
    [EVENT_CASE_RESUMED] = "{rule}: goes on with {step}",
    [EVENT_SNOOZED] = "{rule}: put off until {until}[ by {by}]",
    [EVENT_CASE_ENDED] = "{rule}[ {occurrence}] ends",
    [EVENT_NOTED] = "noted[: {value}]",
    [EVENT_ANSWERED] = "{rule}: {name} is answered[ by {by}][: {value}]",
    [EVENT_DEPUTY_ASKED] = "{rule}: the deputy is asked {step}",
    [EVENT_VOTED] = "{rule}: voted[ by {by}][: {value}]",
    [EVENT_COMING] = "{name}[: {by}][ is {value}]",
    [EVENT_FLAGGED] = "flagged: {name}[: {value}]",
    [EVENT_LETTER_QUEUED] =
        "letter {letter}[ ({name})] is written[ about {other}][ for {by}][, not before {until}]",
    [EVENT_LETTER_SETTLED] = "letter {letter}[ ({template})] is in doubt no more",
    [EVENT_LETTER_SENT] = "letter {letter}[ ({template})] is sent",
    [EVENT_LETTER_FAILED] = "letter {letter}[ ({template})] is refused for good",
    [EVENT_LETTER_REFUSED] = "letter {letter}[ ({template})] is refused, and not for its address",
    [EVENT_LETTER_UNCERTAIN] = "letter {letter}[ ({template})] may or may not have been sent",
    [EVENT_LETTER_DROPPED] = "letter {letter}[ ({template})] is dropped",
    [EVENT_HEARD] = "heard: {value}[, until {until}]",
    [EVENT_CONTACT_ATTEMPTED] = "contact attempted[ by {by}]",
    [EVENT_CONTACT_MADE] = "contact made[ with {by}][ on {until}]",
    [EVENT_RELAYED] = "what was written goes to {other}",
    [EVENT_SORTED] = "mail was sorted[: {value}][ by {by}]",
};

/* Patterns that a name or value makes more readable. */
static const struct special {
    enum event_kind kind;
    const char *name, *value; /* NULL: any */
    const char *pattern;
} specials[] = {
    {EVENT_LINKED, "responsible", "reply", "{other} is responsible now, until a reply"},
    {EVENT_LINKED, "responsible", NULL, "{other} is responsible now"},
    {EVENT_LINKED, "match", NULL, "is matched with {other}"},
    {EVENT_UNLINKED, "responsible", NULL, "{other} is responsible no more"},
    {EVENT_UNLINKED, "match", NULL, "is matched with {other} no more"},
    {EVENT_HEARD, NULL, "human", "wrote"},
    {EVENT_HEARD, NULL, "away", "is away[ until {until}], an automatic answer says"},
    {EVENT_HEARD, NULL, "auto", "an automatic answer came"},
    {EVENT_HEARD, NULL, "bounce", "a letter came back"},
    {EVENT_HEARD, NULL, "bounce-soft", "a letter came back, the address may still work"},
    {EVENT_HEARD, NULL, "bounce-policy", "a letter was refused for our sake"},
    {EVENT_HEARD, NULL, "delayed", "a letter is delayed"},
    {EVENT_HEARD, NULL, "refusal", "asked for no more letters"},
    {EVENT_MARKED, NULL, "back", "is back"},
};

static bool same(const char *wanted, const char *got)
{
    return !wanted || (got && !strcmp(wanted, got));
}

static const char *pattern_of(const struct event *e)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        const struct special *s = &specials[i];
        if (s->kind == e->kind && same(s->name, e->name) && same(s->value, e->value))
            return s->pattern;
    }
    return patterns[e->kind] ? patterns[e->kind] : event_kind_name(e->kind);
}

/* Absences and contacts are days, the rest are instants. */
static const char *until(struct ctl *c, const struct event *e)
{
    if (!e->until || (e->kind == EVENT_LETTER_QUEUED && e->until <= e->at))
        return NULL;
    if (e->kind == EVENT_MARKED || e->kind == EVENT_HEARD || e->kind == EVENT_CONTACT_MADE)
        return date_format(c->arena, civil_at(e->until, ctl_zone(c, e->programme)).date);
    return ctl_time(c, e->programme, e->until);
}

/* Only LETTER_QUEUED names it. */
static const char *template_of(struct ctl *c, const struct event *e)
{
    struct outbox_row l;

    if (!e->letter || store_get_letter(c->store, c->arena, e->letter, false, &l) != 0)
        return NULL;
    return l.letter;
}

static const char *field(struct ctl *c, const struct event *e, const char *name, size_t len)
{
    const struct {
        const char *name, *value;
    } fields[] = {
        {"by", e->by ? ctl_name(c, e->by) : NULL},
        {"other", e->other && e->other != e->person ? ctl_name(c, e->other) : NULL},
        {"name", e->name},
        {"value", e->value},
        {"rule", e->rule},
        {"step", e->step},
        {"occurrence", e->occurrence},
        {"until", until(c, e)},
        {"letter", e->letter ? arena_printf(c->arena, "%lld", (long long)e->letter) : NULL},
    };

    if (len == strlen("template") && !memcmp(name, "template", len))
        return template_of(c, e);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i].name) == len && !memcmp(fields[i].name, name, len))
            return fields[i].value;
    return NULL;
}

/* From pattern up to its end or ']', which is returned; *hole says whether a field was empty. */
static const char *fill(struct ctl *c, const struct event *e, const char *pattern, struct buf *out,
                        bool *hole)
{
    while (*pattern && *pattern != ']') {
        if (*pattern == '[') {
            size_t before = out->len;
            bool empty = false;
            pattern = fill(c, e, pattern + 1, out, &empty) + 1;
            if (empty)
                buf_truncate(out, before);
        } else if (*pattern == '{') {
            size_t len = strcspn(++pattern, "}");
            const char *value = field(c, e, pattern, len);
            *hole |= !value || !*value;
            buf_adds(out, value ? value : "");
            pattern += len + 1;
        } else {
            buf_addc(out, *pattern++);
        }
    }
    return pattern;
}

const char *ctl_sentence(struct ctl *c, const struct event *e)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(256 * 1024);
    bool hole = false;

    fill(c, e, pattern_of(e), &out, &hole);
    return text_printable(c->arena, buf_str(&out));
}

const char *ctl_who(struct ctl *c, const struct event *e)
{
    bool pair = e->other && e->kind != EVENT_LETTER_QUEUED && e->kind != EVENT_LINKED &&
                e->kind != EVENT_UNLINKED && e->kind != EVENT_RELAYED;

    if (!e->person)
        return e->programme ? e->programme : "";
    return pair ? arena_printf(c->arena, "%s and %s", ctl_name(c, e->person), ctl_name(c, e->other))
                : ctl_name(c, e->person);
}
