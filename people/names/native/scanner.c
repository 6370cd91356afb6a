/* Words of a text that may belong to a name, looked up in a vocabulary: the compiled twin of
 * `people/names/scanning.py`, which says what the rules are. It is loaded with ctypes, knows
 * nothing of Python, and is given texts as code points (UTF-32), so places need no counting.
 *
 * Memory: every read of a text is bounded by its length, every write by the capacity given;
 * a vocabulary grows by realloc and says so when there is no memory left.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LETTER = 1, CAPITAL = 2, UNSEEN = 4, MARK = 8, JOINER = 16, HYPHEN = 32, BLANK = 64 };
enum { SURNAME = 1, GIVEN = 2, DROPPED = 4, INITIAL = 8, FORGOTTEN = 16 };
enum { LONGEST_WORD = 60, LONGEST_GAP = 20, FURTHEST = 3, MOST_PAIRS = 0xFFFFF };
enum { NOT_FOR_ME = -1, NO_ROOM = -2 };

typedef struct { uint64_t hash; uint32_t number; } Slot; /* number + 1; 0 is free */
typedef struct { uint32_t offset; uint8_t length, flags, cut; } Word;

typedef struct {
    const uint8_t *classes; /* one byte a code point, owned by the caller */
    uint32_t limit;         /* code points from here on belong to no class */
    Slot *slots;
    uint32_t mask;
    Word *words;
    uint32_t count, room;
    uint32_t *letters;
    uint32_t used, space;
    uint64_t *pairs; /* key of two numbers + 1, shifted by one, and whether they are joined */
    uint32_t pair_mask, pair_count;
} Vocabulary;

void vocabulary_free(Vocabulary *v) {
    if (!v) return;
    free(v->slots); free(v->words); free(v->letters); free(v->pairs); free(v);
}

Vocabulary *vocabulary_new(const uint8_t *classes, uint32_t limit) {
    Vocabulary *v = calloc(1, sizeof *v);
    if (!v) return NULL;
    v->classes = classes;
    v->limit = limit;
    v->mask = 1023;
    v->room = 512;
    v->space = 4096;
    v->slots = calloc(v->mask + 1, sizeof *v->slots);
    v->words = malloc(v->room * sizeof *v->words);
    v->letters = malloc(v->space * sizeof *v->letters);
    v->pair_mask = 1023;
    v->pairs = calloc(v->pair_mask + 1, sizeof *v->pairs);
    if (v->slots && v->words && v->letters && v->pairs) return v;
    vocabulary_free(v);
    return NULL;
}

static uint64_t hash_of(const uint32_t *word, uint32_t length) {
    uint64_t h = 0x9E3779B97F4A7C15u ^ length;
    for (uint32_t i = 0; i < length; i++) {
        h = (h ^ word[i]) * 0xFF51AFD7ED558CCDu;
        h ^= h >> 32;
    }
    return h;
}

static int64_t look_up(const Vocabulary *v, const uint32_t *word, uint32_t length) {
    uint64_t hash = hash_of(word, length);
    for (uint32_t at = (uint32_t)hash & v->mask;; at = (at + 1) & v->mask) {
        const Slot *slot = &v->slots[at];
        if (!slot->number) return -1;
        if (slot->hash != hash) continue;
        const Word *known = &v->words[slot->number - 1];
        if (known->length == length && !(known->flags & FORGOTTEN)
            && !memcmp(v->letters + known->offset, word, length * sizeof *word))
            return slot->number - 1;
    }
}

static int enlarge(Vocabulary *v) {
    uint32_t mask = v->mask * 2 + 1;
    Slot *slots = calloc((size_t)mask + 1, sizeof *slots);
    if (!slots) return 0;
    for (uint32_t i = 0; i <= v->mask; i++) {
        if (!v->slots[i].number) continue;
        uint32_t at = (uint32_t)v->slots[i].hash & mask;
        while (slots[at].number) at = (at + 1) & mask;
        slots[at] = v->slots[i];
    }
    free(v->slots);
    v->slots = slots;
    v->mask = mask;
    return 1;
}

