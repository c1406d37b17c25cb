"""The secret that person_key is made with: 32 random bytes beside the store, never in it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import URL

from qi_eval.store.engine import file_of
from qi_eval.store.place import DATA

LENGTH = 32  # bytes: the key length of HMAC-SHA-256


def secret_of(url: URL) -> bytes:
    """The secret of a store; made at first use, readable by its owner alone."""
    path = secret_file(url)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def secret_file(url: URL) -> Path:
    """Where the secret lies: beside a DuckDB file, in data/ for a server."""
    file = file_of(url)
    return file.with_name(f"secret.{file.stem}") if file else DATA / f"secret.{url.database or url.username}"
