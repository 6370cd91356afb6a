/* What gathering.c works with: letters and words that it is told, strings numbered once, and single words
 * judged by these.
 */
#include "reader.h"

enum { LETTERS = 0x530, LONGEST_TOLD = 24, LETTER_NUMBERS = 4, MOST_GROUPS = 16 };
/* Bits of a letter. */
enum { OF_CYRILLIC_NAMES = 1, OF_LATIN_NAMES = 2, CAPITAL = 4, CYRILLIC_LETTER = 8, LATIN_LETTER = 16,
       BEGINS_FREELY = 32, NOT_RUSSIAN_LETTER = 64, CLASS_SHIFT = 8 };
/* What words are told for. */
enum { WHOLE, BEGINNING, ENDING, INSIDE, SOUNDING, SPACES };
/* Bits of a whole word and of the kind of a word of a name, as `plain` has them. */
enum { FORMAL = 1, GIVEN = 2, SHAPED = 4, PATRONYMIC = 8, PREFIX = 16, LATIN_KIND = 32, ASIDE = 64 };
/* Patterns of endings. */
enum { LIKE_SURNAME = 1, LIKE_PATRONYMIC = 2, SLAVIC = 4, NOT_SLAVIC = 8, SLAVIC_CYRILLIC = 16 };
/* Traits of a record word, as `traits` has them. */
enum { CYRILLIC_SCRIPT = 1, LATIN_SCRIPT = 2, OTHER_SCRIPT = 3, MIXED_SCRIPT = 4, FREE = 8, FOREIGN = 16,
       NOT_RUSSIAN = 32 };
enum { ASK = -2, SYSTEM_CLASSES = 4, EAR_LETTERS = 3 };

typedef struct { uint32_t soft, folded[2], bits; } Letter;

typedef struct { /* letters told, and what of */
    uint32_t letters[LONGEST_TOLD];
    uint32_t space, length, bits, next;
} Told;

typedef struct { uint32_t pattern, least, most; } Group; /* letters before an ending */

typedef struct {
    Reader *reader;
    Letter letters[LETTERS];
    Told *told; /* the first one is none */
    uint32_t count, room, first[1 << 13];
    uint32_t longest[SPACES];
    Group groups[MOST_GROUPS];
    uint32_t group_count;
    char systems[SYSTEM_CLASSES][MOST_SYSTEMS]; /* of words in no known language */
    char by_ear[EAR_LETTERS];
} Judge;

static uint32_t told_hash(uint32_t space, const uint32_t *letters, int32_t length) {
    uint32_t hash = 2166136261u ^ space;
    for (int32_t i = 0; i < length; i++) hash = (hash ^ letters[i]) * 16777619u;
    return (hash ^ hash >> 15) & ((1u << 13) - 1);
}

/* The bits told of letters, 0 for none. */
static uint32_t bits_of(const Judge *judge, uint32_t space, const uint32_t *letters, int32_t length) {
    if (length < 1 || (uint32_t)length > judge->longest[space]) return 0;
    uint32_t at = judge->first[told_hash(space, letters, length)];
    for (; at; at = judge->told[at].next) {
        const Told *told = &judge->told[at];
        if (told->space == space && told->length == (uint32_t)length
            && !memcmp(told->letters, letters, (size_t)length * sizeof *letters))
            return told->bits;
    }
    return 0;
}

/* The patterns of endings and pieces that a word has. */
static uint32_t patterns_of(const Judge *judge, const Letters *word) {
    uint32_t turned[LONGEST_TOLD], found = 0;
    const int32_t most = word->length < LONGEST_TOLD ? word->length : LONGEST_TOLD;
    for (int32_t n = 1; n <= most; n++) {
        turned[n - 1] = word->letters[word->length - n];
        const uint32_t groups = bits_of(judge, ENDING, turned, n);
        const uint32_t before = (uint32_t)(word->length - n);
        for (uint32_t group = 0; groups >> group; group++)
            if (groups >> group & 1 && group < judge->group_count
                && before >= judge->groups[group].least && before <= judge->groups[group].most)
                found |= judge->groups[group].pattern;
    }
    for (int32_t at = 0; at < word->length; at++)
        for (int32_t n = 1; n <= (int32_t)judge->longest[INSIDE] && at + n <= word->length; n++)
            found |= bits_of(judge, INSIDE, word->letters + at, n);
    return found;
}

