"""The commands that Flask-Migrate itself does not have, one file for one command."""
