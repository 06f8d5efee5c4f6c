"""What can change in a model, as data: one row a change, arranged by what changes. `test_changes.py` runs each of them."""
