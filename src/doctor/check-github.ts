// Is GitHub there, and does it have the same time as this machine?
import { type Probe, probeGitHub } from "../github/probe.ts";
import { cannotTell, describeSpan, type Finding, failed, ok, warning } from "./finding.ts";

const SMALL_SKEW_MILLIS = 5_000;

/** GitHub refuses a JWT from a clock that is further off. */
const LARGE_SKEW_MILLIS = 60_000;

const ANSWER_MILLIS = 15_000;

export async function checkGitHub(
  apiUrl: string,
  now: () => number,
): Promise<{ readonly findings: readonly Finding[]; readonly probe: Probe }> {
  const probe = await probeGitHub(apiUrl, now, ANSWER_MILLIS);
  return { probe, findings: [checkReach(apiUrl, probe), checkClock(probe)] };
}

function checkReach(apiUrl: string, probe: Probe): Finding {
  const check = "GitHub reachable";
  if (!probe.answered) {
    return failed(
      check,
      `${apiUrl} does not answer (${probe.reason}).`,
      "Check GHE_HOST, GHE_PROTOCOL, name resolution, the firewall, and NODE_EXTRA_CA_CERTS where a certificate is your own.",
    );
  }
  if (!probe.isGitHub) {
    return warning(
      check,
      `${apiUrl} answers ${probe.status}, but not in GitHub's words.`,
      "Check whether a proxy or a sign-in page stands in between, and whether GHE_HOST is right.",
    );
  }
  const version = probe.serverVersion === null ? "" : `, GitHub Enterprise Server ${probe.serverVersion}`;
  return ok(check, `${apiUrl} answers${version}.`);
}

function checkClock(probe: Probe): Finding {
  const check = "clock";
  if (!probe.answered || !probe.isGitHub || probe.aheadMillis === null) {
    return cannotTell(check, "GitHub told no time to compare with.", "Mend how GitHub is reached first.");
  }
  const { aheadMillis, uncertainMillis } = probe;
  const off = Math.max(0, Math.abs(aheadMillis) - uncertainMillis);
  const side = aheadMillis > 0 ? "behind" : "ahead of";
  if (off <= SMALL_SKEW_MILLIS)
    return ok(check, `The same as GitHub's, within ${describeSpan(SMALL_SKEW_MILLIS)}.`);
  const says = `This machine is ${describeSpan(Math.abs(aheadMillis))} ${side} GitHub.`;
  const todo = "Synchronise the machine's clock (NTP).";
  return off > LARGE_SKEW_MILLIS
    ? failed(check, says, `${todo} GitHub refuses what is signed by a clock that is a minute off.`)
    : warning(check, says, todo);
}
