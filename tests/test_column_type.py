"""`db migrate` finds a changed type, and finds nothing where the database makes one type of two."""
import pytest

pytestmark = pytest.mark.long
ODD = ['db.JSON', 'db.Text(70000)', 'db.LargeBinary(length=65536)', 'db.Boolean', 'db.Float', 'db.Numeric(10, 2)',
       'db.Enum("a", "b", name="e")', 'db.DateTime', 'db.Interval', 'db.PickleType', 'db.BigInteger', 'db.Unicode(20)',
       'db.VARBINARY(5)', 'mysql.LONGTEXT', 'mysql.TINYINT(display_width=1)', 'mysql.INTEGER(unsigned=True)',
       'mysql.VARCHAR(20, collation="utf8mb4_bin")', 'mysql.DATETIME(fsp=3)', 'mysql.YEAR']


def add_column(project, kind):
    project.edit('models.py', 'nullable=False)\n\n\nclass', 'nullable=False)\n    odd = db.Column(%s)\n\n\nclass' % kind)
    project.edit('models.py', 'from exts import db', 'from exts import db\nfrom sqlalchemy.dialects import mysql')


@pytest.mark.parametrize('kinds', [ODD[0::2], ODD[1::2]], ids=['some', 'others'])
def test_directly_after_an_upgrade_nothing_is_found(migrated, database, kinds):
    migrated.manage('db', 'upgrade')
    kinds = [kind for kind in kinds if not (database.name == 'sqlite' and kind.startswith('mysql'))]
    text = ''.join('\n    odd_%d = db.Column(%s)' % pair for pair in enumerate(kinds))
    migrated.edit('models.py', 'nullable=False)\n\n\nclass', 'nullable=False)%s\n\n\nclass' % text)
    migrated.edit('models.py', 'from exts import db', 'from exts import db\nfrom sqlalchemy.dialects import mysql')
    migrated.manage('db', 'migrate')
    for revision in migrated.revisions():
        text = migrated.read('migrations', 'versions', revision)
        migrated.replace('migrations/versions/' + revision, text.replace(
            'import sqlalchemy as sa', 'import sqlalchemy as sa\nfrom sqlalchemy.dialects import mysql'))
    migrated.manage('db', 'upgrade')
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err


@pytest.mark.parametrize('before, after', [('Integer', 'String(9)'), ('Numeric(8, 2)', 'Numeric(10, 2)')])
def test_a_changed_type_is_found_and_applied_both_ways(migrated, before, after):
    add_column(migrated, 'db.' + before)
    migrated.manage('db', 'upgrade')
    migrated.manage('db', 'migrate')
    migrated.manage('db', 'upgrade')
    migrated.edit('models.py', 'db.' + before + ')\n\n', 'db.' + after + ')\n\n')
    assert '~ user.odd ' in migrated.manage('db', 'migrate').out
    migrated.manage('db', 'upgrade')
    assert 'No changes in schema detected' in migrated.manage('db', 'migrate').err
    migrated.manage('db', 'downgrade')
    migrated.manage('db', 'upgrade')


def test_each_database_of_several_gets_the_script_that_it_can_run(new, database, tmp_path):
    binds = "SQLALCHEMY_BINDS = {'log': 'sqlite:///%s/log.db'}\n" % tmp_path
    new.edit('config.py', 'SQLALCHEMY_TRACK', binds + 'SQLALCHEMY_TRACK')
    new.edit('models.py', 'class Student(db.Model):', "class Student(db.Model):\n    __bind_key__ = 'log'")
    new.manage('db', 'init', '--multidb')
    new.manage('db', 'migrate')
    new.manage('db', 'upgrade')
    new.edit('models.py', 'String(50)', 'String(80)')
    new.manage('db', 'migrate', '--rev-id', 'longer')
    assert new.revisions()['longer_.py'].count('with op.batch_alter_table') == (4 if database.name == 'sqlite' else 2)
    new.manage('db', 'upgrade')
    new.manage('db', 'downgrade')


def test_an_integer_keeps_the_width_that_sql_by_hand_has_given_it(project, mariadb):
    """It is shown in it and nothing else, and so is no difference; a column that changes otherwise keeps it both ways."""
    project.settings.update(mariadb.settings)
    project.manage('db', 'upgrade')
    mariadb.query('ALTER TABLE user ADD COLUMN a INT(3) NOT NULL, ADD COLUMN b SMALLINT(3) UNSIGNED, ADD COLUMN c INT(10)')
    add_column(project, 'db.Integer')
    project.edit('models.py', 'odd = db.Column(db.Integer)', 'a = db.Column(db.Integer, nullable=False)\n    b = db.Column('
                 'mysql.SMALLINT(unsigned=True))\n    c = db.Column(db.Integer)')
    assert 'No changes in schema detected' in project.manage('db', 'migrate').err
    before = mariadb.query('SHOW CREATE TABLE user')
    project.edit('models.py', 'a = db.Column(db.Integer, nullable=False)', 'a = db.Column(db.Integer)')
    project.edit('models.py', '(unsigned=True)', '(unsigned=True), server_default="5"')
    project.edit('models.py', ' c = ', ' d = ')
    project.manage('db', 'migrate', '--rename', 'user.c=user.d')
    project.manage('db', 'check', '--deep')
    project.manage('db', 'upgrade')
    assert 'No changes in schema detected' in project.manage('db', 'migrate').err
    project.manage('db', 'downgrade')
    assert mariadb.query('SHOW CREATE TABLE user') == before
