/* SPDX-License-Identifier: GPL-2.0-or-later */
/* script_server.h - a server on loopback that says what its script says.
 *
 * A script is lines; each connection in turn gets the next script:
 *
 *     > TEXT    send TEXT and CRLF
 *     = TEXT    send TEXT alone
 *     * TEXT    send TEXT and CRLF 100,000 times, or until nobody listens
 *     # TEXT    the same without the CRLF
 *     < TEXT    a line must come that begins with TEXT
 *     .         read on to a line that is a single dot
 *     ?         ring the bell (script_server_bell is readable), and go on
 *     $         wait until the other side closes
 *     !         close with a reset; the end of the script closes orderly
 */
#ifndef TESTS_SCRIPT_SERVER_H
#define TESTS_SCRIPT_SERVER_H

struct script_server;

/* scripts ends with NULL and is foreign. */
struct script_server *script_server_start(const char *const *scripts);
int script_server_port(const struct script_server *s);
int script_server_bell(const struct script_server *s);

/* Waits until all scripts are played; fails the test where one was not followed. */
void script_server_finish(struct script_server *s);

/* Fails the test unless that was got; a * in wanted stands for the rest of a line. */
void assert_lines(const char *got, const char *wanted);

#endif
