/* What hearing.c works with, and the walk of a spelling along what is heard (`spelling.walk_price`).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SOUNDS = 128, LONGEST = 250, LONGEST_SPELLING = 250, LONGEST_GROUP = 5, MOST_FORMS = 512 };
/* What a call ends with; the last: what the forms say to the ear has to be told as well. */
enum { NOT_FOR_ME = -1, NO_ROOM = -2, TELL_FORMS = -3 };
/* Traits of a record word, as `traits.py` says them, and of a row beside them. */
enum { SCRIPT = 7, FREE = 8, FOREIGN = 16, NOT_RUSSIAN = 32, ALIKE = 256 };
enum { NOMINATIVE = 1 };
/* What a form of the text word may be. */
enum { FORM_CYRILLIC = 1, FORM_OTHER_CYRILLIC = 2 };
static const double FAR = 99.0, NEVER = 9.0;

typedef struct { /* one thing that may be heard for a group of letters */
    uint64_t group;
    int32_t next; /* the next entry of this slot, or -1 */
    uint8_t length, letters; /* of the piece, of the group */
    uint32_t piece[LONGEST_GROUP];
    double price;
} Heard;

enum { SLOTS = 2048 };
typedef struct {
    double cost[SOUNDS * SOUNDS], loose[SOUNDS];
    uint8_t vowel[SOUNDS];
    int32_t slots[SLOTS];
    Heard *heard;
    int32_t count, room;
    double farthest, when_short, near_long, near_short, same_within, same_when_short, slip, vowels_only;
    int32_t shortest, near_length, longest_difference, cyrillic, ear_mark, short_length;
    struct Found *found; /* made when it is wanted */
} Ear;

enum { MOST_LETTERS = LONGEST_SPELLING };
#include "letters.h"

typedef struct { /* a form of the text word */
    int32_t kind;
    Letters spelling, sounds; /* empty: not read freely; not written by ear */
} Form;

typedef struct { double distance, price; int32_t key, entry, word, place, length, traits; } Row;

void ear_free(Ear *ear) {
    if (ear) {
        free(ear->heard);
        free(ear->found);
    }
    free(ear);
}

/* limits and numbers: as in `Ear`, in that order. */
Ear *ear_new(const double *cost, const double *loose, const uint8_t *vowel, const double *limits,
             const int32_t *numbers) {
    Ear *ear = malloc(sizeof *ear);
    if (!ear) return NULL;
    memcpy(ear->cost, cost, sizeof ear->cost);
    memcpy(ear->loose, loose, sizeof ear->loose);
    memcpy(ear->vowel, vowel, sizeof ear->vowel);
    for (int i = 0; i < SLOTS; i++) ear->slots[i] = -1;
    ear->farthest = limits[0];
    ear->when_short = limits[1];
    ear->near_long = limits[2];
    ear->near_short = limits[3];
    ear->same_within = limits[4];
    ear->same_when_short = limits[5];
    ear->slip = limits[6];
    ear->vowels_only = limits[7];
    ear->shortest = numbers[0];
    ear->near_length = numbers[1];
    ear->longest_difference = numbers[2];
    ear->cyrillic = numbers[3];
    ear->ear_mark = numbers[4];
    ear->short_length = numbers[5];
    ear->found = NULL;
    ear->count = 0;
    ear->room = 1024;
    ear->heard = malloc((size_t)ear->room * sizeof *ear->heard);
    if (ear->heard) return ear;
    ear_free(ear);
    return NULL;
}

/* Letters of a group in one number: eleven bits each; anchors are told apart by the top bits. 0
 * stands for letters that no group has. */
static uint64_t group_of(const uint32_t *letters, int32_t length, uint64_t anchor) {
    uint64_t group = 0;
    for (int32_t i = 0; i < length; i++) {
        if (letters[i] >= 2048 || !letters[i]) return 0;
        group = group << 11 | letters[i];
    }
    return group | anchor << 60;
}

static uint32_t slot_of(uint64_t group) {
    return (uint32_t)((group * 0x9E3779B97F4A7C15u) >> 53) & (SLOTS - 1);
}

/* Say that `piece` may be heard for a group; anchor: 1 at the start of a word, 2 at its end. */
int64_t ear_learn(Ear *ear, const uint32_t *letters, int32_t length, int32_t anchor,
                  const uint32_t *piece, int32_t heard, double price) {
    if (length < 1 || length > LONGEST_GROUP || heard < 0 || heard > LONGEST_GROUP)
        return NOT_FOR_ME;
    uint64_t group = group_of(letters, length, (uint64_t)anchor);
    if (!group) return NOT_FOR_ME;
    if (ear->count == ear->room) {
        Heard *more = realloc(ear->heard, (size_t)ear->room * 2 * sizeof *more);
        if (!more) return NO_ROOM;
        ear->heard = more;
        ear->room *= 2;
    }
    uint32_t slot = slot_of(group);
    Heard *entry = &ear->heard[ear->count];
    memset(entry, 0, sizeof *entry);
    entry->group = group;
    entry->next = ear->slots[slot];
    entry->length = (uint8_t)heard;
    entry->letters = (uint8_t)length;
    memcpy(entry->piece, piece, (size_t)heard * sizeof *piece);
    entry->price = price;
    ear->slots[slot] = ear->count++;
    return 0;
}

static const Heard *first_heard(const Ear *ear, uint64_t group) {
    if (!group) return NULL;
    for (int32_t at = ear->slots[slot_of(group)]; at >= 0; at = ear->heard[at].next)
        if (ear->heard[at].group == group) return &ear->heard[at];
    return NULL;
}

