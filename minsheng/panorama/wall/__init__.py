"""The panoramic window (全景视窗): one screen over it all, live. Reads every floor, writes nothing."""
