/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scan.h - whom a message may be from, out of bytes that nothing else could read.
 *
 * Where reading a message failed, or ended the process that tried, its headers
 * are searched for what looks like an address, without decoding anything: no
 * recursion, no library, one walk over at most SCAN_MAX_BYTES. What is found
 * proves nothing; it says only about whom no silence may be concluded. Pure.
 */
#ifndef MAIL_SCAN_H
#define MAIL_SCAN_H

#include "base/arena.h"

#define SCAN_MAX_BYTES ((size_t)256 * 1024)
#define SCAN_MAX       64 /* of each list; more are left out */

struct mail_scan {
    const char **senders; /* normal addresses in From, Sender, Reply-To, Return-Path and their kin,
                             but for self */
    size_t senders_count;
    const char **tokens; /* in addresses and Message-IDs of ours among the other fields */
    size_t tokens_count;
};

void mail_scan(struct arena *a, const char *bytes, size_t len, const char *self,
               struct mail_scan *out);

#endif
