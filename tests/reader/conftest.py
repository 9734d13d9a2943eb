from __future__ import annotations

import os

from models.cores import WAIT_ASLEEP

# Before the tests import torch themselves: training on busy cores would take minutes.
os.environ.update(WAIT_ASLEEP)
