"""`make serve`: serves the built site on this machine, gzipped as a web host would.

The browser tests use the same server, so that the weight they count is what a reader
loads.
"""

import gzip
import os
import sys
import threading
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from tools.book import SITE

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".inv", ".ipynb"}


@lru_cache(maxsize=128)
def gzipped(path, changed):
    """A file as it is sent; it is compressed once for each time that it changes."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Serves files, gzipped where that helps, and keeps quiet."""

    def send_head(self):
        """Compress text files; leave the rest to the standard handler."""
        path = self.translate_path(self.path)
        if path.endswith("/"):
            path += "index.html"
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if not accepts or not any(path.endswith(suffix) for suffix in COMPRESSED):
            return super().send_head()
        try:
            body = gzipped(path, os.stat(path).st_mtime_ns)
        except OSError:
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)

    def send_error(self, code, message=None, explain=None):
        """Show the site's own page for a link that leads nowhere, as a web host does."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """A line for every request would hide what matters."""


def server(port=0, folder=SITE):
    """A server on the loopback address; port 0 picks a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))


@contextmanager
def serving(folder=SITE):
    """Serve a folder from another thread while the block runs; yields the address."""
    site = server(folder=folder)
    # The end of the block waits for as long as the server does before it looks whether to end.
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}/"
    finally:
        site.shutdown()
        site.server_close()


def main(port):
    """Serve until interrupted."""
    try:
        site = server(port)
    except OSError:
        sys.exit(f"Port {port} is taken. Choose another: make serve PORT={port + 1}")
    print(f"The book is at http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
    try:
        site.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]))
