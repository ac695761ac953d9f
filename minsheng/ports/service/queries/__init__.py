"""What the service port reads: matters and what is around."""
