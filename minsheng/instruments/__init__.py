"""The tools that the four modules share: opinions, orders, publications, followers."""
