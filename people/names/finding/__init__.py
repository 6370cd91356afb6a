"""Finding people in a text: places, candidates, what speaks for and against, how sure."""
