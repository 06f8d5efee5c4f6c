"""What a command that fails has to say, in both languages."""
import re

PASSWORD = 's3cret-pw'
LANGUAGES = ('en', 'zh')
MOST_LINES = 6
CHINESE = re.compile('[\u4e00-\u9fff]')
LOGGED = re.compile(r'(?:INFO|WARN(?:ING)?) +\[')


def complains(project, *command, words=(), status=1, **options):
    """Run a command that fails, once in each language, and see what it says.

    :param words: what stands in it in English
    :returns: what it says in English
    """
    said = {}
    for language in LANGUAGES:
        settings = dict(options.pop('settings', {}), SAFE_MIGRATE_LANG=language)
        result = project.manage('db', *command, status=status, settings=settings, **options)
        options['settings'] = settings
        lines = [line for line in result.err.splitlines() if line and not LOGGED.match(line)]
        assert 0 < len(lines) <= MOST_LINES, result
        assert 'Traceback' not in result.err + result.out and PASSWORD not in result.err + result.out, result
        said[language] = '\n'.join(lines)
    assert CHINESE.search(said['zh']), said['zh']
    missing = [word for word in words if word not in said['en']]
    assert not missing, (missing, said['en'])
    return said['en']


REVISION = '''from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = '%s', %r, None, None


def upgrade():
    %s


def downgrade():
    pass
'''


def revise(project, body='pass', revision='bad', follows='423cbaf36ad7'):
    """Write a revision by hand; its path."""
    path = 'migrations/versions/%s.py' % revision
    project.replace(path, REVISION % (revision, follows, body))
    return path


def execute(*statements):
    """The body of a revision that runs SQL as it stands there, of which nothing can be told before."""
    return '\n    '.join('op.get_bind().execute(sa.text(%r))' % statement for statement in statements)
