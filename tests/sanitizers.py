"""How much to look at while the sanitizers watch: each step costs them several times as much, and what asks something of
memory asks it in the first few examples."""

import os

SANITIZED = "COPYDESK_SANITIZE" in os.environ


def some(examples, every=6):
    """All of `examples`, a sequence; the first of every six while the sanitizers watch."""
    return examples[:: every if SANITIZED else 1]
