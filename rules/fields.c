/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/fields.h"
#include "rules/flow.h"

#include <string.h>

struct names {
    struct arena *arena;
    const char **items; /* NULL-ended */
    size_t count, cap;
};

static void add(struct names *n, const char *name)
{
    const char **slot;

    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->items[i], name) == 0)
            return;
    slot = arena_grow(n->arena, &n->items, n->count++, &n->cap, sizeof *slot);
    *slot = name;
    arena_grow(n->arena, &n->items, n->count, &n->cap, sizeof *slot); /* the NULL */
}

static void add_all(struct names *n, const char *const *names)
{
    for (; *names; names++)
        add(n, *names);
}

static void add_person(struct names *n, const char *prefix)
{
    add(n, arena_printf(n->arena, "%s.name", prefix));
    add(n, arena_printf(n->arena, "%s.first_name", prefix));
    add(n, arena_printf(n->arena, "%s.address", prefix));
}

static void add_list(struct names *n, const char *role)
{
    const char *list = arena_printf(n->arena, "%ss", role);

    add(n, list);
    add_person(n, list);
}

static void add_base(struct names *n)
{
    static const char *const base[] = {
        "organisation", "programme.title", "programme.name", "today", "month", "reason", NULL};
    add_all(n, base);
    add_person(n, "to");
    add_person(n, "from");
}

/* ---- roles ------------------------------------------------------------------- */

static void add_offices(struct names *n, const struct programme *p)
{
    for (const char **role = p->roles; *role; role++)
        if (role_is_office(p, *role))
            add_person(n, *role);
}

/* Whom a role means, seen from somebody of the role `from`: the one that is
 * responsible, the one mentor of a mentee, the mentees of a mentor. */
static void add_roles_from(struct names *n, const struct programme *p, const char *from)
{
    add_person(n, from);
    for (size_t i = 0; i < p->links_count; i++) {
        const struct link_rule *link = &p->links[i];
        bool match = strcmp(link->kind, "match") == 0;

        if (match && strcmp(link->to, from) == 0)
            add_person(n, link->from);
        else if (strcmp(link->from, from) != 0)
            continue;
        else if (match)
            add_list(n, link->to);
        else if (strcmp(link->kind, "responsible") != 0)
            add_person(n, link->to);
        else
            add_person(n, link->to), add_person(n, "responsible");
    }
}

/* The role of all who get this letter; NULL where they are of several. */
static const char *recipients_role(const struct step *s)
{
    const char *role = s->to_count ? s->to[0].role : NULL;

    for (size_t i = 1; role && i < s->to_count; i++)
        if (!s->to[i].role || strcmp(s->to[i].role, role) != 0)
            return NULL;
    return role;
}

static void add_match_roles(struct names *n, const struct programme *p)
{
    const struct link_rule *match = programme_match(p);

    if (!match)
        return;
    add_roles_from(n, p, match->from);
    add_person(n, match->to);
}

static void add_people(struct names *n, const struct programme *p, const struct rule *r,
                       const struct step *s)
{
    add_offices(n, p);
    if (r->subject == FOR_PROGRAMME) {
        const char *role = recipients_role(s);
        if (role)
            add_roles_from(n, p, role);
        return;
    }
    add_person(n, "subject");
    add_all(n, (const char *const[]){"contacts", "contacts.date", "contacts.what", NULL});
    if (r->subject == FOR_MATCH)
        add_match_roles(n, p);
    else
        add_roles_from(n, p, r->role);
}

/* ---- the rule ------------------------------------------------------------------ */

static void add_answers(struct names *n, const struct rule *r, const struct step *s)
{
    size_t at = (size_t)(s - r->steps);
    struct flow f;

    flow_analyse(n->arena, r, &f);
    for (size_t i = 0; i < f.count; i++)
        if (f.sure[at] & (uint64_t)1 << i)
            add(n, f.names[i]);
}

