"""A company labels some of its own replies, blind and by keyboard, and gets one verdict. Nothing leaves the machine."""
