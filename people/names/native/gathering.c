/* The words of many names at once, for an index that is built: what kind of word each is, and under which
 * sounds and keys it is entered. The twins are `plain.kind_in_python` and `record_words.GatheredWords`,
 * where the rules are said. It is loaded with ctypes, knows nothing of Python and is told letters, words
 * and endings; the letters' sounds are those of the reader (reading.c) that it is given.
 *
 * Memory: what it makes of words grows with them, every write is bounded by the room there is, and a word
 * with letters or of a length that it does not know is for Python to judge (ASK).
 */
#include "gathering.h"

void judge_free(Judge *judge) {
    if (judge) free(judge->told);
    free(judge);
}

/* `letters`: four numbers for each letter; `systems`: those of each class for words in no known language;
 * `by_ear`: what stands behind the consonants of a further key. */
Judge *judge_new(Reader *reader, const uint32_t *letters, const char *systems, const char *by_ear) {
    Judge *judge = calloc(1, sizeof *judge);
    if (!judge) return NULL;
    judge->reader = reader;
    for (int32_t code = 0; code < LETTERS; code++) {
        const uint32_t *numbers = letters + code * LETTER_NUMBERS;
        judge->letters[code] = (Letter){numbers[0], {numbers[1], numbers[2]}, numbers[3]};
    }
    memcpy(judge->systems, systems, sizeof judge->systems);
    memcpy(judge->by_ear, by_ear, EAR_LETTERS);
    judge->room = 1024;
    judge->count = 1;
    judge->told = malloc((size_t)judge->room * sizeof *judge->told);
    if (judge->told) return judge;
    judge_free(judge);
    return NULL;
}

/* Know bits of letters in one of the spaces; they add up. Letters of endings stand in reverse. */
int64_t judge_learn(Judge *judge, uint32_t space, const uint32_t *letters, int32_t length, uint32_t bits) {
    if (space >= SPACES || length < 1 || length > LONGEST_TOLD) return NOT_FOR_ME;
    uint32_t *first = &judge->first[told_hash(space, letters, length)];
    for (uint32_t at = *first; at; at = judge->told[at].next) {
        Told *told = &judge->told[at];
        if (told->space != space || told->length != (uint32_t)length
            || memcmp(told->letters, letters, (size_t)length * sizeof *letters))
            continue;
        told->bits |= bits;
        return 0;
    }
    if (judge->count == judge->room) {
        Told *more = realloc(judge->told, (size_t)judge->room * 2 * sizeof *more);
        if (!more) return NO_ROOM;
        judge->told = more;
        judge->room *= 2;
    }
    Told *told = &judge->told[judge->count];
    memset(told, 0, sizeof *told);
    memcpy(told->letters, letters, (size_t)length * sizeof *letters);
    told->space = space;
    told->length = (uint32_t)length;
    told->bits = bits;
    told->next = *first;
    *first = judge->count++;
    if ((uint32_t)length > judge->longest[space]) judge->longest[space] = (uint32_t)length;
    return 0;
}

/* A group of endings: the pattern they are of, and how many letters may stand before them. */
int64_t judge_group(Judge *judge, uint32_t pattern, uint32_t least, uint32_t most) {
    if (judge->group_count == MOST_GROUPS) return NOT_FOR_ME;
    judge->groups[judge->group_count] = (Group){pattern, least, most};
    return judge->group_count++;
}

/* The next of the words given a line each; 0 for a broken or a very long one, whose line is passed. */
static int next_word(const uint8_t **at, const uint8_t *end, Letters *word) {
    const uint8_t *line = memchr(*at, '\n', (size_t)(end - *at));
    if (!line) line = end;
    const uint8_t *begin = *at;
    *at = line < end ? line + 1 : end;
    word->length = 0;
    for (const uint8_t *byte = begin; byte < line;) {
        uint32_t code = *byte;
        const int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
        if (word->length == LONGEST || line - byte <= more) return 0;
        if (more) code &= 0x3Fu >> more;
        byte++;
        for (int i = 0; i < more; i++) code = code << 6 | (*byte++ & 0x3F);
        word->letters[word->length++] = code;
    }
    return 1;
}

typedef struct { uint32_t sound, key, word, next; } Entry; /* word: twice its number, and the gender */

typedef struct {
    Judge *judge;
    const char *systems; /* of each language, of each class */
    Strings sounds, keys;
    Entry *entries;
    uint32_t *last; /* of each word: its last entry + 1 */
    uint32_t words, languages, count, room;
} Entering;

void entering_free(Entering *entering) {
    if (!entering) return;
    strings_free(&entering->sounds);
    strings_free(&entering->keys);
    free(entering->entries);
    free(entering->last);
    free(entering);
}

