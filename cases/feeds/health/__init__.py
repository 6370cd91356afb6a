"""The health of sources: judged by their own history, kept, said in plain words."""
