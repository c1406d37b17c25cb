"""How large an upload may be, each limit once; the server's own limit is set from here."""

MAX_MEGABYTES = 100
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_COLUMNS = 500
MAX_CELL = 10_000  # characters; checked before any pattern is tried on a cell
MAX_IDENTIFIER = 200  # characters of an id
MAX_PARTS = 2_000  # files inside a workbook
MAX_UNPACKED = 30 * 1024 * 1024  # bytes of a workbook, counted while unpacking
MAX_NUMBER = 1e15  # a float keeps whole numbers exactly up to 9e15; nothing a trust counts comes near
FIRST_YEAR, LAST_YEAR = 1900, 2100  # dates outside are slips of the keyboard
SHOWN_PROBLEMS = 50  # problems of a file that are shown; all are counted
LISTED_PROBLEMS = 1_000  # rows of the wrong length that are listed one by one
SHOWN_TEXT = 60  # characters of a cell that a message repeats
