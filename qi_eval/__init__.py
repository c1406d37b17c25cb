"""QI Eval: does a quality improvement programme work? Files in, an honest three-level answer out."""

__version__ = "0.1.0"
