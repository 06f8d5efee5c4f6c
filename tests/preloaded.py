"""`python manage.py ...` in a process whose heavy packages are imported already, which is many times quicker.

    server = preloaded.Server()
    server.run(['manage.py', 'db', 'migrate'], cwd=folder, env={...})

The fixtures of the tests run what they can this way, but with TEST_COLD set.

This file is also the program of that process. It imports the packages that a project installs, none of the project itself
and nothing of `safe_migrate`, and forks for each command. The child is what the command would have been: it has its own
arguments, folder, environment and output, imports the project's own modules, `safe_migrate` among them, and ends as Python
ends. What a packages' import alone would do differently, and the order of sets, which one server has once, cold runs show.
"""
import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading

# What is not installed is left out.
PACKAGES = ['sqlalchemy.dialects.mysql.pymysql', 'sqlalchemy.dialects.sqlite.pysqlite', 'alembic.command',
            'alembic.autogenerate', 'alembic.util.pyfiles', 'flask', 'flask_migrate', 'flask_script', 'flask_sqlalchemy',
            'pymysql', 'dotenv', 'mako.template', 'mako.lexer', 'mako.cache', 'logging.config', 'sqlite3', 'runpy', 'uuid',
            'getpass', 'json', 'flask.cli', 'shlex', 'multiprocessing', 'concurrent.futures', 'importlib.util']


class Done:
    """What `subprocess.run` would have returned."""

    def __init__(self, returncode, stdout, stderr):
        self.returncode, self.stdout, self.stderr = returncode, stdout, stderr


class Server:
    """The process that forks for each command; it ends with `close()` or with the process that started it.

    :param python: the interpreter, by default the one that runs
    """

    def __init__(self, python=sys.executable):
        environment = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}
        self.process = subprocess.Popen([python, os.path.abspath(__file__)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=dict(environment, LC_ALL='C.UTF-8'), cwd=tempfile.gettempdir())

    def run(self, arguments, cwd, env, typed=b''):
        """Run a script as `python ARGUMENTS` would be.

        :param arguments: the script's path and its arguments
        :param cwd: the folder that it starts in
        :param env: its whole environment
        :param typed: bytes on its standard input
        :returns: `Done`
        """
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(tempfile.NamedTemporaryFile(prefix='preloaded-')) for _ in range(3)]
            streams[0].write(typed)
            streams[0].flush()
            self.ask({'arguments': arguments, 'cwd': cwd, 'env': env, 'streams': [stream.name for stream in streams]})
            status = json.loads(self.process.stdout.readline().decode())
            return Done(status, streams[1].read(), streams[2].read())

    def ask(self, request):
        self.process.stdin.write(json.dumps(request).encode() + b'\n')
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


shared, busy = [], threading.Lock()


def run(command, cwd, env, typed):
    """Run a command in a fork of one process of this Python that the tests share, where that is the same as running it cold.

    :param command: its words, as bytes or text
    :param cwd: the folder that it starts in
    :param env: its whole environment
    :param typed: bytes on its standard input
    :returns: `Done`; None for a command that has to be run cold: another program, options or settings of Python's own,
        another encoding, or while another thread runs one
    """
    words = [os.fsdecode(word) for word in command]
    if words[0] == 'flask':
        words = [sys.executable, os.path.join(os.path.dirname(sys.executable), 'flask')] + words[1:]
    if is_cold(words, cwd, env) or not busy.acquire(blocking=False):
        return None
    try:
        if not shared:
            shared.append(Server())
            atexit.register(shared[0].close)
        return shared[0].run(words[1:], cwd, env, typed)
    finally:
        busy.release()


def is_cold(words, cwd, env):
    return (words[0] != sys.executable or not os.path.isfile(os.path.join(cwd, words[1])) or env.get('LC_ALL') != 'C.UTF-8'
            or any(name.startswith('PYTHON') for name in env))


def serve(requests, replies):
    """Fork for each request, one JSON line each, and reply with its exit status, negative for a signal."""
    for line in requests:
        child = os.fork()
        if child == 0:
            become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        replies.write('%d\n' % (-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)))
        replies.flush()


def become(arguments, cwd, env, streams):
    """Be the command in this process, and end it."""
    for descriptor, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR), descriptor)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    if hides_a_package(os.path.dirname(os.path.realpath(arguments[0]))):
        os.execv(sys.executable, [sys.executable] + arguments)
    sys.argv[:] = arguments
    sys.path[0] = os.path.dirname(os.path.realpath(arguments[0]))
    sys.path_importer_cache.pop(sys.path[0], None)
    status = status_of(arguments[0])
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):  # on 3.6 there may be others in their place
        stream.flush()
    os._exit(status)


def hides_a_package(folder):
    """Whether a folder has a module with the name of one that is imported already, which a cold Python would not find."""
    return any(name.endswith('.py') and name[:-3] in sys.modules for name in os.listdir(folder))


def status_of(script):
    """The exit status that Python ends with after this script, having printed what it prints."""
    try:
        runpy.run_path(script, run_name='__main__')
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 255
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        kind, value, trace = sys.exc_info()
        while trace.tb_next and trace.tb_frame.f_code.co_filename != script:
            trace = trace.tb_next
        sys.excepthook(kind, value, trace)
        return 1
    return 0


def main():
    for name in PACKAGES:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    getattr(gc, "freeze", gc.disable)()  # the pages of what is imported stay shared
    replies = os.fdopen(os.dup(1), 'w')
    requests = os.fdopen(os.dup(0))
    serve(requests, replies)


if __name__ == '__main__':
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        main()
