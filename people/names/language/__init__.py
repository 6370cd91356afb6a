"""How languages write and bend names: letters, sounds, endings, families of given names. Rules and tables."""
