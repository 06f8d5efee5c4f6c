"""The deprecation warnings of pinned packages: nobody who runs a pinned release can act on them."""
import os
import warnings

# As the start of the module that a warning is attributed to; what is attributed to the codebase's own modules stays,
# also when it is about their use of one of these packages. `ast` is there because
# Python 3.12 and later attribute to it what Werkzeug's routing does with it; this package itself speaks to both of the
# releases of SQLAlchemy that are pinned.
PINNED = r'(?:flask|flask_script|flask_sqlalchemy|flask_migrate|werkzeug|jinja2|markupsafe|itsdangerous|click|' \
         r'sqlalchemy|alembic|mako|dateutil|pymysql|cryptography|pkg_resources|dotenv|ast|safe_migrate)(?:\.|$)'

# cryptography's own end of support for a Python, which it attributes to whoever imports it.
END_OF_SUPPORT = r'Python 3\.\d+ is no longer supported by the Python core team'


def put_filters_first():
    for category in (DeprecationWarning, PendingDeprecationWarning):
        warnings.filterwarnings('ignore', category=category, module=PINNED)
    warnings.filterwarnings('ignore', message=END_OF_SUPPORT)


def silence():
    """Show no deprecation warning that arises inside a pinned package."""
    put_filters_first()
    # SQLAlchemy 1.4 says once that something is older than 2.0, and attributes to a revision what Alembic does for it. It is
    # asked for by SQLALCHEMY_WARN_20, which then names each place.
    os.environ.setdefault('SQLALCHEMY_SILENCE_UBER_WARNING', '1')
    # Flask-SQLAlchemy puts a filter of its own before ours when it is imported, so ours have to go before it again.
    import flask_sqlalchemy  # noqa: F401
    put_filters_first()
