#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What README says can be copied and run, exactly as it stands there."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import textwrap
import unittest

from window_test import main

ROOT = pathlib.Path(__file__).resolve().parents[2]
NODE_MODULES = pathlib.Path(os.environ['DOORWARD_BUILD']) / 'node' / 'node_modules'
EXPECTED = ['Who are you?', 'Welcome']


class ReadmeTest(unittest.TestCase):
    """A folder with nothing but a home, and doorward where an installed one is: in the path."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='door-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / 'bin').mkdir()
        (self.folder / 'bin' / 'doorward').symlink_to(os.environ['DOORWARD_BINARY'])
        for name in ('home', 'run'):
            (self.folder / name).mkdir(mode=0o700)
        self.readme = (ROOT / 'README.md').read_text()

    def block(self, before):
        """The indented lines that follow the paragraph with these words."""
        match = re.search(re.escape(before) + r'[^\n]*(?:\n[^\n]+)*\n\n((?:    [^\n]*\n|\n)+)', self.readme)
        self.assertIsNotNone(match, before)
        return textwrap.dedent(match.group(1))

    def run_headless(self, script):
        """The command of README, with `script` for its test.py, where there is no display."""
        command = self.block('Headless, in a container').strip()
        self.assertNotIn('\n', command)
        if script != 'python3 test.py':
            self.assertTrue(command.endswith('python3 test.py'))
            command = command.removesuffix('python3 test.py') + script
        environment = {
            'PATH': f'{self.folder}/bin:/usr/local/bin:/usr/bin:/bin',
            'HOME': f'{self.folder}/home',
            'XDG_RUNTIME_DIR': f'{self.folder}/run',
            'ASAN_OPTIONS': 'detect_leaks=0:abort_on_error=1',
            'UBSAN_OPTIONS': 'halt_on_error=1',
        }
        with subprocess.Popen(['sh', '-c', command], cwd=self.folder, env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True,
                              start_new_session=True) as process:
            try:
                output = process.communicate(timeout=120)[0]
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        self.assertEqual(process.returncode, 0, output)
        # xvfb-run puts what goes to standard error there as well.
        self.assertEqual([line for line in output.splitlines() if line in EXPECTED], EXPECTED, output)

    def test_python(self):
        (self.folder / 'test.py').write_text(self.block('Python (`apt install python3-selenium`)'))
        self.run_headless('python3 test.py')

    @unittest.skipUnless(shutil.which('node') and (NODE_MODULES / 'selenium-webdriver').is_dir(),
                         'needs node, and selenium-webdriver from npm')
    def test_javascript(self):
        (self.folder / 'node_modules').symlink_to(NODE_MODULES)
        (self.folder / 'test.js').write_text(self.block('JavaScript (`npm install selenium-webdriver`)'))
        self.run_headless('node test.js')


if __name__ == '__main__':
    main()
