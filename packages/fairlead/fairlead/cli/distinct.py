"""``fairlead distinct``: a person decides that two references name two subjects."""

from fairlead.cli.deciding import decision_command

EPILOG = """\b
A and B are imo:NUMBER, mmsi:NUMBER or LIST:ENTRY, as `fairlead screen` shows them.
Example:
  fairlead distinct CASE un-1718-vessels:12 imo:9074729 --because "the registry gives another builder and year"
"""

command = decision_command(
    "distinct",
    "Decide that A and B are two subjects, however alike. Screening, lists and typologies follow; nothing is deleted.",
    EPILOG,
)
