"""From results to tables and a report."""
