"""Events of who a ship says it is: numbers, names and sizes that change, and numbers that two hulls bear."""
