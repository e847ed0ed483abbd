#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A bridge out of a network namespace: one port of the loopback interface, and nothing else.

bridge.py SOCKET PORT PROGRAM… stands inside. It runs PROGRAM, and leads PORT to SOCKET.
"""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading


def alone():
    """What runs a program without any network but a loopback interface of its own, and why not."""
    command = [shutil.which('bwrap') or 'bwrap', '--dev-bind', '/', '/', '--unshare-net']
    try:
        result = subprocess.run([*command, 'true'], capture_output=True, text=True, check=False)
    except OSError as error:
        return None, str(error)
    return (command, None) if result.returncode == 0 else (None, result.stderr.strip())


def copy(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end, how in ((source, socket.SHUT_RD), (target, socket.SHUT_WR)):
        with contextlib.suppress(OSError):
            end.shutdown(how)


def lead(listener, connect):
    """Leads whatever arrives at a listener to what connect() gives."""
    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        try:
            far = connect()
        except OSError:
            # As if the far end itself had refused; the next one may find it there again.
            near.close()
            continue
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=copy, args=[source, target], daemon=True).start()


class Bridge:
    """The end outside, which leads to a port here."""

    def __init__(self, path, port):
        self.path = pathlib.Path(path)
        self.port = port
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.path))
        self._listener.listen(128)
        threading.Thread(target=lead, daemon=True, args=[
            self._listener, lambda: socket.create_connection(('127.0.0.1', port))]).start()

    @property
    def wrapper(self):
        """The end inside, before the program that runs there."""
        return ['/usr/bin/python3', __file__, str(self.path), str(self.port)]

    def close(self):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def connect_outside(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    return connection


def main(path, port, *program):
    listener = socket.create_server(('127.0.0.1', int(port)), backlog=128)
    # The program takes this process's place, so that it is found where it is looked for.
    if os.fork() != 0:
        listener.close()
        os.execv(program[0], program)
    lead(listener, lambda: connect_outside(path))


if __name__ == '__main__':
    main(*sys.argv[1:])
