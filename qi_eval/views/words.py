"""The words that a page needs beside a view: dates and counts as the whole house says them."""

from qi_eval.narrative import count as count
from qi_eval.narrative import date_words as date_words
from qi_eval.narrative import listed as listed
from qi_eval.narrative import lowered as lowered
from qi_eval.narrative import number as number
