/* What reading.c works with: the tables, a word read aloud, its key and the further keys by which a
 * Western spelling may be heard.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 120, LONGEST_GROUP = 8, LONGEST_SOUNDS = 8, SYSTEMS = 32, BUCKETS = 512 };
enum { MOST_FORMS = 64, MOST_WAYS = 128, MOST_SYSTEMS = 8, MOST_FREE = 16, LONGEST_KEY = 64 };
enum { NOT_FOR_ME = -1, NO_ROOM = -2 };
enum { AT_START = 1, AT_END = 2 };

typedef struct { /* letters, and how a system reads them; or what may be heard for a group */
    uint32_t letters[LONGEST_GROUP];
    char sounds[LONGEST_SOUNDS];
    int32_t next;
    uint8_t length, heard, anchor;
    double price;
} Rule;

typedef struct { int32_t first[BUCKETS]; } Table; /* by the first letter; the longest letters first */

enum { MOST_LETTERS = LONGEST };
#include "letters.h"

typedef struct { char sounds[LONGEST]; int32_t length; } Sounds;
typedef struct { double price; int32_t length; char key[LONGEST_KEY]; } Key;

typedef struct { /* a form of the text word */
    Letters word, like;
    int32_t free, again; /* whether it is freely read; whether it is the one before again */
} Form;

typedef struct { Sounds sounds; int32_t form, key; } Way;
typedef struct { char key[LONGEST + 1]; int32_t length; } WayKey;

/* What one call works with; too much for a stack. Callers hold the interpreter's lock. */
typedef struct {
    Form forms[MOST_FORMS];
    Way ways[MOST_WAYS];
    WayKey keys[MOST_WAYS];
    Key free[MOST_FORMS][MOST_FREE];
    int32_t free_count[MOST_FORMS], group[MOST_FORMS];
} Work;

typedef struct {
    uint8_t class[128], vowel[128]; /* a class of 0 is not in a key */
    Table systems[SYSTEMS + 1];     /* the last one: groups of `spelling._consonants` */
    Rule *rules;
    int32_t count, room, system_count;
    double key_price;
    int32_t most_keys;
    Work work;
} Reader;

void reader_free(Reader *reader) {
    if (reader) free(reader->rules);
    free(reader);
}

Reader *reader_new(const uint8_t *class, const uint8_t *vowel, double key_price, int32_t most_keys) {
    Reader *reader = malloc(sizeof *reader);
    if (!reader) return NULL;
    memcpy(reader->class, class, sizeof reader->class);
    memcpy(reader->vowel, vowel, sizeof reader->vowel);
    for (int i = 0; i <= SYSTEMS; i++)
        for (int j = 0; j < BUCKETS; j++) reader->systems[i].first[j] = -1;
    reader->count = 0;
    reader->room = 1024;
    reader->key_price = key_price;
    reader->most_keys = most_keys < MOST_FREE ? most_keys : MOST_FREE;
    reader->rules = malloc((size_t)reader->room * sizeof *reader->rules);
    if (reader->rules) return reader;
    reader_free(reader);
    return NULL;
}

/* Say how a system reads letters, or, for the system SYSTEMS, what may be heard for a group. Rules
 * with more letters must be told later. */
int64_t reader_learn(Reader *reader, int32_t system, const uint32_t *letters, int32_t length,
                     int32_t anchor, const char *sounds, int32_t heard, double price) {
    if (system < 0 || system > SYSTEMS || length < 1 || length > LONGEST_GROUP || heard < 0
        || heard > LONGEST_SOUNDS)
        return NOT_FOR_ME;
    if (reader->count == reader->room) {
        Rule *more = realloc(reader->rules, (size_t)reader->room * 2 * sizeof *more);
        if (!more) return NO_ROOM;
        reader->rules = more;
        reader->room *= 2;
    }
    int32_t *bucket = &reader->systems[system].first[letters[0] % BUCKETS];
    Rule *rule = &reader->rules[reader->count];
    memset(rule, 0, sizeof *rule);
    memcpy(rule->letters, letters, (size_t)length * sizeof *letters);
    memcpy(rule->sounds, sounds, (size_t)heard);
    rule->next = *bucket;
    rule->length = (uint8_t)length;
    rule->heard = (uint8_t)heard;
    rule->anchor = (uint8_t)anchor;
    rule->price = price;
    *bucket = reader->count++;
    return 0;
}

static int begins(const Letters *word, int32_t at, const Rule *rule) {
    if (word->length - at < rule->length) return 0;
    for (int32_t i = 0; i < rule->length; i++)
        if (word->letters[at + i] != rule->letters[i]) return 0;
    return 1;
}

static const Rule *after(const Reader *reader, const Rule *rule) {
    return rule->next < 0 ? NULL : &reader->rules[rule->next];
}

