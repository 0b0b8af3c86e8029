/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chance.h - the same chance for the same seed, on every machine: splitmix64. */
#ifndef TESTS_CHANCE_H
#define TESTS_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct chance {
    uint64_t state; /* begins as the seed */
};

static inline uint64_t chance_next(struct chance *c)
{
    uint64_t z = c->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 to n - 1. */
static inline size_t chance_below(struct chance *c, size_t n)
{
    return chance_next(c) % n;
}

/* True once in n times. */
static inline bool chance_once_in(struct chance *c, size_t n)
{
    return chance_below(c, n) == 0;
}

#define chance_of(c, array) ((array)[chance_below((c), sizeof(array) / sizeof *(array))])

/* A number of the environment, for long runs: PROPERTY_ROUNDS, PROPERTY_SEED. */
static inline uint64_t chance_setting(const char *name, uint64_t usual)
{
    const char *said = getenv(name);

    return said && *said ? strtoull(said, NULL, 10) : usual;
}

#endif
