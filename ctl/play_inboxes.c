/* SPDX-License-Identifier: GPL-2.0-or-later */
/* play_inboxes.c - the letters once more, as links by recipient and date: the
 * Maildir that they lie in names them by their tokens. */
#include "ctl/play.h"
#include "transport/maildir.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_ALIKE 99 /* letters of one name to one person in one minute */

/* What stands in a file name for a person or a letter. */
static const char *harmless(struct arena *a, const char *name)
{
    char *copy = arena_strdup(a, name);

    for (char *c = copy; *c; c++)
        if (*c == '/' || (unsigned char)*c < ' ')
            *c = '-';
    return *copy == '.' ? arena_printf(a, "-%s", copy) : copy;
}

static int link_letter(const struct ending *end, const char *inbox, const struct outbox_row *l)
{
    struct arena *a = end->c->arena;
    struct civil when = civil_at(l->not_before, end->programme->zone);
    const char *name = arena_printf(a, "%s/%s %02d.%02d %s", inbox, date_format(a, when.date),
                                    when.hour, when.minute, harmless(a, l->letter));
    char file[256];

    maildir_file_name(l->message_id, file);
    const char *target = arena_printf(a, "../../letters/new/%s", file);
    if (symlink(target, arena_printf(a, "%s.eml", name)) == 0)
        return 0;
    for (int n = 2; errno == EEXIST && n <= MOST_ALIKE; n++)
        if (symlink(target, arena_printf(a, "%s %d.eml", name, n)) == 0)
            return 0;
    return -1;
}

static int put_into_inbox(const struct ending *end, const struct told_letter *t)
{
    struct ctl *c = end->c;
    const char *who = t->recipient ? ctl_name(c, t->recipient) : "admin";
    const char *inbox =
        arena_printf(c->arena, "%s/inboxes/%s", end->folder, harmless(c->arena, who));
    struct outbox_row l;

    if (store_get_letter(c->store, c->arena, t->id, false, &l) != 0)
        return ctl_failed(c);
    if ((mkdir(inbox, 0777) < 0 && errno != EEXIST) || link_letter(end, inbox, &l) < 0)
        return ctl_complain(CTL_BROKEN, "%s: %s", inbox, strerror(errno));
    return CTL_OK;
}

int play_inboxes(const struct ending *end)
{
    const char *folder = arena_printf(end->c->arena, "%s/inboxes", end->folder);
    int status = CTL_OK;

    if (mkdir(folder, 0777) < 0)
        return ctl_complain(CTL_BROKEN, "%s: %s", folder, strerror(errno));
    for (size_t i = 0; i < end->story->letters_count && status == CTL_OK; i++)
        status = put_into_inbox(end, &end->story->letters[i]);
    return status;
}