static const Heard *next_heard(const Ear *ear, const Heard *heard) {
    for (int32_t at = heard->next; at >= 0; at = ear->heard[at].next)
        if (ear->heard[at].group == heard->group) return &ear->heard[at];
    return NULL;
}

static int same(const uint32_t *a, const uint32_t *b, int32_t length) {
    for (int32_t i = 0; i < length; i++) if (a[i] != b[i]) return 0;
    return 1;
}

/* `spelling.walk_price`. */
static double walk(const Ear *ear, const Letters *spelling, const Letters *sounds) {
    /* Prices by place in the spelling, of which the next five are needed, and in the sounds. */
    double reached[LONGEST_GROUP + 1][LONGEST_SPELLING + 1];
    int32_t lowest[LONGEST_GROUP + 1], highest[LONGEST_GROUP + 1];
    const int32_t end = spelling->length, all = sounds->length;
    for (int i = 0; i <= LONGEST_GROUP; i++) {
        lowest[i] = all + 1;
        highest[i] = -1;
        for (int32_t j = 0; j <= all; j++) reached[i][j] = NEVER;
    }
    reached[0][0] = 0.0;
    lowest[0] = highest[0] = 0;
    for (int32_t at = 0; at < end; at++) {
        const int ring = at % (LONGEST_GROUP + 1);
        double *here = reached[ring];
        const int32_t first = lowest[ring], last = highest[ring];
        if (first <= last) {
            const uint32_t *letters = spelling->letters + at;
            for (int32_t length = 1; length <= LONGEST_GROUP && at + length <= end; length++) {
                const int there_ring = (at + length) % (LONGEST_GROUP + 1);
                double *there = reached[there_ring];
                const Heard *anchored = at ? NULL : first_heard(ear, group_of(letters, length, 1));
                const Heard *plain = NULL;
                if (at + length == end) plain = first_heard(ear, group_of(letters, length, 2));
                if (!plain) plain = first_heard(ear, group_of(letters, length, 0));
                static const Heard silent = {0, -1, 0, 1, {0}, 0.0};
                const Heard *hyphen = length == 1 && letters[0] == '-' ? &silent : NULL;
                for (;;) {
                    const Heard *step = anchored ? anchored : plain ? plain : hyphen;
                    if (!step) break;
                    if (anchored) anchored = next_heard(ear, anchored);
                    else if (plain) plain = next_heard(ear, plain);
                    else hyphen = NULL;
                    for (int32_t place = first; place <= last; place++) {
                        if (here[place] >= NEVER) continue;
                        const double total = here[place] + step->price;
                        if (total > ear->farthest) continue;
                        int32_t to;
                        if (all - place >= step->length
                            && same(sounds->letters + place, step->piece, step->length))
                            to = place + step->length;
                        else if (step->length && place && all - place >= step->length - 1
                                 && step->piece[0] == sounds->letters[place - 1]
                                 && same(sounds->letters + place, step->piece + 1, step->length - 1))
                            to = place + step->length - 1; /* one sound where two groups meet */
                        else continue;
                        if (total < there[to]) {
                            there[to] = total;
                            if (to < lowest[there_ring]) lowest[there_ring] = to;
                            if (to > highest[there_ring]) highest[there_ring] = to;
                        }
                    }
                }
            }
            for (int32_t place = first; place <= last; place++) here[place] = NEVER;
        }
        lowest[ring] = all + 1;
        highest[ring] = -1;
    }
    return reached[end % (LONGEST_GROUP + 1)][all];
}

/* `phonetics.sound_distance`; both at most LONGEST sounds. */
static double distance_of(const Ear *ear, const uint8_t *a, int32_t length, const uint8_t *b,
                          int32_t end, double farthest) {
    if (length == end && !memcmp(a, b, (size_t)end)) return 0.0;
    double rows[2][LONGEST + 1], loose[LONGEST];
    double *previous = rows[0], *row = rows[1];
    previous[0] = 0.0;
    for (int32_t i = 0; i < end; i++) {
        loose[i] = ear->loose[b[i]];
        previous[i + 1] = previous[i] + loose[i];
    }
    int32_t first = 0, last = end;
    while (previous[last] > farthest) last--;
    for (int32_t x = 0; x < length; x++) {
        const double drop = ear->loose[a[x]], *cost = ear->cost + a[x] * SOUNDS;
        for (int32_t i = 0; i <= end; i++) row[i] = FAR;
        double paid = row[first] = previous[first] + drop;
        int32_t beyond = paid <= farthest ? first : -1;
        for (int32_t at = first; at < end; at++) {
            double best = previous[at] + cost[b[at]];
            double other = previous[at + 1] + drop;
            if (other < best) best = other;
            other = paid + loose[at];
            if (other < best) best = other;
            if (best <= farthest) beyond = at + 1;
            else if (at > last) break;
            row[at + 1] = paid = best;
        }
        if (beyond < 0) return FAR;
        last = beyond;
        while (row[first] > farthest) first++;
        double *spare = previous;
        previous = row;
        row = spare;
    }
    return previous[end];
}

static int same_consonants(const Ear *ear, const uint8_t *a, int32_t n, const uint8_t *b, int32_t m) {
    int32_t i = 0, j = 0;
    for (;;) {
        while (i < n && ear->vowel[a[i]]) i++;
        while (j < m && ear->vowel[b[j]]) j++;
        if (i == n || j == m) return i == n && j == m;
        if (a[i++] != b[j++]) return 0;
    }
}
