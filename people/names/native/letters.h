/* The letters of a word from its bytes. Whoever includes this has said how many there are at most
 * (MOST_LETTERS) and what NOT_FOR_ME is.
 */
typedef struct { uint32_t letters[MOST_LETTERS]; int32_t length; } Letters;

/* Code points of UTF-8 (lone surrogates included); NOT_FOR_ME when there are too many. */
static inline int decode(const uint8_t *text, int64_t bytes, Letters *into) {
    int32_t count = 0;
    for (int64_t at = 0; at < bytes;) {
        uint32_t code = text[at];
        int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
        if (count == MOST_LETTERS || at + more >= bytes) return NOT_FOR_ME;
        if (more) code &= 0x3Fu >> more;
        for (at++; more; more--) code = code << 6 | (text[at++] & 0x3F);
        into->letters[count++] = code;
    }
    into->length = count;
    return 0;
}
