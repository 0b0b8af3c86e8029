/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/replay.h"

#include "rules/meeting.h"

#include <string.h>

#define ARENA_BYTES ((size_t)1024 * 1024 * 1024)
#define AT_ONCE     256

struct replay {
    struct store *store;
    const struct shelf *shelf;
    struct arena *arena;   /* of the states */
    struct arena *scratch; /* of what is read to compare with */
    struct state *states;  /* one a programme of the shelf */
    struct state people;   /* people are the same in all of them */
    struct buf *out;
    struct replay_sum *sum;
};

static void differ(struct replay *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void differ(struct replay *r, const char *fmt, ...)
{
    va_list ap;

    r->sum->differences++;
    va_start(ap, fmt);
    buf_vaddf(r->out, fmt, ap);
    va_end(ap);
    buf_addc(r->out, '\n');
}

static bool same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static const char *word(const char *s)
{
    return s ? s : "nothing";
}

/* ---- the log -------------------------------------------------------------------- */

static int on_event(void *ctx, const struct event *e)
{
    struct replay *r = ctx;

    r->sum->events++;
    for (size_t i = 0; i < r->shelf->count; i++) {
        const struct programme *p = r->shelf->programmes[i].rules;
        if (strcmp(p->name, e->programme))
            continue;
        apply(&r->states[i], e);
        r->people.programme = p; /* whose zone an absence is of */
        if (e->kind == EVENT_PERSON_ADDED || e->kind == EVENT_MARKED)
            apply(&r->people, e);
        return 0;
    }
    r->sum->strange++;
    return 0;
}

static int read_log(struct replay *r)
{
    struct event_filter all = {0};

    r->states = arena_array(r->arena, r->shelf->count, sizeof *r->states);
    for (size_t i = 0; i < r->shelf->count; i++)
        r->states[i] =
            (struct state){.arena = r->arena, .programme = r->shelf->programmes[i].rules};
    r->people = (struct state){.arena = r->arena};
    return store_walk_events(r->store, r->scratch, &all, on_event, r);
}

/* ---- people and roles -------------------------------------------------------------- */

static int compare_person(struct replay *r, const struct person *p)
{
    struct person_row row;
    int rc = store_get_person(r->store, r->scratch, p->id, &row);

    if (rc < 0)
        return -1;
    r->sum->people++;
    if (rc)
        differ(r, "@%lld: in the log, and not in the store", (long long)p->id);
    else if (strcmp(p->status, row.status))
        differ(r, "@%lld: %s by the log, %s in the store", (long long)p->id, p->status, row.status);
    else if (date_compare(p->away_until, row.away_until))
        differ(r, "@%lld: away until %s by the log, %s in the store", (long long)p->id,
               p->away_until.year ? date_format(r->scratch, p->away_until) : "never",
               row.away_until.year ? date_format(r->scratch, row.away_until) : "never");
    return 0;
}

/* Whom the store has in a role and the log has not; the count of the rest comes in *both. */
static int compare_holders(struct replay *r, const struct state *s, const char *role, size_t *both)
{
    int64_t ids[AT_ONCE], after = 0;
    int n;

    *both = 0;
    while ((n = store_people(r->store, s->programme->name, role, after, ids, AT_ONCE)) > 0) {
        for (int i = 0; i < n; i++) {
            if (state_has_role(s, ids[i], role))
                (*both)++;
            else
                differ(r, "@%lld: %s in the store, and not by the log", (long long)ids[i], role);
        }
        after = ids[n - 1];
    }
    return n;
}

static int compare_roles(struct replay *r, const struct state *s)
{
    for (const char **role = s->programme->roles; role && *role; role++) {
        size_t both, logged = 0;
        if (compare_holders(r, s, *role, &both) < 0)
            return -1;
        for (size_t i = 0; i < s->roles_count; i++)
            logged += !s->roles[i].gone && !strcmp(s->roles[i].role, *role);
        if (logged != both)
            differ(r, "%s: %zu people are %s by the log, and only %zu of them in the store",
                   s->programme->name, logged, *role, both);
        r->sum->roles += logged;
    }
    return 0;
}

/* ---- links --------------------------------------------------------------------------- */

static const struct link *find_link(const struct state *s, const struct link *like)
{
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        if (!l->gone && l->from == like->from && l->to == like->to && !strcmp(l->kind, like->kind))
            return l;
    }
    return NULL;
}

