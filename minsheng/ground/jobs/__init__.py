"""Jobs: long work with progress that can be resumed: who began it, how far it is, which rows failed."""
