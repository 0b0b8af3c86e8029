/* SPDX-License-Identifier: GPL-2.0-or-later */
/* plan_ics.c - the plan as a calendar (RFC 5545), to be looked at in any calendar program: an
 * event a letter, with its reason. It lasts no time and takes nobody's. */
#include "base/log.h"
#include "ctl/planned.h"

#include <libical/ical.h>
#include <stdlib.h>

static icaltimetype utc(instant t)
{
    return icaltime_from_timet_with_zone((time_t)t, 0, icaltimezone_get_utc_timezone());
}

static void set(icalcomponent *c, icalproperty *p)
{
    icalcomponent_add_property(c, p);
}

static icalcomponent *event(const struct plan *p, size_t i)
{
    const struct planned *l = &p->items[i];
    struct arena *a = p->c->arena;
    icalcomponent *e = icalcomponent_new_vevent();

    set(e, icalproperty_new_uid(
               arena_printf(a, "plan-%zu-%s-%lld@mentord", i, l->programme, (long long)l->at)));
    set(e, icalproperty_new_dtstamp(utc(p->c->now)));
    set(e, icalproperty_new_dtstart(utc(l->at)));
    set(e, icalproperty_new_summary(arena_printf(a, "%s to %s", l->letter, planned_to(p, l))));
    set(e, icalproperty_new_description(arena_printf(
               a, "As %s.%s%s %s", planned_as(p, l), *planned_about(p, l) ? " About " : "",
               *planned_about(p, l) ? arena_printf(a, "%s.", planned_about(p, l)) : "", l->why)));
    set(e, icalproperty_new_categories(l->programme));
    set(e, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return e;
}

void plan_show_calendar(const struct plan *p)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT((size_t)256 * 1024 * 1024);
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    char *text;

    set(calendar, icalproperty_new_version("2.0"));
    set(calendar, icalproperty_new_prodid("-//mentord//plan//EN"));
    for (size_t i = 0; i < p->count; i++)
        icalcomponent_add_component(calendar, event(p, i));
    if (!(text = icalcomponent_as_ical_string_r(calendar)))
        die("out of memory");
    buf_adds(&out, text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    out_buf(&out);
}
