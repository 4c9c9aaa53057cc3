// The App as GitHub knows it: is its key taken, what is it registered with, where does its webhook lead, does it arrive?
import type { AppDelivery, AppView, AppWebhook, RegisteredApp } from "../github/app-view.ts";
import { WEBHOOK_PATH } from "../http/server.ts";
import { type Finding, failed, nameSome, ok, warning } from "./finding.ts";
import { explainUnasked } from "./unasked.ts";
import { isGranted, lostWithout, optionalEvents, wantedEvents, wantedPermissions } from "./wanted.ts";

export interface CheckedApp {
  readonly findings: readonly Finding[];
  /** Null: GitHub did not take the App's key, or was not there. */
  readonly app: RegisteredApp | null;
}

/** @param serverVersion of a GitHub Enterprise Server; null for github.com. */
export async function checkApp(view: AppView, serverVersion: string | null): Promise<CheckedApp> {
  let app: RegisteredApp;
  try {
    app = await view.readApp();
  } catch (error) {
    const check = "App";
    const todo = "Check APP_ID and PRIVATE_KEY: the key must be one of this very App, and the clock right.";
    return { app: null, findings: [explainUnasked(check, error, todo)] };
  }
  return {
    app,
    findings: [
      ok("App", `GitHub takes the key of ${app.slug}.`),
      checkRegistered(app),
      checkEvents(app, serverVersion),
      await orUnasked("webhook", async () => checkWebhook(await view.readWebhook())),
      await orUnasked("deliveries at GitHub", async () => checkDeliveries(await view.listDeliveries())),
    ],
  };
}

async function orUnasked(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return explainUnasked(check, error, "Try again later.");
  }
}

function checkRegistered({ permissions }: RegisteredApp): Finding {
  const check = "permissions asked for";
  const missing = wantedPermissions.filter(
    (wanted) => wanted.tier === "base" && !isGranted(permissions, wanted),
  );
  if (missing.length === 0) return ok(check, "The App asks for all that app.yml names.");
  const names = missing.map(({ permission, access }) => `${permission}: ${access}`);
  const lost = new Set(missing.flatMap((wanted) => lostWithout(wanted, permissions)));
  return warning(
    check,
    `The App does not ask for ${names.join(", ")}. Lost: ${[...lost].join(", ")}.`,
    "Add them in the App's settings, and have each installation's owner accept them.",
  );
}

function checkEvents({ events, permissions }: RegisteredApp, serverVersion: string | null): Finding {
  const check = "events subscribed";
  const missing = wantedEvents.filter((event) => !events.includes(event));
  const passedOver = Object.entries(optionalEvents)
    .filter(([event, permission]) => Object.hasOwn(permissions, permission) && !events.includes(event))
    .map(([event]) => event);
  const also =
    passedOver.length === 0
      ? ""
      : ` Not subscribed, though its permission is there: ${passedOver.join(", ")}; such changes are seen with the daily reading.`;
  if (missing.length === 0) return ok(check, `All ${wantedEvents.length} that app.yml names.${also}`);
  const says = `Not subscribed: ${missing.join(", ")}. What they tell is missing from the numbers.${also}`;
  const todo = "Subscribe to them in the App's settings, under Permissions and events.";
  return serverVersion === null
    ? failed(check, says, todo)
    : warning(check, says, `${todo} GitHub Enterprise Server ${serverVersion} may not have all of them.`);
}

function checkWebhook({ url, contentType, checksCertificate, hasSecret }: AppWebhook): Finding {
  const check = "webhook";
  const settings = "Change it in the App's settings, under Webhook.";
  if (url === null) return failed(check, "GitHub has no address to send to.", settings);
  if (!hasSecret)
    return failed(
      check,
      "GitHub signs nothing: no secret is set there. Every delivery is refused.",
      "Set the value of WEBHOOK_SECRET in the App's settings, under Webhook.",
    );
  if (contentType !== "json")
    return failed(
      check,
      `GitHub sends ${contentType === null ? "no JSON" : `"${contentType}"`}; Firstpass takes JSON alone.`,
      "Set the content type application/json in the App's settings, under Webhook.",
    );
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.pathname !== WEBHOOK_PATH)
    return warning(
      check,
      `Its address does not end in ${WEBHOOK_PATH}.`,
      `Unless a proxy rewrites the path: ${settings}`,
    );
  if (!checksCertificate)
    return warning(
      check,
      "GitHub does not check the server's certificate.",
      `Enable SSL verification. ${settings}`,
    );
  return ok(check, `GitHub sends signed JSON to ${address.host}.`);
}

function checkDeliveries(attempts: readonly AppDelivery[]): Finding {
  const check = "deliveries at GitHub";
  if (attempts.length === 0)
    return warning(
      check,
      "GitHub has sent nothing in the last days.",
      "Install the App, or check that its webhook is active.",
    );
  // Newest first: what became of a delivery in the end is its newest attempt.
  const last = new Map<string, AppDelivery>();
  for (const attempt of attempts) if (!last.has(attempt.guid)) last.set(attempt.guid, attempt);
  const lost = [...last.values()].filter(({ statusCode }) => statusCode < 200 || statusCode > 299);
  if (lost.length === 0) return ok(check, `All of the last ${last.size} were taken.`);
  const statuses = [
    ...new Set(lost.map(({ statusCode }) => (statusCode === 0 ? "no answer" : String(statusCode)))),
  ];
  const says = `${lost.length} of the last ${last.size} were not taken (${nameSome(statuses)}).`;
  if (attempts[0]?.statusCode === 401)
    return failed(
      check,
      `${says} The newest was refused for its signature.`,
      "Set WEBHOOK_SECRET to the very secret that the App has, then redeliver.",
    );
  return warning(
    check,
    says,
    "GitHub does not send them again by itself. The server asks for them; at once: `firstpass redeliver`, within three days.",
  );
}
