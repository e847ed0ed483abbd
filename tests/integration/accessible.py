# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an assistive technology sees of a window, and what it can do there.

Everything is asked of the program itself each time, nothing is remembered. A tree is asked for level
by level, a whole level at once: node by node it would take longer than what it is to show.
"""

import dataclasses

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from atspi_bus import PAGE_PATIENCE, ask, ask_all  # noqa: E402
from atspi_bus import PATIENCE as ANSWER_PATIENCE  # noqa: E402
from desktop import PATIENCE, wait_until  # noqa: E402

# Below this the page begins; its contents are the page's business.
PAGE_ROLES = ('document web', 'document frame')

ACCESSIBLE = 'org.a11y.atspi.Accessible'
ACTION = 'org.a11y.atspi.Action'
COMPONENT = 'org.a11y.atspi.Component'
EDITABLE_TEXT = 'org.a11y.atspi.EditableText'
TEXT = 'org.a11y.atspi.Text'
PROPERTIES = 'org.freedesktop.DBus.Properties'

REGISTRY = ('org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root')
NULL_PATH = '/org/a11y/atspi/null'

# From the first character to the last; GTK 4.8 does not take -1 for it.
WHOLE_TEXT = GLib.Variant('(ii)', (0, 2**31 - 1))

_role_names = {}


def role_name(role):
    if role not in _role_names:
        _role_names[role] = Atspi.role_get_name(Atspi.Role(role))
    return _role_names[role]


def holds(states, name):
    """Whether two words of bits, as they come over the bus, hold a state."""
    number = int(getattr(Atspi.StateType, name.upper()))
    return states is not None and bool(states[number // 32] >> number % 32 & 1)


@dataclasses.dataclass
class Sight:
    """What a node was at one moment."""

    node: 'Node'
    depth: int
    role: str
    states: list
    children: list = dataclasses.field(default_factory=list)

    def in_order(self):
        yield self
        for child in self.children:
            yield from child.in_order()


class Node:
    """One accessible object. Whatever has gone meanwhile has no name, no state and no children."""

    def __init__(self, bus_name, path, patience=ANSWER_PATIENCE):
        self.bus_name = bus_name
        self.path = path
        self._patience = patience

    def __eq__(self, other):
        return (isinstance(other, Node)
                and (self.bus_name, self.path) == (other.bus_name, other.path))

    def __hash__(self):
        return hash((self.bus_name, self.path))

    def _call(self, interface, method, parameters=None):
        return self.bus_name, self.path, interface, method, parameters, self._patience

    def _ask(self, interface, method, parameters=None):
        return ask(*self._call(interface, method, parameters))

    def _property_call(self, interface, name):
        return self._call(PROPERTIES, 'Get', GLib.Variant('(ss)', (interface, name)))

    def _property(self, interface, name):
        return ask(*self._property_call(interface, name))

    def _nodes(self, references):
        return [Node(name, path, self._patience if name == self.bus_name else PAGE_PATIENCE)
                for name, path in references or [] if path != NULL_PATH]

    @property
    def name(self):
        return self._property(ACCESSIBLE, 'Name') or ''

    @property
    def role(self):
        role = self._ask(ACCESSIBLE, 'GetRole')
        return 'gone' if role is None else role_name(role)

    @property
    def description(self):
        return self._property(ACCESSIBLE, 'Description') or ''

    @property
    def attributes(self):
        return self._ask(ACCESSIBLE, 'GetAttributes') or {}

    @property
    def children(self):
        return self._nodes(self._ask(ACCESSIBLE, 'GetChildren'))

    @property
    def parent(self):
        parent = self._property(ACCESSIBLE, 'Parent')
        return next(iter(self._nodes([parent] if parent else [])), None)

    @property
    def pid(self):
        return ask('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                   'GetConnectionUnixProcessID', GLib.Variant('(s)', (self.bus_name,))) or 0

    def has_state(self, *names):
        states = self._ask(ACCESSIBLE, 'GetState')
        return all(holds(states, name) for name in names)

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
        return self._ask(TEXT, 'GetText', WHOLE_TEXT) or ''

    @property
    def selected_text(self):
        """Start and end of the selection, or None."""
        if not self._ask(TEXT, 'GetNSelections'):
            return None
        return self._ask(TEXT, 'GetSelection', GLib.Variant('(i)', (0,)))

    @property
    def extents(self):
        """Position in the window, and size."""
        kind = GLib.Variant('(u)', (int(Atspi.CoordType.WINDOW),))
        return self._ask(COMPONENT, 'GetExtents', kind)

    def type(self, text):
        """Puts text in place of what is in the entry."""
        if not self._ask(EDITABLE_TEXT, 'SetTextContents', GLib.Variant('(s)', (text,))):
            raise AssertionError(f'{self} takes no text')
        wait_until(lambda: len(self.text) == len(text), lambda: f'{len(text)} characters in {self}')

    def click(self):
        """Does what a click does."""
        if not self._ask(ACTION, 'DoAction', GLib.Variant('(i)', (0,))):
            raise AssertionError(f'{self} cannot be clicked')

    def look(self, into_page=False, into_hidden=True):
        """The tree from this node down, at this moment. A program itself is never visible."""
        top = Sight(self, 0, 'gone', None)
        level = [top]
        while level:
            calls = [sight.node._call(ACCESSIBLE, method) for sight in level
                     for method in ('GetRole', 'GetState', 'GetChildren')]
            answers = iter(ask_all(calls))
            below = []
            for sight, role, states, references in zip(level, answers, answers, answers):
                if role is None:
                    continue
                sight.role = role_name(role)
                sight.states = states
                if ((sight.role not in PAGE_ROLES or into_page)
                        and (into_hidden or sight is top or holds(states, 'visible'))):
                    sight.children = [Sight(node, sight.depth + 1, 'gone', None)
                                      for node in sight.node._nodes(references)]
                    below += sight.children
            level = below
        return top

    def walk(self, into_page=False):
        """This node and what is below it."""
        for sight in self.look(into_page).in_order():
            yield sight.node

    def find_all(self, role=None, name=None, showing=True, into_page=False):
        """Nodes below with this role (or one of several) and name (or for which name(…) holds).

        What is hidden shows nothing of what is in it either.
        """
        roles = (role,) if isinstance(role, str) else role
        found = [sight.node for sight in self.look(into_page, into_hidden=not showing).in_order()
                 if (roles is None or sight.role in roles)
                 and (not showing or holds(sight.states, 'visible'))]
        if name is None:
            return found
        names = ask_all([node._property_call(ACCESSIBLE, 'Name') for node in found])
        return [node for node, real in zip(found, names)
                if (name(real or '') if callable(name) else real == name)]

    def find(self, role=None, name=None, showing=True, into_page=False):
        return next(iter(self.find_all(role, name, showing, into_page)), None)

    def find_focus(self):
        """The node below that has the focus, which is one with others in it at times."""
        focused = [sight.node for sight in self.look(into_hidden=False).in_order()
                   if holds(sight.states, 'focused')]
        return focused[0] if focused else None

    def wait(self, role=None, name=None, showing=True, into_page=False, patience=PATIENCE):
        return wait_until(lambda: self.find(role, name, showing, into_page),
                          lambda: f'{role} “{name}” in\n{self.dump()}', patience)

    def wait_gone(self, role=None, name=None, showing=True, into_page=False, patience=PATIENCE):
        wait_until(lambda: self.find(role, name, showing, into_page) is None,
                   lambda: f'{role} “{name}” to go from\n{self.dump()}', patience)

    def dump(self, into_page=False):
        """The tree below as text: role, name, states that matter, text."""
        sights = list(self.look(into_page).in_order())
        answers = iter(ask_all([call for sight in sights for call in (
            sight.node._property_call(ACCESSIBLE, 'Name'),
            sight.node._property_call(ACCESSIBLE, 'Description'),
            sight.node._call(TEXT, 'GetText', WHOLE_TEXT))]))
        lines = []
        for sight, name, description, text in zip(sights, answers, answers, answers):
            states = [state for state in ('visible', 'focused', 'sensitive', 'checked', 'editable')
                      if holds(sight.states, state)]
            line = f"{'  ' * sight.depth}{sight.role} “{name or ''}” {' '.join(states)}"
            shown = text if sight.role in ('text', 'entry', 'label', 'static') else ''
            lines.append(line + (f' = {shown!r}' if shown and shown != name else '')
                         + (f' ({description})' if description else ''))
        return '\n'.join(lines)

    def __repr__(self):
        return f'<{self.role} “{self.name}”>'


def application(pid, alive=lambda: True, patience=4 * PATIENCE):
    """The accessible root of the program with this process id, once it is there.

    One that begins with thirty tabs takes its time.
    """
    registry = Node(*REGISTRY)

    def find():
        assert alive(), 'the program has ended'
        return next((Node(node.bus_name, node.path) for node in registry.children
                     if node.pid == pid), None)
    return wait_until(find, f'accessible application of process {pid}', patience)
