/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_schedule.c - "every: 2 months, on: third wednesday" to a recurrence rule. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const weekday_codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
#define LAST 5 /* of ordinal_words */

/* Where in words it stands, in any case; -1 where it does not. */
static int index_of(const char *const *words, const char *word, size_t len)
{
    for (int i = 0; words[i]; i++)
        if (strlen(words[i]) == len && strncasecmp(words[i], word, len) == 0)
            return i;
    return -1;
}

static int index_of_word(const char *const *words, const char *word)
{
    return index_of(words, word, strlen(word));
}

/* ---- every ----------------------------------------------------------------- */

static int unit_of(const char *word)
{
    size_t len = strlen(word);

    if (len > 1 && tolower((unsigned char)word[len - 1]) == 's')
        len--;
    return index_of(unit_words, word, len);
}

static bool refuse_ambiguous(struct loader *l, const struct ynode *n)
{
    static const struct {
        const char *word, *meanings;
    } ambiguous[] = {
        {"bimonthly", "\"every: 2 months\", or two rules that are each \"every: month\""},
        {"biweekly", "\"every: 2 weeks\", or \"every: week\" with \"on: [monday, thursday]\""},
        {"biannual", "\"every: 6 months\" or \"every: 2 years\""},
    };

    for (size_t i = 0; i < sizeof ambiguous / sizeof *ambiguous; i++) {
        if (strcasecmp(n->text, ambiguous[i].word) != 0)
            continue;
        diag_error(l->diags, n->pos, "\"%s\" can be read in two ways: say %s", n->text,
                   ambiguous[i].meanings);
        return true;
    }
    return false;
}

int load_interval(struct loader *l, const struct ynode *n, int *interval)
{
    static const char *const meant[] = {"day",    "week",    "month",  "year", "daily",
                                        "weekly", "monthly", "yearly", NULL};
    const char *word = n->text;
    char *end;
    long count = strtol(word, &end, 10);
    int unit;

    *interval = 1;
    if (end != word) {
        *interval = count >= 1 && count <= 60 ? (int)count : 0;
        word = end + strspn(end, " ");
    }
    unit = unit_of(word);
    if (unit >= 0 && *interval)
        return unit;
    if (refuse_ambiguous(l, n))
        return -1;
    if (unit >= 0)
        diag_error(l->diags, n->pos, "\"every\" counts from 1 to 60: \"every: 2 months\"");
    else if (index_of_word(meant, word) >= 4)
        diag_error(l->diags, n->pos, "unknown \"%s\": did you mean \"%s\"?", n->text,
                   unit_words[index_of_word(meant, word) - 4]);
    else
        unknown_word(l, n->pos, "interval", n->text, unit_words);
    return -1;
}

/* ---- on -------------------------------------------------------------------- */

/* A shorter month has its last day: the last of those days that it does have. */
static char *month_day_rule(struct arena *a, int day)
{
    static const char *const late[] = {"28,29", "28,29,30", "28,29,30,31"};

    if (day <= 28)
        return arena_printf(a, "BYMONTHDAY=%d", day);
    return arena_printf(a, "BYMONTHDAY=%s;BYSETPOS=-1", late[day - 29]);
}

/* "first working day", "last day", "third wednesday". NULL with a diagnostic. */
static char *ordinal_rule(struct loader *l, const struct ynode *n, int ordinal, const char *rest)
{
    int count = ordinal == LAST ? -1 : ordinal + 1;
    int day = index_of_word(weekday_words, rest);

    if (day >= 0 && count == 5)
        diag_error(l->diags, n->pos, "few months have a fifth %s: say \"last %s\"",
                   weekday_words[day], weekday_words[day]);
    else if (day >= 0)
        return arena_printf(l->arena, "BYDAY=%d%s", count, weekday_codes[day]);
    else if (strcasecmp(rest, "working day") == 0)
        return arena_printf(l->arena, "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=%d", count);
    else if (strcasecmp(rest, "day") == 0)
        return arena_printf(l->arena, "BYMONTHDAY=%d", count);
    else
        unknown_word(l, scalar_pos(n, strlen(ordinal_words[ordinal]) + 1), "day", rest,
                     (const char *const[]){"day", "working day", "monday", "tuesday", "wednesday",
                                           "thursday", "friday", "saturday", "sunday", NULL});
    return NULL;
}

