"""An embedded Appwrite to try the explorer on and to test against."""
