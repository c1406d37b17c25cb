"""The secret that person_key is made with: 32 random bytes beside the store, never in it.

The store keeps its mark (a hash), so that a lost or exchanged file is noticed before the same person gets a second
key."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from sqlalchemy import URL, Connection, insert, select

from qi_eval.store.errors import StoreDamaged, StoreMissing
from qi_eval.store.place import DATA
from qi_eval.store.saying import file_of
from qi_eval.store.system import meta

LENGTH = 32  # bytes: the key length of HMAC-SHA-256
MARK = "secret_mark"  # the name in meta


def read_secret(connection: Connection, url: URL) -> bytes:
    """The secret of a store; made where neither the file nor its mark is there yet. Raises StoreMissing or
    StoreDamaged where the file is not the one that the store was filled with."""
    path = secret_file(url)
    mark = connection.execute(select(meta.c.value).where(meta.c.name == MARK)).scalar()
    if mark is None:
        secret = _made(path)
        connection.execute(insert(meta).values(name=MARK, value=_mark(secret)))
        return secret
    if not path.exists():
        raise StoreMissing(f"The secret file {path.name} is missing. Bring it back from the backup, then try again.")
    secret = path.read_bytes()
    if _mark(secret) != mark:
        raise StoreDamaged(f"The secret file {path.name} is not the one that these data were loaded with.")
    return secret


def secret_file(url: URL) -> Path:
    """Where the secret lies: beside a DuckDB file, in data/ for a server."""
    file = file_of(url)
    return file.with_name(f"secret.{file.stem}") if file else DATA / f"secret.{url.database or url.username}"


def _made(path: Path) -> bytes:
    """The bytes of a new file that its owner alone may read, or of the one that is there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    secret = secrets.token_bytes(LENGTH)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret


def _mark(secret: bytes) -> str:
    return hashlib.sha256(b"qi-eval secret" + secret).hexdigest()[:16]
