"""What differs after a change: points before and after it in, levels, slopes and differences with their intervals out.

Numbers only: nothing here says why. The one room that needs statsmodels, which it loads when it is asked to fit."""

from qi_eval.effects.before_after import FIRM as FIRM
from qi_eval.effects.before_after import OFFERED as OFFERED
from qi_eval.effects.before_after import Interrupted as Interrupted
from qi_eval.effects.before_after import Lack as Lack
from qi_eval.effects.before_after import Means as Means
from qi_eval.effects.before_after import interrupted as interrupted
from qi_eval.effects.segmented import Estimate as Estimate
from qi_eval.effects.segmented import Fit as Fit
from qi_eval.effects.segmented import Way as Way
