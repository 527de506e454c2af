"""The one exception a user may meet."""


class CannotRun(Exception):
    """Something the user asked for cannot be done; `str(error)` is the one Chinese line that says why and what to do.

    Ends the command with exit code 2. Never carries personal data.
    """
