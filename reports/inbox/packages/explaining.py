"""The README of a package: how its reader checks it, in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..ready_texts import title_of
from .opening import fingerprint, grouped


def readme(document: dict[str, Any], signing_key: bytes) -> str:
    """Return the text of README.txt.

    Args:
        document: what leaves; only its language, kind and reference are read.
        signing_key: public signing key of the hotline, 32 bytes.
    """
    with override(document["language"]):
        title = f"{title_of(document)}: {document['reference']}"
        parts = [
            f"{title}\n{'=' * len(title)}",
            "report.pdf     " + _("the report, to read and to print") + "\n"
            "report.json    " + _("the same in exact form, for programs") + "\n"
            "manifest.json  " + _("the SHA-256 of each file, and for whom the package was made") + "\n"
            "manifest.sig   " + _("the hotline’s signature (Ed25519, 64 bytes) over manifest.json"),
            _(
                "The program that opened this package has checked the signature and every file. To check once more by "
                "other means: compare the SHA-256 of the files with manifest.json, and verify manifest.sig over "
                "manifest.json with the hotline’s signing key."
            ),
            _("Signing key: {key}").replace("{key}", signing_key.hex())
            + "\n"
            + _("Fingerprint: {fingerprint}").replace("{fingerprint}", grouped(fingerprint(signing_key))),
            _(
                "Trust this key only if it is the one you compared with the hotline on the telephone. "
                "Whoever changes a package can change this text too."
            ),
        ]
    return "\n\n".join(parts) + "\n"
