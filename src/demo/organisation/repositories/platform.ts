// The repositories of the platform team: the organisation's policy, what it extends, the security templates. They belong to a group
// by their team, and post no weekly issue of their own.
import { HOUR, MINUTE, people, semgrep } from "../place.ts";
import { measureFile, organisationConfig } from "../policy-files.ts";
import { schedulePullRequest } from "../pull-request-story.ts";
import { addTemplateVersion, scheduleTemplateVersion } from "../template-story.ts";
import { agoOf } from "../weekly-patterns.ts";
import type { RepositoryPlan } from "./plan.ts";

/** Everything is scanned, and reviewed within a day. */
const platform = {
  visibility: "private",
  checks: [semgrep],
  mergeQueue: false,
  reviewHours: [2, 20],
  codeRules: [],
  properties: {},
} as const;

const { aiko } = people;

/** What it extends, and where the overview of the organisation is posted. */
const security: RepositoryPlan = {
  ...platform,
  id: 880_098,
  name: "security",
  language: null,
  files: () => ({ "firstpass/measure.yml": measureFile }),
  play() {},
};

/** In its last hour somebody asks for version 3 of the security workflow: what that would do is simulated. */
const policy: RepositoryPlan = {
  ...platform,
  id: 880_099,
  name: ".github",
  language: null,
  files: () => ({ "firstpass.yml": organisationConfig("v2") }),
  play(place, period) {
    const title = "Ask for version 3 of the security workflow";
    const plan = { title, author: aiko, failing: [], mended: "commit", leftOpen: true } as const;
    const files = { "firstpass.yml": organisationConfig("v3") };
    schedulePullRequest(place, { ...plan, files, filesAlone: true }, period.to - 40 * MINUTE);
  },
};

const publishedBefore = [1, 2, 3];

/** Three versions are older than the story; the fourth comes in week nine. */
const templates: RepositoryPlan = {
  ...platform,
  id: 880_100,
  name: "security-templates",
  language: null,
  files: () => ({}),
  play(place, period) {
    const { createdAt } = place.repository;
    for (const version of publishedBefore) {
      addTemplateVersion(place.repository, version, createdAt + version * HOUR);
    }
    scheduleTemplateVersion(place, 4, agoOf(period, 22) + 2 * HOUR);
  },
};

export const platformPlans: readonly RepositoryPlan[] = [security, policy, templates];
