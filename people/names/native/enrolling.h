/* What enrolling.c works with: names in parts, the words of these, and numbers in a row. */
#include "gathering.h"

enum { PART_END = 1, WORD_END = 2 };  /* bytes between the parts of a line, and between words in a part */
enum { APART, RECORDED };             /* a text to be taken apart, or parts beside it */
enum { MOST_WORDS = 32, MOST_NAMES = 256, LONGEST_NAME = 4096, RECORD = 8, IDENTITY = 7 };
enum { NOT_PLAIN = -1, BROKEN = -3 }; /* kinds: of no plain word; of what is not one word */
enum { SWAPPED_BIT = 16, CERTAIN_BIT = 32, SCRIPT_SHIFT = 6, LANGUAGE_SHIFT = 9, KIND_BITS = 5 };
enum { MOST_ORDERS = 1 << 14, NO_ORDER = -1 };
/* What Python says of a name that it took apart, beside its script in the lowest three bits. */
enum { SCRIPT = 7, IS_CERTAIN = 8, IS_SWAPPED = 16, IS_BEHIND = 32, IS_NONE = 64 };

typedef struct { uint32_t *at, count, room; } Numbers;
typedef struct { const char *text; int32_t length; } Piece;
typedef struct { Piece words[MOST_WORDS]; int32_t count; } Words;

typedef struct { /* the words of one role; pairs of word and language */
    Strings softs;
    Numbers last, pairs, next;
} Role;

typedef struct {
    Piece text, given, patronymic, surname, rest, swapped_given, swapped_surname;
    Words given_softs, surname_softs, given_words, surname_words;
    uint32_t script;
    int certain, swapped, behind, none;
} Name;

typedef struct {
    Judge *judge;
    const uint8_t *lines; /* of names: parts of PART_END, each line with a NUL behind */
    const uint32_t *numbers; /* of each name: mode, person, flags, language, kind */
    uint32_t names, language_count;
    int64_t *begins;
    Piece *languages;
    uint32_t hungarian;
    Strings words, softs, texts; /* words as written, and what they are softened to */
    Numbers kinds, soft_of, asked, left, orders, told;
    Role surnames, given_names;
    Numbers records, first_names, kept, bearers;
} Enrolling;

static int push(Numbers *numbers, uint32_t number) {
    if (numbers->count == numbers->room) {
        if (numbers->room > 1u << 28) return NO_ROOM;
        const uint32_t room = numbers->room ? numbers->room * 2 : 1024;
        uint32_t *at = realloc(numbers->at, (size_t)room * sizeof *at);
        if (!at) return NO_ROOM;
        numbers->at = at;
        numbers->room = room;
    }
    numbers->at[numbers->count++] = number;
    return 0;
}

static void role_free(Role *role) {
    strings_free(&role->softs);
    free(role->last.at);
    free(role->pairs.at);
    free(role->next.at);
}

/* The next part of a line that ends at `end`, and whether there is one. */
static int next_piece(const char **at, const char *end, char sign, Piece *piece) {
    if (*at > end) return 0;
    const char *stop = memchr(*at, sign, (size_t)(end - *at));
    if (!stop) stop = end;
    *piece = (Piece){*at, (int32_t)(stop - *at)};
    *at = stop + 1;
    return 1;
}

/* The parts of a name's line: its text, and given name, patronymic and surname where these are recorded. */
static void parts_of(const Enrolling *e, uint32_t number, Name *name) {
    const char *at = (const char *)e->lines + e->begins[number];
    const char *end = (const char *)e->lines + e->begins[number + 1] - 1;
    const Piece none = {"", 0};
    name->given = name->patronymic = name->surname = name->rest = none;
    next_piece(&at, end, PART_END, &name->text);
    if (e->numbers[5 * number] != RECORDED) return;
    (void)(next_piece(&at, end, PART_END, &name->given) && next_piece(&at, end, PART_END, &name->patronymic)
           && next_piece(&at, end, PART_END, &name->surname));
}

static int put_soft(Enrolling *e, const Letters *word) {
    char soft[2 * LONGEST];
    int32_t length = 0;
    for (int32_t i = 0; i < word->length; i++) {
        const uint32_t code = e->judge->letters[word->letters[i]].soft; /* below LETTERS: two bytes at most */
        if (code < 0x80) soft[length++] = (char)code;
        else {
            soft[length++] = (char)(0xC0 | code >> 6);
            soft[length++] = (char)(0x80 | (code & 0x3F));
        }
    }
    const int64_t number = number_of(&e->softs, soft, length);
    return number < 0 ? NO_ROOM : push(&e->soft_of, (uint32_t)number);
}

static int decode_piece(const Piece *piece, Letters *word) {
    word->length = 0;
    for (int32_t at = 0; at < piece->length;) {
        uint32_t code = (uint8_t)piece->text[at++];
        const int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
        if (word->length == LONGEST || at + more > piece->length) return 0;
        if (more) code &= 0x3Fu >> more;
        for (int i = 0; i < more; i++) code = code << 6 | ((uint8_t)piece->text[at++] & 0x3F);
        word->letters[word->length++] = code;
    }
    return 1;
}

static int meet_words(Enrolling *e, const Piece *text) {
    const char *at = text->text, *end = at + text->length;
    Piece piece;
    while (next_piece(&at, end, ' ', &piece)) {
        const int64_t number = number_of(&e->words, piece.text, piece.length);
        if (number < 0) return NO_ROOM;
        if (number < e->kinds.count) continue;
        Letters word;
        const int32_t kind = decode_piece(&piece, &word) ? kind_of(e->judge, &word) : ASK;
        if (push(&e->kinds, (uint32_t)kind) < 0) return NO_ROOM;
        if (kind >= 0 ? put_soft(e, &word) < 0 : push(&e->soft_of, 0) < 0 || push(&e->asked, (uint32_t)number) < 0)
            return NO_ROOM;
    }
    return 0;
}

