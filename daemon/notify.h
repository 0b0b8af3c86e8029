/* SPDX-License-Identifier: GPL-2.0-or-later */
/* notify.h - telling systemd how the service is (sd_notify(3)), without its library. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

/* Sends lines such as "READY=1" to $NOTIFY_SOCKET; does nothing where there is
 * none. A message that is lost is lost: systemd asks for no more. */
void notify(const char *state);

/* Half of $WATCHDOG_USEC in milliseconds: how often to send WATCHDOG=1. -1: never. */
int notify_watchdog_ms(void);

#endif
