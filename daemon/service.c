/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/service.h"
#include "daemon/lock.h"
#include "daemon/log_diags.h"
#include "daemon/reload_outcome.h"
#include "daemon/roles.h"
#include <string.h>
#include <sysexits.h>

#define CONFIG_CEILING ((size_t)32 * 1024 * 1024)
/* Far more rounds than engine and sender have for each other; an end all the same. */
#define MOST_ROUNDS 1000

/* A configuration that was read, and the roles that come of it. */
struct generation {
    struct arena *arena; /* own; NULL: none */
    struct config *config;
    struct child_plan plan;
};

struct service {
    const struct service_options *options;
    struct generation current, next;
    int lock;
};

static void generation_release(struct generation *g)
{
    arena_freep(&g->arena);
    *g = (struct generation){0};
}

static void service_release(struct service *s)
{
    generation_release(&s->current);
    generation_release(&s->next);
    close_fdp(&s->lock);
}

static struct child_role make_role(struct service *s, struct generation *g, enum child_kind kind,
                                   const struct config_incoming *in)
{
    static const struct {
        const char *name;
        int (*run)(const struct child_role *role, int doorbell);
    } kinds[] = {
        [CHILD_READER] = {"reader", role_reader},
        [CHILD_ENGINE] = {"engine", role_engine},
        [CHILD_SENDER] = {"sender", role_sender},
    };
    struct role_context *c = arena_new_of(g->arena, struct role_context);

    *c = (struct role_context){.options = s->options, .config = g->config, .incoming = in};
    return (struct child_role){
        .kind = kind,
        .name = in ? arena_printf(g->arena, "reader %s", in->name) : kinds[kind].name,
        .run = kinds[kind].run,
        .context = c,
    };
}

/* The engine first, as the others wait for it or for people; readers last. */
static void make_plan(struct service *s, struct generation *g)
{
    size_t count = 0;
    struct child_role *roles = arena_array(g->arena, 2 + g->config->incoming_count, sizeof *roles);

    roles[count++] = make_role(s, g, CHILD_ENGINE, NULL);
    roles[count++] = make_role(s, g, CHILD_SENDER, NULL);
    for (size_t i = 0; i < g->config->incoming_count; i++)
        roles[count++] = make_role(s, g, CHILD_READER, &g->config->incoming[i]);
    g->plan = (struct child_plan){.roles = roles, .count = count};
}

static int load(struct service *s, struct generation *g, struct diags *d)
{
    g->arena = arena_new(CONFIG_CEILING);
    g->config = config_load(g->arena, s->options->config_path, CONFIG_SERVE, d);
    log_diags(d);
    if (!g->config)
        return -1;
    make_plan(s, g);
    return 0;
}

/* ---- reloading ------------------------------------------------------------ */

static bool same_password(const struct mail_server *a, const struct mail_server *b)
{
    return a->password && b->password ? strcmp(a->password, b->password) == 0
                                      : a->password == b->password;
}

/* The same text names the same servers in the same order. */
static bool same(const struct config *a, const struct config *b)
{
    if (strcmp(a->text, b->text) != 0 ||
        !same_password(&a->outgoing.sink.server, &b->outgoing.sink.server))
        return false;
    for (size_t i = 0; i < a->incoming_count; i++)
        if (!same_password(&a->incoming[i].source.server, &b->incoming[i].source.server))
            return false;
    return true;
}

/* The lock is on one folder, and what is there was decided there. */
static bool moves(const struct config *from, const struct config *to, struct err *why)
{
    if (strcmp(from->state, to->state) == 0)
        return false;
    err_set(why,
            "the state folder cannot change while mentord runs: stop it, move %s to %s, and "
            "start it again",
            from->state, to->state);
    log_error("%s", why->text);
    return true;
}

static enum reload_result read_again(struct service *s, struct child_plan *plan, struct diags *d,
                                     struct err *why)
{
    enum reload_result result = RELOAD_BAD;

    generation_release(&s->next);
    if (load(s, &s->next, d) < 0)
        return RELOAD_BAD;
    if (same(s->current.config, s->next.config))
        result = RELOAD_SAME;
    else if (!moves(s->current.config, s->next.config, why))
        result = RELOAD_CHANGED;
    if (result == RELOAD_CHANGED)
        *plan = s->next.plan;
    return result;
}

