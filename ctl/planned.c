/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ctl/planned.h"

#include "engine/adopt.h"

#include <stdlib.h>
#include <string.h>

/* ---- letters, as they go -------------------------------------------------------- */

/* The file that the letter was made of, in the language of whom it is to. */
static const struct rules_file *source_of(const struct plan *p, const struct outbox_row *l)
{
    const struct shelf_programme *s = shelf_programme(engine_shelf(p->sim.engine), l->programme);
    const struct letter *used = NULL;
    struct person_row to = {0};

    if (l->recipient && store_get_person(p->sim.store, p->sim.arena, l->recipient, &to) != 0)
        return NULL;
    if (s)
        used = shelf_letter(s, l->letter, to.language);
    for (size_t i = 0; used && i < s->letters_count; i++)
        if (s->letters[i].letter == used)
            return s->letters[i].source;
    return NULL;
}

static struct planned *add(struct plan *p, const struct planned *item)
{
    struct planned *new = arena_grow(p->c->arena, &p->items, p->count++, &p->cap, sizeof *new);

    *new = *item;
    return new;
}

static const char *kept(struct plan *p, const char *text)
{
    return text ? arena_strdup(p->c->arena, text) : NULL;
}

static const struct rules_file *kept_file(struct plan *p, const struct rules_file *f)
{
    struct rules_file *copy;

    if (!f)
        return NULL;
    copy = arena_new_of(p->c->arena, struct rules_file);
    *copy =
        (struct rules_file){kept(p, f->path), arena_strndup(p->c->arena, f->bytes, f->len), f->len};
    return copy;
}

static int note_letter(void *ctx, const struct outbox_row *l, instant at)
{
    struct plan *p = ctx;

    if (p->programme && strcmp(p->programme, l->programme))
        return 0;
    add(p, &(struct planned){
               .kind = PLANNED_LETTER,
               .at = at,
               .id = l->id,
               .programme = kept(p, l->programme),
               .step = kept(p, l->step),
               .case_id = l->case_id,
               .why = "",
               .to = l->recipient,
               .as = l->as,
               .about = l->about,
               .letter = kept(p, l->letter),
               .letter_kind = kept(p, l->kind),
               .address = kept(p, l->envelope_to),
               .subject_line = kept(p, l->subject),
               .text = p->with_cases ? kept(p, l->text) : NULL,
               .source = p->with_cases ? kept_file(p, source_of(p, l)) : NULL,
           });
    return 0;
}

/* ---- what the log says of them ----------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct planned *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

static int by_time(const void *a, const void *b)
{
    const struct planned *x = a, *y = b;

    return x->at == y->at ? by_id(a, b) : x->at < y->at ? -1 : 1;
}

static int note_reason(void *ctx, const struct event *e)
{
    struct plan *p = ctx;
    const struct planned key = {.id = e->letter};
    struct planned *l = bsearch(&key, p->items, p->count, sizeof key, by_id);

    if (l && e->reason)
        l->why = ctl_with_names(p->c, e->reason);
    return 0;
}

/* A letter that was sent was queued before, and there is the reason. */
static int find_reasons(struct plan *p)
{
    static const int queued[] = {EVENT_LETTER_QUEUED, -1};
    const struct event_filter all = {.kinds = queued};

    if (!p->count)
        return 0;
    qsort(p->items, p->count, sizeof *p->items, by_id);
    return store_walk_events(p->sim.store, p->c->arena, &all, note_reason, p);
}

static int find_cases_of_letters(struct plan *p)
{
    const char *programme;
    struct kase k;

    for (size_t i = 0; i < p->count; i++) {
        struct planned *l = &p->items[i];
        if (!l->case_id)
            continue;
        if (store_get_case(p->sim.store, p->c->arena, l->case_id, &k, &programme) != 0)
            return -1;
        l->rule = k.rule;
        l->occurrence = k.occurrence;
        l->subject = k.person;
        l->other = k.other;
    }
    return 0;
}

struct log_walk {
    struct plan *p;
    int64_t adopted; /* the last event of coming into force */
    int64_t running; /* the last case that had begun before */
};

static int note_case(void *ctx, const struct event *e)
{
    const struct log_walk *w = ctx;
    struct plan *p = w->p;
    enum planned_kind kind = e->kind == EVENT_STEP_ENTERED ? PLANNED_STEP
                             : e->kind == EVENT_CASE_ENDED ? PLANNED_ENDS
                                                           : PLANNED_BEGINS;

    if ((p->programme && strcmp(p->programme, e->programme)) ||
        (kind == PLANNED_STEP && e->id > w->adopted) ||
        (kind != PLANNED_BEGINS && e->case_id > w->running))
        return 0;
    add(p, &(struct planned){.kind = kind,
                             .at = e->at,
                             .id = e->id,
                             .programme = kept(p, e->programme),
                             .rule = kept(p, e->rule),
                             .occurrence = kept(p, e->occurrence),
                             .step = kind == PLANNED_STEP ? kept(p, e->step) : NULL,
                             .subject = e->person,
                             .other = e->other,
                             .case_id = e->case_id,
                             .why = ctl_with_names(p->c, e->reason ? e->reason : "")});
    return 0;
}

