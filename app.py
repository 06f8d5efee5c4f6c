from flask import Flask
from flask_migrate import Migrate

import config
from exts import db
from models import Student, User  # noqa: F401


def create_app():
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    Migrate(app, db)
    return app


app = create_app()

if __name__ == '__main__':
    app.run()
