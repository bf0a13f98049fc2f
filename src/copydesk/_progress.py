"""The progress bar of a batch."""

from __future__ import annotations

import time


class Progress:
    """A bar on stderr: megabytes, documents a second, time left. ImportError without tqdm.

    >>> import io
    >>> progress = Progress(2_000_000, file=io.StringIO())
    >>> progress.update(1000, 2_000_000)
    >>> progress.close()
    """

    def __init__(self, total: int, file: object = None) -> None:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise ImportError("progress=True needs tqdm: pip install tqdm") from None
        self.bar = tqdm(total=total, unit="B", unit_scale=True, file=file)
        self.began = time.monotonic()
        self.done = 0

    def update(self, docs: int, done: int) -> None:
        """Show that `docs` documents of `done` bytes are read."""
        elapsed = time.monotonic() - self.began
        if elapsed > 0:
            self.bar.set_postfix_str(f"{docs / elapsed:,.0f} docs/s", refresh=False)
        self.bar.update(done - self.done)
        self.done = done

    def close(self) -> None:
        """Leave the bar as it stands."""
        self.bar.close()
