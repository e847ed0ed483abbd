# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program as a person sees it: its windows through AT-SPI, keys and clicks from the X server."""

import os
import select
import subprocess
import time

import pyatspi

PATIENCE = 60


def wait_for(what, condition):
    """The first true value of condition, which is asked again and again."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            value = condition()
        except (LookupError, AttributeError, RuntimeError):
            value = None
        if value:
            return value
        select.select([], [], [], 0.02)
    raise AssertionError(f'waited in vain for {what}')


def descendants(node):
    """Everything below a node, from top to bottom."""
    for child in node:
        if child is not None:
            yield child
            yield from descendants(child)


def text_of(node):
    """What the text of a node is to assistive technology."""
    text = node.queryText()
    return text.getText(0, text.characterCount)


def is_focused(node):
    return node.getState().contains(pyatspi.STATE_FOCUSED)


def middle(node):
    """Where to click."""
    box = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return box.x + box.width // 2, box.y + box.height // 2


def key(*keys):
    subprocess.run(['xdotool', 'key', *keys], check=True)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True)


def pointer(position, button):
    """A click, or with button 4 or 5 a turn of the wheel."""
    subprocess.run(['xdotool', 'mousemove', str(position[0]), str(position[1]), 'click',
                    str(button)], check=True)


def screenshot(folder, name):
    if folder:
        os.makedirs(folder, exist_ok=True)
        subprocess.run(['import', '-window', 'root', f'{folder}/{name}.png'], check=True)


class Program:
    """A program and what it says on standard output."""

    def __init__(self, *command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, bufsize=1, **options)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = []

    def application(self):
        desktop = pyatspi.Registry.getDesktop(0)
        desktop.clearCache()
        for application in desktop:
            if application is not None and application.get_process_id() == self.process.pid:
                application.clearCache()
                return application
        return None

    def find(self, role, name=None, inside=None):
        """The node of that role whose name is, or for a callable answers to, name."""
        top = inside or self.application()
        if top is None:
            return None
        top.clearCache()
        for node in descendants(top):
            if node.getRoleName() == role and (
                    name is None or (name(node.name) if callable(name) else node.name == name)):
                return node
        return None

    def wait(self, role, name=None):
        return wait_for(f'{role} {name}', lambda: self.find(role, name))

    def wait_gone(self, role, name=None):
        wait_for(f'no {role} {name}', lambda: self.find(role, name) is None)

    def wait_focus(self, role, name):
        return wait_for(f'focus on {role} {name}',
                        lambda: (node := self.find(role, name)) is not None
                        and is_focused(node) and node)

    def hear(self):
        """All lines so far."""
        line = self.process.stdout.readline()
        while line:
            self.said.append(line.rstrip('\n'))
            line = self.process.stdout.readline()
        return self.said

    def wait_said(self, line):
        try:
            wait_for(line, lambda: line in self.hear())
        except AssertionError as error:
            raise AssertionError(f'{error}; said: {self.said}') from None

    def tell(self, word):
        self.process.stdin.write(word + '\n')
        self.process.stdin.flush()

    def wait_end(self):
        """The exit status."""
        status = self.process.wait(PATIENCE)
        self.process.stdin.close()
        self.process.stdout.close()
        return status
