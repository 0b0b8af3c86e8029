/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smtp.h - the mail_sink "smtp": RFC 5321 over connections that libcurl made.
 *
 * transport.h is its manual; smtp_session.h tells how one connection goes.
 *
 * Connections are opened when letters wait and none is idle, are kept between
 * letters, and say QUIT after idle_seconds or letters_a_connection. If a
 * further connection is refused while others stand, the sink makes do with
 * those for a minute; if the only one is, it is TROUBLE and all letters that
 * wait are RETURNED.
 *
 * A letter whose connection breaks before `go` is tried on another, three
 * times in all. A server that refuses the sender (5xx to MAIL, 530) refuses us
 * and not the letter: TROUBLE of class CONFIG.
 */
#ifndef TRANSPORT_SMTP_H
#define TRANSPORT_SMTP_H

#include "transport/transport.h"

#endif
