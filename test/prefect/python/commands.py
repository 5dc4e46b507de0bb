"""Runs Prefect's own command line once for each line of standard input, a JSON list of words, and answers with a line
of JSON: the exit code and what was written. Each command is a process of its own, forked from this one, which has
imported Prefect already: that takes two seconds a time otherwise.
"""

import json
import os
import signal
import sys
import tempfile
import traceback

import prefect  # noqa: F401
from prefect.cli import app


def execute(words: list[str]) -> int:
    sys.argv = ["prefect", *words]
    try:
        app()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def forked(words: list[str], seconds: int) -> tuple[int, str]:
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            signal.alarm(seconds)
            code = execute(words)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read().decode(errors="replace")


for line in sys.stdin:
    code, output = forked(json.loads(line), 90)
    print(json.dumps({"code": code, "output": output}), flush=True)
