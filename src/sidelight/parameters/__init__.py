"""Numbers of the literature, each with its unit, spread, citation and the day it could be known."""
