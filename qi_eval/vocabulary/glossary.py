"""The words, marks, rules, intervals and hidings of the pages, each explained once in plain English.

`How to read this` lists them all; a panel shows those that stand in its own words. A pattern finds a term in a text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term, what it means, and what else finds it in a text (besides its own name), as regular expressions."""

    name: str
    meaning: str
    found_by: tuple[str, ...] = ()


KNOWN = "How much is known"
SIGNS = "Signs and rules"
INTERVALS = "Ranges and intervals"
HIDDEN = "Small groups"
CHARTS = "Charts"
QI = "Words of improvement"
SURVEYS = "Surveys and staff figures"

GLOSSARY: dict[str, tuple[Term, ...]] = {
    KNOWN: (
        Term(
            "Known",
            "The newest data are fresh (within one and a half times their own rhythm) and at least four fifths of what "
            "should be there is there. For a survey: at least four fifths of those asked replied.",
        ),
        Term("Partly known", "There are data, but they are older, or more than a fifth of what should be there lacks."),
        Term(
            "Not known yet",
            "No file that would answer the question has been loaded, or the file holds nothing on it. It does not say "
            "how well we do.",
        ),
        Term(
            "Estimated",
            "Worked out from assumptions, not counted. The range of the estimates stands beside it; a question that "
            "only an estimate answers is partly known.",
        ),
        Term("Not worked out yet", "The file is there, but this version of the dashboard does not count it yet."),
        Term("Out of date", "The newest data lie more than one and a half times their own rhythm back.", ("stale",)),
        Term(
            "41 of 54 can be judged",
            "How many of those that should be known stand behind the figure beside it.",
            (r"can be (?:judged|told)",),
        ),
    ),
    SIGNS: (
        Term(
            "Usual ups and downs",
            "Variation from many small causes that are always there (common cause). Nothing calls for a reaction.",
            ("common cause",),
        ),
        Term(
            "Sign of improvement or concern",
            "The points moved more than chance allows, the good or the wrong way (special cause). It does not say why.",
            ("sign of (?:improvement|concern|change)", "special cause", "no sign"),
        ),
        Term(
            "Not tested",
            "No rule was asked: the figure is a total so far, a rolling year or a survey, where rules "
            "would show false signs most of the time.",
        ),
        Term("No verdict", "Fewer than 12 surveys: too few to say whether the line moves."),
        Term(
            "Points needed to judge",
            "Fewer than 13 points: an icon or sign would rest on too little.",
            ("are needed to judge", "13 are needed"),
        ),
        Term(
            "Making Data Count rules",
            "The usual rule set here: a point outside the limits, seven points in a row on one side of the mean, seven "
            "rising or falling, or two of three close to a limit. Moving ranges are not screened.",
            ("making data count",),
        ),
        Term("Anhøj rules", "The longest run on one side of the median, and how often the line crosses it."),
        Term(
            "Run chart rules",
            "Six points or more on one side of the median, five rising or falling, or too few or "
            "too many runs (Perla, Provost and Murray).",
        ),
        Term("Shift", "A run of points on one side of the middle line.", (r"\bshift\b",)),
        Term("Trend", "A run of points that each lie higher (or each lower) than the one before."),
        Term("Crossing", "Where the line goes from one side of the middle line to the other.", (r"\bcrossings?\b",)),
        Term(
            "New limits",
            "The level has moved for good, so the middle line and the limits are worked out anew from a day on "
            "(rebase). Each stretch between is a phase.",
            ("new limits", r"\brebased?\b", r"\bphases?\b"),
        ),
        Term("Provisional", "It rests on few points and may change with the next.", ("provisional",)),
        Term(
            "By chance",
            "Among many unchanged charts some show a sign. The number to expect is told beside the count.",
            ("could be chance", "by chance"),
        ),
    ),
    INTERVALS: (
        Term("95% interval", "How far chance alone could have moved the figure; wider where fewer stand behind it."),
        Term(
            "Range that missing answers leave",
            "The lowest value if all missing answers were no, the highest if all were yes.",
            ("range that missing", r"between \d+% and"),
        ),
        Term(
            "Wilson and Newcombe intervals",
            "Usual ways to work out a 95% interval: of a share (Wilson), of the difference of two shares (Newcombe).",
            ("wilson", "newcombe"),
        ),
        Term("Range of the estimates", "From the lowest to the highest that the projects think possible."),
        Term("Process limits", "Where nearly all points fall while nothing changes; not targets."),
        Term(
            "Median",
            "The middle value: half lie above it, half below.",
            ("in the middle", "the middle (?:one|team)"),
        ),
        Term(
            "Mean or average",
            "All values added up and divided by how many there are.",
            (r"\bthe mean\b", r"\bmean of\b"),
        ),
        Term(
            "Numerator and denominator",
            "What was counted, and out of how many: 9 of 12.",
            (r"\bnumerators?\b", r"\bdenominators?\b"),
        ),
        Term("Lower and upper quarter", "Between them lies the middle half of the values."),
        Term(
            "Percentage points",
            "The difference between two per cents: from 40% to 50% is 10 points.",
            (r"\bpoints\b",),
        ),
    ),
    HIDDEN: (
        Term(
            "Hidden",
            "Too few people stand behind the figure: fewer than 5 people, or fewer than 11 answers. Others may be "
            "hidden with it, so that nobody can work it out.",
            ("hidden", "fewer than"),
        ),
        Term(
            "*",
            "In what is published: fewer than 8 people; all other counts of people are rounded to the nearest 5.",
        ),
    ),
    CHARTS: (
        Term("Run chart", "Values over time about their median."),
        Term(
            "Control chart",
            "Values over time about their mean, with process limits (SPC). What is counted decides which one: XmR or i "
            "for single values, p and u for shares and rates (p' and u', Laney, for very large ones), c for counts, "
            "t and g for rare events.",
            (r"\bxmr\b", r"\bspc\b", "laney", r"\b[ipuctg] chart\b", "statistical process control"),
        ),
        Term(
            "Days between",
            "For rare events: how long until the next. A longer time is fewer events.",
            ("time between",),
        ),
        Term(
            "Pareto chart",
            "Reasons by how often they come, the most frequent first, with their running total.",
            ("pareto",),
        ),
        Term(
            "Before and after",
            "Level and slope before a change, drawn on as if nothing had changed (the counterfactual), beside what "
            "came (interrupted time series). Neighbouring points are alike (carry-over); two ways allow for it "
            "(Newey-West errors, AR(1)).",
            ("interrupted time series", "counterfactual", "newey", "carry[ -]over"),
        ),
        Term(
            "Exploratory",
            "Too few points, or other things changed too: a hint to look further, no finding.",
            ("exploratory",),
        ),
        Term("Funnel", "Units by size: the smaller one is, the further chance may carry it. Outside: look, not proof."),
        Term("Baseline", "The points before the first change; the usual level is fixed there."),
        Term(
            "Axis not from 0", "The axis begins higher, so that differences look larger than they are.", ("not at 0",)
        ),
        Term("Open circle", "The round or survey before, beside today's full circle."),
        Term("Dashed line and band", "Similar trusts: their mean, and from the lowest to the highest of them."),
    ),
    QI: (
        Term("QI", "Quality improvement.", (r"\bQI\b",)),
        Term("Running project", "Begun and not ended, even where it is paused. An active one is not paused."),
        Term(
            "Measure",
            "What a team follows over time: an outcome, a process or a balancing measure.",
            (r"outcome measure", "balancing measure", "process measure"),
        ),
        Term("Balancing measure", "What could get worse while something else gets better.", ("balanc",)),
        Term("PDSA", "Plan, do, study, act: a small test of a change."),
        Term("Driver diagram", "How an aim, what drives it and the ideas for change hang together.", ("logic model",)),
        Term("Kirkpatrick", "Four levels of what training does: reaction, learning, behaviour, results."),
        Term("Held", "The sign was still there at least 12 points and 6 months later.", (r"improved and held",)),
        Term(
            "Did not work",
            "Closed without the effect it hoped for, or no sign although its aim is due. What was learned is kept.",
        ),
        Term(
            "Champion, coach, fellow",
            "Roles in the programme: who helps a team, who coaches teams, who leads work.",
            ("champion", r"\bcoach(?:es)?\b", r"\bfellows?\b"),
        ),
        Term(
            "Everyone, many, some, few",
            "How much training for whom: a little for everyone, the most for a few.",
            ("training for (?:everyone|many|some|few)", "of plan", r"\bdos(?:e|ing)\b"),
        ),
        Term(
            "Big I, little i",
            "Big I: patients or carers are full members of the team; little i: they were asked.",
            ("big i", "little i"),
        ),
        Term(
            "Co-design, co-production",
            "People help to design; people share design, decisions and delivery as equals.",
            ("co-design", "co-production", "designed with patients"),
        ),
        Term(
            "Bundle, all or none",
            "Care of several parts: it counts only where a person got every part.",
            ("bundle", "all-or-none", "every element"),
        ),
        Term(
            "Progress score",
            "A score from 0.5 to 5 that hub and teams set by hand (IHI); it is no measured outcome.",
            (r"\bIHI\b",),
        ),
        Term("NHS IMPACT", "Five components of improvement that leaders score for themselves; not for comparison."),
        Term("Cashable", "Money that can be taken out of a budget; other benefits cannot be spent.", ("cashable",)),
        Term("Validated", "Somebody outside the project, such as finance, has checked it."),
        Term("Modelled", "Worked out from published risks, not from counted events."),
        Term("Adopted, sustained", "In use there; still in use six months later.", ("adopted", "sustained")),
        Term(
            "Core elements",
            "The parts of a change that must stay as they are when others take it up; fidelity: how many were kept.",
            ("fidelity",),
        ),
        Term(
            "Family of measures",
            "At least one outcome, one process and one balancing measure.",
            ("family of measures",),
        ),
        Term(
            "GROW, CLEAR, OSCAR",
            "Step-by-step ways to lead a coaching talk.",
            (r"\boscar\b",),
        ),
        Term("MUSIQ", "A list of what around a team helps or hinders it (Model for Understanding Success in Quality)."),
        Term(
            "CQC domains", "Safe, effective, caring, responsive, well led: what the regulator looks at.", (r"\bcqc\b",)
        ),
        Term(
            "RE-AIM", "Reach, effectiveness, adoption, implementation, maintenance: how far a change went and lasted."
        ),
        Term(
            "Deprivation quintile (IMD)",
            "Fifths of the country by how poor an area is; 1 is the poorest.",
            (r"\bimd\b", "deprivation"),
        ),
        Term(
            "Events averted",
            "Events that people did not have, by estimate: nobody can count what did not happen.",
            ("averted",),
        ),
    ),
    SURVEYS: (
        Term("Staff engagement", "Motivation, involvement and advocacy: nine questions, 0 to 10."),
        Term("Similar trusts", "The benchmark group that the staff survey publishes.", ("benchmark",)),
        Term("Response rate", "How many of those asked replied, in %."),
        Term("Morale", "A score of the staff survey, 0 to 10: pressure, stress and thoughts of leaving."),
        Term("Headcount", "People, however many hours they work."),
        Term("Leaver rate", "Leavers of 12 months in % of the average headcount."),
        Term("Stability index", "How many of the staff of a year ago are still here."),
        Term("Vacancy", "Funded posts with nobody in them; bank and agency staff may cover them."),
        Term("Whole-time equivalent", "Two half-time people are one.", ("whole-time", r"\bWTE\b")),
        Term(
            "Trust-wide, many causes",
            "Such figures move for many reasons; they are no evidence about the programme.",
        ),
        Term(
            "Unweighted",
            "Every reply counts the same; published scores are weighted by staff group.",
            (r"\bweighted\b",),
        ),
    ),
}
