"""A command on a terminal of its own, as a person has it: what is typed reaches it, Ctrl-C included."""
import os
import pty
import select
import signal
import sys
import time

CTRL_C = '\x03'
SECONDS, AGAIN_SECONDS = 60, 10


class Terminal:
    """`python manage.py ...` of a project, on a terminal.

    :param project: see conftest.Project
    """

    def __init__(self, project, *arguments):
        environment = dict(os.environ, LC_ALL='C.UTF-8', TERM='xterm', COLUMNS='100', NO_COLOR='1')
        environment.update(project.settings)
        self.output, self.typed = '', ''
        self.process, self.terminal = pty.fork()
        if not self.process:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # which a shell lets a command in the background ignore
            os.chdir(project.folder)
            os.execve(self.program(arguments)[0], self.program(arguments), environment)

    def program(self, arguments):
        return [sys.executable, 'manage.py'] + list(arguments)

    def wait_for(self, text):
        """Read until a text stands there."""
        deadline = time.time() + SECONDS
        while text not in self.output:
            assert time.time() < deadline and self.read(), (text, self.output)

    def read(self):
        """Whether there may be more to read."""
        if not select.select([self.terminal], [], [], 1)[0]:
            return True
        try:
            part = os.read(self.terminal, 65536)
        except OSError:  # Linux's end of a terminal
            return False
        self.output += part.decode('utf-8', 'replace')
        return bool(part)

    def type(self, text):
        self.typed = text
        os.write(self.terminal, text.encode('utf-8'))

    def end(self):
        """The exit status, or the signal as a negative number, once the command has ended.

        A Ctrl-C that was typed last is pressed again while it goes on: Python does not see one that comes as it begins to
        wait.
        """
        now = time.time()
        deadline, press = now + SECONDS, now + AGAIN_SECONDS
        while self.read():
            if time.time() > deadline:
                os.kill(self.process, signal.SIGKILL)
            elif self.typed == CTRL_C and time.time() > press:
                self.type(CTRL_C)
                press += AGAIN_SECONDS
        status = os.waitpid(self.process, 0)[1]
        os.close(self.terminal)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


class Shell(Terminal):
    """bash on a terminal, in which commands are typed."""

    def program(self, arguments):
        return ['/bin/bash', '--norc', '-i']
