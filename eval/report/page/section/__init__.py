"""The sections of the page, one file each: what a report holds → headings, tables and drawings."""
