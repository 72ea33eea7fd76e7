"""``fairlead tips``: tips from the drop into the vault and back; a file for each part of the work."""

from fairlead.cli.tips import answering, epochs, judging, receiving, releasing
from fairlead.cli.tips.common import command

__all__ = ["answering", "command", "epochs", "judging", "receiving", "releasing"]
