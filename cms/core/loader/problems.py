"""What is wrong with a content pack, by file and line."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a pack.

    `path` is relative to the folder that holds the pack, `line` is one-based.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class PackError(Exception):
    """The pack has faults; nothing of it was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(f"{len(self.problems)} faults in the content pack")
