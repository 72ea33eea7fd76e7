"""``python -m fairlead.cli``: the command line where the script `fairlead` is not on the path."""

from fairlead.cli import main

main()
