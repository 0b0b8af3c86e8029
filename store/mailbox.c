/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mailbox.c - how far each mailbox was read, and as of when nothing in it is open. */
#include "store/internal.h"

int store_put_mailbox(struct store *s, const struct mailbox_row *m)
{
    struct value since = m->trouble ? v_int(m->trouble_since) : v_ref(0);
    int rc = run(s, Q_PUT_MAILBOX,
                 V(v_text(m->mailbox), v_int((int64_t)m->uidvalidity), v_int((int64_t)m->last_uid),
                   v_int(m->complete), v_text(m->trouble), since));

    return rc < 0 ? -1 : 0;
}

int store_mailboxes(struct store *s, struct arena *a, struct mailbox_row *out, size_t max)
{
    sqlite3_stmt *row = query(s, Q_MAILBOXES, V(v_int((int64_t)max)));
    int count = 0, rc;

    while ((rc = step(s, row)) > 0)
        out[count++] = (struct mailbox_row){
            .mailbox = column_text(row, 0, a),
            .uidvalidity = (uint64_t)column_id(row, 1),
            .last_uid = (uint64_t)column_id(row, 2),
            .complete = column_id(row, 3),
            .trouble = column_text(row, 4, a),
            .trouble_since = column_id(row, 5),
        };
    return rc < 0 ? -1 : count;
}

/* A message that is not done yet may have come at any time since the mailbox
 * was last complete before it: that instant stands in its row. */
static int read_mailbox_until(struct store *s, const char *mailbox, instant *until)
{
    instant undone = INSTANT_NEVER;

    *until = 0;
    if (fetch(s, until, Q_MAILBOX_COMPLETE, V(v_text(mailbox))) < 0 ||
        fetch(s, &undone, Q_UNDONE_COMPLETE, V(v_text(mailbox))) < 0)
        return -1;
    if (undone < *until)
        *until = undone;
    return 0;
}

int store_read_until(struct store *s, const char *const *mailboxes, instant *out)
{
    *out = *mailboxes ? INSTANT_NEVER : 0;
    for (; *mailboxes; mailboxes++) {
        instant until;

        if (read_mailbox_until(s, *mailboxes, &until) < 0)
            return -1;
        if (until < *out)
            *out = until;
    }
    return 0;
}
