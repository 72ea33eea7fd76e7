"""Ship positions, in tables and in NMEA sentences: what their columns mean, and how cells become integers."""
