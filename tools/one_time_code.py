"""`make code NAME=moderatore1`: the one-time code of a demonstration account now. Standard library only."""

import base64
import hashlib
import hmac
import os
import re
import struct
import sys
import time
from pathlib import Path

from environment import ROOT, SetUpError

STEP_SECONDS = 30


def read_accounts(path: Path) -> dict[str, dict[str, str]]:
    """Return the demonstration accounts by user name: `password`, and where there are any `totp` and `passphrase`."""
    accounts = {}
    form = re.compile(r"\S.*?\s(\S+)\s+password (\S+)(?:  totp (\S+))?(?:  inbox passphrase (\S+))?$")
    for line in path.read_text().splitlines():
        if match := form.match(line):
            accounts[match[1]] = {"password": match[2], "totp": match[3] or "", "passphrase": match[4] or ""}
    return accounts


def code_at(secret: str, seconds: float) -> str:
    """Return the six digits (RFC 6238) of a base32 `secret` at `seconds` since 1970."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(seconds // STEP_SECONDS)), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def main() -> None:
    path = Path(os.environ.get("ISIGURT_VAR", ROOT / "var")) / "demo-accounts.txt"
    if not path.exists():
        raise SetUpError("There are no demonstration accounts yet: run `make run` first.")
    account = read_accounts(path).get(os.environ.get("NAME", ""), {})
    if not account.get("totp"):
        raise SetUpError("Say whose code, for example `make code NAME=moderatore1`.")
    print(code_at(account["totp"], time.time()))


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(f"Error: {error}")
