"""The names on record, joined so that words of a text find them: gathered, packed, stored, looked up."""
