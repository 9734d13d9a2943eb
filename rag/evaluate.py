"""`python -m rag.evaluate FILE.jsonl`: how often the right passage, sentence and answer come.

The measuring is `bench/evaluation.py`, in a checkout: it is not installed with the package.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from bench.evaluation import main

    sys.exit(main(sys.argv[1:]))