/* What `from` has as links of a person, and `to` has not, or another way. */
static void compare_links(struct replay *r, const struct state *from, const struct state *to,
                          int64_t person, const char *by)
{
    for (size_t i = 0; i < from->links_count; i++) {
        const struct link *l = &from->links[i], *other;
        if (l->gone || l->from != person)
            continue;
        other = find_link(to, l);
        if (!other)
            differ(r, "@%lld: %s to @%lld only %s", (long long)person, l->kind, (long long)l->to,
                   by);
        else if (other->revert_to != l->revert_to || other->since != l->since)
            differ(r, "@%lld: %s to @%lld is of another day or lender %s", (long long)person,
                   l->kind, (long long)l->to, by);
    }
}

static int compare_links_of(struct replay *r, const struct state *s, int64_t person)
{
    struct state slice;

    if (store_load_state(r->store, r->scratch, s->programme, person, 0, &slice) < 0)
        return -1;
    compare_links(r, s, &slice, person, "by the log");
    compare_links(r, &slice, s, person, "in the store");
    for (size_t i = 0; i < slice.links_count; i++)
        r->sum->links += slice.links[i].from == person;
    return 0;
}

/* ---- cases --------------------------------------------------------------------------- */

static bool is_forgotten(struct replay *r, int64_t person)
{
    struct person_row row;

    return person && store_get_person(r->store, r->scratch, person, &row) == 0 && !*row.name;
}

/* erased: the case is about somebody who was forgotten, and so are its answers, but in the log. */
static bool same_vars(const struct kase *a, const struct kase *b, bool erased)
{
    if (a->vars_count != b->vars_count)
        return false;
    for (size_t i = 0; i < a->vars_count; i++) {
        const struct case_var *x = &a->vars[i], *y = &b->vars[i];
        bool same_value = same(x->value, y->value) || (erased && !y->value);
        if (!same(x->name, y->name) || !same_value || x->text != y->text || x->person != y->person)
            return false;
    }
    return true;
}

/* Which part of a case differs; NULL: none. */
static const char *other_part(struct replay *r, const struct kase *a, const struct kase *b)
{
    if (!same(a->rule, b->rule) || !same(a->occurrence, b->occurrence) || a->person != b->person ||
        a->other != b->other)
        return "what it is about";
    if (!same(a->step, b->step))
        return "its step";
    if (a->phase != b->phase)
        return "what it is doing";
    if (a->deadline != b->deadline || a->due != b->due || a->started != b->started)
        return "its dates";
    if (a->awaiting != b->awaiting || a->reminded != b->reminded || a->put_off != b->put_off ||
        !same(a->announced, b->announced))
        return "what it awaits";
    bool erased = is_forgotten(r, a->person) || is_forgotten(r, a->other);
    return same_vars(a, b, erased) ? NULL : "its answers";
}

static int compare_case(struct replay *r, const struct kase *k)
{
    const char *programme, *part;
    struct kase stored;
    int rc = store_get_case(r->store, r->scratch, k->id, &stored, &programme);

    if (rc < 0)
        return -1;
    r->sum->cases++;
    if (rc)
        differ(r, "case %lld (%s %s of @%lld): in the log, and not in the store", (long long)k->id,
               k->rule, k->occurrence, (long long)k->person);
    else if ((part = other_part(r, k, &stored)))
        differ(r,
               "case %lld (%s %s of @%lld): %s is another by the log (at %s) than in the store "
               "(at %s)",
               (long long)k->id, k->rule, k->occurrence, (long long)k->person, part, word(k->step),
               word(stored.step));
    return 0;
}

static int look_for_open_cases(struct replay *r, const struct state *s)
{
    struct kase open[AT_ONCE];
    int64_t after = 0;
    int n;

    while ((n = store_open_cases(r->store, r->scratch, s->programme->name, after, open, AT_ONCE)) >
           0) {
        for (int i = 0; i < n; i++)
            if (!state_case(s, open[i].id))
                differ(r, "case %lld (%s %s of @%lld): in the store, and not in the log",
                       (long long)open[i].id, open[i].rule, open[i].occurrence,
                       (long long)open[i].person);
        after = open[n - 1].id;
    }
    return n;
}

