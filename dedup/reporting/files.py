"""Files of the output: names that cannot leave their folder, writes that leave no half file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from dedup.errors import UsageError

# Common file systems allow 255 bytes for a name; the digest, the suffix and the ".part" while it is written need 30.
LONGEST_STEM = 200


def file_stems(article_ids: Iterable[str]) -> dict[str, str]:
    """Return a file name without suffix for each article: its id, percent-encoded, so that no id names another folder.

    ``urllib.parse.unquote`` gives the id back. Only where that will not do, a digest of the whole id follows a ``~``:
    ids too long for a file name are cut, and ids that differ in case alone would be one file on some file systems.
    """
    stems = {article_id: possible_stems(article_id) for article_id in article_ids}
    folded = Counter(plain.casefold() for plain, _ in stems.values())
    return {
        article_id: plain if len(plain) <= LONGEST_STEM and folded[plain.casefold()] == 1 else long
        for article_id, (plain, long) in stems.items()
    }


def possible_stems(article_id: str) -> tuple[str, str]:
    """Return the two stems of which an article has one: the id alone, and with the digest."""
    plain = _percent_encoded(article_id)
    return plain, f"{plain[:LONGEST_STEM]}~{_digest(article_id)}"


def _percent_encoded(article_id: str) -> str:
    """Return the id in ASCII without separators; a leading dot is encoded too, it would hide the file."""
    encoded = quote(article_id, safe=" ", errors="surrogatepass")
    return f"%2E{encoded[1:]}" if encoded.startswith(".") else encoded


def _digest(article_id: str) -> str:
    return hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path`` under a temporary name beside it, then rename over what was there.

    A link stays and its file is written; a pipe or a device (``/dev/null``) is written to, never replaced. Raises
    UsageError where the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(chunks)
            return
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        try:
            with part.open("wb") as file:
                file.writelines(chunks)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