static const Rule *first_rule(const Reader *reader, int32_t system, uint32_t letter) {
    const int32_t first = reader->systems[system].first[letter % BUCKETS];
    return first < 0 ? NULL : &reader->rules[first];
}

/* `a` and then `b` become `c` wherever they stand. */
static int32_t pair_to(char *s, int32_t n, char a, char b, char c) {
    int32_t to = 0;
    for (int32_t at = 0; at < n; at++) {
        if (s[at] == a && at + 1 < n && s[at + 1] == b) {
            s[to++] = c;
            at++;
        } else s[to++] = s[at];
    }
    return to;
}

/* One or more i and j before one of two letters become a third. */
static int32_t soften(char *s, int32_t n, char small, char large, char into) {
    int32_t to = 0;
    for (int32_t at = 0; at < n;) {
        int32_t run = at;
        while (run < n && (s[run] == 'i' || s[run] == 'j')) run++;
        if (run > at && run < n && (s[run] == small || s[run] == large)) {
            s[to++] = into;
            at = run + 1;
        } else if (run > at) {
            while (at < run) s[to++] = s[at++];
        } else s[to++] = s[at++];
    }
    return to;
}

static int32_t squeezed(char *s, int32_t n) {
    int32_t to = 0;
    for (int32_t at = 0; at < n; at++) if (!to || s[to - 1] != s[at]) s[to++] = s[at];
    return to;
}

/* `transliteration._as_heard`; all sounds are ASCII letters. */
static void as_heard(Sounds *sounds) {
    char *s = sounds->sounds;
    int32_t n = sounds->length;
    n = soften(s, n, 'a', 'A', 'A');
    n = soften(s, n, 'o', 'O', 'O');
    n = soften(s, n, 'u', 'U', 'U');
    n = soften(s, n, 'e', 'e', 'e');
    for (int32_t i = 0; i < n; i++) if (s[i] == 'j') s[i] = 'i';
    n = squeezed(s, n);
    if (n >= 3 && s[n - 1] == 'A' && s[n - 2] == 'a' && (s[n - 3] == 'c' || s[n - 3] == 'k')) n--;
    if (n >= 2 && s[n - 1] == 'A' && s[n - 2] == 'a') n--;
    n = pair_to(s, n, 't', 'C', 'C');
    n = pair_to(s, n, 'd', 'c', 'c');
    n = pair_to(s, n, 'S', 'C', 'Q');
    if (n >= 2 && s[n - 1] == 'u' && s[n - 2] == 'o') s[n - 1] = 'v';
    sounds->length = n;
}

/* A word as a system reads it. */
static int read_aloud(const Reader *reader, const Letters *word, int32_t system, Sounds *into) {
    int32_t n = 0;
    for (int32_t at = 0; at < word->length;) {
        const Rule *rule = first_rule(reader, system, word->letters[at]);
        while (rule && !begins(word, at, rule)) rule = after(reader, rule);
        if (!rule) {
            at++;
            continue;
        }
        if (n + rule->heard > LONGEST) return NOT_FOR_ME;
        memcpy(into->sounds + n, rule->sounds, rule->heard);
        n += rule->heard;
        at += rule->length;
    }
    into->length = n;
    as_heard(into);
    return 0;
}

/* `phonetics.sound_key` of sounds. */
static int32_t key_of(const Reader *reader, const Sounds *sounds, char *key) {
    int32_t n = 0, from = 0;
    if (sounds->length && reader->vowel[(uint8_t)sounds->sounds[0]]) key[n++] = 'a', from = 1;
    for (int32_t i = 0; i < sounds->length; i++) {
        const char class = (char)reader->class[(uint8_t)sounds->sounds[i]];
        if (class && (n == from || key[n - 1] != class)) key[n++] = class;
    }
    return n;
}

/* `phonetics.sound_key` of letters, with the last letter behind it. */
static void likeness(const Reader *reader, const Letters *word, Letters *into) {
    int32_t n = 0, from = 0;
    if (word->length && word->letters[0] < 128 && reader->vowel[word->letters[0]])
        into->letters[n++] = 'a', from = 1;
    for (int32_t i = 0; i < word->length; i++) {
        uint32_t letter = word->letters[i];
        if (letter < 128) letter = reader->class[letter];
        if (letter && (n == from || into->letters[n - 1] != letter) && n < LONGEST - 1)
            into->letters[n++] = letter;
    }
    if (word->length) into->letters[n++] = word->letters[word->length - 1];
    into->length = n;
}

static int before(const Key *a, const Key *b) {
    if (a->price != b->price) return a->price < b->price;
    const int32_t n = a->length < b->length ? a->length : b->length;
    const int order = memcmp(a->key, b->key, (size_t)n);
    return order ? order < 0 : a->length < b->length;
}

