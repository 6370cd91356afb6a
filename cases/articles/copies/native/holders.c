/* Which texts hold a key, newest first: the compiled twin of `holders.py`, which says what the rules are.
 * Loaded with ctypes, knows nothing of Python.
 *
 * A slot holds a key and its newest text; older ones hang behind it. Texts come as 0, 1, 2... Memory grows by
 * doubling; NO_MEMORY says that there is none, and the table is as it was but for the text being added.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { NO_MEMORY = -1, NOBODY = -1 };

typedef struct { uint64_t key; int32_t newest, older; } Slot;
typedef struct { int32_t text, older; } Link;
typedef struct {
    Slot *slots;
    Link *links;
    int32_t *counts; /* of every text: keys in common with the one being added; zero between calls */
    int64_t size, used, linked, links_room, counts_room;
} Table;

static uint64_t first_place(const Table *t, uint64_t key) {
    return (key * 0x9E3779B97F4A7C15u) >> 20 & (uint64_t)(t->size - 1);
}

static uint64_t place(const Table *t, uint64_t key) {
    uint64_t at = first_place(t, key);
    while (t->slots[at].newest != NOBODY && t->slots[at].key != key) at = (at + 1) & (uint64_t)(t->size - 1);
    return at;
}

static int resize(Table *t, int64_t size) {
    Slot *old = t->slots, *slots = malloc((size_t)size * sizeof *slots);
    int64_t before = t->size;
    if (!slots) return NO_MEMORY;
    for (int64_t i = 0; i < size; i++) slots[i].newest = NOBODY;
    t->slots = slots;
    t->size = size;
    for (int64_t i = 0; i < before; i++)
        if (old[i].newest != NOBODY) slots[place(t, old[i].key)] = old[i];
    free(old);
    return 0;
}

static int room(void **what, int64_t *have, int64_t needed, size_t each) {
    if (needed <= *have) return 0;
    int64_t more = *have * 2 > needed ? *have * 2 : needed;
    void *grown = realloc(*what, (size_t)more * each);
    if (!grown) return NO_MEMORY;
    memset((char *)grown + (size_t)*have * each, 0, (size_t)(more - *have) * each);
    *what = grown;
    *have = more;
    return 0;
}

void holders_free(Table *t) {
    if (!t) return;
    free(t->slots);
    free(t->links);
    free(t->counts);
    free(t);
}

Table *holders_new(void) {
    Table *t = calloc(1, sizeof *t);
    if (t && resize(t, 1024)) { free(t); t = NULL; }
    return t;
}

/* Notes that `text`, the next number, holds the keys, each given once. Writes the texts that hold at least
 * `fewest` of them into `answer`, at most `most`: most keys first, of equals the newest; returns how many.
 * Of each key the `per_key` newest texts are asked. `met` has room for n * per_key. */
int32_t holders_hold(Table *t, const uint64_t *keys, int32_t n, int32_t text, int32_t fewest, int32_t per_key,
                     int32_t most, int32_t *met, int32_t *answer) {
    while ((t->used + n) * 4 > t->size * 3)
        if (resize(t, t->size * 2)) return NO_MEMORY;
    if (room((void **)&t->links, &t->links_room, t->linked + n, sizeof *t->links)) return NO_MEMORY;
    if (room((void **)&t->counts, &t->counts_room, (int64_t)text + 1, sizeof *t->counts)) return NO_MEMORY;
    int32_t seen = 0, found = 0;
#ifdef __GNUC__ /* the slots lie anywhere: all are fetched at once */
    for (int32_t i = 0; i < n; i++) __builtin_prefetch(t->slots + first_place(t, keys[i]));
#endif
    for (int32_t i = 0; i < n; i++) {
        Slot *slot = t->slots + place(t, keys[i]);
        if (slot->newest == NOBODY) {
            *slot = (Slot){keys[i], text, NOBODY};
            t->used++;
            continue;
        }
        int32_t other = slot->newest, link = slot->older;
        for (int32_t asked = 0; asked < per_key; asked++) {
            if (!t->counts[other]++) met[seen++] = other;
            if (link == NOBODY) break;
            other = t->links[link].text;
            link = t->links[link].older;
        }
        t->links[t->linked] = (Link){slot->newest, slot->older};
        slot->older = (int32_t)t->linked++;
        slot->newest = text;
    }
    for (int32_t i = 0; i < seen; i++) {
        int32_t other = met[i], count = t->counts[other], j = found;
        if (count < fewest) continue;
        while (j && (t->counts[answer[j - 1]] < count
                     || (t->counts[answer[j - 1]] == count && answer[j - 1] < other))) j--;
        if (j == most) continue;
        if (found < most) found++;
        memmove(answer + j + 1, answer + j, (size_t)(found - 1 - j) * sizeof *answer);
        answer[j] = other;
    }
    for (int32_t i = 0; i < seen; i++) t->counts[met[i]] = 0;
    return found;
}