static const char *const meeting_fields[] = {"meeting.title",
                                             "meeting.date",
                                             "meeting.time",
                                             "meeting.zone",
                                             "meeting.length",
                                             "meeting.place",
                                             "coming",
                                             "coming.name",
                                             "not_coming",
                                             "not_coming.name",
                                             NULL};
static const char *const gathered_fields[] = {"gathered", "gathered.name", "gathered.date",
                                              "gathered.text", NULL};
static const char *const option_fields[] = {"options", "options.number", "options.text", NULL};

static bool speaks_of_meeting(const struct rule *r, const struct step *s)
{
    for (size_t i = 0; i < r->triggers_count; i++)
        if (r->triggers[i].kind == TRIGGER_BEFORE || r->triggers[i].kind == TRIGGER_AFTER)
            return true;
    return s->meeting != NULL;
}

/* Only a rule that is never begun otherwise is sure to have flags. */
static bool always_flagged(const struct programme *p, const struct rule *r)
{
    bool flagged = false;

    if (r->triggers_count != 1 || r->triggers[0].kind != TRIGGER_STARTED)
        return false;
    for (size_t i = 0; i < p->rules_count; i++) {
        for (size_t j = 0; j < p->rules[i].steps_count; j++) {
            const struct step *s = &p->rules[i].steps[j];
            if (s->verb != VERB_START || !s->name || strcmp(s->name, r->name) != 0)
                continue;
            if (!s->flagged)
                return false;
            flagged = true;
        }
    }
    return flagged;
}

static const char *const flag_fields[] = {"flags", "flags.column", "flags.value", NULL};
static const char *const form_fields[] = {"rows",           "rows.mentor",       "rows.responsible",
                                          "rows.attempted", "rows.made",         "rows.summary",
                                          "rows.mentees",   "rows.mentees.name", "remarks",
                                          "remarks.by",     "remarks.text",      NULL};

static const char *const question_fields[] = {"form", "form.title", "form.value", "form.hint",
                                              NULL};

static const char *const digest_fields[] = {"people",      "people.number", "people.name",
                                            "people.what", "people.next",   "people.attention",
                                            NULL};

static void add_unmatched(struct names *n, const struct programme *p)
{
    const struct link_rule *match = programme_match(p);

    if (!match)
        return;
    add(n, "match_order");
    add(n, arena_printf(n->arena, "unmatched_%ss", match->from));
    add(n, arena_printf(n->arena, "unmatched_%ss.name", match->from));
    add(n, arena_printf(n->arena, "unmatched_%ss", match->to));
    add(n, arena_printf(n->arena, "unmatched_%ss.name", match->to));
}

const char **fields_available(struct arena *a, const struct programme *p, const struct rule *r,
                              const struct step *s)
{
    struct names n = {.arena = a};

    add_base(&n);
    add_people(&n, p, r, s);
    add_answers(&n, r, s);
    if (s->verb == VERB_ASK)
        add(&n, "reminder");
    if (speaks_of_meeting(r, s))
        add_all(&n, meeting_fields);
    if (s->gather)
        add_all(&n, gathered_fields);
    if (s->verb == VERB_POLL)
        add_all(&n, option_fields);
    if (always_flagged(p, r))
        add_all(&n, flag_fields);
    if (s->verb == VERB_ASK) {
        add_all(&n, form_fields);
        add_all(&n, question_fields);
    }
    if (s->verb == VERB_REPORT) {
        add(&n, "picture");
        add_unmatched(&n, p);
        add_all(&n, form_fields);
        add_all(&n, digest_fields);
    }
    return n.items;
}

/* ---- the engine's own letters ------------------------------------------------------ */

enum {
    HOLD = 1,
    SUBJECT = 2,
    MESSAGE = 4,
    SUGGESTIONS = 8,
    LINES = 16,
    ORDERS = 32,
    OPEN = 64,
    CONTEXT = 128,
    PREVIEW = 256,
    QUESTIONS = 512,
    UNREAD = 1024
};

