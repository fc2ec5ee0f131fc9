"""What activities mean. Pure: no database, no clock, no settings."""
