"""Activities: reception shifts, meetings and visits: place, time, invited, attendance, minutes."""
