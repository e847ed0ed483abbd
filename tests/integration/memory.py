# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a process has in its writable memory."""

import base64
import hashlib
import pathlib
import re

from apache import DIGEST_REALM, PASSWORD, USERNAME

# What Basic sends.
BASIC = base64.b64encode(f'{USERNAME}:{PASSWORD}'.encode())

# The password, and what becomes of it on its way.
TRACES = (PASSWORD.encode(), PASSWORD.encode('utf-16-le'), PASSWORD.encode('utf-32-le'), BASIC,
          hashlib.md5(f'{USERNAME}:{DIGEST_REALM}:{PASSWORD}'.encode()).hexdigest().encode())

# No page of a program is longer; what is reserved and not used is never read.
MOST = 1 << 28


def resident(pid):
    """Start and end of each writable piece of memory that has something in it."""
    region = None
    with open(f'/proc/{pid}/smaps', encoding='utf-8', errors='replace') as smaps:
        for line in smaps:
            header = re.match(r'([0-9a-f]+)-([0-9a-f]+) (\S+) ', line)
            if header:
                region = (int(header[1], 16), int(header[2], 16)) if 'w' in header[3] else None
            elif region and line.startswith('Rss:') and int(line.split()[1]) > 0:
                yield region


def descendants(pid, name):
    """Those of this name among the processes that a program has started, in sandboxes too."""
    for children in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
        for process in children.read_text().split():
            if pathlib.Path(f'/proc/{process}/exe').resolve().name == name:
                yield int(process)
            yield from descendants(int(process), name)


def network_process(pid):
    """WebKit's network process of a program."""
    process = next(descendants(pid, 'WebKitNetworkProcess'), None)
    assert process is not None, f'{pid} has no network process'
    return process


def web_processes(pid):
    """Those that run its pages."""
    return list(descendants(pid, 'WebKitWebProcess'))


def find_traces(pid):
    """Each place where the password is found in the memory of a process: what, and what is before."""
    with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for start, end in resident(pid):
            try:
                memory.seek(start)
                data = memory.read(min(end - start, MOST))
            except OSError:
                continue
            for trace in TRACES:
                for match in re.finditer(re.escape(trace), data):
                    yield trace, data[max(match.start() - 40, 0):match.start()]


def count_traces(pid):
    """How often the password is found in the memory of a process."""
    return sum(1 for _ in find_traces(pid))
