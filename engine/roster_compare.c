/* SPDX-License-Identifier: GPL-2.0-or-later */
/* roster_compare.c - who is whom first, then what is new about each, then the
 * links between them, as a link may name somebody who comes later in the file. */
#include "engine/people_index.h"
#include "engine/roster.h"
#include "mail/address.h"
#include "words/fold.h"

#include <string.h>

struct comparison {
    struct arena *arena;
    const struct roster *roster;
    const struct wanted_list *wanted;
    const struct compare_options *options;
    struct roster_plan *plan;
    struct people_index *members; /* places in the roster */
    struct people_index *planned; /* places among the planned people */
    ssize_t *plan_of_member;      /* by place in the roster; -1: not planned */
    ssize_t *plan_of_wanted;      /* -1: left out */
};

static void unclear(struct comparison *c, int line, const char *text)
{
    struct row_notes *n = &c->plan->unclear;
    struct row_note *item = arena_grow(c->arena, &n->items, n->count++, &n->cap, sizeof *item);

    *item = (struct row_note){.line = line, .text = text};
}

static struct change *add_change(struct comparison *c, enum change_kind kind, size_t person,
                                 const char *from, const char *to)
{
    struct roster_plan *p = c->plan;
    struct change *change =
        arena_grow(c->arena, &p->changes, p->changes_count++, &p->changes_cap, sizeof *change);

    *change = (struct change){.kind = kind, .person = person, .from = from, .to = to};
    p->people[person].changed = true;
    return change;
}

/* ---- who is whom ---------------------------------------------------------------------- */

static size_t add_planned(struct comparison *c, const struct member *m, const struct wanted *w)
{
    struct roster_plan *p = c->plan;
    size_t place = p->people_count++;
    struct planned *who = arena_grow(c->arena, &p->people, place, &p->people_cap, sizeof *who);

    *who = (struct planned){.wanted = w};
    if (m) {
        who->id = m->person.id;
        who->row = m->person;
        c->plan_of_member[m - c->roster->members] = (ssize_t)place;
    } else {
        who->row = (struct person_row){.name = w->name, .zone = w->zone, .language = w->language};
    }
    people_index_name(c->planned, who->row.name, (ssize_t)place);
    if (w && strcmp(w->name, who->row.name))
        people_index_name(c->planned, w->name, (ssize_t)place);
    if (w)
        people_index_address(c->planned, w->address, (ssize_t)place);
    return place;
}

static bool share_a_word(struct arena *a, const char *one, const char *other)
{
    char *words = fold_text(a, one, strlen(one)), *in = fold_text(a, other, strlen(other)), *rest;

    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (fold_has(in, word))
            return true;
    return false;
}

static void plan_by_address(struct comparison *c, size_t i)
{
    const struct wanted *w = &c->wanted->items[i];
    ssize_t at = people_by_address(c->members, w->address);
    const struct member *m = at < 0 ? NULL : &c->roster->members[at];

    if (!m)
        return;
    if (!c->options->rename && !share_a_word(c->arena, m->person.name, w->name)) {
        unclear(c, w->line,
                arena_printf(c->arena,
                             "%s is the address of %s, not of %s; if that is the same person under "
                             "a new name, %s",
                             w->address, m->person.name, w->name, c->options->rename_by));
        c->plan_of_wanted[i] = INDEX_SEVERAL;
        return;
    }
    c->plan_of_wanted[i] = (ssize_t)add_planned(c, m, w);
}

static void plan_by_name(struct comparison *c, size_t i)
{
    const struct wanted *w = &c->wanted->items[i];
    ssize_t at = people_by_name(c->members, w->name);

    if (c->plan_of_wanted[i] != INDEX_NOBODY)
        return;
    if (at == INDEX_SEVERAL) {
        unclear(c, w->line,
                arena_printf(c->arena, "several people are called %s, and none has the address %s",
                             w->name, w->address));
        return;
    }
    if (at >= 0 && c->plan_of_member[at] >= 0)
        at = INDEX_NOBODY; /* that one has a row of their own: a namesake */
    c->plan_of_wanted[i] = (ssize_t)add_planned(c, at < 0 ? NULL : &c->roster->members[at], w);
}

/* ---- what is new about a person ---------------------------------------------------------- */

static const char *shown(const char *text)
{
    return text && *text ? text : NULL;
}

static bool differs(const char *wanted, const char *now)
{
    return wanted && (!now || strcmp(wanted, now));
}

