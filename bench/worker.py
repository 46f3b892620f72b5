"""An object in a process of its own, so that what is measured there shares no interpreter with anything else."""

import importlib
import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self


class Worker:
    """Builds an object in a fresh process and calls its methods there, one at a time."""

    def __init__(self, name: str, *args: Any) -> None:
        """Build ``module:Class`` with ``args``; only its own process imports the module."""
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, name, args), daemon=True)
        self._process.start()
        far.close()
        self._answer()

    def call(self, method: str, *args: Any) -> Any:
        """Call a method over there and return what it returns; what it raises is raised here as text."""
        self._pipe.send((method, args))
        return self._answer()

    def _answer(self) -> Any:
        is_fine, value = self._pipe.recv()
        if not is_fine:
            raise RuntimeError(value)
        return value

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()


def _serve(pipe: Connection, name: str, args: tuple[Any, ...]) -> None:
    try:
        module, _, kind = name.partition(":")
        target = getattr(importlib.import_module(module), kind)(*args)
        pipe.send((True, None))
        while (request := pipe.recv()) is not None:
            method, given = request
            pipe.send((True, getattr(target, method)(*given)))
    except EOFError:
        return
    except Exception as error:
        pipe.send((False, f"{type(error).__name__}: {error}"))
