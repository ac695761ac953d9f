"""What every room stands on: places, people, rules, records."""
