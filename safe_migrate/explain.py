"""What a user is told when something cannot be done."""
import click


class UserError(click.ClickException):
    """Something that the user can put right. The outermost layer prints it and exits with status 1.

    :param happened: what happened, in the user's terms
    :param advice: what to type or to change
    """

    def __init__(self, happened, advice):
        super().__init__('%s\n%s' % (happened, advice))


def percent_in_path(path):
    """The migrations folder cannot be named in Alembic's configuration, where `%` has a meaning."""
    return UserError('The path %s has a %% sign in it, which Alembic cannot read from another folder.' % path,
                     'Run the command in the project\'s own folder, or rename the folder.')
