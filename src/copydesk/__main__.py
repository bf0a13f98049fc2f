"""`python -m copydesk` is the `copydesk` command."""

import sys

from copydesk._cli import main

if __name__ == "__main__":
    sys.exit(main())