/* The new address goes first; mail from the old ones is still theirs. */
static void put_address_first(struct arena *a, struct person_row *row, const char *address)
{
    const char **all = arena_array(a, row->addresses_count + 1, sizeof *all);
    size_t n = 0;

    all[n++] = address;
    for (size_t i = 0; i < row->addresses_count; i++)
        if (strcmp(row->addresses[i], address))
            all[n++] = row->addresses[i];
    row->addresses = all;
    row->addresses_count = n;
}

static void compare_fields(struct comparison *c, size_t person, const struct wanted *w)
{
    struct person_row *row = &c->plan->people[person].row;
    const char *address = row->addresses_count ? row->addresses[0] : NULL;

    if (differs(w->name, row->name)) {
        add_change(c, CHANGE_NAME, person, row->name, w->name);
        row->name = w->name;
    }
    if (differs(w->address, address)) {
        add_change(c, CHANGE_ADDRESS, person, address, w->address);
        put_address_first(c->arena, row, w->address);
    }
    if (differs(w->zone, row->zone)) {
        add_change(c, CHANGE_ZONE, person, shown(row->zone), w->zone);
        row->zone = w->zone;
    }
    if (differs(w->language, row->language)) {
        add_change(c, CHANGE_LANGUAGE, person, shown(row->language), w->language);
        row->language = w->language;
    }
}

/* What the rules concluded (away, non-responsive) outlives a file that says "active"; only who had
 * left comes back by one. */
static void compare_status(struct comparison *c, size_t person, const struct wanted *w,
                           const struct member *m)
{
    const char *now = m ? m->person.status : STATUS_ACTIVE;
    bool active = w->status && !strcmp(w->status, STATUS_ACTIVE);

    if (active && strcmp(now, STATUS_LEFT) && strcmp(now, STATUS_ACTIVE))
        unclear(c, w->line,
                arena_printf(c->arena,
                             "the file says that %s is active, but %s is %s here; that stays",
                             w->name, w->name, now));
    else if (differs(w->status, now))
        add_change(c, CHANGE_STATUS, person, now, w->status);
    if (w->away_until.year &&
        date_compare(w->away_until, m ? m->person.away_until : (struct date){0}))
        add_change(c, CHANGE_AWAY, person, NULL,
                   arena_printf(c->arena, "until %s", date_format(c->arena, w->away_until)))
            ->until = w->away_until;
}

static const struct member *member_of(const struct comparison *c, const struct planned *who)
{
    return who->id ? roster_member(c->roster, who->id) : NULL;
}

static void compare_person(struct comparison *c, size_t person)
{
    const struct wanted *w = c->plan->people[person].wanted;
    const struct member *m = member_of(c, &c->plan->people[person]);

    if (!m) {
        add_change(c, CHANGE_NEW, person, NULL, w->address);
        put_address_first(c->arena, &c->plan->people[person].row, w->address);
    } else {
        compare_fields(c, person, w);
    }
    compare_status(c, person, w, m);
    for (size_t i = 0; i < w->roles_count; i++)
        if (!m || !member_has_role(m, w->roles[i]))
            add_change(c, CHANGE_ROLE, person, NULL, w->roles[i]);
    if (!w->roles_count && (!m || !m->roles_count))
        unclear(c, w->line,
                arena_printf(c->arena, "%s is without a role: nothing will be sent", w->name));
}

/* ---- links ------------------------------------------------------------------------------------
 */

static bool will_have_role(const struct comparison *c, size_t person, const char *role)
{
    const struct planned *who = &c->plan->people[person];
    const struct member *m = member_of(c, who);

    for (size_t i = 0; who->wanted && i < who->wanted->roles_count; i++)
        if (!strcmp(who->wanted->roles[i], role))
            return true;
    return m && member_has_role(m, role);
}

static ssize_t found_in(const struct people_index *x, const char *text, const char *address)
{
    ssize_t at = address ? people_by_address(x, address) : people_by_name(x, text);

    return !address && at == INDEX_NOBODY ? people_by_first_name(x, text) : at;
}

/* The person meant by a name or address: of the file first, then of the store. -1 with a note. */
static ssize_t linked_person(struct comparison *c, const struct wanted *w, const char *text,
                             const char *what)
{
    const char *address = strchr(text, '@') ? address_normal(c->arena, text) : NULL;
    ssize_t at = found_in(c->planned, text, address);

    if (at == INDEX_NOBODY) {
        at = found_in(c->members, text, address);
        if (at >= 0)
            at = c->plan_of_member[at] >= 0
                     ? c->plan_of_member[at]
                     : (ssize_t)add_planned(c, &c->roster->members[at], NULL);
    }
    if (at < 0)
        unclear(c, w->line,
                arena_printf(c->arena,
                             at == INDEX_NOBODY ? "%s of %s: nobody is \"%s\""
                                                : "%s of %s: \"%s\" may be several people",
                             what, w->name, text));
    return at < 0 ? -1 : at;
}

