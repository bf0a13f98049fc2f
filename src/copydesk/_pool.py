"""Tasks handed to processes, one at a time each. A process ends when the one that started it does, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

GONE = (EOFError, BrokenPipeError, ConnectionResetError)  # how the end of the other side shows


def each(work: Callable[[_Task], _Result], tasks: Iterable[_Task], processes: int) -> Generator[_Result, None, None]:
    """work(task) for each task, as they are finished; with one process in this one, in order.

    A task is taken when a process is free for it. `work`, tasks and results are pickled.
    What is closed early ends its processes. Raises what `work` raises, and ChildProcessError where a process died.

    >>> list(each(len, ["one", "seven"], processes=1))
    [3, 5]
    """
    return (work(task) for task in tasks) if processes == 1 else _in_processes(work, tasks, processes)


def _in_processes(work: Any, tasks: Iterable[Any], most: int) -> Generator[Any, None, None]:
    idle: list[_Worker] = []
    busy: dict[Any, _Worker] = {}
    try:
        for task in tasks:
            if not idle and len(busy) < most:
                idle.append(_Worker(work))
            if not idle:
                idle.append(busy.pop(wait(busy)[0]))
                yield idle[-1].result()
            worker = idle.pop()
            busy[worker.connection] = worker
            worker.send(task)
        while busy:
            idle.append(busy.pop(wait(busy)[0]))
            yield idle[-1].result()
    finally:
        for worker in (*idle, *busy.values()):
            worker.stop()


class _Worker:
    """A process that waits for tasks."""

    def __init__(self, work: Any) -> None:
        self.connection, theirs = Pipe()
        with theirs:
            # Not multiprocessing's own start, which imports the caller's script once more.
            code = f"import sys; sys.path[:] = {sys.path!r}; from copydesk._pool import serve; serve({theirs.fileno()})"
            with _uninterrupted():
                self.process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        self.send(work)

    def send(self, task: Any) -> None:
        try:
            self.connection.send(task)
        except GONE:
            raise self.death() from None

    def result(self) -> Any:
        try:
            result, error, where = self.connection.recv()
        except GONE:
            raise self.death() from None
        if error is not None:
            raise error from RuntimeError(where)
        return result

    def death(self) -> ChildProcessError:
        code = self.process.wait()
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return ChildProcessError(f"a process {how}; the same call goes on where this one stopped")

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits, for ever in a process that starts meanwhile: who started it stops it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(descriptor: int) -> None:
    """In a process of its own: do the tasks that come until none can."""
    with Connection(descriptor) as connection, suppress(*GONE):
        work = connection.recv()
        while True:
            connection.send(_done(work, connection.recv()))


def _done(work: Callable[[Any], Any], task: Any) -> tuple[Any, Exception | None, str]:
    try:
        return work(task), None, ""
    except Exception as error:
        return None, error, traceback.format_exc()
