"""Events of positions that cannot be where the ship was: false fixes, by the receiver's fault or by design."""
