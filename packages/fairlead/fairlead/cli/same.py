"""``fairlead same``: a person decides that two references name one subject."""

from fairlead.cli.deciding import decision_command

EPILOG = """\b
A and B are imo:NUMBER, mmsi:NUMBER or LIST:ENTRY, as `fairlead screen` shows them.
Examples:
  fairlead same CASE un-1718-vessels:12 ofac-sdn:1001 --because "same hull on both photographs" --exhibit 3f2a
  fairlead same CASE mmsi:457000001 imo:9074729 --since 2018-01-05 --until 2018-06-01 --because "type 5 reports"
"""

command = decision_command(
    "same",
    "Decide that A and B are one subject. Screening, lists and typologies follow; the readings are never touched.",
    EPILOG,
)
