"""The address at which a site is published: it stands in every page, picture and citation.

A wrong one is seen by nobody here and by everybody there, so it is looked at before anything is
made. An address of this machine is right while nobody publishes: a build that knows the repository
(`REPOSITORY`, which the deployment sets) is one to publish, and must have a real one.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

EXAMPLE = "https://owner.github.io/name/"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


class BadAddress(Exception):
    """An address at which no site can be; the message says why, and what to write instead."""


def site_address(raw: object, *, published: bool) -> str:
    """Return an address as pages bear it, with one slash at its end.

    Raises BadAddress when there is none, when it is none, or when it is one of this machine or of
    its network and the site is to be published.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    if not text:
        raise BadAddress(f"is empty; unset it, or write the whole address, like {EXAMPLE}")
    # What stands before an @ may be a password: it is not said again.
    shown = re.sub(r"//[^/]*@", "//…@", text)[:100]
    try:
        parts = urlsplit(text)
        host, port, path = parts.hostname or "", parts.port, parts.path or "/"
    except ValueError:
        host, port, path, parts = "", None, "/", urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise BadAddress(f'"{shown}" is no web address; write it whole, like {EXAMPLE}')
    if "@" in parts.netloc:
        raise BadAddress(
            f'"{shown}" bears a user or password, which every page would show; leave it out'
        )
    if parts.query or parts.fragment or text[-1] in "?#":
        raise BadAddress(f'"{shown}" goes on after ? or #; end it with the last slash of its path')
    if not host.isascii():
        raise BadAddress(f'"{shown}" has letters that no address has{_ascii(host)}')
    is_number = _number(host)
    if not is_number and not _HOST.fullmatch(host):
        raise BadAddress(f'"{shown}" has no host that can be; write it like {EXAMPLE}')
    path += "" if path.endswith("/") else "/"
    if not _PATH.fullmatch(path) or "/../" in path or "/./" in path:
        raise BadAddress(
            f'"{shown}" has a path that no site has; write single slashes and plain letters, '
            f"digits, dots and hyphens between them, like {EXAMPLE}"
        )
    if path.rsplit("/", 2)[-2].endswith((".html", ".htm", ".xml")):
        raise BadAddress(f'"{shown}" is the address of a page; leave out its last part')
    local = _is_local(host)
    if published and local and not host.lower().endswith(".localhost"):
        raise BadAddress(
            f'"{shown}" is an address of this machine or its network, and the site is to be '
            f"published (REPOSITORY is set); write its own, like {EXAMPLE}"
        )
    if parts.scheme == "http" and not local:
        raise BadAddress(
            f'"{shown}" begins with http://; write https://, and turn it on where the site is '
            "served (GitHub: Settings, Pages, Enforce HTTPS)"
        )
    at = f"[{host}]" if ":" in host else host.lower()
    return f"{parts.scheme}://{at}{f':{port}' if port else ''}{path}"


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_local(host: str) -> bool:
    number = _number(host)
    if number:
        return not number.is_global
    name = host.lower()
    return "." not in name or name.endswith((".localhost", ".local", ".internal"))


def _ascii(host: str) -> str:
    try:
        return f"; write its host as {host.encode('idna').decode()}"
    except UnicodeError:
        return f"; write it like {EXAMPLE}"