#define MONTH_DAYS                                                                                 \
    "say a day from 1 to 31, \"last day\", \"first working day\" or \"third wednesday\""

static char *month_rule(struct loader *l, const struct ynode *n)
{
    const char *space = strchr(n->text, ' ');
    char *end;
    long day = strtol(n->text, &end, 10);
    int ordinal = space ? index_of(ordinal_words, n->text, (size_t)(space - n->text)) : -1;

    if (ordinal >= 0)
        return ordinal_rule(l, n, ordinal, space + 1);
    if (end != n->text && !*end && day >= 1 && day <= 31)
        return month_day_rule(l->arena, (int)day);
    if (end != n->text && !*end)
        diag_error(l->diags, n->pos, "no month has a day %s: " MONTH_DAYS, n->text);
    else
        diag_error(l->diags, n->pos, "\"%s\" is no day of a month: " MONTH_DAYS, n->text);
    return NULL;
}

/* "15 march". The month becomes the anchor's: a year is twelve months from there. */
static char *year_rule(struct loader *l, const struct ynode *n, int *month)
{
    char *end;
    long day = strtol(n->text, &end, 10);
    int m = index_of_word(month_words, end + strspn(end, " "));

    if (end == n->text || m < 0) {
        diag_error(l->diags, n->pos, "\"%s\" is no day of a year: say \"15 march\"", n->text);
        return NULL;
    }
    *month = m + 1;
    if (day < 1 || day > days_in_month(2024, *month)) {
        diag_error(l->diags, n->pos, "%s has no day %ld: this date never comes", month_name(*month),
                   day);
        return NULL;
    }
    return month_day_rule(l->arena, (int)day);
}

static char *week_rule(struct loader *l, const struct ynode *n, bool *several)
{
    const struct ynode *first = n->kind == YNODE_LIST ? n->first : n;
    char *rule = NULL;

    *several = n->kind == YNODE_LIST && n->count > 1;
    if (!first)
        diag_error(l->diags, n->pos, "no day is named: say monday, or [monday, thursday]");
    for (const struct ynode *one = first; one; one = n->kind == YNODE_LIST ? one->next : NULL) {
        int day = one->kind == YNODE_SCALAR ? index_of_word(weekday_words, one->text) : -1;
        if (day < 0) {
            unknown_word(l, one->pos, "day of the week", one->kind == YNODE_SCALAR ? one->text : "",
                         weekday_words);
            return NULL;
        }
        rule = rule ? arena_printf(l->arena, "%s,%s", rule, weekday_codes[day])
                    : arena_printf(l->arena, "BYDAY=%s", weekday_codes[day]);
    }
    return rule;
}

/* The part of the recurrence rule that says which day; NULL with a diagnostic. */
static const char *load_on(struct loader *l, const struct ynode *n, int unit, struct schedule *out,
                           int *month)
{
    if (unit == INTERVAL_WEEK)
        return week_rule(l, n, &out->several);
    if (n->kind != YNODE_SCALAR) {
        diag_error(l->diags, n->pos, "only a week may have several days: write one rule for each");
        return NULL;
    }
    if (unit == INTERVAL_YEAR)
        return year_rule(l, n, month);
    return month_rule(l, n);
}

/* ---- from, at, except ------------------------------------------------------ */

/* "2026-01-15" or "2026-01". */
static int load_from(struct loader *l, const struct ynode *n, struct date *out)
{
    if (date_parse(n->text, out) == 0 ||
        date_parse(arena_printf(l->arena, "%s-01", n->text), out) == 0)
        return 0;
    diag_error(
        l->diags, n->pos,
        "\"%s\" is no date: say \"2026-01\" or \"2026-01-15\"; or \"matched\", \"assigned\" or "
        "\"joined\", which are dates of each one's own",
        n->text);
    return -1;
}

