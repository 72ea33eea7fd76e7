"""What ships did, computed from tracks: one file per kind."""
