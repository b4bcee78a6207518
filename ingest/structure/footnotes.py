"""Footnotes and the places that call them."""

from collections import defaultdict, deque
from collections.abc import Sequence

from puente.model.blocks import Block


def attach_notes(
    callers: Sequence[Sequence[Block]], notes: Sequence[Block]
) -> tuple[tuple[int, ...], ...]:
    """For each caller the indices of the notes that it calls, in order.

    Notes with unreadable marks are attached in order, if there are as many as calls: seed 003 has
    ten notes and shows eight calls, so any order would be a guess. Any other note belongs to the
    last call of its mark before it that no other note has taken (004, lines 115 and 123).
    """
    calls = [
        (position, mark)
        for position, blocks in enumerate(callers)
        for block in blocks
        for mark in block.calls
    ]
    automatic = [index for index, note in enumerate(notes) if note.note == ""]
    called = [position for position, mark in calls if mark == ""]
    attached: list[list[int]] = [[] for _ in callers]
    if len(called) == len(automatic):
        for position, index in zip(called, automatic, strict=True):
            attached[position].append(index)
    marked = deque((position, mark) for position, mark in calls if mark)
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    for index, note in sorted(enumerate(notes), key=lambda entry: entry[1].first_line):
        while marked and callers[marked[0][0]][0].first_line < note.first_line:
            position, mark = marked.popleft()
            waiting[mark].append(position)
        if note.note and waiting[note.note]:
            attached[waiting[note.note].pop()].append(index)
    return tuple(tuple(sorted(indices)) for indices in attached)
