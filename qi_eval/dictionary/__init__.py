"""What the declarations say, for people: templates, the data dictionary, the list of words."""

from qi_eval.dictionary.book import markdown as markdown
from qi_eval.dictionary.figures import figures_table as figures_table
from qi_eval.dictionary.figures import questions_table as questions_table
from qi_eval.dictionary.lists import columns_table as columns_table
from qi_eval.dictionary.lists import file_rules_table as file_rules_table
from qi_eval.dictionary.lists import key_facts as key_facts
from qi_eval.dictionary.lists import rules_table as rules_table
from qi_eval.dictionary.lists import words_table as words_table
from qi_eval.dictionary.templates import template_csv as template_csv
from qi_eval.dictionary.templates import write_templates as write_templates
from qi_eval.dictionary.words import vocabulary_csv as vocabulary_csv
from qi_eval.dictionary.workbook import workbook as workbook
