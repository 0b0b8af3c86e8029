/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl people: who takes part, with whom, and how they are. */
#include "ctl/ctl.h"
#include "engine/roster.h"

#include <string.h>

static json_t *names_json(struct ctl *c, const int64_t *ids, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_text(ctl_name(c, ids[i])));
    return list;
}

static const char *names(struct ctl *c, const int64_t *ids, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = arena_printf(c->arena, "%s%s%s", out, i ? ", " : "", ctl_name(c, ids[i]));
    return out;
}

static const char *status_of(struct ctl *c, const struct member *m, struct date today)
{
    if (date_compare(m->person.away_until, today) > 0)
        return arena_printf(c->arena, "%s%saway until %s",
                            strcmp(m->person.status, STATUS_ACTIVE) ? m->person.status : "",
                            strcmp(m->person.status, STATUS_ACTIVE) ? ", " : "",
                            date_format(c->arena, m->person.away_until));
    return m->person.status;
}

static json_t *member_json(struct ctl *c, const struct member *m)
{
    json_t *o = json_object(), *addresses = json_array(), *roles = json_array();

    for (size_t i = 0; i < m->person.addresses_count; i++)
        json_array_append_new(addresses, json_text(m->person.addresses[i]));
    for (size_t i = 0; i < m->roles_count; i++)
        json_array_append_new(roles, json_text(m->roles[i]));
    json_put(o, "id", json_id(m->person.id));
    json_put(o, "name", json_text(m->person.name));
    json_put(o, "addresses", addresses);
    json_put(o, "roles", roles);
    json_put(o, "status", json_text(m->person.status));
    json_put(o, "away_until",
             m->person.away_until.year ? json_text(date_format(c->arena, m->person.away_until))
                                       : json_null());
    json_put(o, "zone", json_text(m->person.zone));
    json_put(o, "language", json_text(m->person.language));
    json_put(o, "responsible",
             m->responsible ? json_text(ctl_name(c, m->responsible)) : json_null());
    json_put(o, "matches", names_json(c, m->matches, m->matches_count));
    return o;
}

static const char *roles_of(struct arena *a, const struct member *m)
{
    const char *out = "";

    for (size_t i = 0; i < m->roles_count; i++)
        out = arena_printf(a, "%s%s%s", out, i ? ", " : "", m->roles[i]);
    return out;
}

static void add_line(struct ctl *c, struct columns *t, const struct member *m, struct date today)
{
    columns_add(t, (const char *[]){
                       m->person.name,
                       roles_of(c->arena, m),
                       status_of(c, m, today),
                       m->responsible ? ctl_name(c, m->responsible) : "",
                       names(c, m->matches, m->matches_count),
                       m->person.addresses_count ? m->person.addresses[0] : "(no address)",
                   });
}

static bool wanted(const struct member *m, const char *role)
{
    if (role)
        return member_has_role(m, role);
    return m->roles_count || m->responsible || m->matches_count;
}

static void list(struct ctl *c, const struct roster *r, const char *role)
{
    struct date today = civil_at(c->now, r->programme->zone).date;
    struct columns t;
    size_t shown = 0;

    columns_init(
        &t, c->arena,
        (const char *[]){"Name", "Role", "Status", "Responsible", "Match", "Address", NULL});
    for (size_t i = 0; i < r->count; i++)
        if (wanted(&r->members[i], role)) {
            add_line(c, &t, &r->members[i], today);
            shown++;
        }
    if (shown)
        out_columns(&t, 0, true);
    out_styled(STYLE_FAINT, "%s%zu %s in %s\n", shown ? "\n" : "", shown,
               shown == 1 ? "person" : "people", r->programme->name);
}

static json_t *list_json(struct ctl *c, const struct roster *r, const char *role)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->count; i++)
        if (wanted(&r->members[i], role))
            json_array_append_new(list, member_json(c, &r->members[i]));
    return list;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *role = ctl_given(args, "role");
    const struct shelf_programme *p;
    struct roster r;
    int status = ctl_store(c, STORE_READ);

    if (status == CTL_OK)
        status = ctl_shelf(c);
    if (status != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, args->operands_count ? args->operands[0] : NULL)))
        return CTL_NO;
    if (role && !ctl_role(p->rules, role))
        return CTL_NO;
    if (roster_load(c->store, c->arena, p->rules, &r) < 0)
        return ctl_failed(c);
    if (ctl_given(args, "json"))
        out_json(list_json(c, &r, role));
    else
        list(c, &r, role);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"role", "ROLE", "only those who hold this role"},
    {"json", NULL, "for a program"},
    {0},
};

const struct ctl_command cmd_people = {
    .name = "people",
    .operands = "[PROGRAMME]",
    .help = "Who takes part, who is responsible for whom, who is away",
    .options = options,
    .most = 1,
    .run = run,
};
