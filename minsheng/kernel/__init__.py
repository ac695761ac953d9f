"""The kernel: lifecycles, the registry of matters, time, refusals, requests. No table, no domain word."""
