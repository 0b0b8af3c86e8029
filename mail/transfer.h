/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer.h - transfer encodings undone (RFC 2045, 6), however they were written; inside mail/.
 *
 * Decoding never fails. Base64 may lack its padding, have it in the middle
 * (two encodings, one behind the other), hold blanks and strange characters, and have a line of
 * a mailing list below it. In quoted-printable, an = that begins nothing is an =.
 * Linear in the size.
 */
#ifndef MAIL_TRANSFER_H
#define MAIL_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>

enum transfer { TRANSFER_NONE, TRANSFER_BASE64, TRANSFER_QUOTED, TRANSFER_UU };

/* By the value of Content-Transfer-Encoding; NULL and what nobody knows is TRANSFER_NONE. */
enum transfer transfer_named(const char *value);

/* Room that out needs: for quoted-printable exact, as much may be escaped or nothing. */
size_t transfer_room(enum transfer how, const char *in, size_t len);

/* Into out; returns how many bytes came. */
size_t transfer_decode(enum transfer how, const char *in, size_t len, char *out);

/* Sentences that are only said to be base64: words with blanks between them, and nothing that
 * anybody writes in what was decoded. */
bool transfer_is_prose(const char *in, size_t len, const char *decoded, size_t decoded_len);

#endif
