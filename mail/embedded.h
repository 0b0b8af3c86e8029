/* SPDX-License-Identifier: GPL-2.0-or-later */
/* embedded.h - what programs older than MIME, and OpenPGP, put into the text itself.
 *
 * Files in uuencode, yEnc and BinHex are no words of the writer. The armour around a text signed
 * with OpenPGP (RFC 4880, 7) goes, and so do keys and what is encrypted. Linear.
 */
#ifndef MAIL_EMBEDDED_H
#define MAIL_EMBEDDED_H

#include "mail/lines.h"

/* Sets the role of the lines of files. */
void embedded_mark_files(struct lines *l);

/* In place. */
void embedded_undo_armour(char *text);

#endif
