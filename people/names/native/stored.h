/* A stored index read where it lies (`on_record/packing.py`): every number of it is checked before it
 * is followed.
 */
typedef struct { /* a table of keys by hash */
    const uint64_t *slots;
    const uint32_t *keys, *values_at, *values;
    uint64_t slot_count, key_count, value_count;
} Keys;

typedef struct { /* a table of words on record, in the sections of a stored index */
    Keys by_sound, exact;
    const uint32_t *texts_at, *soft, *heard, *families_at, *families;
    const uint8_t *texts, *traits;
    uint64_t text_count, text_bytes, word_count, family_count; /* families_at is NULL for surnames */
} Words;

/* The bytes of a text of the index; NULL when its number is beyond all. */
static const uint8_t *text_of(const Words *words, uint32_t number, int64_t *bytes) {
    if (number >= words->text_count) return NULL;
    const uint32_t begin = words->texts_at[number], end = words->texts_at[number + 1];
    if (begin > end || end > words->text_bytes) return NULL;
    *bytes = end - begin;
    return words->texts + begin;
}

static uint32_t crc_table[256];

static void make_crc_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t sum = i;
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xEDB88320u ^ sum >> 1 : sum >> 1;
        crc_table[i] = sum;
    }
}

static uint32_t crc_of(const uint8_t *text, int64_t bytes) {
    uint32_t sum = 0xFFFFFFFFu;
    if (!crc_table[1]) make_crc_table();
    while (bytes--) sum = crc_table[(sum ^ *text++) & 0xFF] ^ sum >> 8;
    return sum ^ 0xFFFFFFFFu;
}

/* Where the values of a key begin and end; 0 for a key that is not there. */
static int values_of(const Words *words, const Keys *table, const uint8_t *key, int64_t length,
                     uint32_t *from, uint32_t *to) {
    const uint32_t hash = crc_of(key, length);
    const uint64_t mask = table->slot_count - 1;
    for (uint64_t at = hash & mask, tried = 0; tried <= mask; at = (at + 1) & mask, tried++) {
        const uint64_t slot = table->slots[at];
        if (!slot) return 0;
        if ((uint32_t)(slot >> 32) != hash) continue;
        const uint32_t number = (uint32_t)slot - 1;
        int64_t bytes = 0;
        if (number >= table->key_count) return 0;
        const uint8_t *text = text_of(words, table->keys[number], &bytes);
        if (!text || bytes != length || memcmp(text, key, (size_t)length)) continue;
        *from = table->values_at[number];
        *to = table->values_at[number + 1];
        return *from <= *to && *to <= table->value_count;
    }
    return 0;
}

/* The families of a given name on record: how many, and where the first one is. */
static uint32_t families_of(const Words *words, uint32_t word, const uint32_t **first) {
    if (!words->families_at) return 0;
    const uint32_t begin = words->families_at[word], end = words->families_at[word + 1];
    if (begin > end || end > words->family_count) return 0;
    *first = words->families + begin;
    return end - begin;
}
