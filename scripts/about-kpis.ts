// The part of docs/kpis.md that holds for every KPI. Limits that the code knows are taken from the code.
import { defaultConfig } from "../src/core/config/defaults.ts";
import { gateLimits } from "../src/core/scorecard/gate-health.ts";
import { mostWeeksCounted } from "../src/core/scorecard/off-target-weeks.ts";
import { latencyLimits } from "../src/core/scorecard/review.ts";

const bypass = gateLimits["gate-bypass-rate"];
const stability = gateLimits["gate-stability"];

/** Markdown, without the contents and the sections of the KPIs. */
export const aboutKpis = `# KPIs

<!-- Made by scripts/generate-docs.ts from src/core/kpis: edit the definitions, then run it. -->

Each KPI is a pure function of facts that GitHub delivered or that were read from it, a window, the configuration and a time. This
page says what each number means, so that somebody who has to defend one can. First what holds for all, then one section per KPI.
How one number is traced to its rows, and how a posted week is made again, is in [explain.md](explain.md).

## About these numbers

**Three outcomes, never confused.** *Measured*: there is a value. *Not applicable*: there was nothing to measure. *Not measured*: it
cannot be seen. The last two come with every reason that holds; neither is 0 % nor 100 %.

**Windows** are ${defaultConfig.windowDays} days unless configured, in UTC, half-open: the first moment belongs to it, the last does not. A fact belongs
to the window of GitHub's own time, not of its arrival; order and repetition of deliveries do not matter.

**Kinds of numbers.**

| kind | what it is | interval | when a difference is told |
|---|---|---|---|
| share | numerator ÷ denominator, in percent | 95 % Wilson | pooled two-proportion z-test; with any expected count below five Fisher's exact test |
| events per exposure | events ÷ exposure | exact 95 % Poisson (Garwood) | exact conditional binomial test of the ratio |
| median | the middle value; there is no numerator, the denominator is how many values there are | from order statistics, which assume no distribution; none below 6 values | rank test of the two windows' values; none is told of fewer than 3 |
| census | a share of all there is, such as controls or rules | none: nothing is left to chance | every difference is a real one |
| total | a sum; the denominator is what it is summed over | none | every difference is a real one |

A median and a total do not show \`7/8\` but \`median of 14\` and \`over 12 open findings\`.

**Uncertainty.** An interval says where the true value may well lie, given how much was seen. Below the smallest sample the status is
*too few to judge*, whatever the value: it is neither good nor bad.

**Status.** *On target*; *near*: missed by at most the target's tolerance; *off target*; *no target*. Variance is value minus target,
in the KPI's unit (of shares in percentage points, pp). Surfaces show the status in words and by shape, never by colour alone.

**Targets** come from the configuration; else some KPIs take theirs from another key, as the time to remediate does from the SLA;
else the definition's own. A target for a raw count of findings or scans is refused, and one of zero is warned about where
hiding a finding would meet it.

**Trend** is the comparison with the window of the same length before. It is told only where that window was measured and
its history was seen from its beginning on: half a window is no comparison. It reads *improving* or *worsening* only if the
difference is larger than chance at 95 % by the test in the table above; else it is *steady*. With so many KPIs about one steady one
in twenty looks as if it moved in a given week: a single week's verdict is a reason to look, not a proof. The line of weeks shows the same value for the
window that ends with each week: neighbouring windows overlap, and a week that was not measured is a gap.

**Explanation of a missed target.** Two sentences that quote measured facts: the value, what it is of and how far from the target;
then the window before, whether the difference is more than chance, and the part in which most of it gathers. Nothing is said of causes, because none
is measured.

**Advice** comes from the definition, filled with the KPI's own evidence. Each KPI that is off target has its action, and others follow up to five in all (two at least): what hides a number
first (once, however many KPIs it hides), then exposed secrets that are still open, then missed targets (off target before near, escalated before not, shown in the weekly issue before others, then the furthest
from its target: of a share the points missing of a hundred, else the part of the value that is beyond the target), then changes without a
check, then what is not set up.

**Escalation.** \`weekly.escalate_after_weeks\` (default ${defaultConfig.weekly.escalateAfterWeeks}) weeks in a row off target mark a KPI as escalated. A week is the window that ends
so many weeks earlier, by what is known today and against today's target; a week that was near, too few to judge or not measured, or whose window was not seen from
its beginning, ends the row. At most ${mostWeeksCounted} weeks are counted. Windows of ${defaultConfig.windowDays} days overlap: one bad week stays in four of them.

### The review

Three lines that a scorecard begins with, each with the numbers that made it.

**Release gate health** is read off first-pass rate, gate bypass rate and gate stability (the gate itself), and off remediation within SLA and the age of open critical
findings (what has got past it). Each is *good* on target, *doubtful* near it and *bad* off it. Without a target, a bypass rate is good
up to ${bypass.good} %, doubtful up to ${bypass.doubtful} %, bad above; a stability is good from ${stability.good} %, doubtful from ${stability.doubtful} %, bad below. What is too small to judge or not applicable has no say.

| verdict | rule, the first that holds |
|---|---|
| not measured | none of the three KPIs of the gate itself could be judged |
| improving | at least one is bad, and each bad one is improving beyond chance |
| at risk | at least one is bad |
| mixed | at least one is doubtful, or one is worsening beyond chance |
| not measured | one of the five cannot be seen: it may be bad, so nothing is called good |
| good | otherwise |

**Review latency** is *low* up to ${latencyLimits.low} hours from ready to the first review (the median), *moderate* up to ${latencyLimits.moderate}, *high* above; in working hours where
\`reviews.working_hours\` is set. Too few to judge, or not measured: it says so.

**Top failure mode** is the security check that failed first on most changes, if it did so at least twice and no other did so as often.

### What cannot be seen

**Incomplete history.** Where a repository's history begins within the window and something could be measured, the number
speaks for the time since then and a note says so. Where nothing was seen, it is *not measured*: an empty window proves nothing
before its history begins.

**Missing permissions** make a KPI *not measured*, even if some of what it needs can be seen; the reason names the permission.
A server that lacks an endpoint, and a feature that is off, are told in the same way.

**As of.** \`--as-of\` speaks as of an earlier time and uses only what had been recorded by then; \`--known-at\` asks the same of an earlier
window with later knowledge. A posted week keeps its configuration and the versions of its definitions, so that it can be made again.

**Exceptions.** A finding whose risk was accepted, on GitHub or in an exceptions file, does not run against its SLA while the
exception is in force, and comes back when it ends. See [exceptions.md](exceptions.md); how alerts of three sources become findings is in [findings.md](findings.md).

**Public repositories.** Only KPIs marked as safe to show appear there, and of most of them only the number. The review is made
from these alone. The rest is in the JSON and on the command line of whoever runs Firstpass.

**People are not ranked**, on no surface. Who wrote, reviewed or dismissed is told apart, never shown.
`;
