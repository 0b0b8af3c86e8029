/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/phrases.h"

#include <string.h>

static const char *days(struct arena *a, int n)
{
    return arena_printf(a, "%d day%s", n, n == 1 ? "" : "s");
}

/* "a", "a and b", "a, b and c": what was joined before, and one more of count. */
static const char *join(struct arena *a, const char *all, const char *one, size_t i, size_t count,
                        const char *last)
{
    if (i == 0)
        return one;
    return i + 1 < count ? arena_printf(a, "%s, %s", all, one)
                         : arena_printf(a, "%s %s %s", all, last, one);
}

/* ---- people ----------------------------------------------------------------- */

/* Who is linked to somebody is "the coordinator"; a role that nobody is linked to is an office, and
 * called by its name. */
static const char *article(const struct programme *p, const char *role)
{
    return role_is_office(p, role) ? "" : "the ";
}

static const char *phrase_one(struct arena *a, const struct programme *p, const struct rule *r,
                              const struct audience *to)
{
    switch (to->kind) {
    case TO_SUBJECT:
        return r->role ? arena_printf(a, "the %s", r->role) : "whom it is about";
    case TO_RESPONSIBLE:
        return "whoever is responsible";
    case TO_ALL:
        return arena_printf(a, "all %s%ss", to->matched ? "matched " : "", to->role);
    case TO_ROLE:
        break;
    }
    return to->via ? arena_printf(a, "the %s's %s", to->via, to->role)
                   : arena_printf(a, "%s%s", article(p, to->role), to->role);
}

const char *phrase_people(struct arena *a, const struct programme *p, const struct rule *r,
                          const struct audience *to, size_t count)
{
    const char *all = "nobody";

    for (size_t i = 0; i < count; i++)
        all = join(a, all, phrase_one(a, p, r, &to[i]), i, count, "and");
    return all;
}

const char *phrase_subject(struct arena *a, const struct programme *p, const struct rule *r)
{
    const struct link_rule *match = r->subject == FOR_MATCH ? programme_match(p) : NULL;

    if (r->subject == FOR_PROGRAMME)
        return "the programme";
    if (match)
        return arena_printf(a, "the %s and the %s", match->from, match->to);
    return r->role ? arena_printf(a, "the %s", r->role) : "the pair";
}

/* ---- rules ------------------------------------------------------------------ */

static const char *phrase_said(struct arena *a, const struct trigger *t)
{
    const char *who = "somebody";
    size_t count = 0;

    while (t->by && t->by[count])
        count++;
    for (size_t i = 0; i < count; i++)
        who = join(a, who, t->by[i], i, count, "or");
    return arena_printf(a, "%s says \"%s\"", who, t->name);
}

static const char *phrase_since(struct arena *a, const struct rule *r, const struct trigger *t)
{
    const char *interval = days(a, t->days);

    if (t->months)
        interval = arena_printf(a, "%d month%s", t->months, t->months == 1 ? "" : "s");
    if (!strcmp(t->name, "joined"))
        return arena_printf(a, "every %s since the %s joined", interval, r->role);
    return arena_printf(a, "every %s since %s", interval,
                        strcmp(t->name, "match") ? "somebody became responsible"
                                                 : "the match began");
}

const char *phrase_trigger(struct arena *a, const struct rule *r, const struct trigger *t)
{
    const char *who = r->role ? arena_printf(a, "a %s", r->role) : "somebody";

    switch (t->kind) {
    case TRIGGER_SCHEDULE:
        return t->schedule.words;
    case TRIGGER_JOINED:
        return arena_printf(a, "%s joins", who);
    case TRIGGER_LEFT:
        return arena_printf(a, "%s leaves", who);
    case TRIGGER_MATCHED:
        return r->role ? arena_printf(a, "%s is matched", who) : "two people are matched";
    case TRIGGER_UNMATCHED:
        return r->role ? arena_printf(a, "%s is matched no more", who) : "a match ends";
    case TRIGGER_MARKED:
        return arena_printf(a, "%s is marked %s", who, t->name);
    case TRIGGER_BACK:
        return arena_printf(a, "%s is back", who);
    case TRIGGER_UNDELIVERABLE:
        return arena_printf(a, "mail to %s comes back", who);
    case TRIGGER_SAID:
        return phrase_said(a, t);
    case TRIGGER_STARTED:
        return "another rule starts it";
    case TRIGGER_BEFORE:
        return arena_printf(a, "%s before %s", days(a, t->days), t->name);
    case TRIGGER_AFTER:
        return arena_printf(a, "%s after %s", days(a, t->days), t->name);
    case TRIGGER_SINCE:
        return phrase_since(a, r, t);
    }
    return "";
}

static const char *with_names(struct arena *a, const char *words, const char *before,
                              const char **names)
{
    for (const char **name = names; name && *name; name++)
        words = arena_printf(a, "%s%s%s%s", words ? words : "", words ? ", or " : "",
                             name == names || !words ? before : "", *name);
    return words;
}

const char *phrase_until(struct arena *a, const struct programme *p, const struct rule *r)
{
    const char *words = NULL;

    if (r->until_reply)
        words = arena_printf(a, "when %s answers",
                             r->until_role ? arena_printf(a, "the %s", r->until_role)
                                           : phrase_subject(a, p, r));
    words = with_names(a, words, "when marked ", r->until_marked);
    words = with_names(a, words, "when there is a date for ", r->until_planned);
    return with_names(a, words, "after ", r->until_after);
}