static int load_except(struct loader *l, const struct ynode *n, struct schedule *out)
{
    size_t count;
    const char **dates = ynode_strings(l->arena, n, &count, l->diags);
    const struct ynode *at = n->kind == YNODE_LIST ? n->first : n;

    if (!dates)
        return -1;
    out->except = arena_array(l->arena, count ? count : 1, sizeof *out->except);
    for (size_t i = 0; i < count; i++, at = at->next) {
        if (date_parse(dates[i], &out->except[out->except_count++]) == 0)
            continue;
        diag_error(l->diags, at->pos, "\"%s\" is no date that comes: say \"2026-12-25\"", dates[i]);
        return -1;
    }
    return 0;
}

static int load_anchor(struct loader *l, const struct ynode *n, const struct ynode *every,
                       int month, struct schedule *out)
{
    const struct ynode *from = ynode_get(n, "from");

    out->anchor = (struct date){2001, month ? month : 1, 1}; /* a Monday */
    if (from && load_from(l, from, &out->anchor) < 0)
        return -1;
    if (from && month && out->anchor.month != month)
        out->anchor = (struct date){out->anchor.year + (out->anchor.month > month), month, 1};
    if (from || out->interval == 1)
        return 0;
    diag_stricter(l->diags, every->pos,
                  "\"%s\" counted from when? Add \"from:\" with a date on which it began",
                  every->text);
    return l->diags->ran_before ? 0 : -1;
}

static const char *frequency(int unit)
{
    static const char *const names[] = {"DAILY", "WEEKLY", "MONTHLY", "MONTHLY"};
    return names[unit];
}

const struct ykey schedule_keys[] = {
    {"every", YKEY_REQUIRED | YKEY_SCALAR, "day, week, month, year, or so many of them: 2 months"},
    {"on", YKEY_SCALAR | YKEY_LIST,
     "which day: 15, last day, first working day, third wednesday, "
     "monday"},
    {"at", YKEY_SCALAR, "the time of day in the programme's zone, \"10:00\""},
    {"from", YKEY_SCALAR, "where counting begins: a date, or a month as 2026-01"},
    {"except", YKEY_SCALAR | YKEY_LIST, "dates on which it does not come"},
    {0},
};

/* The schedule as its author put it, on one line. */
static const char *schedule_words(struct arena *a, const struct ynode *n)
{
    static const char *const parts[] = {"every", "on", "at", "from", NULL};
    const char *words = "";

    for (const char *const *part = parts; *part; part++) {
        const struct ynode *value = ynode_get(n, *part);
        if (!value)
            continue;
        words = arena_printf(a, "%s%s%s", words, *words ? ", " : "", *part);
        if (value->kind == YNODE_SCALAR)
            words = arena_printf(a, "%s %s", words, value->text);
        for_each_child (one, value)
            words = arena_printf(a, "%s%s %s", words, one == value->first ? "" : " and", one->text);
    }
    return words;
}

int load_schedule(struct loader *l, const struct ynode *n, struct schedule *out)
{
    const struct ynode *every = ynode_get(n, "every"), *on = ynode_get(n, "on");
    const struct ynode *at = ynode_get(n, "at"), *except = ynode_get(n, "except");
    const char *days = NULL;
    int unit, month = 0;
    size_t errors = l->diags->errors;

    if (ynode_check(n, schedule_keys, "a schedule", l->diags) < 0)
        return -1;
    if ((unit = load_interval(l, every, &out->interval)) < 0)
        return -1;
    if (on && unit == INTERVAL_DAY)
        diag_error(l->diags, on->key_pos, "every day has no \"on\"");
    else if (!on && unit != INTERVAL_DAY)
        diag_error(l->diags, every->pos, "every %s, but when? Add \"on:\"", unit_words[unit]);
    else if (on)
        days = load_on(l, on, unit, out, &month);
    out->minute = at ? load_clock(l, at) : 9 * 60;
    load_anchor(l, n, every, month, out);
    if (except)
        load_except(l, except, out);
    if (unit == INTERVAL_YEAR)
        out->interval *= 12;
    out->unit = unit == INTERVAL_DAY ? EVERY_DAY : unit == INTERVAL_WEEK ? EVERY_WEEK : EVERY_MONTH;
    out->rrule = arena_printf(l->arena, "FREQ=%s;INTERVAL=%d%s%s", frequency(unit), out->interval,
                              days ? ";" : "", days ? days : "");
    if (l->diags->errors > errors)
        return -1;
    out->words = schedule_words(l->arena, n);
    return 0;
}
