"""What a stranger needs to check a Fairlead record: canonical JSON, Merkle tree, signed notes, chunk roots."""