static void link_responsible(struct comparison *c, size_t person, const struct wanted *w)
{
    const struct member *m = member_of(c, &c->plan->people[person]);
    ssize_t to = linked_person(c, w, w->responsible, "responsible");
    const struct member *now =
        m && m->responsible ? roster_member(c->roster, m->responsible) : NULL;

    if (to < 0)
        return;
    if ((size_t)to == person) {
        unclear(c, w->line, arena_printf(c->arena, "%s can't be their own responsible", w->name));
        return;
    }
    if (now && now->person.id == c->plan->people[to].id)
        return;
    add_change(c, CHANGE_RESPONSIBLE, person, now ? now->person.name : NULL,
               c->plan->people[to].row.name)
        ->other = (size_t)to;
    c->plan->people[person].given = true;
}

static bool are_matched(const struct comparison *c, size_t one, size_t other)
{
    const struct member *m = member_of(c, &c->plan->people[one]);

    for (size_t i = 0; m && i < m->matches_count; i++)
        if (m->matches[i] == c->plan->people[other].id)
            return true;
    for (size_t i = 0; i < c->plan->changes_count; i++) {
        const struct change *k = &c->plan->changes[i];
        if (k->kind == CHANGE_MATCH &&
            ((k->person == one && k->other == other) || (k->person == other && k->other == one)))
            return true; /* both rows name it */
    }
    return false;
}

static void link_match(struct comparison *c, size_t person, const struct wanted *w,
                       const char *text)
{
    const struct link_rule *rule = programme_match(c->plan->programme);
    ssize_t other = linked_person(c, w, text, "match");
    size_t from = person, to = (size_t)other;

    if (other < 0 || are_matched(c, person, (size_t)other))
        return;
    if (rule && !(will_have_role(c, from, rule->from) && will_have_role(c, to, rule->to))) {
        from = (size_t)other;
        to = person;
    }
    if (!rule || !will_have_role(c, from, rule->from) || !will_have_role(c, to, rule->to)) {
        unclear(c, w->line,
                arena_printf(c->arena, "%s and %s can't be matched: that takes a %s and a %s",
                             w->name, c->plan->people[other].row.name, rule ? rule->from : "mentor",
                             rule ? rule->to : "mentee"));
        return;
    }
    add_change(c, CHANGE_MATCH, from, NULL, c->plan->people[to].row.name)->other = to;
}

/* Whoever the rules say that nobody answers to is told of, and not linked. */
static bool is_superior_role(const struct comparison *c, size_t person)
{
    const struct programme *p = c->plan->programme;

    for (size_t i = 0; i < p->links_count; i++)
        if (!strcmp(p->links[i].kind, "answers_to") && will_have_role(c, person, p->links[i].to))
            return true;
    return false;
}

static void link_superior(struct comparison *c, size_t person, const struct wanted *w,
                          const char *text)
{
    const struct member *m = member_of(c, &c->plan->people[person]);
    ssize_t to = linked_person(c, w, text, "answers to");

    if (to < 0)
        return;
    for (size_t i = 0; m && i < m->superiors_count; i++)
        if (m->superiors[i] == c->plan->people[to].id)
            return;
    if ((size_t)to == person || !is_superior_role(c, (size_t)to)) {
        unclear(c, w->line,
                arena_printf(c->arena, "%s can't answer to %s in this programme", w->name,
                             c->plan->people[to].row.name));
        return;
    }
    add_change(c, CHANGE_ANSWERS_TO, person, NULL, c->plan->people[to].row.name)->other =
        (size_t)to;
}

static void compare_links(struct comparison *c, size_t person)
{
    const struct wanted *w = c->plan->people[person].wanted;

    if (w->responsible)
        link_responsible(c, person, w);
    for (size_t i = 0; i < w->matches_count; i++)
        link_match(c, person, w, w->matches[i]);
    for (size_t i = 0; i < w->superiors_count; i++)
        link_superior(c, person, w, w->superiors[i]);
}

/* ---- the whole ---------------------------------------------------------------------------------
 */