static int enter(Entering *entering, uint32_t word, int64_t sound, int64_t key) {
    if (sound < 0 || key < 0) return NO_ROOM;
    uint32_t *last = &entering->last[word >> 1];
    for (uint32_t at = *last; at; at = entering->entries[at - 1].next)
        if (entering->entries[at - 1].sound == (uint32_t)sound && entering->entries[at - 1].word == word
            && entering->entries[at - 1].key == (uint32_t)key)
            return 0;
    if (entering->count == entering->room) {
        if (entering->room > 1u << 28) return NO_ROOM;
        const uint32_t room = entering->room ? entering->room * 2 : 4096;
        Entry *more = realloc(entering->entries, (size_t)room * sizeof *more);
        if (!more) return NO_ROOM;
        entering->entries = more;
        entering->room = room;
    }
    entering->entries[entering->count] = (Entry){(uint32_t)sound, (uint32_t)key, word, *last};
    *last = ++entering->count;
    return 0;
}

/* One form of a word under the sounds and keys by which a language reads it. */
static int enter_form(Entering *entering, uint32_t word, const Letters *form, int32_t class, int free_form,
                      uint32_t language) {
    const Reader *reader = entering->judge->reader;
    const char *systems = entering->systems + ((size_t)language * SYSTEM_CLASSES + (size_t)class) * MOST_SYSTEMS;
    int64_t known[MOST_SYSTEMS];
    int32_t count = 0;
    for (int32_t i = 0; i < MOST_SYSTEMS && systems[i]; i++) {
        Sounds sounds;
        char key[LONGEST + 1];
        if (systems[i] < 'A' || systems[i] >= 'A' + SYSTEMS) return NOT_FOR_ME;
        if (read_aloud(reader, form, systems[i] - 'A', &sounds) < 0) return NOT_FOR_ME;
        if (!sounds.length) continue;
        known[count] = number_of(&entering->keys, key, key_of(reader, &sounds, key));
        if (enter(entering, word, number_of(&entering->sounds, sounds.sounds, sounds.length), known[count]) < 0)
            return NO_ROOM;
        count++;
    }
    if (!free_form) return 0;
    Key keys[MOST_FREE];
    const int32_t more = free_keys(reader, form, keys);
    if (more < 0) return NOT_FOR_ME;
    for (int32_t i = 0; i < more; i++) {
        char sounds[LONGEST_KEY + EAR_LETTERS];
        const int32_t length = keys[i].length;
        const int64_t key = number_of(&entering->keys, keys[i].key, length);
        int told = 0;
        for (int32_t n = 0; n < count; n++) told |= known[n] == key;
        if (told) continue;
        memcpy(sounds, keys[i].key, (size_t)length);
        memcpy(sounds + length, entering->judge->by_ear, EAR_LETTERS);
        if (enter(entering, word, number_of(&entering->sounds, sounds, length + EAR_LETTERS), key) < 0) return NO_ROOM;
    }
    return 0;
}

/* A word that Python read: its sounds and keys in turn, between tabs. */
static int enter_answer(Entering *entering, uint32_t word, const uint8_t *at, const uint8_t *line) {
    while (at < line) {
        const uint8_t *middle = memchr(at, '\t', (size_t)(line - at));
        if (!middle) return NOT_FOR_ME;
        const uint8_t *end = memchr(middle + 1, '\t', (size_t)(line - middle - 1));
        if (!end) end = line;
        if (end - at > 1 << 20) return NOT_FOR_ME;
        const int64_t sound = number_of(&entering->sounds, (const char *)at, (int32_t)(middle - at));
        const int64_t key = number_of(&entering->keys, (const char *)middle + 1, (int32_t)(end - middle - 1));
        if (enter(entering, word, sound, key) < 0) return NO_ROOM;
        at = end < line ? end + 1 : line;
    }
    return 0;
}

/* The two lines of a pair that Python answered: the word itself, and its other form. */
static int enter_answers(Entering *entering, uint32_t word, const uint8_t **at, const uint8_t *end) {
    for (uint32_t other = 0; other < 2; other++) {
        const uint8_t *line = memchr(*at, '\n', (size_t)(end - *at));
        if (!line) return NOT_FOR_ME;
        const int done = enter_answer(entering, word << 1 | other, *at, line);
        if (done < 0) return done;
        *at = line + 1;
    }
    return 0;
}

typedef struct { const uint8_t *lines; int64_t bytes; } Lines;

/* Where each line begins, and the end of all; 0 when there are not `count` lines. */
static int begin_lines(const Lines *lines, uint32_t count, int64_t *begins) {
    const uint8_t *at = lines->lines, *end = at + lines->bytes;
    for (uint32_t i = 0; i < count; i++) {
        begins[i] = at - lines->lines;
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at) return 0;
        at++;
    }
    begins[count] = at - lines->lines;
    return at == end;
}

static int word_at(const Lines *lines, const int64_t *begins, uint32_t number, Letters *word) {
    const uint8_t *at = lines->lines + begins[number];
    return next_word(&at, lines->lines + begins[number + 1], word);
}

