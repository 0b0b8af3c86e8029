/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.c - people, programmes and times, from what is typed and to what is read. */
#include "ctl/names.h"
#include "mail/address.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- to what is read --------------------------------------------------------------- */

static const char *look_up(struct ctl *c, int64_t person)
{
    struct person_row row;

    if (store_get_person(c->store, c->arena, person, &row) != 0)
        return arena_printf(c->arena, "@%lld", (long long)person);
    return row.name && *row.name ? text_printable(c->arena, row.name) : "somebody forgotten";
}

static void make_room(struct ctl *c, size_t id)
{
    size_t cap = c->names->cap ? c->names->cap : 64;
    const char **wider;

    while (cap <= id)
        cap *= 2;
    wider = arena_array(c->arena, cap, sizeof *wider);
    if (c->names->cap)
        memcpy(wider, c->names->by_id, c->names->cap * sizeof *wider);
    *c->names = (struct names){.by_id = wider, .cap = cap};
}

const char *ctl_name(struct ctl *c, int64_t person)
{
    size_t id = (size_t)person;

    if (person <= 0 || person > INT32_MAX)
        return "nobody";
    if (!c->names)
        c->names = arena_new_of(c->arena, struct names);
    if (id >= c->names->cap)
        make_room(c, id);
    if (!c->names->by_id[id])
        c->names->by_id[id] = look_up(c, person);
    return c->names->by_id[id];
}

const char *ctl_with_names(struct ctl *c, const char *text)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1024 * 1024);

    while (text && *text) {
        if (*text == '@' && isdigit((unsigned char)text[1])) {
            char *end;
            buf_adds(&out, ctl_name(c, strtoll(text + 1, &end, 10)));
            text = end;
        } else {
            buf_addc(&out, *text++);
        }
    }
    return text_printable(c->arena, buf_str(&out));
}

const char *ctl_audience(struct arena *a, const struct audience *to)
{
    switch (to->kind) {
    case TO_SUBJECT:
        return "whom it is about";
    case TO_RESPONSIBLE:
        return "who is responsible";
    case TO_ALL:
        return arena_printf(a, "all %s%ss", to->matched ? "matched " : "", to->role);
    case TO_ROLE:
        return to->via ? arena_printf(a, "the %s's %s", to->via, to->role)
                       : arena_printf(a, "the %s", to->role);
    }
    return "";
}

const struct zone *ctl_zone(struct ctl *c, const char *programme)
{
    const struct shelf_programme *p =
        c->shelf && programme ? shelf_programme(c->shelf, programme) : NULL;

    if (p)
        return p->rules->zone;
    return c->config && c->config->zone ? c->config->zone : zone_find("UTC");
}

const char *ctl_time(struct ctl *c, const char *programme, instant t)
{
    if (t == 0 || t == INSTANT_NEVER)
        return "-";
    return civil_format(c->arena, civil_at(t, ctl_zone(c, programme)));
}

/* ---- from what is typed ---------------------------------------------------------------- */

/* "Z", "+01:00" or "-0500" of RFC 3339, in seconds east of UTC. 0 or -1. */
static int parse_offset(const char *text, int *out)
{
    unsigned hours, minutes;
    int used = 0;

    *out = 0;
    if (!strcasecmp(text, "Z"))
        return 0;
    if ((*text != '+' && *text != '-') || strspn(text + 1, "0123456789:") != strlen(text + 1))
        return -1;
    if (sscanf(text + 1, "%2u:%2u%n", &hours, &minutes, &used) != 2 &&
        sscanf(text + 1, "%2u%2u%n", &hours, &minutes, &used) != 2)
        return -1;
    if (text[1 + used] || hours > 14 || minutes > 59)
        return -1;
    *out = (int)(hours * 3600 + minutes * 60) * (*text == '-' ? -1 : 1);
    return 0;
}

/* Of "2026-12-15 10:00:00+01:00" what stands behind the time, blanks left out; "" where nothing. */
static const char *behind_time(const char *text, char civil[20])
{
    size_t len = strspn(text, "0123456789-") >= 10 ? 10 : 0;

    if (len && (text[10] == 'T' || text[10] == 't' || text[10] == ' '))
        len += 1 + strspn(text + 11, "0123456789:");
    if (len == 11) /* a date, and a zone behind the blank */
        len = 10;
    if (len >= 20)
        len = 0;
    snprintf(civil, 20, "%.*s", (int)len, text);
    if (len > 10)
        civil[10] = ' ';
    return text + len + strspn(text + len, " ");
}

