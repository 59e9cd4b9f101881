"""The rows of the casebook, by where they are from; `tools/build_casebook.py` joins and writes them."""