static int find_cases(struct log_walk *w, int64_t before)
{
    static const int kinds[] = {EVENT_CASE_STARTED, EVENT_STEP_ENTERED, EVENT_CASE_ENDED, -1};
    const struct event_filter since = {.from = before + 1, .kinds = kinds};

    return store_walk_events(w->p->sim.store, w->p->c->arena, &since, note_case, w);
}

/* ---- running ------------------------------------------------------------------------- */

static int store_failed(struct plan *p)
{
    return ctl_complain(CTL_BROKEN, "%s", store_error(p->sim.store));
}

/* A programme in shadow is shown as if it went live now. */
static int go_live(struct plan *p)
{
    const struct shelf *shelf = engine_shelf(p->sim.engine);
    int released, dropped;

    for (size_t i = 0; i < shelf->count; i++) {
        const char *name = shelf->programmes[i].rules->name;
        const char *mode = store_mode(p->sim.store, p->c->arena, name);
        if (mode && !strcmp(mode, "paused") && (!p->programme || !strcmp(p->programme, name)))
            p->paused = kept(p, name);
        if (!mode || strcmp(mode, "shadow"))
            continue;
        if (store_begin(p->sim.store) < 0 ||
            engine_go_live(p->sim.engine, name, p->c->now, &released, &dropped) < 0 ||
            store_commit(p->sim.store) < 0)
            return store_failed(p);
    }
    return CTL_OK;
}

static int last_id(void *ctx, const struct event *e)
{
    *(int64_t *)ctx = e->id;
    return 0;
}

static int64_t last_event(struct plan *p)
{
    const struct event_filter all = {0};
    int64_t last = 0;

    return store_walk_events(p->sim.store, p->c->arena, &all, last_id, &last) < 0 ? -1 : last;
}

static int come_into_force(struct plan *p)
{
    struct diags d;

    diags_init(&d, p->c->arena);
    if (engine_adopt(p->sim.engine, &d, p->c->now) == 0)
        return CTL_OK;
    for (size_t i = 0; i < d.count; i++)
        d.items[i].text = (char *)ctl_with_names(p->c, d.items[i].text);
    ctl_print_diags(&d);
    return d.errors ? ctl_complain(CTL_BROKEN, "these rules can't come into force")
                    : store_failed(p);
}

static int advance(struct plan *p, bool adopt)
{
    struct log_walk w = {.p = p, .running = store_new_case_id(p->sim.store) - 1};
    int64_t before = last_event(p);
    struct err e;
    int status;

    if (adopt && (status = come_into_force(p)) != CTL_OK)
        return status;
    w.adopted = last_event(p);
    if ((status = go_live(p)) != CTL_OK)
        return status;
    p->sim.on_letter = note_letter;
    p->sim.ctx = p;
    if (simulation_advance(&p->sim, p->until, &e) < 0)
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    if (find_reasons(p) < 0 || find_cases_of_letters(p) < 0 ||
        (p->with_cases && find_cases(&w, before) < 0))
        return store_failed(p);
    if (p->count)
        qsort(p->items, p->count, sizeof *p->items, by_time);
    return CTL_OK;
}

/* All mail counts as read: nobody answers. */
int plan_play(struct plan *p, struct store *from, struct shelf *shelf, bool adopt)
{
    static const char *no_mailboxes[] = {NULL};
    struct config config = *p->c->config;
    struct store *copy = NULL;
    struct err e = {""};
    int status;

    config.mailboxes = no_mailboxes;
    if (store_copy_to_memory(from, &copy, &e) < 0) {
        shelf_free(shelf);
        return ctl_complain(CTL_BROKEN, "%s", e.text);
    }
    if (simulation_init_with(&p->sim, &config, copy, p->c->now, shelf, &e) < 0)
        status = ctl_complain(CTL_BROKEN, "%s", e.text);
    else
        status = advance(p, adopt);
    simulation_release(&p->sim);
    return status;
}

/* ---- in words -------------------------------------------------------------------------- */

const char *planned_to(const struct plan *p, const struct planned *l)
{
    return l->to ? ctl_name(p->c, l->to) : "the admin";
}

const char *planned_as(const struct plan *p, const struct planned *l)
{
    return l->as ? ctl_name(p->c, l->as) : "the programme";
}

const char *planned_about(const struct plan *p, const struct planned *l)
{
    return l->about && l->about != l->to ? ctl_name(p->c, l->about) : "";
}
