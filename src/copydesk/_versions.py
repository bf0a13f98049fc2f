"""What the output depends on."""

from __future__ import annotations

import sys

from . import _core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._core import Analyzer


def show_versions() -> None:
    """Print what the output depends on, one line each; returns None.

    For a bug report. `versions()` gives the same as a dict.

    >>> import copydesk as cd
    >>> cd.show_versions()  # doctest: +ELLIPSIS
    copydesk  ...
    """
    for name, version in {**_core.versions(), "python": sys.version.split()[0]}.items():
        print(f"{name:<9} {version}")


def fingerprint(analyzer: Analyzer) -> str:
    """A hash of all that the output of `analyzer` depends on: 32 hexadecimal digits.

    The kernel in use is not part of it: kernels agree.

    >>> from copydesk import Analyzer
    >>> len(fingerprint(Analyzer()))
    32
    """
    import json
    from hashlib import blake2b

    from ._models import checksums

    options = analyzer.__reduce__()[1][0]
    plain = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in options.items()}
    plain["model"] = analyzer.model and analyzer.model.checksum
    if analyzer.language == "auto" and not analyzer.model:
        plain["model"] = checksums()
    versions = {name: version for name, version in _core.versions().items() if name != "isa"}
    named = json.dumps([versions, plain], sort_keys=True)
    return blake2b(named.encode(), digest_size=16).hexdigest()
