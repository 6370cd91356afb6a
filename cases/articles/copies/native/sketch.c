/* A text as hashed runs of three words: the compiled twin of `shingles.py`, which says what the
 * rules are. Loaded with ctypes, knows nothing of Python, is given texts as code points (UTF-32).
 *
 * Memory: reads are bounded by the text's length, writes by the capacities given; what is needed
 * in between is asked for once and given back, and NO_MEMORY said when there is none.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { OTHER = 0, UNSEEN = 1, STOP = 2, BREAK = 3, BLANK = 4 }; /* no part of a word up to here */
#define CAPITAL 0x80000000u
#define DIGIT 0x40000000u
#define NO_SPACES 0x20000000u
#define ENDING 0x10000000u
#define LETTER 0x1FFFFFu
enum { OPENS = 1, JOINED = 2, INITIAL = 4 };
enum { LONGEST_NAME = 40, SHORTEST_STEM = 4, LONGEST_ENDING = 3, FIELDS = 5 };
enum { NO_MEMORY = -1 };

typedef struct { int64_t words, size; int32_t kept, marks, named, numbers; } Found;

static uint64_t finish(uint64_t h) {
    h ^= h >> 33; h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33; h *= 0xC4CEB9FE1A85EC53u;
    return h ^ (h >> 33);
}

/* Sorts n numbers that are spread evenly, with room for n more behind them: by their upper bits, then
 * what is nearly in order one by one. */
static void sort(uint64_t *v, int64_t n) {
    enum { BUCKETS = 256 };
    uint64_t most = 0, *put = v + n;
    int64_t starts[BUCKETS + 1] = {0};
    int shift = 0;
    for (int64_t i = 0; i < n; i++) if (v[i] > most) most = v[i];
    while (most >> shift >= BUCKETS) shift++;
    for (int64_t i = 0; i < n; i++) starts[(v[i] >> shift) + 1]++;
    for (int i = 0; i < BUCKETS; i++) starts[i + 1] += starts[i];
    for (int64_t i = 0; i < n; i++) put[starts[v[i] >> shift]++] = v[i];
    for (int64_t i = 0; i < n; i++) {
        uint64_t x = put[i];
        int64_t j = i;
        for (; j && v[j - 1] > x; j--) v[j] = v[j - 1];
        v[j] = x;
    }
}

/* The 32 bits of a hash that stand for a name or a number; never 0. */
static uint32_t key_of(uint64_t h) {
    uint32_t key = (uint32_t)h;
    return key ? key : 1;
}

static int32_t place_of(const uint32_t *keys, int32_t used, uint32_t key) {
    for (int32_t i = 0; i < used; i++) if (keys[i] == key) return i;
    return -1;
}

/* Writes the `most_kept` smallest hashes in order; of each word that begins with a capital (start, end,
 * key of its stem, how often that stands here, bits); keys of names, the most frequent first; keys of
 * numbers. `counts` has room for `most_marks`. */
int32_t sketch(const uint32_t *table, uint32_t limit, const uint32_t *text, int64_t length,
               uint64_t *kept, int32_t most_kept, int32_t *marks, int32_t most_marks,
               uint32_t *named, int32_t *counts, uint32_t *numbers, int32_t most_numbers,
               Found *found) {
    uint64_t *room = malloc((size_t)(2 * length + 16) * sizeof *room);
    if (!room) return NO_MEMORY;
    uint64_t *hashes = room;
    int64_t count = 0, words = 0, at = 0;
    int32_t noted = 0, names = 0, numbered = 0;
    int other = 0, stop = 0, broken = 1, after_name = 0, after_initial = 0; /* what lies before the word */
    uint64_t last = 0, last_but_one = 0;
    uint32_t word[LONGEST_NAME];
    while (at < length) {
        uint32_t code = text[at] < limit ? table[text[at]] : OTHER;
        if (code <= BLANK) {
            other |= code == OTHER; stop |= code == STOP; broken |= code == BREAK;
            at++;
            continue;
        }
        int64_t start = at;
        uint32_t first = code;
        uint64_t h = 0xCBF29CE484222325u;
        int32_t letters = 0;
        if (code & NO_SPACES) {
            h = (h ^ (code & LETTER)) * 0x100000001B3u;
            at++;
            uint32_t next = at < length && text[at] < limit ? table[text[at]] : OTHER;
            if (next & NO_SPACES) h = (h ^ (next & LETTER)) * 0x100000001B3u;
        } else {
            for (; at < length; at++) {
                code = text[at] < limit ? table[text[at]] : OTHER;
                if (code == UNSEEN) continue;
                if (code <= BLANK || code & NO_SPACES) break;
                if (letters < LONGEST_NAME) word[letters++] = code;
                h = (h ^ (code & LETTER)) * 0x100000001B3u;
            }
        }
        h = finish(h);
        if (first & DIGIT) {
            uint32_t key = key_of(h);
            if (numbered < most_numbers && place_of(numbers, numbered, key) < 0)
                numbers[numbered++] = key;
        }
        int name = (first & CAPITAL) != 0;
        if (name && noted < most_marks) {
            int32_t whole = letters;
            while (letters > SHORTEST_STEM && whole - letters < LONGEST_ENDING && word[letters - 1] & ENDING)
                letters--;
            uint64_t stem = 0xCBF29CE484222325u;
            for (int32_t i = 0; i < letters; i++) stem = (stem ^ (word[i] & LETTER)) * 0x100000001B3u;
            uint32_t key = key_of(finish(stem));
            int32_t place = place_of(named, names, key);
            if (place < 0) { place = names++; named[place] = key; counts[place] = 0; }
            counts[place] += whole > 1;
            int32_t *mark = marks + FIELDS * noted++;
            mark[0] = (int32_t)start;
            mark[1] = (int32_t)at;
            mark[2] = (int32_t)key;
            mark[3] = place;
            mark[4] = (broken || (stop && !after_initial) ? OPENS : 0) | (whole == 1 ? INITIAL : 0)
                | (after_name && !other && !broken && (!stop || after_initial) ? JOINED : 0);
            after_initial = whole == 1;
        } else after_initial = 0;
        after_name = name;
        other = stop = broken = 0;
        if (++words >= 3) {
            uint64_t run = last_but_one * 0x9E3779B97F4A7C15u;
            run = (run ^ last) * 0xC2B2AE3D27D4EB4Fu;
            hashes[count++] = finish(run ^ h);
        }
        last_but_one = last;
        last = h;
    }
    sort(hashes, count);
    int64_t distinct = 0;
    for (int64_t i = 0; i < count; i++)
        if (!distinct || hashes[distinct - 1] != hashes[i]) hashes[distinct++] = hashes[i];
    found->kept = (int32_t)(distinct < most_kept ? distinct : most_kept);
    memcpy(kept, hashes, (size_t)found->kept * sizeof *kept);
    for (int32_t i = 0; i < noted; i++) marks[FIELDS * i + 3] = counts[marks[FIELDS * i + 3]];
    for (int32_t i = 1; i < names; i++) { /* the order of first places stays among equals */
        uint32_t key = named[i];
        int32_t often = counts[i], j = i;
        for (; j && counts[j - 1] < often; j--) { named[j] = named[j - 1]; counts[j] = counts[j - 1]; }
        named[j] = key;
        counts[j] = often;
    }
    found->named = names;
    found->numbers = numbered;
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