/* The engine tells the store what became of a reload; one that does not come so far is told of
 * here. The store is closed before any process is started. */
static enum reload_result service_reload(void *context, struct child_plan *plan)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(CONFIG_CEILING);
    _cleanup_(store_closep) struct store *store = NULL;
    struct service *s = context;
    struct err why = {{0}}, closed;
    struct diags diags;
    enum reload_result result;
    int64_t asked = 0;

    diags_init(&diags, a);
    if (store_open(&store, s->current.config->store, STORE_WRITE, &closed) == 0)
        asked = reload_asked(store);
    result = read_again(s, plan, &diags, &why);
    if (result == RELOAD_BAD && store &&
        reload_note(store, asked, false, &diags, why.text, clock_now(&s->options->clock)) < 0)
        log_error("%s", store_error(store));
    if (result != RELOAD_CHANGED)
        generation_release(&s->next); /* the diagnostics point into it */
    return result;
}

static void service_settled(void *context, int taken)
{
    struct service *s = context;

    if (!taken) {
        generation_release(&s->next);
        return;
    }
    generation_release(&s->current);
    s->current = s->next;
    s->next = (struct generation){0};
}

/* ---- the three ways to run -------------------------------------------------- */

static int load_first(struct service *s)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(CONFIG_CEILING);
    struct diags diags;

    diags_init(&diags, a);
    return load(s, &s->current, &diags);
}

static int begin(struct service *s)
{
    struct err why;

    if (load_first(s) < 0)
        return EX_CONFIG;
    s->lock = lock_state(s->current.config->state, &why);
    if (s->lock >= 0)
        return EX_OK;
    log_error("%s", why.text);
    return s->lock == LOCK_HELD ? EX_UNAVAILABLE : EX_CONFIG;
}

int service_run(const struct service_options *options)
{
    _cleanup_(service_release) struct service s = {.options = options, .lock = -1};
    struct supervisor_options supervisor = {
        .reload = service_reload, .settled = service_settled, .context = &s};
    int code = begin(&s);

    if (code != EX_OK)
        return code;
    supervisor.plan = s.current.plan;
    return supervise(&supervisor);
}

/* One pass of every role of a kind. Trouble with one does not keep the others
 * from their work; the worst code is kept. True where any did something. */
static bool pass(struct service *s, enum child_kind kind, int *worst)
{
    bool worked = false;

    for (size_t i = 0; i < s->current.plan.count; i++) {
        const struct child_role *role = &s->current.plan.roles[i];
        int code = role->kind == kind ? supervise_once(role) : EX_OK;
        if (code == ROLE_WORKED)
            worked = true;
        else if (code > *worst)
            *worst = code;
    }
    return worked;
}

int service_once(const struct service_options *options)
{
    _cleanup_(service_release) struct service s = {.options = options, .lock = -1};
    int code = begin(&s), rounds = 0;
    bool decided, sent;

    if (code != EX_OK)
        return code;
    pass(&s, CHILD_READER, &code);
    do {
        decided = pass(&s, CHILD_ENGINE, &code);
        sent = pass(&s, CHILD_SENDER, &code);
    } while ((decided || sent) && ++rounds < MOST_ROUNDS && code != EX_CONFIG);
    return code;
}

static int check_driver(bool made, const struct err *why)
{
    if (made)
        return EX_OK;
    log_error("%s", why->text);
    return EX_CONFIG;
}

int service_check(const struct service_options *options)
{
    _cleanup_(service_release) struct service s = {.options = options, .lock = -1};
    const struct adapters *adapters = options->adapters;
    const struct config *c;
    int code = EX_OK;
    struct err why;

    if (load_first(&s) < 0)
        return EX_CONFIG;
    c = s.current.config;
    for (size_t i = 0; i < c->incoming_count; i++) {
        _cleanup_(mail_source_freep) struct mail_source *source =
            adapters->source(&c->incoming[i], &why);
        code |= check_driver(source != NULL, &why);
    }
    _cleanup_(mail_sink_freep) struct mail_sink *sink = adapters->sink(&c->outgoing, &why);
    return code | check_driver(sink != NULL, &why);
}
