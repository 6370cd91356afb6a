/* What is told of a word of a text (`on_record/searching.py` writes it): one run of bytes, read with care.
 */
enum { TOLD_NUMBERS = 12, TOLD_SECTIONS = 6 };
/* `read_words` of reading.c, which is a library of its own. */
typedef int64_t ReadWords(void *reader, const uint8_t *forms, int64_t bytes, int32_t freely,
                          uint8_t *out, int64_t size, int64_t *ends);

typedef struct { const uint8_t *at, *end; } Span;

typedef struct {
    int32_t script, by_ear, russian, soft; /* `soft`: which of the words stands in the text, or -1 */
    int32_t kind, form_count;              /* the kind of all forms where `forms` is NULL */
    const uint8_t *cases, *genders, *word; /* of each form; the last: its place among the words */
    Form *forms;
    Span lines, keys, free, folded[MOST_FORMS], reading[MOST_FORMS];
    int16_t same[MOST_FORMS]; /* the first form that is the same word in the same case and gender */
} Told;

/* The end of a field of lines of fields. */
static const uint8_t *field_end(const uint8_t *at, const uint8_t *end) {
    while (at < end && *at != '\t' && *at != '\n') at++;
    return at;
}

static int number_of(const uint8_t *at, const uint8_t *end) {
    int number = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9' || number > 1 << 20) return -1;
        number = number * 10 + *at - '0';
    }
    return number;
}

/* The lines of a section; NOT_FOR_ME unless there are so many. */
static int read_lines(Span section, Span *lines, int32_t count) {
    const uint8_t *at = section.at;
    for (int32_t i = 0; i < count; i++) {
        const uint8_t *line = at;
        if (i && at == section.end) return NOT_FOR_ME;
        if (i) line = ++at;
        while (at < section.end && *at != '\n') at++;
        lines[i] = (Span){line, at};
    }
    return at == section.end ? 0 : NOT_FOR_ME;
}

/* The forms: a line each of kind (a digit), spelling and sounds. */
static int read_forms(Span section, Form *forms, int32_t count) {
    const uint8_t *text = section.at, *const end = section.end;
    for (int32_t i = 0; i < count; i++) {
        Form *form = &forms[i];
        if (text >= end) return NOT_FOR_ME;
        form->kind = *text - '0';
        const uint8_t *spelling = field_end(text, end) + 1;
        if (spelling > end) return NOT_FOR_ME;
        const uint8_t *sounds = field_end(spelling, end) + 1;
        if (sounds > end) return NOT_FOR_ME;
        const uint8_t *line = field_end(sounds, end);
        if (decode(spelling, sounds - 1 - spelling, &form->spelling) < 0
            || decode(sounds, line - sounds, &form->sounds) < 0)
            return NOT_FOR_ME;
        text = line + 1;
    }
    return 0;
}

/* Have the forms read to sounds and keys, into the room given. */
static int read_aloud(Told *told, ReadWords *read, void *reader, int32_t freely, uint8_t *out,
                      int64_t size) {
    int64_t ends[3] = {0, 0, 0};
    const int64_t count = read(reader, told->lines.at, told->lines.end - told->lines.at, freely, out,
                               size, ends);
    if (count != told->form_count || !count || ends[0] < 1) return NOT_FOR_ME;
    told->keys = (Span){out + ends[0], out + (ends[1] > ends[0] ? ends[1] - 1 : ends[0])};
    told->free = (Span){out + ends[1], out + (ends[2] > ends[1] ? ends[2] - 1 : ends[1])};
    return read_lines((Span){out, out + ends[0] - 1}, told->reading, told->form_count);
}

/* NOT_FOR_ME for what is not as it should be; else `forms` has to be freed. */
static int read_told(const uint8_t *text, int64_t bytes, Told *told) {
    int32_t head[TOLD_NUMBERS];
    Span sections[TOLD_SECTIONS];
    const uint8_t *at = text + sizeof head, *const end = text + bytes;
    if (bytes < (int64_t)sizeof head) return NOT_FOR_ME;
    memcpy(head, text, sizeof head);
    told->script = head[0];
    told->by_ear = head[1];
    told->russian = head[2];
    told->soft = head[3];
    told->kind = head[4];
    told->form_count = head[5];
    told->forms = NULL;
    for (int i = 0; i < TOLD_SECTIONS; i++) {
        const int32_t length = head[6 + i];
        if (length > end - at) return NOT_FOR_ME;
        sections[i] = (Span){at, length < 0 ? at : at + length};
        at = sections[i].end;
    }
    const int32_t count = told->form_count;
    if (count < 0 || count > MOST_FORMS || sections[0].end - sections[0].at != 3 * count)
        return NOT_FOR_ME;
    told->cases = sections[0].at;
    told->genders = told->cases + count;
    told->word = told->genders + count;
    int32_t words = 0;
    for (int32_t i = 0; i < count; i++) if (told->word[i] >= words) words = told->word[i] + 1;
    told->lines = sections[3];
    told->keys = sections[4];
    told->free = sections[5];
    if (read_lines(sections[1], told->folded, words) < 0) return NOT_FOR_ME;
    for (int32_t i = 0; i < count; i++) {
        int32_t first = 0;
        while (told->cases[first] != told->cases[i] || told->genders[first] != told->genders[i]
               || told->word[first] != told->word[i])
            first++;
        told->same[i] = (int16_t)first;
    }
    if (head[8] < 0) return 0;
    told->forms = malloc(((size_t)count + 1) * sizeof *told->forms);
    if (!told->forms) return NOT_FOR_ME;
    if (read_forms(sections[2], told->forms, count) == 0) return 0;
    free(told->forms);
    return NOT_FOR_ME;
}
