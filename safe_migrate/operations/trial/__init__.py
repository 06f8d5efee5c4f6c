"""`db check --deep`: the revisions are tried on a throw-away copy of the structure, up, down and up again.

shadow.py     the throw-away databases, in the place of the application's own, and what has become of their structure
up_down_up.py the trial
"""
