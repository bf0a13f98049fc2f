"""How many processors this process may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def count() -> int:
    """The processors that affinity and the cgroup's CPU limit leave to this process: an int, at least 1.

    >>> 1 <= count() <= (os.cpu_count() or 1)
    True
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, LIMIT))


def limit() -> int:
    """The cgroup's CPU limit, rounded up; as many as there are without one.

    >>> limit() >= 1
    True
    """
    return min([*quotas(Path("/sys/fs/cgroup"), groups(Path("/proc/self/cgroup"))), os.cpu_count() or 1])


def groups(file: Path) -> list[str]:
    """The cgroups of the process that may limit its processors, as paths from the mount.

    >>> groups(Path("/no/such/file"))
    []
    """
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return []
    parts = [line.split(":", 2) for line in lines if line.count(":") >= 2]
    return [path for _, controllers, path in parts if not controllers or "cpu" in controllers.split(",")]


def quotas(root: Path, groups: list[str]) -> Iterator[int]:
    """The processors that each cgroup and those above it allow, rounded up; version 2 and 1 alike.

    >>> list(quotas(Path("/no/such/root"), ["/"]))
    []
    """
    for group in groups:
        path = Path(group.lstrip("/"))
        for folder in [path, *path.parents]:
            for controller in ("", "cpu", "cpu,cpuacct"):
                yield from quota(root / controller / folder)


def quota(folder: Path) -> Iterator[int]:
    """The limit that one cgroup states, if it states one.

    >>> list(quota(Path("/no/such/folder")))
    []
    """
    for names in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        try:
            most, period, *_ = " ".join((folder / name).read_text() for name in names).split()
            if int(most) > 0 and int(period) > 0:
                yield -(-int(most) // int(period))
        except (OSError, ValueError):  # not there, or "max"
            continue


LIMIT = limit()  # nobody changes it while a process runs
