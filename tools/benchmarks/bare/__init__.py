"""The ceilings that need a server: Django without Webcert."""
