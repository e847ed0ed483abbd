#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-login-sheet.py STAGE [ARTEFACTS]

What a person and assistive technology find in each state of the login sheet and of the bar. Keys,
clicks and the wheel come from the X server, everything else is read through AT-SPI. A screenshot of
each state is left in ARTEFACTS.
"""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))

from accessible import application  # noqa: E402
from atspi_bus import Listener  # noqa: E402
from desktop import wait_until  # noqa: E402

STAGE = sys.argv[1]
ARTEFACTS = sys.argv[2] if len(sys.argv) > 2 else None
PATIENCE = 60


def middle(node):
    """Where to click."""
    left, top, width, height = node.extents
    return left + width // 2, top + height // 2


def key(*keys):
    subprocess.run(['xdotool', 'key', *keys], check=True)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True)


def pointer(position, button):
    """A click, or with button 4 or 5 a turn of the wheel."""
    subprocess.run(['xdotool', 'mousemove', str(position[0]), str(position[1]), 'click',
                    str(button)], check=True)


def screenshot(name):
    if ARTEFACTS:
        os.makedirs(ARTEFACTS, exist_ok=True)
        subprocess.run(['import', '-window', 'root', f'{ARTEFACTS}/{name}.png'], check=True)


class Stage:
    """A window that shows one sheet or one bar, and what its program says on standard output."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([STAGE, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, bufsize=1)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = []
        self.wait_said('ready')
        self.tree = application(self.process.pid, patience=PATIENCE)
        self.wait('frame', 'Sheet stage')

    def find(self, role, name=None):
        return self.tree.find(role, name)

    def wait(self, role, name=None):
        return self.tree.wait(role, name, patience=PATIENCE)

    def wait_gone(self, role, name=None):
        self.tree.wait_gone(role, name, patience=PATIENCE)

    def wait_focus(self, role, name):
        node = self.wait(role, name)
        wait_until(lambda: node.focused, lambda: f'focus on {node} in\n{self.tree.dump()}', PATIENCE)
        return node

    def hear(self):
        """All lines so far."""
        line = self.process.stdout.readline()
        while line:
            self.said.append(line.rstrip('\n'))
            line = self.process.stdout.readline()
        return self.said

    def wait_said(self, line):
        wait_until(lambda: line in self.hear(), lambda: f'“{line}”; said: {self.said}', PATIENCE)

    def tell(self, word):
        self.process.stdin.write(word + '\n')
        self.process.stdin.flush()

    def close(self):
        """Ends the window; its exit status."""
        if self.process.poll() is None:
            self.tell('quit')
        status = self.process.wait(PATIENCE)
        self.process.stdin.close()
        self.process.stdout.close()
        return status


