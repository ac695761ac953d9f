"""The demo town: a repeatable sample of everything, made by the rooms' own actions with the clock moved."""
