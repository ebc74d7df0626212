/* Fixed work, for measurements of what disturbs it. Prints the seconds that it took.
 *
 *   work loop     arithmetic in registers, about half a second
 *   work walk     a random walk through 32 MiB: caches and memory, about half a second
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static uint64_t next(uint64_t* state) /* xorshift64*: Vigna, 2016 */
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717ULL;
}

static uint64_t loop(void)
{
    uint64_t state = 1;
    for (int i = 0; i < 200000000; ++i) {
        next(&state);
    }
    return state;
}

/* One cycle through all places, so that each step needs the one before. */
static uint64_t walk(void)
{
    enum { places = 8 << 20 };
    uint32_t* to = malloc(places * sizeof *to);
    uint64_t state = 1;
    for (uint32_t i = 0; i < places; ++i) {
        to[i] = i;
    }
    for (uint32_t i = places - 1; i > 0; --i) { /* Sattolo, 1986 */
        const uint32_t j = (uint32_t)(next(&state) % i);
        const uint32_t kept = to[i];
        to[i] = to[j];
        to[j] = kept;
    }
    uint32_t at = 0;
    for (int i = 0; i < 5000000; ++i) {
        at = to[at];
    }
    return at;
}

int main(int count, char** words)
{
    const double start = now_s();
    const uint64_t result = count > 1 && strcmp(words[1], "walk") == 0 ? walk() : loop();
    printf("%.9f %d\n", now_s() - start, (int)(result & 1));
    return 0;
}