/* The number of a word, entered when it is new; flags and cut are set either way. */
int64_t vocabulary_learn(Vocabulary *v, const uint32_t *word, uint32_t length, uint8_t flags,
                         uint8_t cut) {
    if (!length || length > LONGEST_WORD || cut > length) return NOT_FOR_ME;
    int64_t known = look_up(v, word, length);
    if (known >= 0) {
        v->words[known].flags = flags;
        v->words[known].cut = cut;
        return known;
    }
    if (v->count > UINT32_MAX / 128) return NO_ROOM;
    if ((v->count + 1) * 2 > v->mask && !enlarge(v)) return NO_ROOM;
    if (v->count == v->room) {
        Word *words = realloc(v->words, (size_t)v->room * 2 * sizeof *words);
        if (!words) return NO_ROOM;
        v->words = words;
        v->room *= 2;
    }
    if (v->space - v->used < length) {
        uint32_t *letters = realloc(v->letters, (size_t)v->space * 2 * sizeof *letters);
        if (!letters) return NO_ROOM;
        v->letters = letters;
        v->space *= 2;
    }
    memcpy(v->letters + v->used, word, length * sizeof *word);
    v->words[v->count] = (Word){v->used, (uint8_t)length, flags, cut};
    v->used += length;
    uint64_t hash = hash_of(word, length);
    uint32_t at = (uint32_t)hash & v->mask;
    while (v->slots[at].number) at = (at + 1) & v->mask;
    v->slots[at] = (Slot){hash, ++v->count};
    return v->count - 1;
}

/* Know a word no longer; when it is learned again it gets a new number. */
void vocabulary_forget(Vocabulary *v, const uint32_t *word, uint32_t length) {
    if (!length || length > LONGEST_WORD) return;
    int64_t known = look_up(v, word, length);
    if (known >= 0) v->words[known].flags |= FORGOTTEN;
}

#define CLASS(i) (text[i] < limit ? classes[text[i]] : 0)
#define CLASSES const uint8_t *const classes = v->classes; const uint32_t limit = v->limit

static int64_t letters_from(const Vocabulary *v, const uint32_t *text, int64_t n, int64_t at) {
    CLASSES;
    while (at < n && CLASS(at) & LETTER) at++;
    return at;
}

/* The end of the word that goes on at `at`, behind its first letter; NOT_FOR_ME where letters
 * that are also invisible make it a matter of backtracking. */
static int64_t word_end(const Vocabulary *v, const uint32_t *text, int64_t n, int64_t at) {
    CLASSES;
    at = letters_from(v, text, n, at);
    while (at < n) {
        int64_t next = at;
        uint8_t class = CLASS(at);
        if (class & JOINER) next++;
        else if (!(class & UNSEEN)) break;
        while (next < n && CLASS(next) & UNSEEN) {
            if (CLASS(next) & LETTER) return NOT_FOR_ME;
            next++;
        }
        if (next < n && CLASS(next) & LETTER) {
            at = letters_from(v, text, n, next);
            continue;
        }
        if (!(class & HYPHEN)) break;
        next = at + 1;
        while (next < n && CLASS(next) & BLANK) next++;
        if (next < n && text[next] == '\r') next++;
        if (next >= n || text[next] != '\n') break;
        next++;
        while (next < n && CLASS(next) & BLANK) next++;
        if (next >= n || (CLASS(next) & (LETTER | CAPITAL)) != LETTER) break;
        at = letters_from(v, text, n, next);
    }
    while (at < n && CLASS(at) & MARK) at++;
    return at;
}

/* The words of `text` into starts, ends and numbers (-1: not in the vocabulary). seen[0] counts
 * the unknown, seen[1] those that may be names. Returns how many, or NOT_FOR_ME, or NO_ROOM. */
int64_t scan(const Vocabulary *v, const uint32_t *text, int64_t n, int32_t *starts, int32_t *ends,
             int32_t *numbers, int64_t capacity, int32_t *seen) {
    CLASSES;
    int64_t count = 0, first = 0;
    if (n < 0 || n > INT32_MAX) return NOT_FOR_ME;
    seen[0] = seen[1] = 0;
    while (first < n && !(CLASS(first) & CAPITAL)) first++;
    const int every_word = first == n;
    const uint8_t wanted = every_word ? LETTER : CAPITAL;
    for (int64_t i = every_word ? 0 : first; i < n;) {
        while (i < n && !(CLASS(i) & wanted)) i++;
        if (i == n) break;
        if (!every_word && i && CLASS(i - 1) & LETTER) {
            i++;
            continue;
        }
        int64_t end = word_end(v, text, n, i + 1);
        if (end < 0) return NOT_FOR_ME;
        if (end - i <= LONGEST_WORD) {
            int64_t number = look_up(v, text + i, (uint32_t)(end - i));
            uint8_t flags = 0, cut = 0;
            if (number < 0) seen[0]++;
            else {
                flags = v->words[number].flags;
                cut = v->words[number].cut;
            }
            if (!(flags & DROPPED)) {
                if (count == capacity) return NO_ROOM;
                if (flags & (SURNAME | GIVEN)) seen[1]++;
                starts[count] = (int32_t)i;
                ends[count] = (int32_t)(end - cut);
                numbers[count++] = (int32_t)number;
            }
        }
        i = end;
    }
    return count;
}

