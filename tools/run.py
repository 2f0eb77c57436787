"""`make run`: from a bare machine with Python to the running product. Standard library only."""

import os
import secrets
import socket
import sys
import time
from pathlib import Path

from environment import PYTHON, ROOT, SetUpError, check_python, check_writable, ensure, say, step


def check_port(host: str, port: int) -> None:
    """Raise SetUpError if something else listens on `port` (1 to 65535) of `host`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise SetUpError(f"Port {port} is taken: stop what uses it, or run `make run PORT=8001`.") from None


def read_port(text: str) -> int:
    """Return `text` as a port number; raise SetUpError if it is none."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SetUpError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def demo_settings(var: Path, host: str, port: int) -> dict[str, str]:
    """Return the environment of the demonstration; its random keys are made once and kept in `var`/demo.env.

    What the caller's environment sets wins.
    """
    path = var / "demo.env"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\nHOTLINE_HASH_KEY={secrets.token_urlsafe(50)}\n")
    kept = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    settings = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "ISIGURT_VAR": str(var),
        "HTTPS": "off",
        "SECOND_FACTOR_SUPERUSERS": "off",
        "SERVE_MEDIA": "on",
        "REPORTS_SANDBOX": "on",
        "ALLOWED_HOSTS": f"localhost,127.0.0.1,{host}",
        "BASE_URL": f"http://localhost:{port}",
        **kept,
    }
    return settings | {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def main() -> None:
    started = time.monotonic()
    check_python(sys.version_info[:2])
    host, port = os.environ.get("HOST", "127.0.0.1"), read_port(os.environ.get("PORT", "8000"))
    var = Path(os.environ.get("ISIGURT_VAR", ROOT / "var"))
    check_writable(var)
    check_writable(ROOT / ".venv")
    check_port(host, port)
    ensure("requirements.txt")
    settings = demo_settings(var, host, port)
    os.environ.update(settings)
    say("Preparing database, content and files")
    step([str(PYTHON), "manage.py", "prepare", "--accounts", str(var / "demo-accounts.txt")], "Preparing failed.")
    say(f"Ready after {time.monotonic() - started:.0f} s: http://localhost:{port}/sq/ and /admin/")
    say(f"Accounts: {var / 'demo-accounts.txt'}")
    address = ["--host", host, "--port", str(port)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    # Four requests at a time in each process; more wait in the socket rather than in memory.
    workers = ["--workers", os.environ.get("WORKERS", "2"), "--blocking-threads", "4", "--backpressure", "64"]
    # A worker that dies is replaced; the others go on. One that does not end when asked is ended.
    workers += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "15"]
    server = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "cms.wsgi:application", *address, *workers, *quiet]
    os.chdir(ROOT)
    os.execve(server[0], server, settings)


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(f"Error: {error}")
    except KeyboardInterrupt:
        sys.exit(0)
