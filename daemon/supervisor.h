/* SPDX-License-Identifier: GPL-2.0-or-later */
/* supervisor.h - keeps the processes of mentord running, and does nothing else.
 *
 * It forks a child a role, passes on their rings (doorbell.h), starts again
 * what ends (backoff.h), and speaks with systemd (notify.h). It opens no
 * store and reads no mail, so there is little that could end it.
 *
 *     reader --WAKE--> engine --WAKE--> sender --WAKE--> engine --FETCH--> reader
 *
 * A child that has not rung for SUPERVISOR_SILENCE_SECONDS hangs: it is killed
 * and started again. A child is asked to end by closing its doorbell; those
 * that have not ended SUPERVISOR_END_SECONDS later are killed, which loses
 * nothing. kill -9 of the supervisor closes all doorbells, so that nobody is
 * left behind; the lock on the state folder is held until the last is gone.
 *
 * Signals: SIGTERM and SIGINT end; SIGHUP reloads; SIGUSR1 wakes everybody.
 */
#ifndef DAEMON_SUPERVISOR_H
#define DAEMON_SUPERVISOR_H

#include <stddef.h>

#define SUPERVISOR_SILENCE_SECONDS 300
#define SUPERVISOR_END_SECONDS     25
#define SUPERVISOR_RELOAD_SECONDS  60

enum child_kind { CHILD_READER, CHILD_ENGINE, CHILD_SENDER };

/* One process. Roles belong to the caller and outlive the call. */
struct child_role {
    enum child_kind kind;
    const char *name; /* "reader main": for the log and ps */
    /* Its whole life: returns the exit code. Ends soon after BELL_GONE. */
    int (*run)(const struct child_role *role, int doorbell);
    const void *context; /* foreign */
};

struct child_plan {
    const struct child_role *roles;
    size_t count;
};

enum reload_result { RELOAD_BAD = -1, RELOAD_SAME, RELOAD_CHANGED };

struct supervisor_options {
    struct child_plan plan;
    /* SIGHUP: reads the configuration again. RELOAD_CHANGED gives the plan
     * that takes effect once the engine has found its rules good; RELOAD_BAD
     * has been logged, and all goes on as it was. */
    enum reload_result (*reload)(void *context, struct child_plan *plan);
    /* The plan that reload gave is in use, or (taken: 0) never will be. */
    void (*settled)(void *context, int taken);
    void *context; /* foreign */
};

/* Runs until it is told to end. EX_OK; EX_CONFIG (78) where the engine could not
 * begin for a reason that a person must mend; EX_OSERR. */
int supervise(const struct supervisor_options *options);

/* Runs one role in a child and waits for its end: its exit code, or EX_TEMPFAIL
 * (75) where it was killed. For --once; there is no doorbell (-1). */
int supervise_once(const struct child_role *role);

#endif