int ctl_instant(const char *text, const struct zone *zone, instant *out)
{
    char civil[20];
    const char *where = behind_time(text, civil);
    const struct zone *named = *where ? zone_find(where) : zone;
    struct civil c;
    int offset = 0;

    if (civil_parse(civil, &c) < 0 || (!named && parse_offset(where, &offset) < 0))
        return ctl_complain(
            -1,
            "\"%s\" is no date: write 2026-12-15, \"2026-12-15 10:00\", with a zone "
            "\"2026-12-15 10:00 Europe/Berlin\", or 2026-12-15T10:00:00+01:00",
            text);
    *out = named ? civil_instant(c, named) : civil_instant(c, zone_find("UTC")) - offset;
    return 0;
}

int next_person(struct ctl *c, int64_t *id, struct person_row *out)
{
    int rc = store_get_person(c->store, c->arena, ++*id, out);

    return rc < 0 ? -1 : rc == 0;
}

enum part { PART_WORDS, PART_ANY }; /* "Ana" of "Ana Ruiz", or of "Hana Abe" too */

static bool contains(const char *name, const char *part, enum part how)
{
    const char *at = name, *behind;

    if (how == PART_ANY)
        return strstr(name, part) != NULL;
    for (; (at = strstr(at, part)); at++) {
        behind = at + strlen(part);
        if ((at == name || at[-1] == ' ') && (!*behind || *behind == ' '))
            return true;
    }
    return false;
}

/* By a part of the name, in any case and with or without its accents: the only one who has it, or 0
 * with all that have in *who. */
static int64_t person_by_part(struct ctl *c, const char *text, enum part how, const char **who)
{
    struct person_row row;
    int64_t id = 0, found = 0;
    int count = 0;
    const char *part = store_bare_name(c->arena, text);

    *who = NULL;
    while (*part && next_person(c, &id, &row) == 1) {
        if (!row.name || !contains(store_bare_name(c->arena, row.name), part, how))
            continue;
        found = id;
        if (count++ < 8)
            *who = *who ? arena_printf(c->arena, "%s, %s (@%lld)", *who, row.name, (long long)id)
                        : arena_printf(c->arena, "%s (@%lld)", row.name, (long long)id);
    }
    return count == 1 ? found : 0;
}

static int64_t person_by_id(struct ctl *c, const char *digits)
{
    struct person_row row;
    char *end;
    long long id = strtoll(digits, &end, 10);

    return !*end && id > 0 && store_get_person(c->store, c->arena, id, &row) == 0 ? id : 0;
}

int64_t ctl_person(struct ctl *c, const char *text)
{
    const char *who = NULL, *address;
    int64_t id;

    if (text[0] == '@')
        id = person_by_id(c, text + 1);
    else if (strchr(text, '@') && (address = address_normal(c->arena, text)))
        id = store_person_by_address(c->store, address);
    else if ((id = store_person_by_name(c->store, text)) == 0 && *text) {
        id = person_by_part(c, text, PART_WORDS, &who);
        if (!id && !who)
            id = person_by_part(c, text, PART_ANY, &who);
    }
    if (id < 0)
        ctl_failed(c);
    else if (id == 0 && who)
        ctl_complain(0, "\"%s\" may be any of: %s", text, who);
    else if (id == 0)
        ctl_complain(0, "nobody here is \"%s\"; mentorctl people lists who is", text);
    return id > 0 ? id : 0;
}

static const char *programme_names(struct ctl *c)
{
    const char *out = "";

    for (size_t i = 0; i < c->shelf->count; i++)
        out = arena_printf(c->arena, "%s%s%s", out, i ? ", " : "",
                           c->shelf->programmes[i].rules->name);
    return out;
}

const struct shelf_programme *ctl_programme(struct ctl *c, const char *name)
{
    const struct shelf_programme *p;

    if (!name && c->shelf->count == 1)
        return &c->shelf->programmes[0];
    if (!name) {
        ctl_complain(0, "which programme? There are: %s", programme_names(c));
        return NULL;
    }
    p = shelf_programme(c->shelf, name);
    if (!p)
        ctl_complain(0, "there is no programme \"%s\"; there are: %s", name, programme_names(c));
    return p;
}

bool ctl_role(const struct programme *p, const char *role)
{
    const char *near = nearest_word(role, p->roles);

    if (programme_has_role(p, role))
        return true;
    ctl_complain(0, "%s has no role \"%s\"%s%s%s", p->name, role, near ? ": did you mean \"" : "",
                 near ? near : "", near ? "\"?" : "");
    return false;
}
