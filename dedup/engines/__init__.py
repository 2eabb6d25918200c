"""Where the work runs: one protocol, one folder of engines."""
