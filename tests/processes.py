"""Commands of ours, in processes that start with all that they need imported.

To import it takes as long as to build a small site. Where the system can do it, the processes are
forked from one that has imported it; `PYTHONPATH` puts another copy of ours before it.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
_CONTEXT.set_forkserver_preload(
    [
        "altair",
        "mkdocs.commands.build",
        "mkdocs.livereload",
        "mkdocs_static_i18n.plugin",
        "PIL.Image",
        "vl_convert",
        "explainer.checking.pages",
        "explainer.pages.markdown_extension",
    ]
)


def run_python(
    *command: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m <command>`, and return how it ended and what it wrote.

    It uses one core: in a small site, workers take longer to start than they save.
    """
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("stdout", "stderr")]
        process = start_python(*command, cwd=cwd, cores={0}, streams=streams, **environment)
        process.join()
        said = [stream.read_text(encoding="utf-8") for stream in streams]
    assert process.exitcode is not None
    return subprocess.CompletedProcess(command, process.exitcode, *said)


def start_python(
    *command: str | Path,
    cwd: Path | None = None,
    cores: Iterable[int] | None = None,
    streams: Sequence[Path] = (Path(os.devnull),) * 2,
    **environment: str,
) -> BaseProcess:
    """Start `python -m <command>` in a session of its own, and return its process.

    It believes that it has the cores that are given, or all; it writes what it says into files.
    """
    # Material prints a notice about MkDocs 2 at every run.
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    words = [str(word) for word in command]
    process: BaseProcess = _CONTEXT.Process(
        target=_run, args=(words, cwd or Path.cwd(), variables, cores, streams)
    )
    process.start()
    return process


def _run(
    words: list[str],
    cwd: Path,
    variables: dict[str, str],
    cores: Iterable[int] | None,
    streams: Sequence[Path],
) -> None:
    if hasattr(os, "setsid"):  # Windows
        os.setsid()
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(variables)
    if "PYTHONPATH" in variables:
        sys.path[:0] = variables["PYTHONPATH"].split(os.pathsep)
        for name in [name for name in sys.modules if name.partition(".")[0] == "explainer"]:
            del sys.modules[name]
    if cores is not None:
        os.sched_getaffinity = lambda _: set(cores)
    sys.argv[:] = words
    os.chdir(cwd)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
