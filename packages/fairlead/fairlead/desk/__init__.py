"""The desk: the investigators' web workbench. It shows what the command line shows, and acts as it acts.

Nothing is derived or decided here: the rooms below do that, and every change is a signed entry of the custody log.
"""