/* An address is one person's wherever they are; a name means somebody of this programme. */
static void index_members(struct comparison *c)
{
    for (size_t i = 0; i < c->roster->count; i++) {
        const struct person_row *row = &c->roster->members[i].person;
        c->plan_of_member[i] = -1;
        if (c->roster->members[i].roles_count)
            people_index_name(c->members, row->name, (ssize_t)i);
        for (size_t j = 0; j < row->addresses_count; j++)
            people_index_address(c->members, row->addresses[j], (ssize_t)i);
    }
}

/* A list of mentors says nothing about coordinators: only of roles that somebody in it has can
 * anybody be missing. */
static bool is_listed(const struct comparison *c, const struct member *m)
{
    const struct roster_plan *p = c->plan;

    for (size_t i = 0; i < p->people_count; i++)
        for (size_t j = 0; p->people[i].wanted && j < m->roles_count; j++)
            if (will_have_role(c, i, m->roles[j]))
                return true;
    return false;
}

static void list_gone(struct comparison *c)
{
    struct roster_plan *p = c->plan;

    for (size_t i = 0; i < c->roster->count; i++) {
        const struct member *m = &c->roster->members[i];
        ssize_t at = c->plan_of_member[i];
        if (!m->roles_count || !strcmp(m->person.status, STATUS_LEFT) ||
            (at >= 0 && p->people[at].wanted) || !is_listed(c, m))
            continue;
        if (m->elsewhere) {
            unclear(c, 0,
                    arena_printf(c->arena,
                                 "%s is not in it, and kept as one who takes part in %s, too: "
                                 "\"left\" in a column for the status says it for all programmes",
                                 m->person.name, m->elsewhere));
            continue;
        }
        const struct member **place =
            arena_grow(c->arena, &p->gone, p->gone_count++, &p->gone_cap, sizeof *place);
        *place = m;
    }
}

static bool needs_responsible(const struct comparison *c, size_t person)
{
    const struct programme *p = c->plan->programme;

    for (size_t i = 0; i < p->links_count; i++)
        if (!strcmp(p->links[i].kind, "responsible") && !p->links[i].via &&
            will_have_role(c, person, p->links[i].from))
            return true;
    return false;
}

static bool will_have_responsible(const struct comparison *c, const struct planned *who)
{
    const struct member *m = member_of(c, who);

    return who->given || (m && m->responsible);
}

static void list_orphans(struct comparison *c)
{
    struct roster_plan *p = c->plan;

    p->orphans = "";
    for (size_t i = 0; i < p->people_count; i++)
        if (p->people[i].wanted && needs_responsible(c, i) &&
            !will_have_responsible(c, &p->people[i]))
            p->orphans = arena_printf(c->arena, "%s%s%s", p->orphans, *p->orphans ? ", " : "",
                                      p->people[i].row.name);
}

static void count(struct comparison *c)
{
    c->plan->first = true;
    for (size_t i = 0; i < c->roster->count; i++)
        c->plan->first &= !c->roster->members[i].roles_count;
    for (size_t i = 0; i < c->plan->people_count; i++)
        c->plan->same += c->plan->people[i].wanted && !c->plan->people[i].changed;
}

void roster_compare(struct arena *a, const struct roster *r, const struct wanted_list *w,
                    const struct compare_options *o, struct roster_plan *out)
{
    _cleanup_(people_index_freep) struct people_index *members = people_index_new(a);
    _cleanup_(people_index_freep) struct people_index *planned = people_index_new(a);
    struct comparison c = {
        .arena = a,
        .roster = r,
        .wanted = w,
        .options = o,
        .plan = out,
        .members = members,
        .planned = planned,
        .plan_of_member = arena_array(a, r->count, sizeof(ssize_t)),
        .plan_of_wanted = arena_array(a, w->count, sizeof(ssize_t)),
    };

    *out = (struct roster_plan){.programme = r->programme};
    index_members(&c);
    for (size_t i = 0; i < w->count; i++)
        c.plan_of_wanted[i] = INDEX_NOBODY;
    for (size_t i = 0; i < w->count; i++)
        plan_by_address(&c, i);
    for (size_t i = 0; i < w->count; i++)
        plan_by_name(&c, i);
    for (size_t i = 0; i < w->count; i++)
        if (c.plan_of_wanted[i] >= 0)
            compare_person(&c, (size_t)c.plan_of_wanted[i]);
    for (size_t i = 0; i < w->count; i++)
        if (c.plan_of_wanted[i] >= 0)
            compare_links(&c, (size_t)c.plan_of_wanted[i]);
    list_gone(&c);
    list_orphans(&c);
    count(&c);
}