/* Whether a word sounds like a given name; ASK where that is not known here. */
static int32_t given_by_ear(Judge *judge, const Letters *soft, int32_t class) {
    for (int32_t i = 0; i < MOST_SYSTEMS && judge->systems[class][i]; i++) {
        Sounds sounds;
        uint32_t heard[LONGEST_TOLD];
        if (read_aloud(judge->reader, soft, judge->systems[class][i] - 'A', &sounds) < 0
            || sounds.length > LONGEST_TOLD)
            return ASK;
        for (int32_t n = 0; n < sounds.length; n++) heard[n] = (uint8_t)sounds.sounds[n];
        const uint32_t bits = bits_of(judge, SOUNDING, heard, sounds.length);
        if (bits) return (int32_t)bits;
    }
    return 0;
}

/* Script and kind of a word of a name as it is written; ASK for one that is not ordinary. */
static int32_t kind_of(Judge *judge, const Letters *word) {
    uint32_t alphabet = OF_CYRILLIC_NAMES | OF_LATIN_NAMES;
    uint32_t folded[2 * LONGEST_TOLD];
    int32_t length = 0, class = 0;
    Letters soft;
    if (word->length < 2 || word->length > LONGEST_TOLD) return ASK;
    for (int32_t i = 0; i < word->length; i++) {
        if (word->letters[i] >= LETTERS) return ASK;
        const Letter *letter = &judge->letters[word->letters[i]];
        alphabet &= letter->bits;
        /* Roman numbers are written in capitals, and what else is so is rare. */
        if (!alphabet || (i && letter->bits & CAPITAL)) return ASK;
        class |= (int32_t)(letter->bits >> CLASS_SHIFT);
        soft.letters[i] = letter->soft;
        for (int32_t n = 0; n < 2 && letter->folded[n]; n++) folded[length++] = letter->folded[n];
    }
    soft.length = word->length;
    if (length > LONGEST_TOLD) return ASK;
    const uint32_t whole = bits_of(judge, WHOLE, folded, length);
    if (whole & ASIDE) return ASK;
    for (int32_t n = 1; n <= length && n <= (int32_t)judge->longest[BEGINNING]; n++)
        if (bits_of(judge, BEGINNING, folded, n)) return ASK;
    int32_t kind = (int32_t)(whole & (FORMAL | GIVEN | PREFIX));
    if (!(kind & GIVEN)) {
        const int32_t heard = given_by_ear(judge, &soft, class & (SYSTEM_CLASSES - 1));
        if (heard < 0) return ASK;
        kind |= heard;
    }
    const uint32_t patterns = patterns_of(judge, &soft);
    if (patterns & LIKE_SURNAME) kind |= SHAPED;
    if (patterns & LIKE_PATRONYMIC) kind |= PATRONYMIC;
    return alphabet & OF_LATIN_NAMES ? kind | LATIN_KIND : kind;
}

