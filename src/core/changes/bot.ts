// Whether an account is a bot: what it does is measured beside what people do.
import type { Config } from "../config/config.ts";
import type { AccountType } from "../facts/pull-request.ts";

export interface Account {
  readonly login: string | null;
  readonly type: AccountType | null;
}

/** Accounts of type Bot, logins that end in `[bot]`, and the logins that the configuration names. */
export function isBotAccount({ login, type }: Account, config: Config): boolean {
  const name = login?.toLowerCase() ?? "";
  return (
    type === "Bot" ||
    name.endsWith("[bot]") ||
    config.changes.botLogins.some((botLogin) => botLogin.toLowerCase() === name)
  );
}
