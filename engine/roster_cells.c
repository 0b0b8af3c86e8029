/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/roster_cells.h"
#include "rules/state.h"
#include "sheets/table.h"

#include <ctype.h>
#include <string.h>

struct synonym {
    const char *written, *meant;
};

static const char *meaning(const struct synonym *table, size_t count, const char *cell)
{
    for (size_t i = 0; i < count; i++)
        if (heading_equal(table[i].written, cell))
            return table[i].meant;
    return NULL;
}
#define MEANING(table, cell) meaning(table, sizeof(table) / sizeof *(table), cell)

/* The names that people give zones come first: "EST" is an IANA zone, too, but
 * one without daylight saving, which nobody means. */
int cell_zone(struct arena *a, const char *cell, const char **zone, const char **why)
{
    static const struct synonym zones[] = {
        {"Eastern", "America/New_York"},
        {"Eastern Time", "America/New_York"},
        {"ET", "America/New_York"},
        {"EST", "America/New_York"},
        {"EDT", "America/New_York"},
        {"Central", "America/Chicago"},
        {"Central Time", "America/Chicago"},
        {"CT", "America/Chicago"},
        {"CST", "America/Chicago"},
        {"CDT", "America/Chicago"},
        {"Mountain", "America/Denver"},
        {"Mountain Time", "America/Denver"},
        {"MT", "America/Denver"},
        {"MST", "America/Denver"},
        {"MDT", "America/Denver"},
        {"Pacific", "America/Los_Angeles"},
        {"Pacific Time", "America/Los_Angeles"},
        {"PT", "America/Los_Angeles"},
        {"PST", "America/Los_Angeles"},
        {"PDT", "America/Los_Angeles"},
        {"Alaska", "America/Anchorage"},
        {"Hawaii", "Pacific/Honolulu"},
        {"UK", "Europe/London"},
        {"GMT", "Europe/London"},
        {"CET", "Europe/Berlin"},
        {"CEST", "Europe/Berlin"},
    };
    const char *known = MEANING(zones, cell);

    *zone = known ? known : arena_strdup(a, cell);
    if (known || zone_find(cell))
        return 0;
    *why = arena_printf(a, "\"%s\" is no time zone; write one like America/New_York", cell);
    return -1;
}

int cell_language(struct arena *a, const char *cell, const char **language, const char **why)
{
    static const struct synonym languages[] = {
        {"English", "en"},   {"Spanish", "es"}, {"Español", "es"}, {"French", "fr"},
        {"Français", "fr"},  {"German", "de"},  {"Deutsch", "de"}, {"Portuguese", "pt"},
        {"Português", "pt"}, {"Italian", "it"}, {"Dutch", "nl"},   {"Polish", "pl"},
        {"Chinese", "zh"},   {"Arabic", "ar"},  {"Russian", "ru"}, {"Vietnamese", "vi"},
        {"Ukrainian", "uk"}, {"Turkish", "tr"}, {"Tagalog", "tl"}, {"Japanese", "ja"},
    };
    size_t letters = 0;

    if ((*language = MEANING(languages, cell)))
        return 0;
    while (islower((unsigned char)cell[letters]))
        letters++;
    if ((letters == 2 || letters == 3) &&
        (!cell[letters] || (cell[letters] == '-' && isalnum((unsigned char)cell[letters + 1])))) {
        *language = arena_strdup(a, cell);
        return 0;
    }
    *why = arena_printf(a, "\"%s\" is no language; write one like en, es or pt-BR", cell);
    return -1;
}

/* The date that ends "away until 2027-01-04". */
static int away_date(const char *cell, struct date *out)
{
    const char *last = strrchr(cell, ' ');

    return (!strncasecmp(cell, "away", 4) || !strncasecmp(cell, "on leave", 8)) && last &&
                   date_parse(last + 1, out) == 0
               ? 0
               : -1;
}

int cell_status(struct arena *a, const char *cell, const char **status, struct date *away_until,
                const char **why)
{
    static const struct synonym statuses[] = {
        {"active", STATUS_ACTIVE},
        {"yes", STATUS_ACTIVE},
        {"current", STATUS_ACTIVE},
        {"left", STATUS_LEFT},
        {"inactive", STATUS_LEFT},
        {"former", STATUS_LEFT},
        {"non-responsive", STATUS_NON_RESPONSIVE},
        {"unresponsive", STATUS_NON_RESPONSIVE},
        {"opted out", STATUS_OPTED_OUT},
        {"unsubscribed", STATUS_OPTED_OUT},
        {"undeliverable", STATUS_UNDELIVERABLE},
        {"bounced", STATUS_UNDELIVERABLE},
    };

    *away_until = (struct date){0};
    if ((*status = MEANING(statuses, cell)))
        return 0;
    if (away_date(cell, away_until) == 0) {
        *status = STATUS_ACTIVE;
        return 0;
    }
    *why = arena_printf(a,
                        "\"%s\" is no status; there are active, away until 2026-12-15, left, "
                        "non-responsive, opted out",
                        cell);
    return -1;
}

static bool means_role(struct arena *a, const char *cell, const char *role)
{
    return heading_equal(cell, role) || heading_equal(cell, arena_printf(a, "%ss", role));
}

int cell_role(struct arena *a, const char *cell, const struct programme *p, const char **role,
              const char **why)
{
    const char *near;

    for (size_t i = 0; p->roles[i]; i++)
        if (means_role(a, cell, p->roles[i])) {
            *role = p->roles[i];
            return 0;
        }
    near = nearest_word(cell, p->roles);
    *why = near ? arena_printf(a, "\"%s\" is no role; \"%s\"?", cell, near)
                : arena_printf(a, "\"%s\" is no role of %s", cell, p->name);
    return -1;
}

const char **cell_list(struct arena *a, const char *cell)
{
    const char **items = NULL, **place;
    size_t count = 0, cap = 0;

    while (*cell) {
        size_t len = strcspn(cell, ";,\n/&");
        size_t end = len;
        while (end && isspace((unsigned char)cell[end - 1]))
            end--;
        if (end) {
            place = arena_grow(a, &items, count++, &cap, sizeof *place);
            *place = arena_strndup(a, cell, end);
        }
        cell += len;
        cell += strspn(cell, ";,\n/& \t");
    }
    place = arena_grow(a, &items, count, &cap, sizeof *place);
    *place = NULL;
    return items;
}