class SheetTest(unittest.TestCase):
    def stage(self, *arguments):
        stage = Stage(*arguments)
        self.addCleanup(lambda: self.assertEqual(stage.close(), 0, 'exit status'))
        return stage

    def test_names_and_roles(self):
        stage = self.stage('--remember')
        stage.wait('dialog', 'Sign in to intranet.example')
        for role, name in [('label', 'The site says: “Staff”'), ('text', 'Username'),
                           ('password text', 'Password'), ('check box', 'Remember this login'),
                           ('push button', 'Sign In'), ('push button', 'Cancel')]:
            with self.subTest(role=role, name=name):
                self.assertIsNotNone(stage.find(role, name))
        for role, name in [('label', lambda name: name.startswith('Not accepted')),
                           ('label', lambda name: 'unencrypted' in name),
                           ('panel', 'Signing in…')]:
            with self.subTest(role=role, name=name):
                self.assertIsNone(stage.find(role, name))
        stage.wait_focus('text', 'Username')
        screenshot('sheet-first')

    def test_keyboard_alone(self):
        stage = self.stage('--remember')
        stage.wait_focus('text', 'Username')
        type_text('anna')
        key('Tab')
        stage.wait_focus('password text', 'Password')
        type_text('geheim')
        key('Tab')
        stage.wait_focus('check box', 'Remember this login')
        key('space', 'Return')
        stage.wait_said('submitted anna 6 remember')
        stage.wait('panel', 'Signing in…')
        screenshot('sheet-submitted')
        # A second Return neither cancels nor sends again.
        stage.wait_focus('panel', 'Signing in…')
        key('Return', 'space', 'Escape')
        stage.wait_said('closed cancel')
        self.assertEqual([line for line in stage.said if line.startswith(('submitted', 'closed'))],
                         ['submitted anna 6 remember', 'closed cancel'])

    def test_return_in_either_field(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        key('Return')
        type_text('anna')
        key('Return')
        stage.wait_said('submitted anna 0 once')
        stage.tell('refuse')
        stage.wait_focus('password text', 'Password')
        type_text('x')
        key('Return')
        stage.wait_said('submitted anna 1 once')

    def test_buttons_by_assistive_technology(self):
        stage = self.stage()
        stage.wait('text', 'Username').type('bert')
        stage.find('password text', 'Password').type('secret')
        stage.find('push button', 'Sign In').click()
        stage.wait_said('submitted bert 6 once')
        stage.tell('accept')
        stage.wait_said('closed submit')
        stage.wait_gone('dialog')

    def test_refused(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('anna')
        key('Tab')
        type_text('wrong')
        key('Return')
        stage.wait_said('submitted anna 5 once')
        stage.tell('refuse')
        stage.wait('label', lambda name: name.startswith('Not accepted'))
        password = stage.wait_focus('password text', 'Password')
        self.assertEqual(stage.find('text', 'Username').text, 'anna')
        self.assertEqual(password.selected_text, (0, 5))
        screenshot('sheet-refused')
        type_text('right')
        key('Return')
        wait_until(lambda: stage.hear().count('submitted anna 5 once') == 2, 'second answer', PATIENCE)
        stage.wait_gone('label', lambda name: name.startswith('Not accepted'))
        stage.tell('refuse')
        stage.wait('label', lambda name: name.startswith('Not accepted 2 times'))

    def test_escape_gives_focus_back(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('half')
        key('Escape')
        stage.wait_said('closed cancel')
        stage.wait_gone('dialog')
        stage.wait_focus('push button', 'Button of the page')
        key('space')
        stage.wait_said('page clicked')

    def test_page_is_held_back(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        button = middle(stage.find('push button', 'Button of the page'))
        pointer((100, button[1]), 1)
        pointer((100, button[1]), 5)
        stage.wait_said('page scrolled')
        self.assertNotIn('page clicked', stage.said)
        # Neither the click nor a walk through the whole window puts focus into the page.
        for _ in range(12):
            key('Tab')
            self.assertFalse(stage.find('push button', 'Button of the page').focused)
        # The rest of the window works.
        pointer(middle(stage.find('text', 'Location')), 1)
        stage.wait_focus('text', 'Location')
        key('ctrl+a')
        type_text('x')
        stage.wait_said('location x')
        stage.wait('dialog', 'Sign in to intranet.example')

    def test_password_is_not_told(self):
        stage = self.stage()
        field = stage.wait('password text', 'Password')
        field.type('geheim')
        self.assertEqual(len(field.text), 6)
        self.assertNotIn('geheim', field.text)
        self.assertFalse([node.name for node in stage.tree.walk()
                          if 'geheim' in f'{node.name} {node.description}'])

    def test_password_is_not_told_while_typing(self):
        listener = Listener('org.a11y.atspi.Event.Object', 'TextChanged')
        self.addCleanup(listener.close)
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('abc')
        key('Tab')
        type_text('xyz')
        key('BackSpace', 'BackSpace', 'BackSpace', 'shift+Tab')
        stage.wait_focus('text', 'Username')
        type_text('d')

        def heard():
            return [content for _, _, _, content, _ in listener.heard()]

        wait_until(lambda: 'd' in heard(), lambda: f'what was typed as user name: {heard()}', PATIENCE)
        for character in 'abc':
            self.assertIn(character, heard())
        for character in 'xyz':
            self.assertNotIn(character, ''.join(heard()))

    def test_errors_beside_the_field(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('an:na')
        key('Return')
        stage.wait('label', lambda name: 'colon' in name)
        screenshot('sheet-error')
        self.assertFalse([line for line in stage.said if line.startswith('submitted')])

    def test_unencrypted(self):
        stage = self.stage('--unencrypted', '--server=http://printer.example:8080')
        stage.wait('dialog', 'Sign in to printer.example:8080')
        stage.wait('label', lambda name: 'would be sent unencrypted' in name)
        screenshot('sheet-unencrypted')

    def test_proxy(self):
        stage = self.stage('--proxy', '--server=http://proxy.example:80')
        stage.wait('dialog', 'Sign in to proxy.example:80')
        stage.wait('label', lambda name: name.startswith('The proxy proxy.example:80 asks'))
        stage.wait('label', 'The proxy says: “Staff”')
        screenshot('sheet-proxy')

    def test_hostile_realm(self):
        realm = 'Bank”\n\nDoorward asks: “\u202eenter PIN\u0007' + 'x' * 10000
        stage = self.stage(f'--realm={realm}')
        label = stage.wait('label', lambda name: name.startswith('The site says: “Bank'))
        self.assertTrue(label.name.endswith('”'))
        self.assertLessEqual(len(label.name), len('The site says: “”') + 150)
        for character in '\n\u202e\u0007':
            self.assertNotIn(character, label.name)
        self.assertEqual(label.name.count('”'), 1)
        screenshot('sheet-hostile-realm')

    def test_caps_lock(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        key('Caps_Lock')
        self.addCleanup(key, 'Caps_Lock')
        self.assertIsNone(stage.find('label', 'Caps Lock is on'))
        key('Tab')
        stage.wait('label', 'Caps Lock is on')
        screenshot('sheet-caps-lock')

    def test_narrow_with_large_text(self):
        stage = self.stage('--width=360', '--height=640', '--text-scale=2', '--remember',
                           '--unencrypted', '--refusals=2')
        dialog = stage.wait('dialog')
        screenshot('sheet-narrow')
        self.assertLessEqual(dialog.extents[2], 360)
        # Nothing is cut off, least of all the server's name.
        edge = dialog.extents[0] + dialog.extents[2]
        for node in dialog.find_all(('label', 'push button', 'text', 'password text')):
            self.assertLessEqual(node.extents[0] + node.extents[2], edge, node)

    def test_bar(self):
        cases = [
            ('suppressed', True, 'You are not signed in to intranet.example.', 'Sign In…'),
            ('part', True, 'Parts of this page need a login at intranet.example.', 'Sign In…'),
            ('unknown-scheme', False, 'intranet.example asks for Bearer, which Doorward cannot answer.', None),
            ('resend', False, 'To load this page again, the form has to be sent again.', 'Send Again'),
        ]
        for kind, can_sign_in, message, button in cases:
            with self.subTest(message=message):
                stage = self.stage(f'--bar={kind}', *['--can-sign-in'] * can_sign_in)
                bar = stage.wait('alert', message)
                self.assertIsNotNone(bar.find('label', message))
                for name in ['Sign In…', 'Send Again']:
                    self.assertEqual(bar.find('push button', name) is not None,
                                     name == button)
                screenshot(f'bar-{kind}')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