/* clang-format off */
#define STANDARD_LETTERS(X)                                            \
    X("hold-notice", HOLD | SUBJECT)                                   \
    X("called-off", SUBJECT)                                           \
    X("handed-back", SUBJECT)                                          \
    X("forwarded-answer", SUBJECT | MESSAGE | SUGGESTIONS | CONTEXT)   \
    X("urgent", SUBJECT | MESSAGE | SUGGESTIONS | CONTEXT)             \
    X("relay", SUBJECT | MESSAGE)                                      \
    X("transcript", LINES | ORDERS | OPEN)                             \
    X("ask-back", LINES | ORDERS | UNREAD)                             \
    X("ask-again", LINES | QUESTIONS | MESSAGE)                         \
    X("thank-you", LINES)                                              \
    X("desk-help", LINES | ORDERS)                                     \
    X("sort-request", SUBJECT | MESSAGE)                               \
    X("set-aside", 0)                                                  \
    X("address-needed", SUBJECT | MESSAGE)                             \
    X("letter-uncertain", SUBJECT)                                     \
    X("letter-returned", SUBJECT)                                      \
    X("letter-refused", 0)                                             \
    X("asked-to-stop", SUBJECT | MESSAGE)                              \
    X("batch-held", 0)                                                 \
    X("handed-over", SUBJECT)                                          \
    X("confirm-move", LINES)                                           \
    X("roster-preview", LINES | PREVIEW)                               \
    X("contact-noted", LINES)                                          \
    X("too-late", LINES | MESSAGE)                                     \
    X("late-answer", SUBJECT | LINES | MESSAGE)                        \
    X("answered-already", SUBJECT)                                     \
    X("team-invitation", SUBJECT)                                      \
    X("team-open", SUBJECT | LINES)                                    \
    X("team-message", SUBJECT | MESSAGE | LINES)                       \
    X("team-changed", SUBJECT | LINES)                                 \
    X("team-left", SUBJECT)                                            \
    X("rules-refused", LINES)
/* clang-format on */

#define X(name, fields) name,
const char *const standard_letters[] = {STANDARD_LETTERS(X) NULL};
#undef X

#define X(name, fields) fields,
static const unsigned standard_fields[] = {STANDARD_LETTERS(X)};
#undef X

static const struct {
    unsigned bit;
    const char *names[24];
} standard_parts[] = {
    {HOLD, {"hold.date", "hold.time", "hold.rule", "hold.role", "hold.what"}},
    {MESSAGE, {"message", "message_subject", "message_from"}},
    {SUGGESTIONS, {"suggestions", "suggestions.command"}},
    {LINES, {"lines", "lines.line", "lines.done"}},
    {ORDERS, {"orders", "orders.line", "orders.does"}},
    {CONTEXT, {"context"}},
    {QUESTIONS, {"form", "form.title", "form.value", "form.hint"}},
    {PREVIEW, {"file",         "number",        "silent",       "added",        "added.line",
               "added.done",   "added_count",   "added_more",   "changed",      "changed.line",
               "changed.done", "changed_count", "changed_more", "gone",         "gone.line",
               "gone_count",   "gone_more",     "unclear",      "unclear.line", "unclear.done",
               "unclear_count"}},
    {PREVIEW,
     {"unclear_more", "unusable", "unusable.line", "unusable.done", "unusable_count",
      "unusable_more"}},
    {UNREAD, {"mixed", "both", "helper", "has_orders"}},
    {OPEN, {"open", "open.number", "open.name", "open.what", "open.next"}},
};

const char **fields_of_standard_letter(struct arena *a, const struct programme *p,
                                       const char *letter)
{
    struct names n = {.arena = a};
    size_t which = 0;

    while (standard_letters[which] && strcmp(standard_letters[which], letter) != 0)
        which++;
    if (!standard_letters[which])
        return NULL;
    add_base(&n);
    add_offices(&n, p);
    if (standard_fields[which] & SUBJECT) {
        add_person(&n, "subject");
        add_person(&n, "responsible");
    }
    for (size_t i = 0; i < sizeof standard_parts / sizeof *standard_parts; i++)
        if (standard_fields[which] & standard_parts[i].bit)
            add_all(&n, standard_parts[i].names);
    return n.items;
}
