"""Imported by in_imported_module.py."""
x = 1


def f(:
    pass
