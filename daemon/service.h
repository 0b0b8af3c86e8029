/* SPDX-License-Identifier: GPL-2.0-or-later */
/* service.h - which processes a configuration comes to, and what each of them does.
 *
 * The table of roles for the supervisor, made anew when the configuration
 * changes, and the same roles one after the other for --once. Which drivers
 * there are only main.c knows: it hands them in.
 */
#ifndef DAEMON_SERVICE_H
#define DAEMON_SERVICE_H

#include "base/log.h"
#include "daemon/clock.h"
#include "engine/config.h"

/* Makes the driver that the configuration asks for; NULL with why. */
struct adapters {
    struct mail_source *(*source)(const struct config_incoming *in, struct err *why);
    struct mail_sink *(*sink)(const struct config_outgoing *out, struct err *why);
};

struct service_options {
    const char *config_path;
    const struct adapters *adapters;
    struct clock clock;
    enum log_level level;
};

/* Both load the configuration, lock its state folder, and end with an exit
 * code: EX_OK, EX_CONFIG, EX_UNAVAILABLE (another mentord runs), EX_TEMPFAIL. */
int service_run(const struct service_options *options);
int service_once(const struct service_options *options);

/* Loads the configuration and tries to make its drivers, without a network.
 * EX_OK or EX_CONFIG; what is wrong goes to the log. */
int service_check(const struct service_options *options);

#endif
