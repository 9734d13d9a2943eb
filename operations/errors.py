"""What tells an error that was foreseen, or is of the outside, from a mistake in the program."""

from __future__ import annotations

import errno
from typing import ClassVar

from languages import Message


class Foreseen(Exception):  # noqa: N818 - not an error of its own, but what rooms' errors have in common
    """An error that says itself what happened and what to do; the rooms' own errors are such.

    It carries a message of the catalogues, marked with `N_`, and the values of its {fields}, and
    is worded where it is shown; a command line shows it in every language.
    `without_content` says that its words quote no question and no report, so that the log may
    have them; it holds for a class, and has to be claimed.
    """

    without_content: ClassVar[bool] = False

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = Message(message, values)

    def worded(self, language: str) -> str:
        """What happened and what to do, in `language`."""
        return self.message.worded(language)

    def __str__(self) -> str:
        return str(self.message)


_OUTSIDE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS),
    *(errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENODEV, errno.ENXIO),
    *(errno.ENOLCK, errno.ETXTBSY, errno.EBUSY),
}


def is_outside(error: BaseException) -> bool:
    """Whether an error is the disk's or the network's: a folder, a right, room, a connection.

    Any other of the operating system's errors (a bad descriptor, say) is a mistake of ours.
    """
    if isinstance(error, ConnectionError | TimeoutError):
        return True
    return isinstance(error, OSError) and error.errno in _OUTSIDE


def says_itself(error: BaseException) -> bool:
    """Whether a person can be told what to do about an error; any other gets a number."""
    return isinstance(error, Foreseen) or is_outside(error)
