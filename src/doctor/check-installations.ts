// Where the App is installed: what each account granted, what is lost without the rest, and how much may be asked this hour.
import type { AppInstallation, AppView, RegisteredApp } from "../github/app-view.ts";
import { cannotTell, describeSpan, type Finding, failed, nameSome, ok, warning } from "./finding.ts";
import { explainUnasked } from "./unasked.ts";
import { isGranted, lostWithout, type WantedPermission, wantedPermissions } from "./wanted.ts";

/** Installations whose budget is asked for: each costs two requests, one of them for a token. */
const BUDGETS_ASKED = 20;

/** Below this share of the hour's requests an operator should know. */
const LOW_SHARE = 0.1;

export async function checkInstallations(
  view: AppView,
  app: RegisteredApp,
  now: number,
): Promise<readonly Finding[]> {
  let found: Awaited<ReturnType<AppView["listInstallations"]>>;
  try {
    found = await view.listInstallations();
  } catch (error) {
    return [explainUnasked("installations", error, "Try again later.")];
  }
  const { installations, complete } = found;
  if (installations.length === 0) {
    return [warning("installations", "The App is installed nowhere.", "Install it on an account.")];
  }
  const active = installations.filter(({ suspended }) => !suspended);
  const suspended = installations.filter((each) => each.suspended).map(({ accountLogin }) => accountLogin);
  const count = `${complete ? "" : "more than "}${installations.length}`;
  return [
    suspended.length === 0
      ? ok(
          "installations",
          `The App is installed on ${count} ${installations.length === 1 ? "account" : "accounts"}.`,
        )
      : warning(
          "installations",
          `Of ${count}, ${suspended.length} are suspended: ${nameSome(suspended)}.`,
          "Nothing is delivered from there: have their owners unsuspend the App, or remove it.",
        ),
    ...(complete ? [] : [cannotTell("permissions granted", `Only ${installations.length} were looked at.`)]),
    ...checkGranted(active, app),
    ...checkOptional(active),
    ...(await checkBudgets(view, active, now)),
  ];
}

const nameOf = ({ permission, access }: WantedPermission) => `${permission}: ${access}`;

/** Accounts that lack the same, told together. */
function groupByLack(installations: readonly AppInstallation[], tier: WantedPermission["tier"]) {
  const groups = new Map<string, { lacking: WantedPermission[]; of: AppInstallation[] }>();
  for (const installation of installations) {
    const lacking = wantedPermissions.filter(
      (wanted) => wanted.tier === tier && !isGranted(installation.permissions, wanted),
    );
    const key = lacking.map(nameOf).join();
    const group = groups.get(key) ?? { lacking, of: [] };
    group.of.push(installation);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What the first of accounts with the same lack loses, by permission. */
function describeLack(lacking: readonly WantedPermission[], [first]: readonly AppInstallation[]): string {
  return lacking
    .map((wanted) => `${nameOf(wanted)} (${lostWithout(wanted, first?.permissions ?? {}).join(", ")})`)
    .join("; ");
}

const loginsOf = (of: readonly AppInstallation[]) => nameSome(of.map(({ accountLogin }) => accountLogin));

function checkGranted(active: readonly AppInstallation[], app: RegisteredApp): Finding[] {
  const check = "permissions granted";
  return groupByLack(active, "base").map(({ lacking, of }) => {
    if (lacking.length === 0) return ok(check, `All that app.yml names: ${loginsOf(of)}.`);
    const says = `${loginsOf(of)}: not granted, and lost: ${describeLack(lacking, of)}.`;
    const todo = lacking.every((wanted) => isGranted(app.permissions, wanted))
      ? "Have the owner accept the App's new permissions, in the account's settings, under GitHub Apps."
      : "Add them to the App in its settings first, then have the owner accept them.";
    // Without these nothing at all is posted.
    const posts = lacking.some(({ access }) => access === "write");
    return posts ? failed(check, says, todo) : warning(check, says, todo);
  });
}

function checkOptional(active: readonly AppInstallation[]): Finding[] {
  const check = "optional permissions";
  return groupByLack(active, "optional").map(({ lacking, of }) =>
    ok(
      check,
      lacking.length === 0
        ? `All granted: ${loginsOf(of)}.`
        : `${loginsOf(of)}: not granted, and lost: ${describeLack(lacking, of)}. docs/permissions.md says whether they are worth it.`,
    ),
  );
}

async function checkBudgets(
  view: AppView,
  active: readonly AppInstallation[],
  now: number,
): Promise<Finding[]> {
  const check = "rate limit";
  const findings: Finding[] = [];
  const plenty: string[] = [];
  for (const { installationId, accountLogin } of active.slice(0, BUDGETS_ASKED)) {
    try {
      const budget = await view.readBudget(installationId);
      if (budget === null) {
        plenty.push(`${accountLogin} (not limited)`);
      } else if (budget.left >= budget.limit * LOW_SHARE) {
        plenty.push(`${accountLogin} ${budget.left} of ${budget.limit}`);
      } else {
        const wait = describeSpan(Math.max(0, budget.resetAt - now));
        findings.push(
          warning(
            check,
            `${accountLogin}: ${budget.left} of ${budget.limit} requests left; all are there again in ${wait}.`,
            "Posting waits by itself. If it happens often, see which routes use them: firstpass_github_requests_total.",
          ),
        );
      }
    } catch (error) {
      findings.push(explainUnasked(check, error, `Check the installation on ${accountLogin}.`));
    }
  }
  if (plenty.length > 0) findings.unshift(ok(check, `Left this hour: ${nameSome(plenty)}.`));
  const unasked = active.length - BUDGETS_ASKED;
  if (unasked > 0) findings.push(cannotTell(check, `${unasked} more installations were not asked.`));
  return findings;
}
