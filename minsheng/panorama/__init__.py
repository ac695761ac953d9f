"""The panoramic window (全景视窗): reads every floor, writes only its own tables."""
