// The alerts and pushes that made secret exposure. Of the secret itself nothing is here: it never enters a fact.
import type { PushFact } from "../../facts/push.ts";
import type { Evidence } from "../measurement.ts";
import type { ExposedSecret } from "./secrets.ts";

const visibleBy = {
  bypass: "push protection was bypassed",
  push: "its commit was pushed",
  alert: "GitHub raised the alert; when its commit was pushed is not known",
};

/** How an alert is called in the evidence. */
export function evidenceIdOfSecret({ number }: ExposedSecret): string {
  return `alert ${number}`;
}

export function evidenceOfSecret(secret: ExposedSecret, leftOut: string | null): Evidence {
  const type = secret.secretType ?? "secret";
  const state = secret.open
    ? secret.stillValid
      ? "still valid"
      : "open"
    : (secret.resolution ?? "resolved");
  const role = leftOut === null ? `exposed when ${visibleBy[secret.visibleBy]}` : `left out: ${leftOut}`;
  return {
    kind: "alert",
    id: evidenceIdOfSecret(secret),
    url: secret.url,
    at: secret.visibleAt,
    note: `${type}, ${state}; ${role}`,
    counted: leftOut === null,
  };
}

/** `commits`: what the push adds to the denominator; null while that is not known. */
export function evidenceOfPush(
  { data, occurredAt }: PushFact,
  commits: number | null,
  repositoryUrl: string,
): Evidence {
  const isNew = /^0+$/.test(data.before);
  const place = isNew ? `commits/${data.after}` : `compare/${data.before}...${data.after}`;
  const branch = data.ref.replace(/^refs\/heads\//, "");
  const count =
    commits === null ? "commits not counted yet" : commits === 1 ? "1 commit" : `${commits} commits`;
  return {
    kind: "push",
    id: data.after.slice(0, 7),
    url: `${repositoryUrl}/${place}`,
    at: occurredAt,
    note: `${count} to ${branch}`,
    counted: null,
  };
}
