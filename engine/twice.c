/* SPDX-License-Identifier: GPL-2.0-or-later */
/* twice.c - one message that came on two ways.
 *
 * The reader knows a message by its bytes. Sent to two of our addresses, or moved on by another
 * server, it comes with other transport fields and would be decided twice: words passed on, orders
 * carried out. So what a decided message said is kept, as a hash of who wrote, its Message-ID, the
 * letter that it answers and its words. The same Message-ID over other words is another message
 * (mail programs that "edit as new" do that), and one that was asked about and is sent again
 * counts. */
#include "engine/engine_internal.h"

#include <sodium.h>
#include <string.h>

static void add(crypto_generichash_state *sum, const void *bytes, size_t len)
{
    crypto_generichash_update(sum, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(sum, bytes, len);
}

static void add_text(crypto_generichash_state *sum, const char *text)
{
    add(sum, text ? text : "", text ? strlen(text) : 0);
}

const char *message_said(struct engine *e, const struct message *m)
{
    unsigned char out[crypto_generichash_BYTES];
    char hex[2 * sizeof out + 1];
    crypto_generichash_state sum;

    if (!m->head.message_id || !*m->head.message_id)
        return NULL;
    crypto_generichash_init(&sum, e->key, sizeof e->key, sizeof out);
    add(&sum, &m->sender, sizeof m->sender);
    add(&sum, &m->letter.id, sizeof m->letter.id);
    add_text(&sum, m->head.message_id);
    add_text(&sum, m->facts.text);
    for (size_t i = 0; i < m->facts.attachments_count; i++)
        add(&sum, m->facts.attachments[i].data, m->facts.attachments[i].len);
    crypto_generichash_final(&sum, out, sizeof out);
    return arena_strdup(e->mail, sodium_bin2hex(hex, sizeof hex, out, sizeof out));
}
