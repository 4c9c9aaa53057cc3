// Reads single fields of a webhook payload without trusting any of them: what has another type is missing.
import { createHash } from "node:crypto";
import type { RememberedAccount, RememberedApp, RememberedHeadRepository } from "./remembered.ts";

export type Fields = { readonly [name: string]: unknown };

const none: Fields = {};

export const fieldsOf = (value: unknown): Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : none;

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf) : [];

export const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

export const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : null;

/** A time as text or as Unix seconds, in milliseconds UTC. */
export function timeOf(value: unknown): number | null {
  if (typeof value === "number") return value * 1000;
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function accountOf(value: unknown): RememberedAccount | null {
  const { id, login, type } = fieldsOf(value);
  const [number, name] = [numberOf(id), textOf(login)];
  if (number === null || name === null) return null;
  return { id: number, login: name, type: type === "Bot" || type === "Organization" ? type : "User" };
}

export function appOf(value: unknown): RememberedApp | null {
  const { id, slug, name } = fieldsOf(value);
  const number = numberOf(id);
  if (number === null) return null;
  const known = textOf(slug) ?? `app-${number}`;
  return { id: number, slug: known, name: textOf(name) ?? known };
}

export function headRepositoryOf(value: unknown): RememberedHeadRepository {
  const { id, name, owner } = fieldsOf(value);
  const [number, account] = [numberOf(id), accountOf(owner)];
  if (number === null || account === null) return null;
  return { id: number, name: textOf(name) ?? "", owner: account };
}

/** A number that the same parts always give: GitHub numbers events that payloads do not number. */
export const idFrom = (...parts: readonly unknown[]): number =>
  Number.parseInt(createHash("sha1").update(JSON.stringify(parts)).digest("hex").slice(0, 12), 16);
