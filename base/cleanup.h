/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cleanup.h - release at the end of a scope.
 *
 *     _cleanup_(buf_release) struct buf out = BUF_INIT(64 * 1024);
 *
 * The function gets a pointer to the variable. Types kept by pointer offer
 * thing_freep(struct thing **), made by DEFINE_FREEP.
 */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#define _cleanup_(f) __attribute__((cleanup(f)))

#define DEFINE_FREEP(type, func)                                                                   \
    static inline void func##p(type **p)                                                           \
    {                                                                                              \
        if (*p)                                                                                    \
            func(*p);                                                                              \
    }

/* Closes *fd when it is not negative. */
void close_fdp(int *fd);

#endif
