"""Python imports this at its start: connections to other machines are refused.

Loopback stays, since a notebook talks to its kernel through it.
"""

import ipaddress
import socket

_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _refuse_others(address):
    host = address[0] if isinstance(address, tuple) else None
    if host is None or host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified:
            return
    except ValueError:
        pass
    raise OSError(f"the network is cut in this test: {host}")


def _guarded_connect(self, address):
    _refuse_others(address)
    return _connect(self, address)


def _guarded_connect_ex(self, address):
    _refuse_others(address)
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host, *rest, **named):
    if host:
        _refuse_others((host.decode() if isinstance(host, bytes) else host,))
    return _getaddrinfo(host, *rest, **named)


socket.socket.connect = _guarded_connect
socket.socket.connect_ex = _guarded_connect_ex
socket.getaddrinfo = _guarded_getaddrinfo
