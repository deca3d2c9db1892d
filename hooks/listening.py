"""The server of `mkdocs serve`, which has its port before anything is built."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from typing import Any

from mkdocs.commands import serve
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from explainer.pages.policy import with_script

INTERVAL = 0.1  # seconds between two looks at the files; half a second, as MkDocs has it, is felt


def replace_server() -> None:
    """Let `mkdocs serve`, with `--clean` too, make the server as we need it."""
    vars(serve)["LiveReloadServer"] = _server


def _server(**options: Any) -> LiveReloadServer:
    """Return a server that has its port already: else it is found taken when all is built."""
    server = LiveReloadServer(polling_interval=INTERVAL, **options)
    try:
        server.server_bind()
    except OSError as error:
        server.server_close()
        shutil.rmtree(options["root"], ignore_errors=True)
        address = f"{options['host']}:{options['port']}"
        raise Abort(
            f"{address} cannot be listened to ({error.strerror}): end the program that does, or "
            'take another port with `make serve ARGS="--dev-addr 127.0.0.1:8001"`'
        ) from error
    vars(server)["server_bind"] = lambda: None  # MkDocs would bind it again
    inject = vars(LiveReloadServer)["_inject_js_into_html"].__get__(server)
    vars(server)["_inject_js_into_html"] = partial(_with_script, inject)
    return server


def _with_script(inject: Callable[[bytes, int], bytes], content: bytes, epoch: int) -> bytes:
    """A page with the script of MkDocs that reloads it, which its policy then lets run."""
    injected = inject(content, epoch).decode()
    script = injected.rpartition("<script>")[2].partition("</script>")[0]
    return with_script(injected, script).encode()
