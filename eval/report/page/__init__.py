"""The report as one page: a file that opens offline, without scripts, and can be handed on or printed."""
