"""The accuracy benchmark. It measures the product from outside; the product never imports it."""
