# SPDX-License-Identifier: LGPL-2.1-or-later
"""A private desktop: display, session bus, accessibility bus and home of its own."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from screen import Screen

# Leaks of libraries.
LEAKS = pathlib.Path(__file__).resolve().parent.parent / 'leaks.supp'

# Long enough for a loaded machine; nothing ever waits this long unless it has failed.
PATIENCE = 30

# Between two looks at what is waited for, in seconds.
LONGEST_PAUSE = 0.3


class Timeout(AssertionError):
    """What was waited for did not come about."""


def wait_until(condition, what, patience=PATIENCE):
    """Asks until condition() is true, and returns what it returned."""
    deadline = time.monotonic() + patience
    pause = 0.005
    while True:
        asked = time.monotonic()
        result = condition()
        if result:
            return result
        now = time.monotonic()
        if now > deadline:
            raise Timeout(f'{what() if callable(what) else what}: not within {patience} s')
        # What is looked at takes part in each look, and gets nothing done meanwhile.
        time.sleep(max(pause, min(now - asked, LONGEST_PAUSE)))
        pause = min(pause * 1.5, 0.05)


class Desktop:
    """Display, buses and folders that nothing else on this machine uses.

    A process can have one, since libatspi connects once; it puts its environment into os.environ.
    """

    def __init__(self, width=1280, height=800):
        self.width = width
        self.height = height
        self._cleanup = contextlib.ExitStack()
        self._cleanup.callback(self._stop_leftovers)
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='door-', dir='/tmp'))
        self._cleanup.callback(shutil.rmtree, self.root, ignore_errors=True)
        try:
            self._make_environment()
            self._start_display()
            self._start_bus()
        except BaseException:
            self._cleanup.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._cleanup.close()

    def _make_environment(self):
        folders = {
            'HOME': 'home',
            'XDG_CONFIG_HOME': 'home/.config',
            'XDG_DATA_HOME': 'home/.local/share',
            'XDG_STATE_HOME': 'home/.local/state',
            'XDG_CACHE_HOME': 'home/.cache',
            'XDG_RUNTIME_DIR': 'run',
        }
        for variable, name in folders.items():
            folder = self.root / name
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.environ[variable] = str(folder)
        self.downloads = self.root / 'home' / 'Downloads'
        self.downloads.mkdir()
        config = self.root / 'home' / '.config'
        (config / 'user-dirs.dirs').write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
        # What blinks never comes to rest.
        (config / 'gtk-4.0').mkdir()
        (config / 'gtk-4.0' / 'settings.ini').write_text('[Settings]\ngtk-cursor-blink=false\n')

        for variable in list(os.environ):
            if variable.lower().endswith('_proxy') or variable in ('WAYLAND_DISPLAY', 'GTK_THEME',
                                                                    'LANGUAGE', 'LC_ALL',
                                                                    'NO_AT_BRIDGE', 'SESSION_MANAGER',
                                                                    'AT_SPI_BUS_ADDRESS'):
                del os.environ[variable]
        # Meson has every octet overwritten that the C library gives out or takes back. Nobody does that
        # for a person; what is tested has the address sanitizer, and WebKit spends a third of its time
        # on it.
        os.environ.pop('MALLOC_PERTURB_', None)
        os.environ.update({
            'LANG': 'C.UTF-8',
            'GDK_BACKEND': 'x11',
            'GSK_RENDERER': 'cairo',
            'LIBGL_ALWAYS_SOFTWARE': '1',
            'MESA_SHADER_CACHE_DISABLE': 'true',
            'GSETTINGS_BACKEND': 'memory',
            'G_DEBUG': 'fatal-criticals',
            # Leaks are looked for in a test of their own, which is slow.
            'ASAN_OPTIONS': 'detect_leaks=0:abort_on_error=1',
            'LSAN_OPTIONS': f'suppressions={LEAKS}:print_suppressions=0',
            'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1',
        })

    def manage_windows(self):
        """Starts a window manager, which makes every window fill the display."""
        manager = self._start(['matchbox-window-manager'], stderr=subprocess.DEVNULL)
        wait_until(lambda: 'window id' in subprocess.run(
            ['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], check=True, capture_output=True,
            text=True).stdout, 'the window manager')
        return manager

    def _start(self, command, **options):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True,
                                   **options)
        self._cleanup.callback(stop_group, process)
        return process

    def _start_display(self):
        reading, writing = os.pipe()
        with open(self.root / 'xvfb.log', 'wb') as log:
            self._start(['Xvfb', '-displayfd', str(writing), '-screen', '0',
                         f'{self.width}x{self.height}x24', '-nolisten', 'tcp', '-noreset',
                         '-dpi', '96', '-fbdir', str(self.root)], stdout=log, stderr=log,
                        pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError(f'Xvfb: {(self.root / "xvfb.log").read_text()}')
        os.environ['DISPLAY'] = f':{number}'
        self.screen = Screen(self.root / 'Xvfb_screen0')

    def _start_bus(self):
        reading, writing = os.pipe()
        # A service that the bus starts comes from here, so that the keyring is the private one.
        with open(self.root / 'bus.log', 'wb') as log:
            self._start(['dbus-daemon', '--session', '--nofork', '--nopidfile',
                         f'--print-address={writing}'], stdout=log, stderr=log, pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            address = pipe.readline().strip()
        if not address:
            raise RuntimeError(f'dbus-daemon: {(self.root / "bus.log").read_text()}')
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = address

    def _stop_leftovers(self):
        """Ends what the buses started: it bears this desktop's runtime folder in its environment."""
        mark = f'XDG_RUNTIME_DIR={os.environ["XDG_RUNTIME_DIR"]}'.encode()
        for entry in pathlib.Path('/proc').iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                if mark in (entry / 'environ').read_bytes().split(b'\0'):
                    os.kill(int(entry.name), signal.SIGKILL)


def stop_group(process, patience=5):
    """Ends a process that leads a session, and all that it started there."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        pass
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