static int join(const Piece *pieces, int32_t count, char sign, char *out, Piece *joined) {
    int32_t length = 0;
    for (int32_t i = 0; i < count; i++) {
        if (length + pieces[i].length + 1 > LONGEST_NAME) return NOT_FOR_ME;
        if (i) out[length++] = sign;
        if (pieces[i].length) memcpy(out + length, pieces[i].text, (size_t)pieces[i].length);
        length += pieces[i].length;
    }
    *joined = (Piece){out, length};
    return 0;
}

/* The number of a softened word; a new language of a word makes a new pair. */
static int64_t role_add(Role *role, const Piece *soft, uint32_t language) {
    const int64_t number = number_of(&role->softs, soft->text, soft->length);
    if (number < 0 || (number == role->last.count && push(&role->last, 0) < 0)) return NO_ROOM;
    for (uint32_t pair = role->last.at[number]; pair; pair = role->next.at[pair - 1])
        if (role->pairs.at[2 * pair - 1] == language) return number;
    if (push(&role->pairs, (uint32_t)number) < 0 || push(&role->pairs, language) < 0
        || push(&role->next, role->last.at[number]) < 0)
        return NO_ROOM;
    role->last.at[number] = role->pairs.count / 2;
    return number;
}

/* `GatheredNames._words_of_surname`: one number or two. */
static int surname_numbers(Enrolling *e, const Words *softs, uint32_t language, uint32_t *numbers) {
    char room[LONGEST_NAME];
    Piece joined;
    if (!softs->count) return NOT_FOR_ME;
    const int64_t last = role_add(&e->surnames, &softs->words[softs->count - 1], language);
    if (last < 0) return NO_ROOM;
    numbers[0] = (uint32_t)last;
    if (softs->count == 1) return 1;
    if (join(softs->words, softs->count, '-', room, &joined) < 0) return NOT_FOR_ME;
    const int64_t whole = role_add(&e->surnames, &joined, language);
    if (whole < 0) return NO_ROOM;
    numbers[1] = (uint32_t)whole;
    return 1 + (whole != last);
}

/* `GatheredNames._words_of_given`: the codes, and one more than the number of the first word. */
static int given_codes(Enrolling *e, const Words *softs, uint32_t language, uint32_t *codes, uint32_t *first) {
    char room[LONGEST_NAME];
    Piece pieces[MOST_WORDS + 1];
    int32_t count = 0, made = 1;
    codes[0] = *first = 0;
    if (!softs->count) return 1;
    const int64_t number = role_add(&e->given_names, &softs->words[0], language);
    if (number < 0) return NO_ROOM;
    *first = (uint32_t)number + 1;
    codes[0] = *first * 2;
    for (int32_t word = 0; word < softs->count; word++) {
        const char *at = softs->words[word].text, *end = at + softs->words[word].length;
        Piece piece;
        while (next_piece(&at, end, '-', &piece)) {
            if (!piece.length) continue;
            if (count == MOST_WORDS) return NOT_FOR_ME;
            pieces[++count] = piece;
        }
    }
    if (count < 2) return 1;
    if (join(pieces + 1, count, '-', room, &pieces[0]) < 0) return NOT_FOR_ME;
    for (int32_t i = 0; i <= count; i++) {
        const int64_t part = role_add(&e->given_names, &pieces[i], language);
        if (part < 0) return NO_ROOM;
        const uint32_t code = ((uint32_t)part + 1) * 2 + 1;
        int known = part == number;
        for (int32_t n = 0; n < made; n++) known |= codes[n] == code;
        if (!known) codes[made++] = code;
    }
    return made;
}

/* The numbers of the texts of a name: surname, given name, language, patronymic. */
static int number_texts(Enrolling *e, const Piece *surname, const Piece *given, uint32_t language,
                        const Piece *patronymic, uint32_t *numbers) {
    const Piece *texts[] = {surname, given, &e->languages[language], patronymic};
    for (int i = 0; i < 4; i++) {
        const int64_t number = number_of(&e->texts, texts[i]->text, texts[i]->length);
        if (number < 0) return NO_ROOM;
        numbers[i] = (uint32_t)number;
    }
    return 0;
}

static int enter_name(Enrolling *e, const uint32_t *texts, const Words *given_softs, const Words *surname_softs,
                      uint32_t language, uint32_t flags, uint32_t rest) {
    uint32_t surnames[2], codes[MOST_WORDS + 3], first;
    const int surname_count = surname_numbers(e, surname_softs, language, surnames);
    if (surname_count < 0) return surname_count;
    const int code_count = given_codes(e, given_softs, language, codes, &first);
    if (code_count < 0) return code_count;
    const uint32_t name = e->records.count / RECORD;
    const uint32_t record[RECORD] = {e->kept.count, texts[1], texts[3], texts[0], first, surnames[0],
                                     flags | texts[2] << LANGUAGE_SHIFT, rest};
    for (int i = 0; i < RECORD; i++) if (push(&e->records, record[i]) < 0) return NO_ROOM;
    for (int i = 0; i < surname_count; i++)
        for (int n = 0; n < code_count; n++)
            if (push(&e->bearers, surnames[i]) < 0 || push(&e->bearers, codes[n]) < 0 || push(&e->bearers, name) < 0)
                return NO_ROOM;
    return 0;
}
