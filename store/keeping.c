/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keeping.c - what is erased: a person's words, and old mail. Rows that the log
 * names stay, emptied: who was written to when is known by id alone. An answer in a
 * case that was about them has neither a value nor a text any more. */
#include "store/internal.h"

static int run_each(struct store *s, const enum query *queries, size_t count, struct value value)
{
    if (store_in_transaction(s) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (run(s, queries[i], V(value)) < 0)
            return -1;
    return 0;
}

int store_forget_person(struct store *s, int64_t person)
{
    static const enum query erase[] = {
        Q_FORGET_TEXTS,    Q_FORGET_ANSWERS,   Q_FORGET_BODIES,
        Q_FORGET_SUBJECTS, Q_FORGET_THREADS,   Q_FORGET_ENVELOPES,
        Q_FORGET_MAIL,     Q_DELETE_ADDRESSES, Q_FORGET_PERSON,
    };

    return run_each(s, erase, sizeof erase / sizeof *erase, v_int(person));
}

/* In the file erased places are overwritten (secure_delete); what they held
 * before stands in the write-ahead log until that is cut to nothing. */
int store_wipe(struct store *s)
{
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    if (rc == SQLITE_OK)
        return 0;
    return (rc & 0xff) == SQLITE_BUSY ? 1 : store_failed(s, "cutting its log");
}

int store_prune(struct store *s, instant before)
{
    static const enum query erase[] = {Q_PRUNE_BODIES, Q_PRUNE_MAIL};

    return run_each(s, erase, sizeof erase / sizeof *erase, v_int(before));
}
