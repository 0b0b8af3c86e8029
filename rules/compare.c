/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/compare.h"
#include "rules/phrases.h"

#include <string.h>

struct comparison {
    struct arena *arena;
    struct rule_edit *edits;
    size_t count, cap;
    const struct programme *old, *edited;
    const char *rule; /* that is being compared */
};

const struct rule *rule_became(const struct programme *edited, const char *name)
{
    const struct rule *r = programme_rule(edited, name);

    for (size_t i = 0; !r && i < edited->rules_count; i++)
        if (edited->rules[i].was && !strcmp(edited->rules[i].was, name))
            r = &edited->rules[i];
    return r;
}

static void put(struct comparison *c, const char *text)
{
    struct rule_edit *e = arena_grow(c->arena, &c->edits, c->count++, &c->cap, sizeof *e);

    *e = (struct rule_edit){c->rule, text};
}

static const char *word(const char *s)
{
    return s && *s ? s : "nothing";
}

/* where: "check-in: " of a step, "" of the rule itself. */
static void words(struct comparison *c, const char *where, const char *what, const char *old,
                  const char *now)
{
    if (strcmp(word(old), word(now)))
        put(c, arena_printf(c->arena, "%s%s was %s, is %s", where, what, word(old), word(now)));
}

static const char *in_days(struct comparison *c, int days)
{
    return days ? arena_printf(c->arena, "%d day%s", days, days == 1 ? "" : "s") : NULL;
}

static void days(struct comparison *c, const char *where, const char *what, int old, int now)
{
    words(c, where, what, in_days(c, old), in_days(c, now));
}

/* ---- lists as they are written -------------------------------------------------------- */

static const char *audience(struct comparison *c, const struct audience *list, size_t count)
{
    const char *out = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct audience *to = &list[i];
        const char *one = arena_printf(c->arena, "%s%s%s%s%s", to->kind == TO_ALL ? "all " : "",
                                       to->matched ? "matched " : "", to->via ? to->via : "",
                                       to->via ? "'s " : "",
                                       to->kind == TO_SUBJECT       ? "whom it is about"
                                       : to->kind == TO_RESPONSIBLE ? "responsible"
                                                                    : to->role);
        out = out ? arena_printf(c->arena, "%s, %s", out, one) : one;
    }
    return out;
}

static const char *place(const struct rule *r, size_t step)
{
    return step == STEP_END || step >= r->steps_count ? "end" : r->steps[step].id;
}

static const char *branches(struct comparison *c, const struct rule *r, const struct step *s)
{
    const char *out = arena_printf(c->arena, "next %s", place(r, s->next));

    for (size_t i = 0; i < s->branches_count; i++)
        out = arena_printf(c->arena, "%s, %s: %s", out, s->branches[i].answer,
                           place(r, s->branches[i].target));
    return s->verb == VERB_ASK || s->verb == VERB_POLL
               ? arena_printf(c->arena, "%s, expired: %s", out, place(r, s->expired))
               : out;
}

/* ---- a step, a rule ---------------------------------------------------------------------- */

static const char *yes(bool said)
{
    return said ? "yes" : NULL;
}

static const char *strings(struct comparison *c, const char **list)
{
    const char *out = NULL;

    for (; list && *list; list++)
        out = out ? arena_printf(c->arena, "%s, %s", out, *list) : *list;
    return out;
}

static const char *fields(struct comparison *c, const struct step *s)
{
    const char *out = NULL;

    for (size_t i = 0; i < s->fields_count; i++) {
        const struct ask_field *f = &s->fields[i];
        out = arena_printf(c->arena, "%s%s%s (%s%s)", out ? out : "", out ? ", " : "", f->name,
                           f->type, f->optional ? ", optional" : "");
    }
    return out;
}

/* What only some steps say. */
static void compare_rest(struct comparison *c, const char *where, const struct step *old,
                         const struct step *now)
{
    words(c, where, "meeting", old->meeting, now->meeting);
    words(c, where, "on", old->on, now->on);
    words(c, where, "at", old->at, now->at);
    words(c, where, "options", strings(c, old->options), strings(c, now->options));
    words(c, where, "fields", fields(c, old), fields(c, now));
    words(c, where, "gather", old->gather, now->gather);
    words(c, where, "since", old->gather_since, now->gather_since);
    days(c, where, "since", old->gather_days, now->gather_days);
    words(c, where, "tell", audience(c, old->tell, old->tell_count),
          audience(c, now->tell, now->tell_count));
    words(c, where, "with", old->with, now->with);
    words(c, where, "until reply", yes(old->until_reply), yes(now->until_reply));
    words(c, where, "for flagged", yes(old->flagged), yes(now->flagged));
    words(c, where, "at once", yes(old->at_once), yes(now->at_once));
    words(c, where, "note", old->note, now->note);
}

