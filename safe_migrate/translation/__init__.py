"""In which language something is said. Nothing here needs an installed package: what is missing has to be told, too.

language.py     which language, and `_`, which translates a text; what is said before there is a package
chinese/        the texts of the second one, by the English text
encoding.py     text under a locale that cannot hold it
"""