static void sort(Key *keys, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        const Key key = keys[i];
        int32_t at = i;
        for (; at && before(&key, &keys[at - 1]); at--) keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

static int32_t without_vowels(char *key, int32_t n) {
    int32_t to = 0;
    for (int32_t at = 0; at < n; at++) if (!at || key[at] != 'a') key[to++] = key[at];
    return squeezed(key, to);
}

static int32_t melted(char *key, int32_t n) {
    n = pair_to(key, n, 't', 's', 's');
    n = pair_to(key, n, 't', 'C', 'C');
    n = pair_to(key, n, 'd', 's', 's');
    n = pair_to(key, n, 'S', 'C', 'S');
    return squeezed(key, n);
}

/* What may be heard for the group that `rule` found: all rules of the same letters and anchor. */
static int32_t options(const Reader *reader, const Rule *found, int anchor, const Rule **into) {
    int32_t count = 0;
    for (const Rule *rule = first_rule(reader, SYSTEMS, found->letters[0]); rule;
         rule = after(reader, rule))
        if (rule->anchor == anchor && rule->length == found->length
            && !memcmp(rule->letters, found->letters, found->length * sizeof *rule->letters)) {
            if (count == MOST_FREE) return NOT_FOR_ME;
            into[count++] = rule;
        }
    return count;
}

/* `spelling.free_keys` of a word that is freely read: how many. */
static int32_t free_keys(const Reader *reader, const Letters *word, Key *keys) {
    static const Rule silent;
    const Rule *groups[LONGEST], *heard[MOST_FREE];
    int32_t group_count = 0, count = 1, sure_length = 0;
    char sure[LONGEST_KEY];
    for (int32_t at = 0; at < word->length;) {
        const Rule *rule = first_rule(reader, SYSTEMS, word->letters[at]);
        while (rule && !(begins(word, at, rule) && (rule->anchor != AT_START || !at)
                         && (rule->anchor != AT_END || at + rule->length == word->length)))
            rule = after(reader, rule);
        if (!rule) {
            at++;
            continue;
        }
        groups[group_count++] = rule;
        at += rule->length;
    }
    keys[0].price = 0.0;
    keys[0].length = 0;
    for (int32_t place = 0; place < group_count; place++) {
        int32_t ways = 0;
        if (place == group_count - 1) ways = options(reader, groups[place], AT_END, heard);
        if (!ways && !place) ways = options(reader, groups[place], AT_START, heard);
        if (!ways) ways = options(reader, groups[place], 0, heard);
        if (ways < 0) return NOT_FOR_ME;
        if (!ways) heard[ways++] = &silent;
        if (ways == 1) {
            const Rule *one = heard[0];
            if (place <= 1 || one->heard != 1 || one->sounds[0] != 'a') {
                if (sure_length + one->heard > LONGEST_KEY) return NOT_FOR_ME;
                memcpy(sure + sure_length, one->sounds, one->heard);
                sure_length += one->heard;
            }
            continue;
        }
        Key more[MOST_FREE * 4];
        int32_t made = 0;
        for (int32_t key = 0; key < count; key++) {
            for (int32_t way = 0; way < ways; way++) {
                const double price = keys[key].price + heard[way]->price;
                if (!(price <= reader->key_price)) continue;
                Key *next = &more[made];
                const int32_t length = keys[key].length;
                if (made == MOST_FREE * 4 || length + sure_length + heard[way]->heard > LONGEST_KEY)
                    return NOT_FOR_ME;
                made++;
                next->price = price;
                memcpy(next->key, keys[key].key, (size_t)length);
                memcpy(next->key + length, sure, (size_t)sure_length);
                memcpy(next->key + length + sure_length, heard[way]->sounds, heard[way]->heard);
                next->length = length + sure_length + heard[way]->heard;
            }
        }
        if (made > reader->most_keys) sort(more, made);
        count = made > reader->most_keys ? reader->most_keys : made;
        memcpy(keys, more, (size_t)count * sizeof *keys);
        sure_length = 0;
    }
    sort(keys, count);
    /* Consonants melt where no vowel parts them, which a key does not tell: it is kept as it is, too. */
    Key found[MOST_FREE];
    int32_t kept = 0;
    for (int32_t at = 0; at < count; at++) {
        Key *key = &keys[at];
        if (key->length + sure_length > LONGEST_KEY) return NOT_FOR_ME;
        if (!(key->length + sure_length)) continue;
        memcpy(key->key + key->length, sure, (size_t)sure_length);
        key->length = without_vowels(key->key, key->length + sure_length);
        for (int melts = 0; melts < 2; melts++) {
            if (melts) key->length = melted(key->key, key->length);
            int known = 0;
            for (int32_t i = 0; i < kept && !known; i++)
                known = found[i].length == key->length
                        && !memcmp(found[i].key, key->key, (size_t)key->length);
            if (known) continue;
            if (kept == MOST_FREE) return NOT_FOR_ME;
            found[kept++] = *key;
        }
    }
    memcpy(keys, found, (size_t)kept * sizeof *keys);
    return kept;
}
