"""Speed and size of the explorer, side by side with other programs: `python -m bench`."""
