"""What a user is told, in Chinese, by the English text; a file for each part of the package that speaks."""
from . import apply, autogenerate, common, errors, plan

PARTS = (common, apply, autogenerate, plan, errors)
CHINESE = {english: chinese for part in PARTS for english, chinese in part.TEXTS.items()}
