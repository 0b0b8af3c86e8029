/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "daemon/reload_outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTING_ASKED "reload_asked" /* a number */
#define SETTING_OUTCOME                                                                            \
    "reload_outcome" /* "NUMBER INSTANT good" or "... refused", and lines of why */
#define TEXT_CEILING ((size_t)8 * 1024 * 1024)

static int put(struct store *s, const char *name, const char *value)
{
    if (store_begin(s) == 0 && store_set_setting(s, name, value) == 0 && store_commit(s) == 0)
        return 0;
    store_rollback(s);
    return -1;
}

int64_t reload_asked(struct store *s)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(65536);
    const char *number = store_setting(s, a, SETTING_ASKED);

    return number ? atoll(number) : 0;
}

int64_t reload_ask(struct store *s)
{
    char number[24];
    int64_t mine;

    if (store_begin(s) < 0)
        return -1;
    mine = reload_asked(s) + 1;
    snprintf(number, sizeof number, "%lld", (long long)mine);
    if (store_set_setting(s, SETTING_ASKED, number) == 0 && store_commit(s) == 0)
        return mine;
    store_rollback(s);
    return -1;
}

int reload_note(struct store *s, int64_t asked, bool good, struct diags *d, const char *error,
                instant now)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(TEXT_CEILING);

    buf_addf(&text, "%lld %lld %s\n", (long long)asked, (long long)now, good ? "good" : "refused");
    if (!good && d->errors)
        diags_print(d, &text);
    else if (!good)
        buf_addf(&text, "%s\n", error);
    return put(s, SETTING_OUTCOME, buf_str(&text));
}

void reload_look(struct store *s, struct arena *a, struct reload_outcome *out)
{
    const char *text = store_setting(s, a, SETTING_OUTCOME), *lines;
    char *end;

    *out = (struct reload_outcome){.why = ""};
    if (!text)
        return;
    out->answers = strtoll(text, &end, 10);
    out->at = strtoll(end, &end, 10);
    out->good = !strncmp(end, " good", 5);
    if ((lines = strchr(end, '\n')))
        out->why = lines + 1;
}
