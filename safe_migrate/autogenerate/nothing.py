"""Where `db migrate` finds nothing, it writes nothing, also with an env.py from before Flask-Migrate 2.0.

Those have no `process_revision_directives`, which takes an empty revision away. A codebase's own decides for itself.
`RevisionContext` is not public; its two methods are the same in Alembic 1.4 and 1.14.
"""
import functools
import logging

from alembic.autogenerate.api import RevisionContext

log = logging.getLogger('alembic.env')  # of which Flask-Migrate's env.py says the same words


def look(run_autogenerate):
    """Wrap the comparison, so that it is known whether the codebase decides."""
    @functools.wraps(run_autogenerate)
    def looking(self, rev, migration_context):
        self.is_decided = bool(migration_context.opts.get('process_revision_directives'))
        return run_autogenerate(self, rev, migration_context)
    looking.is_ours = True
    return looking


def write(generate_scripts):
    """Wrap the writing."""
    @functools.wraps(generate_scripts)
    def writing(self):
        found = [ops for script in self.generated_revisions for ops in script.upgrade_ops_list if not ops.is_empty()]
        if self.command_args['autogenerate'] and self.generated_revisions and not (found or self.is_decided):
            log.info('No changes in schema detected.')
            return iter(())
        return generate_scripts(self)
    return writing


def install():
    if not hasattr(RevisionContext.run_autogenerate, 'is_ours'):
        RevisionContext.run_autogenerate = look(RevisionContext.run_autogenerate)
        RevisionContext.generate_scripts = write(RevisionContext.generate_scripts)
