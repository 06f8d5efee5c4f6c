"""What a user is told, in Chinese, by the English text; a file for each part of the package that speaks."""
from . import autogenerate, commands, errors, models, operations, packages, postgresql, upgrade

PARTS = (commands, autogenerate, upgrade, operations, errors, models, postgresql, packages)
CHINESE = {english: chinese for part in PARTS for english, chinese in part.TEXTS.items()}
