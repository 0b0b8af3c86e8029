/* SPDX-License-Identifier: GPL-2.0-or-later */
/* imap.h - the mail_source "imap": RFC 3501 with IDLE (RFC 2177).
 *
 * transport.h is its manual; imap_session.h speaks the protocol.
 *
 * Sizes and dates of a window of UIDs are asked first (the window widens where
 * UIDs are sparse), then the messages in batches of 200 or 8 MiB; one over the
 * limit comes alone, as its first 64 KiB. At no time is more than one message
 * in memory. Folder names are given as the server writes them: ASCII, in
 * modified UTF-7 where they hold more (RFC 3501, 5.1.3).
 */
#ifndef TRANSPORT_IMAP_H
#define TRANSPORT_IMAP_H

#include "transport/transport.h"

#endif
