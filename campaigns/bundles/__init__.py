"""What goes into a toolkit's ZIP (`contents`), how the ZIP is written (`building`), and a choice of its files
(`choosing`). Reads the database and the storage, writes neither."""

from .building import BuiltBundle, build
from .problems import BundleError

__all__ = ["BuiltBundle", "BundleError", "build"]
