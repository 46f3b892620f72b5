"""A report: the document that is kept, and how it is shown."""
