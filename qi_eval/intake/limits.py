"""How large an upload may be, each limit once; the server's own limit is set from here."""

MAX_MEGABYTES = 100
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_COLUMNS = 500
MAX_CELL = 10_000  # characters; checked before any pattern is tried on a cell
MAX_LINE = 1_024  # bytes; the cells of longer lines are counted before the line is parsed
MAX_IDENTIFIER = 200  # characters of an id
MAX_PARTS = 2_000  # files inside a workbook
MAX_UNPACKED = 30 * 1024 * 1024  # bytes of a workbook, counted while unpacking
MAX_TAGS = 5_000_000  # marks < in a sheet or its texts; a sheet of 30 MB has about four a cell
MAX_OTHER_TAGS = 200_000  # in any other part: Excel itself keeps at most 65,490 styles
MAX_MERGED = 10_000  # merged cells of a sheet
MAX_NUMBER = 1e15  # a float keeps whole numbers exactly up to 9e15; nothing a trust counts comes near
FIRST_YEAR, LAST_YEAR = 1948, 2100  # no NHS before, no plan after: dates outside are slips of the keyboard
SHOWN_PROBLEMS = 50  # problems of a file that are shown; all are counted
LISTED_PROBLEMS = 1_000  # rows of the wrong length that are listed one by one
SHOWN_TEXT = 60  # characters of a cell that a message repeats
