"""Another system that takes our orders, badly: in a process of its own, slow, failing, forgetful, killed."""
