"""``fairlead award``: what tips led to, awards step by step, and who is paid."""

from fairlead.cli.award import payees, screening
from fairlead.cli.award.deciding import command

__all__ = ["command", "payees", "screening"]
