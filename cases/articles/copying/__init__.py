"""Copies of articles as rows: found by the machine, decided by people. The rules are in `copies`."""