/* Traits of a record word, and the class by which its systems are known; ASK for unknown letters. */
static int32_t traits_of(const Judge *judge, const Letters *soft, int32_t *class) {
    uint32_t bits = 0;
    if (!soft->length) return ASK;
    for (int32_t i = 0; i < soft->length; i++) {
        if (soft->letters[i] >= LETTERS) return ASK;
        bits |= judge->letters[soft->letters[i]].bits;
    }
    const int cyrillic = (bits & CYRILLIC_LETTER) != 0, latin = (bits & LATIN_LETTER) != 0;
    int32_t traits = cyrillic ? (latin ? MIXED_SCRIPT : CYRILLIC_SCRIPT) : latin ? LATIN_SCRIPT : OTHER_SCRIPT;
    *class = (int32_t)(bits >> CLASS_SHIFT) & (SYSTEM_CLASSES - 1);
    if (traits == MIXED_SCRIPT) return ASK;
    if (traits == CYRILLIC_SCRIPT) {
        if (!(patterns_of(judge, soft) & SLAVIC_CYRILLIC)) traits |= FOREIGN;
    } else if (judge->letters[soft->letters[0]].bits & BEGINS_FREELY) {
        const uint32_t patterns = patterns_of(judge, soft);
        if (!(patterns & SLAVIC) || patterns & NOT_SLAVIC) traits |= FREE;
    }
    return bits & NOT_RUSSIAN_LETTER ? traits | NOT_RUSSIAN : traits;
}

typedef struct { /* strings numbered in the order in which they were first met */
    char *bytes;
    uint32_t *ends, *slots;
    uint64_t used, byte_room;
    uint32_t count, room, slot_count;
} Strings;

static void strings_free(Strings *strings) {
    free(strings->bytes);
    free(strings->ends);
    free(strings->slots);
}

static uint32_t string_hash(const char *text, int32_t length) {
    uint32_t hash = 2166136261u;
    for (int32_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static uint32_t begin_of(const Strings *strings, uint32_t number) {
    return number ? strings->ends[number - 1] : 0;
}

static int strings_grow(Strings *strings) {
    const uint32_t room = strings->room ? strings->room * 2 : 1024, slots = room * 2;
    if (strings->room > 1u << 28) return NO_ROOM;
    uint32_t *ends = realloc(strings->ends, (size_t)room * sizeof *ends);
    if (!ends) return NO_ROOM;
    strings->ends = ends;
    strings->room = room;
    free(strings->slots);
    strings->slot_count = 0;
    strings->slots = calloc(slots, sizeof *strings->slots);
    if (!strings->slots) return NO_ROOM;
    strings->slot_count = slots;
    for (uint32_t number = 0; number < strings->count; number++) {
        const uint32_t begin = begin_of(strings, number);
        uint32_t at = string_hash(strings->bytes + begin, (int32_t)(strings->ends[number] - begin));
        for (at &= slots - 1; strings->slots[at];) at = (at + 1) & (slots - 1);
        strings->slots[at] = number + 1;
    }
    return 0;
}

/* The number of a string, kept once; NO_ROOM where there is no memory for it. */
static int64_t number_of(Strings *strings, const char *text, int32_t length) {
    if (strings->count == strings->room && strings_grow(strings) < 0) return NO_ROOM;
    uint32_t at = string_hash(text, length) & (strings->slot_count - 1);
    for (; strings->slots[at]; at = (at + 1) & (strings->slot_count - 1)) {
        const uint32_t number = strings->slots[at] - 1, begin = begin_of(strings, number);
        if (strings->ends[number] - begin == (uint32_t)length
            && (!length || !memcmp(strings->bytes + begin, text, (size_t)length)))
            return number;
    }
    if (strings->used + (uint64_t)length > strings->byte_room) {
        const uint64_t room = (strings->used + (uint64_t)length) * 2 + 4096;
        if (room > UINT32_MAX) return NO_ROOM;
        char *bytes = realloc(strings->bytes, (size_t)room);
        if (!bytes) return NO_ROOM;
        strings->bytes = bytes;
        strings->byte_room = room;
    }
    if (length) memcpy(strings->bytes + strings->used, text, (size_t)length);
    strings->used += (uint64_t)length;
    strings->ends[strings->count] = (uint32_t)strings->used;
    strings->slots[at] = ++strings->count;
    return strings->count - 1;
}

/* All strings with a line end behind each. */
static void tell(const Strings *strings, char *out) {
    for (uint32_t number = 0; number < strings->count; number++) {
        const uint32_t begin = begin_of(strings, number), length = strings->ends[number] - begin;
        if (length) memcpy(out, strings->bytes + begin, length);
        out[length] = '\n';
        out += length + 1;
    }
}
