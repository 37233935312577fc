"""The bytes of an upload go to the disk, bounded, counted, hashed, safe there before anything names them."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

KEPT_FREE = 64 << 20
"""So much stays free for the database and the log, whatever is uploaded."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class TooLarge(Exception):
    pass


def write_upload(source: Iterable[bytes], part: Path, most: int) -> tuple[int, str]:
    """Size and SHA-256. Raises TooLarge, and OSError where the disk does not take it."""
    size, digest = 0, hashlib.sha256()
    with part.open("xb") as file:
        for piece in source:
            size += len(piece)
            if size > most:
                raise TooLarge
            if shutil.disk_usage(part.parent).free < KEPT_FREE + len(piece):
                raise OSError(errno.ENOSPC, "no room kept")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()
