# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an assistive technology sees of a window, and what it can do there."""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from desktop import PATIENCE, wait_until  # noqa: E402

# Below this the page begins; its contents are the page's business.
PAGE_ROLES = ('document web', 'document frame')


class Node:
    """One accessible object. Whatever has gone meanwhile has no name, no state and no children."""

    def __init__(self, accessible):
        self._accessible = accessible

    def _ask(self, function, otherwise):
        try:
            result = function(self._accessible)
        except GLib.Error:
            return otherwise
        return otherwise if result is None else result

    @property
    def name(self):
        return self._ask(Atspi.Accessible.get_name, '')

    @property
    def role(self):
        return self._ask(Atspi.Accessible.get_role_name, 'gone')

    @property
    def description(self):
        return self._ask(Atspi.Accessible.get_description, '')

    @property
    def attributes(self):
        return self._ask(Atspi.Accessible.get_attributes, {})

    @property
    def children(self):
        count = self._ask(Atspi.Accessible.get_child_count, 0)
        found = (self._ask(lambda node, index=index: node.get_child_at_index(index), None)
                 for index in range(count))
        return [Node(child) for child in found if child is not None]

    @property
    def parent(self):
        parent = self._ask(Atspi.Accessible.get_parent, None)
        return Node(parent) if parent is not None else None

    @property
    def pid(self):
        return self._ask(Atspi.Accessible.get_process_id, 0)

    def has_state(self, *names):
        states = self._ask(Atspi.Accessible.get_state_set, None)
        return states is not None and all(
            states.contains(getattr(Atspi.StateType, name.upper())) for name in names)

    @property
    def showing(self):
        # GTK 4.8 says “showing” of windows only, and “visible” of all that is not hidden.
        return self.has_state('visible')

    @property
    def focused(self):
        return self.has_state('focused')

    @property
    def sensitive(self):
        return self.has_state('sensitive')

    @property
    def checked(self):
        return self.has_state('checked')

    @property
    def text(self):
        def read(node):
            interface = node.get_text_iface()
            return interface.get_text(0, interface.get_character_count()) if interface else None
        return self._ask(read, '')

    @property
    def selected_text(self):
        """Start and end of the selection, or None."""
        def read(node):
            interface = node.get_text_iface()
            if interface is None or interface.get_n_selections() == 0:
                return None
            selection = interface.get_selection(0)
            return selection.start_offset, selection.end_offset
        return self._ask(read, None)

    @property
    def extents(self):
        """Position in the window, and size."""
        def read(node):
            interface = node.get_component_iface()
            if interface is None:
                return None
            box = interface.get_extents(Atspi.CoordType.WINDOW)
            return box.x, box.y, box.width, box.height
        return self._ask(read, None)

    def type(self, text):
        """Puts text in place of what is in the entry."""
        interface = self._ask(Atspi.Accessible.get_editable_text_iface, None)
        if interface is None or not interface.set_text_contents(text):
            raise AssertionError(f'{self} takes no text')
        wait_until(lambda: len(self.text) == len(text), lambda: f'{len(text)} characters in {self}')

    def click(self):
        """Does what a click does."""
        interface = self._ask(Atspi.Accessible.get_action_iface, None)
        if interface is None or interface.get_n_actions() == 0 or not interface.do_action(0):
            raise AssertionError(f'{self} cannot be clicked')

    def walk(self, into_page=False):
        """This node and what is below it."""
        yield self
        if self.role in PAGE_ROLES and not into_page:
            return
        for child in self.children:
            yield from child.walk(into_page)

    def find_all(self, role=None, name=None, showing=True, into_page=False):
        """Nodes below with this role (or one of several) and name (or for which name(…) holds)."""
        roles = (role,) if isinstance(role, str) else role
        for node in self.walk(into_page):
            if roles is not None and node.role not in roles:
                continue
            if name is not None and not (name(node.name) if callable(name) else node.name == name):
                continue
            if showing and not node.showing:
                continue
            yield node

    def find(self, role=None, name=None, showing=True, into_page=False):
        return next(self.find_all(role, name, showing, into_page), None)

    def wait(self, role=None, name=None, showing=True, into_page=False, patience=PATIENCE):
        return wait_until(lambda: self.find(role, name, showing, into_page),
                          lambda: f'{role} “{name}” in\n{self.dump()}', patience)

    def wait_gone(self, role=None, name=None, showing=True, into_page=False, patience=PATIENCE):
        wait_until(lambda: self.find(role, name, showing, into_page) is None,
                   lambda: f'{role} “{name}” to go from\n{self.dump()}', patience)

    def dump(self, depth=0, into_page=False):
        """The tree below as text: role, name, states that matter, text."""
        states = [state for state in ('visible', 'focused', 'sensitive', 'checked', 'editable')
                  if self.has_state(state)]
        text = self.text if self.role in ('text', 'entry', 'label', 'static') else ''
        line = f"{'  ' * depth}{self.role} “{self.name}” {' '.join(states)}"
        lines = [line + (f' = {text!r}' if text and text != self.name else '')
                 + (f' ({self.description})' if self.description else '')]
        if self.role not in PAGE_ROLES or into_page:
            lines += [child.dump(depth + 1, into_page) for child in self.children]
        return '\n'.join(lines)

    def __repr__(self):
        return f'<{self.role} “{self.name}”>'


def application(pid, alive=lambda: True, patience=PATIENCE):
    """The accessible root of the program with this process id, once it is there."""
    desktop = Atspi.get_desktop(0)

    def find():
        assert alive(), 'the program has ended'
        return next((node for node in Node(desktop).children if node.pid == pid), None)
    node = wait_until(find, f'accessible application of process {pid}', patience)
    # What is asked is asked of the program itself, never of what libatspi remembers of it.
    node._accessible.set_cache_mask(Atspi.Cache.NONE)
    return node
