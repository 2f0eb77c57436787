"""What can be wrong with a bundle, with the name that an editor looks for."""

from ..models import ToolkitBundle


class BundleError(Exception):
    """A file of a bundle cannot be had as it should be.

    Args:
        kind: a `ToolkitBundle.Problem`.
        name: of the file or text, as editors know it.
    """

    def __init__(self, kind: ToolkitBundle.Problem, name: str) -> None:
        super().__init__(f"{kind}: {name}")
        self.kind = kind
        self.name = name
