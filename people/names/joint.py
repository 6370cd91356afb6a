"""Two people sharing one surname: «Дмитрий и Илья Пчелинцевы», "Arkady and Boris Rotenberg"."""

from __future__ import annotations

from people.names.reading import Reading
from people.names.spans import NameSpan


def joint_names(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    return []
