#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The demo does what its pages say."""

import os
import sys

import walk_demo
from window_test import ARTEFACTS

if __name__ == '__main__':
    sys.argv[1:] = [os.environ['DOORWARD_BINARY'], str(ARTEFACTS)]
    walk_demo.main()
