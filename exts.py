from flask_sqlalchemy import SQLAlchemy

# Apart from app.py, so that models.py needs no app: this breaks the circular import.
db = SQLAlchemy()