static int enter_pair(Entering *entering, const Lines *forms, int64_t *const *begins, uint32_t word,
                      uint32_t language) {
    for (uint32_t other = 0; other < 2; other++) {
        if (other && begins[1][word + 1] - begins[1][word] == 1) return 0;
        Letters form;
        int32_t class = 0;
        if (!word_at(&forms[other], begins[other], word, &form)) return NOT_FOR_ME;
        const int32_t traits = traits_of(entering->judge, &form, &class);
        if (traits < 0) return NOT_FOR_ME;
        const int done = enter_form(entering, word << 1 | other, &form, class, traits & FREE, language);
        if (done < 0) return done;
    }
    return 0;
}

/* Enter words, a line each, and their other forms (an empty line for a word that has none), in the order of
 * `pairs` of word and language. `traits` are written for every word. `asked`: 1 for words that Python
 * answered, two lines for each pair of theirs; set to 2 for more of them, and then all is to be done again
 * with these answered. The result is NULL where there is no room or what is told does not fit together.
 */
Entering *enter_words(Judge *judge, const Lines *forms, uint32_t words, const uint32_t *pairs, int64_t count,
                      const char *systems, uint32_t languages, const Lines *answers, uint8_t *asked,
                      uint8_t *traits) {
    Entering *entering = calloc(1, sizeof *entering);
    int64_t *begins[2] = {NULL, NULL};
    int done = NO_ROOM, more = 0;
    if (!entering) return NULL;
    entering->judge = judge;
    entering->systems = systems;
    entering->last = calloc((size_t)words + 1, sizeof *entering->last);
    for (int i = 0; i < 2; i++) begins[i] = malloc(((size_t)words + 1) * sizeof *begins[i]);
    if (!entering->last || !begins[0] || !begins[1]) goto end;
    if (!begin_lines(&forms[0], words, begins[0]) || !begin_lines(&forms[1], words, begins[1])) goto end;
    for (uint32_t word = 0; word < words; word++) {
        Letters form;
        int32_t class, found = ASK;
        for (int i = 1; i >= 0 && !asked[word]; i--) {
            if (i && begins[1][word + 1] - begins[1][word] == 1) continue;
            found = word_at(&forms[i], begins[i], word, &form) ? traits_of(judge, &form, &class) : ASK;
            if (found < 0) asked[word] = 2, more = 1;
        }
        traits[word] = found < 0 ? 0 : (uint8_t)found;
    }
    const uint8_t *at = answers->lines, *end = at + answers->bytes;
    done = 0;
    for (int64_t pair = 0; pair < count && !more && !done; pair++) {
        const uint32_t word = pairs[2 * pair], language = pairs[2 * pair + 1];
        if (word >= words || language >= languages) done = NOT_FOR_ME;
        else if (asked[word] == 1) done = enter_answers(entering, word, &at, end);
        else if (asked[word] == 0) {
            done = enter_pair(entering, forms, begins, word, language);
            if (done == NOT_FOR_ME) asked[word] = 2, done = 0;
        }
    }
end:
    free(begins[0]);
    free(begins[1]);
    if (!done) return entering;
    entering_free(entering);
    return NULL;
}

/* Five sizes: how many sounds and keys, the bytes of both with line ends, and how many entries. */
void entered_sizes(const Entering *entering, uint64_t *sizes) {
    sizes[0] = entering->sounds.count;
    sizes[1] = entering->sounds.used + entering->sounds.count;
    sizes[2] = entering->keys.count;
    sizes[3] = entering->keys.used + entering->keys.count;
    sizes[4] = entering->count;
}

/* Tell all that was entered, into rooms of `entered_sizes`: sounds and keys a line each; the sounds of each
 * of `words` and where they begin; sound and word of each entry, under their keys, and where these begin. */
void entered(const Entering *entering, uint32_t words, char *sounds, char *keys, uint32_t *own_at,
             uint32_t *own, uint32_t *values_at, uint32_t *values) {
    tell(&entering->sounds, sounds);
    tell(&entering->keys, keys);
    memset(own_at, 0, ((size_t)words + 1) * sizeof *own_at);
    memset(values_at, 0, ((size_t)entering->keys.count + 1) * sizeof *values_at);
    const Entry *entries = entering->entries;
    /* Counted one place ahead, so that what is behind is where the next begins. */
    for (uint32_t i = 0; i < entering->count; i++) {
        values_at[entries[i].key + 1] += 2;
        if (!(entries[i].word & 1)) own_at[(entries[i].word >> 1) + 1]++;
    }
    for (uint32_t key = 0; key < entering->keys.count; key++) values_at[key + 1] += values_at[key];
    for (uint32_t word = 0; word < words; word++) own_at[word + 1] += own_at[word];
    for (uint32_t i = 0; i < entering->count; i++) {
        uint32_t *at = &values_at[entries[i].key];
        values[*at] = entries[i].sound;
        values[*at + 1] = entries[i].word;
        *at += 2;
        if (!(entries[i].word & 1)) own[own_at[entries[i].word >> 1]++] = entries[i].sound;
    }
    memmove(values_at + 1, values_at, (size_t)entering->keys.count * sizeof *values_at);
    memmove(own_at + 1, own_at, (size_t)words * sizeof *own_at);
    values_at[0] = own_at[0] = 0;
}