const char *phrase_conds(struct arena *a, const struct cond *conds, size_t count)
{
    const char *all = "";

    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%s%s%s", all, i ? " and " : "", conds[i].text);
    return all;
}

/* ---- steps ------------------------------------------------------------------ */

static const char *phrase_start(struct arena *a, const struct programme *p, const struct rule *r,
                                const struct step *s)
{
    if (s->flagged)
        return arena_printf(a, "start \"%s\" for each who was flagged", s->name);
    if (s->to_count == 1 && s->to[0].kind == TO_SUBJECT)
        return arena_printf(a, "start \"%s\"", s->name);
    return arena_printf(a, "start \"%s\" for %s", s->name,
                        phrase_people(a, p, r, s->to, s->to_count));
}

static const char *phrase_letter(struct arena *a, const struct step *s, const char *to)
{
    switch (s->verb) {
    case VERB_ASK:
        return arena_printf(a, "ask %s: \"%s\"", to, s->letter);
    case VERB_ATTEMPT:
        return arena_printf(a, "write to %s: \"%s\"", to, s->letter);
    case VERB_INVITE:
        return arena_printf(a, "invite %s: \"%s\"", to, s->letter);
    case VERB_POLL:
        return arena_printf(a, "let %s choose: \"%s\"", to, s->letter);
    case VERB_REPORT:
        return arena_printf(a, "report to %s: \"%s\"", to, s->letter);
    default:
        return arena_printf(a, "tell %s: \"%s\"", to, s->letter);
    }
}

const char *phrase_step(struct arena *a, const struct programme *p, const struct rule *r,
                        const struct step *s)
{
    const char *people = phrase_people(a, p, r, s->to, s->to_count);

    if (s->letter)
        return phrase_letter(a, s, people);
    switch (s->verb) {
    case VERB_ASSIGN:
        return arena_printf(a, "choose a %s for %s", s->role, people);
    case VERB_REASSIGN:
        return arena_printf(a, "hand %s over to %s%s", people, s->role,
                            s->until_reply ? ", until they answer" : "");
    case VERB_ENROL:
        return arena_printf(a, "make %s %s%s", people, article(p, s->role), s->role);
    case VERB_REMOVE:
        return arena_printf(a, "%s is no %s any more", people, s->role);
    case VERB_MATCH:
        return "match them";
    case VERB_UNMATCH:
        return "end their match";
    case VERB_PLAN:
        return arena_printf(a, "plan %s by the answer %s", s->name, s->on ? s->on : "");
    case VERB_WAIT:
        return arena_printf(a, "wait %s", days(a, s->wait_days));
    case VERB_MARK:
        return arena_printf(a, "mark %s as %s", people, s->name);
    case VERB_START:
        return phrase_start(a, p, r, s);
    case VERB_NOTE:
        return arena_printf(a, "note: %s", s->note ? s->note : "");
    case VERB_END:
        return s->note ? arena_printf(a, "end: %s", s->note) : "end";
    default:
        return arena_printf(a, "%s %s", verb_name(s->verb), s->name ? s->name : people);
    }
}

/* ---- details ---------------------------------------------------------------- */

#define MOST_DETAILS 8

struct details {
    const char **items; /* NULL-ended */
    size_t count;
};

static void detail(struct details *d, const char *text)
{
    if (d->count < MOST_DETAILS)
        d->items[d->count++] = text;
}

static const char *phrase_fields(struct arena *a, const struct step *s)
{
    const char *all = "";

    for (size_t i = 0; i < s->fields_count; i++) {
        const struct ask_field *f = &s->fields[i];
        const char *one = f->optional ? arena_printf(a, "%s (if any)", f->title) : f->title;
        all = join(a, all, one, i, s->fields_count, "and");
    }
    return all;
}

const char **phrase_details(struct arena *a, const struct programme *p, const struct rule *r,
                            const struct step *s)
{
    struct details d = {.items = arena_array(a, MOST_DETAILS + 1, sizeof(char *))};

    if (s->as)
        detail(&d, arena_printf(a, "in the name of %s%s", article(p, s->as), s->as));
    if (s->fields_count)
        detail(&d, arena_printf(a, "asks for: %s", phrase_fields(a, s)));
    if (s->remind_days)
        detail(&d, arena_printf(a, "one reminder after %s", days(a, s->remind_days)));
    if (s->hold_days)
        detail(&d, arena_printf(a, "announced %s ahead", days(a, s->hold_days)));
    if (s->tell_count)
        detail(&d, arena_printf(a, "tells %s: \"%s\"",
                                phrase_people(a, p, r, s->tell, s->tell_count), s->with));
    if (s->note && s->verb != VERB_NOTE && s->verb != VERB_END)
        detail(&d, arena_printf(a, "note: %s", s->note));
    return d.items;
}

/* ---- ways ------------------------------------------------------------------- */

const char *phrase_way(struct arena *a, const struct step *s, const struct way *w)
{
    switch (w->kind) {
    case WAY_REPLY:
    case WAY_FILLED:
        return "answered";
    case WAY_ANSWER:
        return arena_printf(a, "answer: %s", w->answer);
    case WAY_SILENCE:
    case WAY_EXPIRED:
        return arena_printf(a, "no answer within %s", days(a, s->wait_days));
    case WAY_UNDONE:
        return "undone in time";
    case WAY_PASSED:
        return arena_printf(a, "not so that %s", phrase_conds(a, s->conds, s->conds_count));
    case WAY_DONE:
        break;
    }
    return "";
}
