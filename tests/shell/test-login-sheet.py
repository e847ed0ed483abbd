#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-login-sheet.py STAGE [ARTEFACTS]

What a person and assistive technology find in each state of the login sheet and of the bar. Keys,
clicks and the wheel come from the X server, everything else is read through AT-SPI. A screenshot of
each state is left in ARTEFACTS.
"""

import sys
import unittest

import pyatspi
from gi.repository import GLib

from accessible import (Program, descendants, is_focused, key, middle, pointer, screenshot, text_of,
                        type_text, wait_for)

STAGE = sys.argv[1]
ARTEFACTS = sys.argv[2] if len(sys.argv) > 2 else None


class Stage(Program):
    """A window that shows one sheet or one bar."""

    def __init__(self, *arguments):
        super().__init__(STAGE, *arguments)
        self.wait_said('ready')
        self.wait('frame', 'Sheet stage')

    def close(self):
        """Ends the window; its exit status."""
        if self.process.poll() is None:
            self.tell('quit')
        return self.wait_end()


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
        screenshot(ARTEFACTS, 'sheet-first')

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
        screenshot(ARTEFACTS, 'sheet-submitted')
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
        stage.wait('text', 'Username').queryEditableText().setTextContents('bert')
        stage.find('password text', 'Password').queryEditableText().setTextContents('secret')
        stage.find('push button', 'Sign In').queryAction().doAction(0)
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
        self.assertEqual(text_of(stage.find('text', 'Username')), 'anna')
        self.assertEqual(password.queryText().getSelection(0), (0, 5))
        screenshot(ARTEFACTS, 'sheet-refused')
        type_text('right')
        key('Return')
        wait_for('second answer', lambda: stage.hear().count('submitted anna 5 once') == 2)
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
            node = stage.find('push button', 'Button of the page')
            self.assertFalse(is_focused(node))
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
        field.queryEditableText().setTextContents('geheim')
        self.assertEqual(len(text_of(field)), 6)
        self.assertNotIn('geheim', text_of(field))
        self.assertFalse([node.name for node in descendants(stage.application())
                          if 'geheim' in f'{node.name} {node.description}'])

    def test_password_is_not_told_while_typing(self):
        heard = []

        def listener(event):
            heard.append(str(event.any_data))

        pyatspi.Registry.registerEventListener(listener, 'object:text-changed')
        self.addCleanup(pyatspi.Registry.deregisterEventListener, listener, 'object:text-changed')
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('abc')
        key('Tab')
        type_text('xyz')
        key('BackSpace', 'BackSpace', 'BackSpace', 'shift+Tab')
        stage.wait_focus('text', 'Username')
        type_text('d')

        def everything_heard():
            while GLib.MainContext.default().iteration(False):
                pass
            return 'd' in heard

        wait_for('what was typed as user name', everything_heard)
        for character in 'abc':
            self.assertIn(character, heard)
        for character in 'xyz':
            self.assertNotIn(character, ''.join(heard))

    def test_errors_beside_the_field(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        type_text('an:na')
        key('Return')
        stage.wait('label', lambda name: 'colon' in name)
        screenshot(ARTEFACTS, 'sheet-error')
        self.assertFalse([line for line in stage.said if line.startswith('submitted')])

    def test_unencrypted(self):
        stage = self.stage('--unencrypted', '--server=http://printer.example:8080')
        stage.wait('dialog', 'Sign in to printer.example:8080')
        stage.wait('label', lambda name: 'would be sent unencrypted' in name)
        screenshot(ARTEFACTS, 'sheet-unencrypted')

    def test_proxy(self):
        stage = self.stage('--proxy', '--server=http://proxy.example:80')
        stage.wait('dialog', 'Sign in to proxy.example:80')
        stage.wait('label', lambda name: name.startswith('The proxy proxy.example:80 asks'))
        stage.wait('label', 'The proxy says: “Staff”')
        screenshot(ARTEFACTS, 'sheet-proxy')

    def test_hostile_realm(self):
        realm = 'Bank”\n\nDoorward asks: “\u202eenter PIN\u0007' + 'x' * 10000
        stage = self.stage(f'--realm={realm}')
        label = stage.wait('label', lambda name: name.startswith('The site says: “Bank'))
        self.assertTrue(label.name.endswith('”'))
        self.assertLessEqual(len(label.name), len('The site says: “”') + 150)
        for character in '\n\u202e\u0007':
            self.assertNotIn(character, label.name)
        self.assertEqual(label.name.count('”'), 1)
        screenshot(ARTEFACTS, 'sheet-hostile-realm')

    def test_caps_lock(self):
        stage = self.stage()
        stage.wait_focus('text', 'Username')
        key('Caps_Lock')
        self.addCleanup(key, 'Caps_Lock')
        self.assertIsNone(stage.find('label', 'Caps Lock is on'))
        key('Tab')
        stage.wait('label', 'Caps Lock is on')
        screenshot(ARTEFACTS, 'sheet-caps-lock')

    def test_narrow_with_large_text(self):
        stage = self.stage('--width=360', '--height=640', '--text-scale=2', '--remember',
                           '--unencrypted', '--refusals=2')
        dialog = stage.wait('dialog')
        screenshot(ARTEFACTS, 'sheet-narrow')
        box = dialog.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        self.assertLessEqual(box.width, 360)

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
                self.assertIsNotNone(stage.find('label', message, bar))
                for name in ['Sign In…', 'Send Again']:
                    self.assertEqual(stage.find('push button', name, bar) is not None,
                                     name == button)
                screenshot(ARTEFACTS, f'bar-{kind}')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