static uint8_t flags_of(const Vocabulary *v, int32_t number) {
    return number >= 0 && (uint32_t)number < v->count ? v->words[number].flags : 0;
}

static uint64_t pair_key(int32_t surname, int32_t other) {
    return ((uint64_t)(uint32_t)(surname + 1) << 32 | (uint32_t)other) << 1;
}

static uint32_t pair_place(uint64_t key, uint32_t mask) {
    key *= 0xFF51AFD7ED558CCDu;
    return (uint32_t)(key >> 33) & mask;
}

/* Whether a pair is joined: 1, 0, or -1 when nobody said. */
static int joined(const Vocabulary *v, uint64_t key) {
    for (uint32_t at = pair_place(key, v->pair_mask);; at = (at + 1) & v->pair_mask) {
        if (!v->pairs[at]) return -1;
        if ((v->pairs[at] & ~(uint64_t)1) == key) return v->pairs[at] & 1;
    }
}

/* Forget what was said of pairs. */
void vocabulary_forget_pairs(Vocabulary *v) {
    memset(v->pairs, 0, ((size_t)v->pair_mask + 1) * sizeof *v->pairs);
    v->pair_count = 0;
}

/* Say whether the words of a pair are joined. When there are too many, the others are forgotten. */
int64_t vocabulary_join(Vocabulary *v, int32_t surname, int32_t other, int32_t yes) {
    if (surname < 0 || other < 0) return NOT_FOR_ME;
    uint64_t key = pair_key(surname, other);
    if (joined(v, key) >= 0) return 0;
    if ((v->pair_count + 1) * 2 > v->pair_mask) {
        if (v->pair_mask < MOST_PAIRS) {
            uint32_t mask = v->pair_mask * 2 + 1;
            uint64_t *pairs = calloc((size_t)mask + 1, sizeof *pairs);
            if (!pairs) return NO_ROOM;
            for (uint32_t i = 0; i <= v->pair_mask; i++) {
                if (!v->pairs[i]) continue;
                uint32_t at = pair_place(v->pairs[i] & ~(uint64_t)1, mask);
                while (pairs[at]) at = (at + 1) & mask;
                pairs[at] = v->pairs[i];
            }
            free(v->pairs);
            v->pairs = pairs;
            v->pair_mask = mask;
        } else vocabulary_forget_pairs(v);
    }
    uint32_t at = pair_place(key, v->pair_mask);
    while (v->pairs[at]) at = (at + 1) & v->pair_mask;
    v->pairs[at] = key | (yes != 0);
    v->pair_count++;
    return 0;
}

/* One pair into `found` unless it is known not to be joined. */
static int64_t tell(const Vocabulary *v, int32_t surname, int32_t other, int32_t start, int32_t end,
                    int32_t *pairs, int64_t found, int64_t capacity) {
    int yes = joined(v, pair_key(surname, other));
    if (!yes || found == capacity) return found;
    int32_t *pair = pairs + 4 * found;
    pair[0] = yes > 0 ? -1 : surname;
    pair[1] = other;
    pair[2] = start;
    pair[3] = end;
    return found + 1;
}

/* Words of a text so near that they may be a surname and a given name or initial on record: four
 * numbers each into `pairs`, at most four pairs a word: the surname's number, or -1 for a pair said
 * to be joined; the other's number; where the first begins; where the last ends. Pairs said not to
 * be joined are left out. The other arguments are those of `scan`. Returns how many pairs; when
 * words are new, how many words, and seen[0] says so; or what `scan` returns. */
int64_t scan_pairs(const Vocabulary *v, const uint32_t *text, int64_t n, int32_t *starts,
                   int32_t *ends, int32_t *numbers, int64_t capacity, int32_t *seen,
                   int32_t *pairs) {
    int64_t count = scan(v, text, n, starts, ends, numbers, capacity, seen), found = 0;
    if (count < 0 || seen[0]) return count;
    for (int64_t at = 0; at < count; at++) {
        if (!(flags_of(v, numbers[at]) & SURNAME)) continue;
        for (int64_t other = at - 1; other >= 0 && other >= at - FURTHEST; other--) {
            if (starts[other + 1] - ends[other] > LONGEST_GAP) break;
            if (flags_of(v, numbers[other]) & (GIVEN | INITIAL))
                found = tell(v, numbers[at], numbers[other], starts[other], ends[at], pairs, found,
                             4 * capacity);
        }
        if (at + 1 < count && starts[at + 1] - ends[at] <= LONGEST_GAP
            && flags_of(v, numbers[at + 1]) & (GIVEN | INITIAL))
            found = tell(v, numbers[at], numbers[at + 1], starts[at], ends[at + 1], pairs, found,
                         4 * capacity);
    }
    return found;
}
