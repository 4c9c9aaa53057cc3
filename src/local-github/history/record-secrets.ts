// What payloads about secret scanning tell besides the alerts, which stories put there themselves: where a secret is, and which
// scans ended. In whatever order they come, and however often.
import type { Repository } from "../state.ts";
import { type Fields, fieldsOf, numberOf, textOf, timeOf } from "./read-payload.ts";

export function recordSecretLocation({ security }: Repository, payload: Fields): void {
  const { type, details } = fieldsOf(payload.location);
  const [number, name] = [numberOf(fieldsOf(payload.alert).number), textOf(type)];
  if (number === null || name === null) return;
  const location = { type: name, details: fieldsOf(details) };
  const known = security.secretLocations.get(number) ?? new Map();
  security.secretLocations.set(number, known.set(JSON.stringify(location), location));
}

/** GitHub keeps the last one of each type and source. */
export function recordSecretScan({ security }: Repository, payload: Fields): void {
  const [type, completedAt] = [textOf(payload.type), timeOf(payload.completed_at)];
  if (type === null || completedAt === null) return;
  const source = textOf(payload.source);
  const key = JSON.stringify([type, source]);
  const known = security.secretScans.get(key);
  if (known !== undefined && known.completedAt >= completedAt) return;
  security.secretScans.set(key, { type, source, startedAt: timeOf(payload.started_at), completedAt });
}
