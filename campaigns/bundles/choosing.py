"""A visitor's own choice of a bundle's files, put together while it is sent: nothing is written anywhere."""

from collections.abc import Iterator
from typing import Any

from zipstream import ZipStream

from cms.core.stored_files import pieces

from ..models import BundleVersion

# What always comes along: terms, and sums of the files chosen.
_ALWAYS = "LICENCE.txt"


def chosen_files(version: BundleVersion, names: list[str], pages: list[str]) -> list[dict[str, Any]]:
    """Return the entries of `version.files` that were chosen, in the order of the bundle.

    Args:
        version: what is chosen from.
        names: names of files; what is not there is left out.
        pages: numbers of materials, each for all its files.
    """
    wanted_names, wanted_pages = set(names), set(pages)
    return [
        file
        for file in version.files
        if file["page"] is not None and (file["name"] in wanted_names or str(file["page"]) in wanted_pages)
    ]


def stream_choice(version: BundleVersion, files: list[dict[str, Any]]) -> tuple[int, Iterator[bytes]]:
    """Return the size in bytes of a ZIP of `files`, and its bytes.

    Args:
        version: where the files are.
        files: some of `version.files`.
    """
    folder = version.file_name.removesuffix(".zip")
    stream = ZipStream(sized=True)
    chosen = [*files, *(file for file in version.files if file["name"] == _ALWAYS)]
    for file in chosen:
        part = pieces(version.file.storage, str(version.file.name), file["offset"], file["size"])
        stream.add(part, f"{folder}/{file['name']}", size=file["size"])
    stream.add("".join(f"{file['sha256']}  {file['name']}\n" for file in chosen), f"{folder}/SHA256SUMS")
    return len(stream), iter(stream)
