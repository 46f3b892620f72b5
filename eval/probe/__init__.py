"""Public tasks read through our search vector, beside what others published on them."""
