"""Train, calibrate, export and measure the reply scorer. The only part of the product that needs torch."""
