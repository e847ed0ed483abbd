#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A kiosk beside cog and MiniBrowser: how soon a page is there, and what it takes of the memory.

All are started in one run, by turns, on the same display and with the same page. After that the
kiosk alone has many visits, and it is told whether it grows. Prints figures; fails if it grows.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))
# pylint: disable=wrong-import-position
from desktop import Desktop, stop_group, wait_until
from raw_server import RawServer, document, response

# Two frames after the page is complete, something has been drawn.
PAGE = response(200, document('Home', '<h1>Home</h1>' + '<p>Text of the page.</p>' * 200, '''<script>
onload = () => requestAnimationFrame (() => requestAnimationFrame (() => fetch ('/drawn')));
</script>'''))

MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkitgtk-6.0/MiniBrowser'

# In so many visits all that is made once has been made.
FIRST_VISITS = 100

# What the memory of all processes together may have become, of what it was after those.
MOST_GROWTH = 1.1


def commands(doorward, uri):
    """What is compared, by name; what is not installed is left out."""
    wanted = {
        'doorward --kiosk': [doorward, '--kiosk', uri],
        'MiniBrowser': [MINI_BROWSER, '--full-screen', uri],
        'cog (headless)': ['cog', '--platform=headless', uri],
    }
    return {name: command for name, command in wanted.items() if shutil.which(command[0])}


def tree(pid):
    """A process and all that it has started."""
    found = [pid]
    for children in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
        with contextlib.suppress(OSError):
            for child in children.read_text().split():
                found += tree(int(child))
    return found


def memory(pid):
    """What a process and those below it have to themselves, with their part of what they share."""
    total = 0
    for process in tree(pid):
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f'/proc/{process}/smaps_rollup').read_text().splitlines():
                if line.startswith('Pss:'):
                    total += int(line.split()[1])
    return total / 1024


def settled_memory(pid):
    """The memory once it does not fall any more."""
    values = [memory(pid)]
    while len(values) < 4 or min(values[-3:]) < min(values[:-3]) * 0.99:
        time.sleep(0.5)
        values.append(memory(pid))
    return values[-1]


def start(command, log):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                            start_new_session=True)


def compare(server, doorward, rounds, log):
    times, sizes = {}, {}
    for _ in range(rounds):
        for name, command in commands(doorward, server.uri('/')).items():
            count = len(server.seen('/drawn'))
            begin = time.monotonic()
            process = start(command, log)
            try:
                wait_until(lambda count=count: len(server.seen('/drawn')) > count,
                           lambda log=log, name=name: f'{name}: {pathlib.Path(log.name).read_text()}')
                times.setdefault(name, []).append((time.monotonic() - begin) * 1000)
                sizes.setdefault(name, []).append(settled_memory(process.pid))
            finally:
                stop_group(process)
    print(f'{"":20}{"drawn after, ms":>20}{"memory, MiB":>20}')
    for name in times:
        print(f'{name:20}{statistics.median(times[name]):20.0f}{statistics.median(sizes[name]):20.1f}')


def visits(server, doorward, count, log):
    """Presses “Done” again and again, each time as soon as Home is there."""
    # Importing it connects to the buses, which have to be there by then.
    from accessible import application

    process = start([doorward, '--kiosk', server.uri('/')], log)

    def state():
        return settled_memory(process.pid), len(os.listdir(f'/proc/{process.pid}/fd'))

    try:
        seen = len(server.seen('/drawn'))
        button = application(process.pid).wait('push button', 'Done')
        for number in range(1, count + 1):
            wait_until(lambda: len(server.seen('/drawn')) > seen, f'visit {number}')
            seen = len(server.seen('/drawn'))
            if number == min(FIRST_VISITS, count // 2):
                before = state()
            button.click()
        wait_until(lambda: len(server.seen('/drawn')) > seen, 'the last visit')
        after = state()
    finally:
        stop_group(process)
    print(f'visits: {min(FIRST_VISITS, count // 2)} and {count}; memory, MiB: {before[0]:.1f} and '
          f'{after[0]:.1f}; open files: {before[1]} and {after[1]}')
    return after[0] <= before[0] * MOST_GROWTH and after[1] <= before[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('doorward', help='the program, as built')
    parser.add_argument('--rounds', type=int, default=5, help='how often each is started')
    parser.add_argument('--visits', type=int, default=1000, help='how many there are')
    options = parser.parse_args()
    doorward = str(pathlib.Path(options.doorward).resolve())

    with Desktop() as desktop, RawServer({'/': PAGE, '/drawn': response(204)}) as server, \
            open(desktop.root / 'output', 'wb') as log:
        compare(server, doorward, options.rounds, log)
        return 0 if visits(server, doorward, options.visits, log) else 1


if __name__ == '__main__':
    sys.exit(main())