/* ---- all of it -------------------------------------------------------------------------- */

static void compare_mode(struct replay *r, const struct state *s)
{
    const char *mode = store_mode(r->store, r->scratch, s->programme->name);

    if (s->mode && !same(s->mode, mode))
        differ(r, "%s: %s by the log, %s in the store", s->programme->name, s->mode, word(mode));
}

/* ---- meetings -------------------------------------------------------------------------- */

static bool has_date(const struct state *s, const char *meeting, const struct meeting_row *m)
{
    for (size_t i = 0; i < s->appointments_count; i++) {
        const struct appointment *a = &s->appointments[i];
        if (!a->gone && a->at == m->at && a->person == m->person && a->other == m->other &&
            same(a->meeting, meeting))
            return true;
    }
    return false;
}

/* Each date of the store is one of the log; and there are as many. */
static int compare_dates(struct replay *r, const struct state *s, const struct meeting *m)
{
    struct meeting_row rows[AT_ONCE], after = {0};
    size_t stored = 0, logged = 0;
    int n;

    do {
        n = store_meetings(r->store, s->programme->name, m->name, &after, INSTANT_NEVER, rows,
                           AT_ONCE);
        for (int i = 0; i < n; i++, stored++)
            if (!has_date(s, m->name, &rows[i]))
                differ(r, "@%lld: a date of %s in the store, and not by the log",
                       (long long)rows[i].person, m->name);
        after = n > 0 ? rows[n - 1] : after;
    } while (n == AT_ONCE);
    for (size_t i = 0; i < s->appointments_count; i++)
        logged += !s->appointments[i].gone && s->appointments[i].at &&
                  same(s->appointments[i].meeting, m->name);
    if (n >= 0 && stored != logged)
        differ(r, "%s: %zu dates by the log, %zu in the store", m->name, logged, stored);
    return n;
}

static int compare_meetings(struct replay *r, const struct state *s)
{
    for (size_t i = 0; i < s->programme->meetings_count; i++) {
        const struct meeting *m = &s->programme->meetings[i];
        const char *logged = meeting_choice(s, m);
        const char *stored =
            store_meeting_choice(r->store, r->scratch, s->programme->name, m->name);

        if (!same(logged, stored))
            differ(r, "%s: on %s by the log, on %s in the store", m->name, word(logged),
                   word(stored));
        if (compare_dates(r, s, m) < 0)
            return -1;
    }
    return 0;
}

static int compare_people(struct replay *r)
{
    for (size_t i = 0; i < r->people.people_count; i++) {
        arena_reset(r->scratch);
        if (compare_person(r, &r->people.people[i]) < 0)
            return -1;
    }
    return 0;
}

static int compare_programme(struct replay *r, const struct state *s)
{
    compare_mode(r, s);
    if (compare_roles(r, s) < 0 || compare_meetings(r, s) < 0)
        return -1;
    for (size_t i = 0; i < r->people.people_count; i++) {
        arena_reset(r->scratch);
        if (compare_links_of(r, s, r->people.people[i].id) < 0)
            return -1;
    }
    for (size_t i = 0; i < s->cases_count; i++) {
        arena_reset(r->scratch);
        if (compare_case(r, &s->cases[i]) < 0)
            return -1;
    }
    return look_for_open_cases(r, s);
}

int replay_verify(struct store *store, const struct shelf *shelf, struct buf *out,
                  struct replay_sum *sum)
{
    _cleanup_(arena_freep) struct arena *arena = arena_new(ARENA_BYTES);
    _cleanup_(arena_freep) struct arena *scratch = arena_new(ARENA_BYTES);
    struct replay r = {
        .store = store, .shelf = shelf, .arena = arena, .scratch = scratch, .out = out, .sum = sum};

    *sum = (struct replay_sum){0};
    if (read_log(&r) < 0 || compare_people(&r) < 0)
        return -1;
    for (size_t i = 0; i < shelf->count; i++)
        if (compare_programme(&r, &r.states[i]) < 0)
            return -1;
    return 0;
}
