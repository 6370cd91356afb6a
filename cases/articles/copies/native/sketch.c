/* A text as hashed runs of three words: the compiled twin of `shingles.py`, which says what the
 * rules are. Loaded with ctypes, knows nothing of Python, is given texts as code points (UTF-32).
 *
 * Memory: reads are bounded by the text's length, writes by the capacities given; what is needed
 * in between is asked for once and given back, and NO_MEMORY said when there is none.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR = 0, UNSEEN = 1 };
#define CAPITAL 0x80000000u
#define DIGIT 0x40000000u
#define NO_SPACES 0x20000000u
#define LETTER 0x1FFFFFu
enum { NO_MEMORY = -1 };

typedef struct { int64_t words, size; int32_t kept, marks; } Found;

static uint64_t finish(uint64_t h) {
    h ^= h >> 33; h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33; h *= 0xC4CEB9FE1A85EC53u;
    return h ^ (h >> 33);
}

static void sort(uint64_t *v, int64_t n) {
    while (n > 24) {
        uint64_t pivot = v[n / 2], t;
        int64_t i = 0, j = n - 1;
        while (i <= j) {
            while (v[i] < pivot) i++;
            while (v[j] > pivot) j--;
            if (i <= j) { t = v[i]; v[i] = v[j]; v[j] = t; i++; j--; }
        }
        if (j + 1 < n - i) { sort(v, j + 1); v += i; n -= i; }
        else { sort(v + i, n - i); n = j + 1; }
    }
    for (int64_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        int64_t j = i;
        for (; j && v[j - 1] > x; j--) v[j] = v[j - 1];
        v[j] = x;
    }
}

/* Writes the `most_kept` smallest hashes in order, and (start, end, end of the word before) of words
 * that begin with a capital or a digit. */
int32_t sketch(const uint32_t *table, uint32_t limit, const uint32_t *text, int64_t length,
               uint64_t *kept, int32_t most_kept, int32_t *marks, int32_t most_marks, Found *found) {
    uint64_t *room = malloc((size_t)(length + 8) * sizeof *room);
    if (!room) return NO_MEMORY;
    uint64_t *hashes = room;
    int64_t count = 0, words = 0, at = 0, before = 0;
    int32_t noted = 0;
    uint64_t last = 0, last_but_one = 0;
    while (at < length) {
        uint32_t code = text[at] < limit ? table[text[at]] : SEPARATOR;
        if (code == SEPARATOR || code == UNSEEN) { at++; continue; }
        int64_t start = at;
        uint32_t first = code;
        uint64_t h = 0xCBF29CE484222325u;
        if (code & NO_SPACES) {
            h = (h ^ (code & LETTER)) * 0x100000001B3u;
            at++;
            uint32_t next = at < length && text[at] < limit ? table[text[at]] : SEPARATOR;
            if (next & NO_SPACES) h = (h ^ (next & LETTER)) * 0x100000001B3u;
        } else {
            for (; at < length; at++) {
                code = text[at] < limit ? table[text[at]] : SEPARATOR;
                if (code == UNSEEN) continue;
                if (code == SEPARATOR || code & NO_SPACES) break;
                h = (h ^ (code & LETTER)) * 0x100000001B3u;
            }
        }
        h = finish(h);
        if (first & (CAPITAL | DIGIT) && noted < most_marks) {
            marks[3 * noted] = (int32_t)start;
            marks[3 * noted + 1] = (int32_t)at;
            marks[3 * noted + 2] = (int32_t)before;
            noted++;
        }
        before = at;
        if (++words >= 3) {
            uint64_t run = last_but_one * 0x9E3779B97F4A7C15u;
            run = (run ^ last) * 0xC2B2AE3D27D4EB4Fu;
            hashes[count++] = finish(run ^ h);
        }
        last_but_one = last;
        last = h;
    }
    /* Each once: a table of twice the size, 0 is free and counted by itself. */
    int64_t slots = 64;
    while (slots < 2 * count) slots *= 2;
    uint64_t *table_of = calloc((size_t)slots, sizeof *table_of);
    if (!table_of) { free(room); return NO_MEMORY; }
    int64_t distinct = 0;
    int nought = 0;
    for (int64_t i = 0; i < count; i++) {
        uint64_t h = hashes[i];
        if (!h) { if (!nought) { nought = 1; hashes[distinct++] = h; } continue; }
        uint64_t slot = h & (uint64_t)(slots - 1);
        while (table_of[slot] && table_of[slot] != h) slot = (slot + 1) & (uint64_t)(slots - 1);
        if (table_of[slot]) continue;
        table_of[slot] = h;
        hashes[distinct++] = h;
    }
    free(table_of);
    /* Of a long text only what is likely to be among the smallest is sorted. */
    int64_t sorted = distinct;
    if (distinct > 2 * most_kept) {
        uint64_t below = UINT64_MAX / (uint64_t)distinct * (uint64_t)(most_kept + most_kept / 2);
        int64_t low = 0;
        for (int64_t i = 0; i < distinct; i++) low += hashes[i] <= below;
        if (low >= most_kept) {
            int64_t put = 0;
            for (int64_t i = 0; i < distinct; i++) if (hashes[i] <= below) hashes[put++] = hashes[i];
            sorted = low;
        }
    }
    sort(hashes, sorted);
    found->kept = (int32_t)(sorted < most_kept ? sorted : most_kept);
    memcpy(kept, hashes, (size_t)found->kept * sizeof *kept);
    found->words = words;
    found->size = distinct;
    found->marks = noted;
    free(room);
    return 0;
}

/* How many of both lists (ascending, each value once) are not above the limit both reach, and how many
 * of them are the same. */
void common(const uint32_t *a, int32_t na, int32_t whole_a, const uint32_t *b, int32_t nb,
            int32_t whole_b, int32_t *answer) {
    uint32_t limit = UINT32_MAX;
    if (!whole_a && na) limit = a[na - 1];
    if (!whole_b && nb && b[nb - 1] < limit) limit = b[nb - 1];
    int32_t i = 0, j = 0, shared = 0;
    while (i < na && a[i] <= limit) {
        while (j < nb && b[j] < a[i]) j++;
        if (j < nb && b[j] == a[i]) { shared++; j++; }
        i++;
    }
    while (j < nb && b[j] <= limit) j++;
    answer[0] = i;
    answer[1] = j;
    answer[2] = shared;
}
