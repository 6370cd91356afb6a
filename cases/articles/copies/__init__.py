"""Which texts are copies of which: reprints, wire copy, cut versions. Pure, and incremental.

shingles    a text as hashed runs of three words, of which the smallest are kept
naming      who and what the text names: what tells twins of one template apart
sketch      both together, in some 800 bytes, from which any two texts are compared
judging     whether two sketches are copies, how far, and why (not)
quoting     whether two texts share no more than a statement that both quote
first       which of two copies was first
holders     which texts share most keys with a new one
index       the same in memory, for tests and figures; `cases.articles.copying.finding` keeps it in rows
"""
