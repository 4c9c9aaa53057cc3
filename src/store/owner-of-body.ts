// Whose delivery is it? Its payload says so; one that cannot be read is searched for the tenant's names.
import { z } from "zod";

const withId = z.object({ id: z.number().optional() }).nullish().catch(null);
const payload = z.object({
  installation: z.object({ id: z.number().optional(), account: withId }).nullish().catch(null),
  organization: withId,
  repository: z.object({ owner: withId }).nullish().catch(null),
});

export interface BodyOwner {
  readonly isTenant: boolean;
  /** That the payload names; null: none. */
  readonly installationId: number | null;
}

/** @param installations of the tenant, as far as known. */
export function ownerOfBody(
  body: Uint8Array,
  tenant: { readonly accountId: number; readonly logins: readonly string[] },
  installations: ReadonlySet<number>,
): BodyOwner {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const parsed = payload.safeParse(parse(text)).data;
  const installationId = parsed?.installation?.id ?? null;
  const accounts = [
    parsed?.installation?.account?.id,
    parsed?.organization?.id,
    parsed?.repository?.owner?.id,
  ].filter((id) => id !== undefined);
  if (accounts.length > 0 || installationId !== null) {
    const isTenant =
      accounts.includes(tenant.accountId) || (installationId !== null && installations.has(installationId));
    return { isTenant, installationId: accounts.length > 0 && isTenant ? installationId : null };
  }
  const lower = text.toLowerCase();
  return {
    isTenant: tenant.logins.some((login) => lower.includes(login.toLowerCase())),
    installationId: null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
