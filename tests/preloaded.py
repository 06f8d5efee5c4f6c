"""`python manage.py ...` in a process whose heavy packages are imported already, which is many times quicker.

    server = preloaded.Server()
    server.run(['manage.py', 'db', 'migrate'], cwd=folder, env={...})

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
import traceback

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
    sys.argv[:] = arguments
    sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
    sys.path_importer_cache.pop(sys.path[0], None)
    status = status_of(lambda: runpy.run_path(arguments[0], run_name='__main__'))
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def status_of(run):
    """The exit status that Python ends with after this function, having printed what it prints."""
    try:
        run()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 255
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main():
    for name in PACKAGES:
        with contextlib.suppress(ImportError):
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
