"""How many processor cores this process may really use, and what they can do."""

from __future__ import annotations

import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_CPUINFO = Path("/proc/cpuinfo")

WAIT_ASLEEP = {"OMP_WAIT_POLICY": "PASSIVE"}
"""How OpenMP's threads wait for each other: to be in the environment before they are started.

By default they spin. Two models on the same cores, or anything else beside them, then spin
against each other: measured on two busy cores, the chat model wrote 11.5 tokens a second asleep
and 0.4 spinning, and a question was embedded in 22 ms asleep and 2 s spinning.
"""


def usable_cores() -> int:
    """The cores this process may run on: a container's quota counts, not the whole machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota = quota_cores(_QUOTA.read_text()) if _QUOTA.is_file() else None
    return max(1, min(cores or 1, quota or cores or 1))


def quota_cores(cpu_max: str) -> int | None:
    """The content of cgroup v2's cpu.max ("200000 100000", "max 100000") → cores, rounded up."""
    quota, period = cpu_max.split()
    return None if quota == "max" else -(-int(quota) // int(period))


def computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 matrices itself; elsewhere they are slow."""
    if not _CPUINFO.is_file():
        return False
    flags = _CPUINFO.read_text().split()
    return "avx512_bf16" in flags or "amx_bf16" in flags
