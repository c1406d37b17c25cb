"""The Upload page in its parts: the file, how its columns match, the preview, and storing it."""
