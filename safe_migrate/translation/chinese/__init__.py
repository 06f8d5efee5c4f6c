"""What a user is told, in Chinese, by the English text; a file for each part of the package that speaks."""
from . import autogenerate, commands, errors, models, operations, postgresql, upgrade

PARTS = (commands, autogenerate, upgrade, operations, errors, models, postgresql)
CHINESE = {english: chinese for part in PARTS for english, chinese in part.TEXTS.items()}