static void compare_steps(struct comparison *c, const struct rule *from, const struct step *old,
                          const struct rule *to, const struct step *now)
{
    const char *where = arena_printf(c->arena, "%s: ", now->id);

    words(c, where, "its name", old->id, now->id);
    words(c, where, "what it does", verb_name(old->verb), verb_name(now->verb));
    words(c, where, "letter", old->letter, now->letter);
    words(c, where, "role", old->role, now->role);
    words(c, where, "name", old->name, now->name);
    words(c, where, "to", audience(c, old->to, old->to_count), audience(c, now->to, now->to_count));
    words(c, where, "as", old->as, now->as);
    words(c, where, "deputy", old->deputy, now->deputy);
    words(c, where, "if", phrase_conds(c->arena, old->conds, old->conds_count),
          phrase_conds(c->arena, now->conds, now->conds_count));
    days(c, where, "wait", old->wait_days, now->wait_days);
    days(c, where, "remind", old->remind_days, now->remind_days);
    days(c, where, "hold", old->hold_days, now->hold_days);
    words(c, where, "what comes then", branches(c, from, old), branches(c, to, now));
    compare_rest(c, where, old, now);
}

static const char *trigger(struct comparison *c, const struct rule *r, const struct trigger *t)
{
    const char *words = phrase_trigger(c->arena, r, t);
    bool has_hour =
        t->kind == TRIGGER_BEFORE || t->kind == TRIGGER_AFTER || t->kind == TRIGGER_SINCE;

    return has_hour && t->minute >= 0
               ? arena_printf(c->arena, "%s, at %02d:%02d", words, t->minute / 60, t->minute % 60)
               : words;
}

static const char *triggers(struct comparison *c, const struct rule *r)
{
    const char *out = NULL;

    for (size_t i = 0; i < r->triggers_count; i++) {
        const char *one = trigger(c, r, &r->triggers[i]);
        out = out ? arena_printf(c->arena, "%s; %s", out, one) : one;
    }
    return out;
}

static void compare_policies(struct comparison *c, const struct rule *old, const struct rule *now)
{
    static const char *const overlaps[] = {"skip", "replace", "queue"};
    static const char *const lates[] = {"send", "skip", "ask"};

    words(c, "", "its name", old->name, now->name);
    words(c, "", "trigger", triggers(c, old), triggers(c, now));
    words(c, "", "for", phrase_subject(c->arena, c->old, old),
          phrase_subject(c->arena, c->edited, now));
    words(c, "", "if", phrase_conds(c->arena, old->conds, old->conds_count),
          phrase_conds(c->arena, now->conds, now->conds_count));
    words(c, "", "until", phrase_until(c->arena, c->old, old),
          phrase_until(c->arena, c->edited, now));
    words(c, "", "overlap", overlaps[old->overlap], overlaps[now->overlap]);
    words(c, "", "late", lates[old->late], lates[now->late]);
    days(c, "", "late within", old->late_days, now->late_days);
    words(c, "", "max_per_run", arena_printf(c->arena, "%d", old->max_per_run),
          arena_printf(c->arena, "%d", now->max_per_run));
}

static bool came_from(const struct rule *old, const struct step *now)
{
    for (size_t i = 0; i < old->steps_count; i++)
        if (!strcmp(old->steps[i].id, now->id))
            return true;
    for (const char **was = now->was; was && *was; was++)
        if (rule_step(old, *was))
            return true;
    return false;
}

static void compare_rules(struct comparison *c, const struct rule *old, const struct rule *now)
{
    compare_policies(c, old, now);
    for (size_t i = 0; i < now->steps_count; i++)
        if (!came_from(old, &now->steps[i]))
            put(c, arena_printf(c->arena, "%s: the step is new", now->steps[i].id));
    for (size_t i = 0; i < old->steps_count; i++) {
        const struct step *became = rule_step(now, old->steps[i].id);
        if (became)
            compare_steps(c, old, &old->steps[i], now, became);
        else
            put(c, arena_printf(c->arena, "%s: the step is gone", old->steps[i].id));
    }
}

/* ---- a programme -------------------------------------------------------------------------- */

static const struct rule *came_from_rule(const struct programme *old, const struct rule *now)
{
    const struct rule *r = programme_rule(old, now->name);

    return r || !now->was ? r : programme_rule(old, now->was);
}

size_t rules_compare(struct arena *a, const struct programme *old, const struct programme *edited,
                     struct rule_edit **out)
{
    struct comparison c = {.arena = a, .old = old, .edited = edited};

    for (size_t i = 0; i < edited->rules_count; i++) {
        const struct rule *now = &edited->rules[i], *was = came_from_rule(old, now);
        c.rule = now->name;
        if (was)
            compare_rules(&c, was, now);
        else
            put(&c, "the rule is new");
    }
    for (size_t i = 0; i < old->rules_count; i++) {
        c.rule = old->rules[i].name;
        if (!rule_became(edited, c.rule))
            put(&c, "the rule is gone");
    }
    *out = c.edits;
    return c.count;
}
