/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "parser/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What glibc's memory and streams, the clock and the socket take. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(recvfrom),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(sendto),
    SCMP_SYS(close),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(time),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(sysinfo), /* qsort asks how much memory there is */
    SCMP_SYS(restart_syscall),
#ifdef __SANITIZE_ADDRESS__
    SCMP_SYS(sigaltstack),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
#endif
};

/* Allowed unless they make memory executable. */
static const int mapping[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

static int add_rules(scmp_filter_ctx filter)
{
    int r = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

    for (size_t i = 0; r == 0 && i < sizeof allowed / sizeof *allowed; i++)
        r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; r == 0 && i < sizeof mapping / sizeof *mapping; i++)
        r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, mapping[i], 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return r;
}

static int close_filter(struct err *why)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int r = -ENOMEM;

    if (filter && (r = add_rules(filter)) == 0)
        r = seccomp_load(filter);
    seccomp_release(filter);
    return r == 0 ? 0 : err_set(why, "cannot close the parser's sandbox: %s", strerror(-r));
}

static int limit(int resource, rlim_t most, struct err *why)
{
    struct rlimit l = {.rlim_cur = most, .rlim_max = most};

    return setrlimit(resource, &l) == 0
               ? 0
               : err_set(why, "cannot set the parser's limits: %s", strerror(errno));
}

/* The sanitizer's shadow memory counts as data and is many times that. */
static int limit_memory(struct err *why)
{
#ifdef __SANITIZE_ADDRESS__
    return 0;
#else
    return limit(RLIMIT_DATA, SANDBOX_MEMORY, why);
#endif
}

int sandbox_enter(struct err *why)
{
    if (limit_memory(why) < 0 || limit(RLIMIT_NOFILE, 0, why) < 0 || limit(RLIMIT_CORE, 0, why) < 0)
        return -1;
    if (prctl(PR_SET_DUMPABLE, 0) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return err_set(why, "cannot give up privileges: %s", strerror(errno));
    return close_filter(why);
}

static int close_between(unsigned first, unsigned last)
{
    return first > last ? 0 : close_range(first, last, 0);
}

int sandbox_close_files(int keep, struct err *why)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        close_between(STDERR_FILENO + 1, (unsigned)keep - 1) < 0 ||
        close_between((unsigned)keep + 1, ~0u) < 0)
        return err_set(why, "cannot close the parser's files: %s", strerror(errno));
    return 0;
}
