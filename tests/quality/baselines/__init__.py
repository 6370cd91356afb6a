"""What libraries reach by themselves on the same sets: the figures to be ahead of.

Each is what a developer would build in an afternoon from one library, done as well as its method
allows: names are joined from given name and surname, namesakes are asked about, a surname after
the full name is understood. They differ in how a word of the text is compared with a name.
"""
