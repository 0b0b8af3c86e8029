/* SPDX-License-Identifier: GPL-2.0-or-later */
/* maildir.h - Maildir, in and out: the drivers "maildir" of transport.h.
 *
 * A Maildir is a folder with tmp/, new/ and cur/. Who delivers writes into
 * tmp/ and moves the finished file to new/; who reads moves it to cur/ and
 * adds ":2,FLAGS" to its name. The part before the ':' is what identifies the
 * message, for good. https://cr.yp.to/proto/maildir.html; folders beside the
 * inbox are ".NAME" inside it, as Maildir++ has it.
 *
 * Incoming (maildir_source.c): other programs may deliver, move, flag and
 * delete at the same time. Nothing is ever deleted here. inotify wakes a wait;
 * where it does not work (network file systems) the folder is looked at every
 * poll_seconds.
 *
 * Outgoing (maildir_sink.c): this process is the only one that delivers into
 * the folder; others may read, move and delete. A file is named after its
 * Message-ID, so that the same letter never lies there twice.
 */
#ifndef TRANSPORT_MAILDIR_H
#define TRANSPORT_MAILDIR_H

#include "transport/transport.h"

/* Length of the part of a file name that identifies the message. */
size_t maildir_identity(const char *name);

/* The file name for a Message-ID (without <>): what is not harmless in a file
 * name is written as =XX, then ".eml". At most 200 bytes: a longer one ends in
 * a hash. Different ids give different names. into has 256 bytes. */
void maildir_file_name(const char *message_id, char into[256]);

#endif
