"""A seeded, made-up trust that arrives through the same intake as any file. Nobody and nothing in it exists."""

from qi_eval.demo.build import build as build
from qi_eval.demo.files import demo_files as demo_files
