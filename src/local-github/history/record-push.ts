// What a push tells: a branch has moved, and the commits it has moved by.
import type { Repository } from "../state.ts";
import { rememberCommit } from "./commits.ts";
import { accountOf, type Fields, fieldsOf, idFrom, listOf, textOf, timeOf } from "./read-payload.ts";
import type { RememberedActivity } from "./remembered.ts";

/** GitHub lists changes of branches alone: a tag's push leaves only its commit. */
export function recordPush(repository: Repository, payload: Fields): void {
  const [ref, before, after] = [textOf(payload.ref), textOf(payload.before), textOf(payload.after)];
  if (ref === null || before === null || after === null) return;
  const headCommit = fieldsOf(payload.head_commit);
  const pushedAt = timeOf(fieldsOf(payload.repository).pushed_at);
  const at = pushedAt ?? timeOf(headCommit.timestamp) ?? 0;
  repository.pushedAt = Math.max(repository.pushedAt, at);
  let parent = payload.created === true ? null : before;
  const commits = listOf(payload.commits);
  for (const listed of commits.length > 0 || payload.deleted === true ? commits : [headCommit]) {
    const sha = textOf(listed.id);
    if (sha === null) continue;
    rememberCommit(repository, {
      sha,
      message: textOf(listed.message) ?? "",
      committedAt: timeOf(listed.timestamp) ?? at,
      parents: parent === null || (payload.forced === true && parent === before) ? [] : [parent],
      rank: 2,
    });
    parent = sha;
  }
  if (!ref.startsWith("refs/heads/")) return;
  const kind: RememberedActivity["kind"] =
    payload.created === true
      ? "branch_creation"
      : payload.deleted === true
        ? "branch_deletion"
        : payload.forced === true
          ? "force_push"
          : "push";
  const id = idFrom("activity", ref, before, after, at);
  const actor = accountOf(payload.sender);
  repository.history.activity.set(String(id), { id, ref, before, after, at, kind, actor });
}
