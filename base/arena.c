/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chain of blocks, the newest first; only the newest is filled further. A
 * request too large for a block of the usual size gets a block of its own,
 * behind the newest, so that the room left in that one is not wasted. */
#include "base/arena.h"
#include "base/log.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK   ((size_t)8 * 1024)
#define LARGEST_BLOCK ((size_t)1024 * 1024)
#define ALIGNMENT     _Alignof(max_align_t)

struct block {
    struct block *older;
    size_t size, used;
    _Alignas(max_align_t) char data[];
};

struct arena {
    struct block *newest;
    size_t used, ceiling;
    size_t next_size; /* of the next ordinary block: they double */
};

struct arena *arena_new(size_t ceiling)
{
    struct arena *a = calloc(1, sizeof *a);

    if (!a)
        die("out of memory");
    a->ceiling = ceiling;
    a->next_size = FIRST_BLOCK;
    return a;
}

static void free_chain(struct block *b)
{
    while (b) {
        struct block *older = b->older;
        free(b);
        b = older;
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    free_chain(a->newest);
    free(a);
}

void arena_reset(struct arena *a)
{
    a->used = 0;
    if (!a->newest)
        return;
    free_chain(a->newest->older);
    a->newest->older = NULL;
    a->newest->used = 0;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

static struct block *block_new(size_t size)
{
    struct block *b = malloc(sizeof *b + size);

    if (!b)
        die("out of memory");
    b->older = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

static struct block *block_with_room(struct arena *a, size_t size)
{
    struct block *b = a->newest;

    if (b && b->size - b->used >= size)
        return b;
    if (b && size > a->next_size) {
        struct block *own = block_new(size);
        own->older = b->older;
        b->older = own;
        return own;
    }
    b = block_new(size > a->next_size ? size : a->next_size);
    b->older = a->newest;
    a->newest = b;
    if (a->next_size < LARGEST_BLOCK)
        a->next_size *= 2;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    struct block *b;
    void *p;

    if (size > a->ceiling - a->used || size > SIZE_MAX / 2)
        die("an arena reached its ceiling of %zu bytes", a->ceiling);
    a->used += size;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size == 0)
        size = ALIGNMENT;
    b = block_with_room(a, size);
    p = b->data + b->used;
    b->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(count, size, &total))
        die("an array of %zu times %zu bytes was asked for", count, size);
    return arena_alloc(a, total);
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    size_t len = strnlen(s, n);
    char *copy = arena_alloc(a, len + 1);

    memcpy(copy, s, len);
    return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    int len;
    char *s;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (len < 0)
        die("a text could not be formatted: %s", fmt);
    s = arena_alloc(a, (size_t)len + 1);
    vsnprintf(s, (size_t)len + 1, fmt, ap);
    return s;
}

/* items is the address of a pointer of the caller's own type: it is read and
 * written as bytes, so that no type is accessed through another. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *cap, size_t size)
{
    char *array;

    memcpy(&array, items, sizeof array);
    if (count >= *cap) {
        size_t wider = *cap ? *cap * 2 : 8;
        char *copy = arena_array(a, wider, size);

        if (count)
            memcpy(copy, array, count * size);
        array = copy;
        *cap = wider;
        memcpy(items, &array, sizeof array);
    }
    return memset(array + count * size, 0, size);
}
