/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arena.h - memory that lives as long as one message or one decision.
 *
 * Everything allocated from an arena is released at once. An arena is born
 * with a ceiling in bytes. Reaching it, or running out of memory, ends the
 * process with a message (see HACKING.md, Memory): no function here returns
 * NULL for want of memory.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/cleanup.h"
#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(size_t ceiling);
void arena_free(struct arena *a);
DEFINE_FREEP(struct arena, arena_free)

/* Empties the arena and keeps one block for the next use. */
void arena_reset(struct arena *a);

/* Bytes handed out since arena_new or arena_reset. */
size_t arena_used(const struct arena *a);

/* Zeroed, aligned for any type. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, alloc_size(2)));

/* count * size with a check for overflow. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((malloc));

#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))

/* Copies, NUL-terminated. arena_strdup(a, NULL) is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Grows the array *items of *cap elements of the given size so that count + 1
 * fit; the old array stays in the arena. Returns the address of the new last
 * element, zeroed; the caller raises its own count.
 *
 *     struct step *s = arena_grow(a, &steps, count++, &cap, sizeof *steps);
 */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap, size_t size);

#endif
