"""What a user is told, in Chinese, by the English text; a file for each part of the package that speaks."""
from . import (autogenerate, bin, command_line, commands, common, doctor, errors, inspect, models, plan, postgresql,
               python2, repair, upgrade)

PARTS = (common, command_line, commands, autogenerate, upgrade, bin, plan, inspect, doctor, repair, python2, errors, models,
         postgresql)
CHINESE = {english: chinese for part in PARTS for english, chinese in part.TEXTS.items()}
