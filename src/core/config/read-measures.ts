// How findings, exceptions, reviews, ownership and releases are measured: as written → as it is read, every key present.
import type { Config } from "./config.ts";
import { readDays, readLimit } from "./days.ts";
import { defaultConfig } from "./defaults.ts";
import type { WrittenConfig } from "./schema/config-schema.ts";
import { weekdays } from "./schema/schema-parts.ts";

type Measures = Pick<Config, "sla" | "riskWeights" | "exceptions" | "reviews" | "ownership" | "releases">;

/** Puts in the defaults for what was left out. */
export function readMeasures(written: WrittenConfig): Measures {
  const { exceptions, reviews, ownership, releases } = defaultConfig;
  return {
    sla: readSla(written.sla),
    riskWeights: readWeights(written.risk_weights),
    exceptions: {
      reviewAfterDays:
        written.exceptions?.review_after === undefined
          ? exceptions.reviewAfterDays
          : readDays(written.exceptions.review_after),
    },
    reviews: {
      workingHours: readWorkingHours(written.reviews?.working_hours),
      securityLabels: written.reviews?.security_labels ?? reviews.securityLabels,
    },
    ownership: { properties: written.ownership?.properties ?? ownership.properties },
    releases: {
      evidence: written.releases?.evidence ?? releases.evidence,
      prereleases: written.releases?.prereleases ?? releases.prereleases,
    },
  };
}

/** The SLA that the file alone gives, with the defaults for the severities that it leaves out. */
export function readSla(written: WrittenConfig["sla"]): Config["sla"] {
  const { sla } = defaultConfig;
  const read = (severity: keyof Config["sla"]) => {
    const limit = written?.[severity];
    return limit === undefined ? sla[severity] : readLimit(limit);
  };
  return { critical: read("critical"), high: read("high"), medium: read("medium"), low: read("low") };
}

function readWeights(written: WrittenConfig["risk_weights"]): Config["riskWeights"] {
  const { riskWeights } = defaultConfig;
  return {
    critical: written?.critical ?? riskWeights.critical,
    high: written?.high ?? riskWeights.high,
    medium: written?.medium ?? riskWeights.medium,
    low: written?.low ?? riskWeights.low,
  };
}

type WrittenHours = NonNullable<WrittenConfig["reviews"]>["working_hours"];

function readWorkingHours(written: WrittenHours): Config["reviews"]["workingHours"] {
  if (written === undefined) return defaultConfig.reviews.workingHours;
  if (written === null) return null;
  const days = new Set(written.days.map((day) => weekdays.indexOf(day) + 1));
  return { days: [...days].sort((a, b) => a - b), from: written.from, to: written.to };
}
