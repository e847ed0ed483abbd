# SPDX-License-Identifier: LGPL-2.1-or-later
"""What every event log must keep to: the schema, and the order in which things happen.

    event_rules.py LOG…     checks logs, prints what is wrong, fails when anything is
"""

import json
import pathlib
import sys

import jsonschema

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2]
                     / 'data' / 'doorward-events.schema.json').read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

# What a person may be asked about: also what the bar has offered.
MAY_PROMPT = {'prompt', 'offer', 'suppress'}


def read(path):
    """The events of a log file, whose every line must be whole."""
    text = pathlib.Path(path).read_bytes().decode()
    if text and not text.endswith('\n'):
        raise ValueError(f'{path}: the last line has no end')
    # Whatever a reader takes for the end of a line, there is none but the real ones.
    lines = text.splitlines()
    if len(lines) != text.count('\n'):
        raise ValueError(f'{path}: an event is not on one line')
    return [json.loads(line) for line in lines]


def findings(events, ended=True):
    """What is wrong with these events, of one process from its start, and to its end if ended."""
    challenges, verdicts, answered = {}, {}, set()
    opened = {}
    last_time = ''
    for number, event in enumerate(events, 1):
        for error in VALIDATOR.iter_errors(event):
            yield f'{number}: {"/".join(map(str, error.path))}: {error.message}'
        kind, key = event.get('event'), event.get('id')
        if event.get('time', '') < last_time:
            yield f'{number}: is older than the event before'
        last_time = event.get('time', '')

        if kind == 'challenge':
            if key in challenges:
                yield f'{number}: a second challenge {key}'
            if challenges and key < max(challenges):
                yield f'{number}: challenge {key} comes late'
            challenges[key] = event
        elif kind == 'verdict':
            # What policy gives may be sent before anybody has asked for it.
            unasked = event.get('verdict') == 'answer' and event.get('rule') is not None
            if key not in challenges and not unasked:
                yield f'{number}: verdict {key} without a challenge'
            if event.get('reason') == 'policy' and event.get('rule') is None:
                yield f'{number}: verdict {key} by policy, but by none of its rules'
            if key in verdicts:
                yield f'{number}: a second verdict {key}'
            verdicts[key] = event.get('verdict')
            if verdicts[key] == 'answer':
                answered.add(key)
        elif kind == 'prompt-opened':
            if verdicts.get(key) not in MAY_PROMPT:
                yield f'{number}: prompt {key} after verdict {verdicts.get(key)}'
            if key in opened:
                yield f'{number}: prompt {key} is open already'
            opened[key] = event
        elif kind == 'prompt-closed':
            before = opened.pop(key, None)
            if before is None:
                yield f'{number}: prompt {key} is not open'
            elif any(before.get(name) != event.get(name) for name in
                     ('tab', 'target', 'server', 'realm', 'scheme', 'attempt')):
                yield f'{number}: prompt {key} was opened for something else'
            if event.get('outcome') == 'submit':
                answered.add(key)
        elif kind == 'accepted' and key not in answered:
            yield f'{number}: accepted {key}, for which nothing was sent'
        elif kind == 'refused' and key not in challenges:
            yield f'{number}: refused {key}, which nobody asked for'

    for key in challenges:
        if key not in verdicts:
            yield f'challenge {key} has no verdict'
    if ended:
        for key in opened:
            yield f'prompt {key} was never closed'


def main():
    status = 0
    for path in sys.argv[1:]:
        for finding in findings(read(path)):
            print(f'{path}:{finding}')
            status = 1
    return status


if __name__ == '__main__':
    sys.exit(main())
