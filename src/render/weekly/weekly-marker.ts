// How the weekly issue is known again: a comment in its body that readers do not see, and the line that leads onwards from an old one.

/** What the markers of all weeks of a repository begin with. */
export function weeklyMark(repositoryId: number): string {
  return `<!-- firstpass:weekly repository=${repositoryId} week=`;
}

/** Hidden HTML comment, unique by repository and ISO week (`2026-W47`); it is the first line of the body. */
export function weeklyMarker(repositoryId: number, isoWeek: string): string {
  return `${weeklyMark(repositoryId)}${isoWeek} -->`;
}

/** The ISO week of an issue, by its marker; null where it has none of this repository. */
export function readWeeklyMarker(body: string, repositoryId: number): string | null {
  const [, after = ""] = body.split(weeklyMark(repositoryId));
  return /^(\d{4}-W\d{2}) -->/.exec(after)?.[1] ?? null;
}

/** Put above the body of a past week's issue when it is closed. `#12` is meant to be a link here. */
export function renderOnwardsNote(next: { readonly number: number; readonly isoWeek: string }): string {
  return `> ➡️ **This week is over. The next scorecard is #${next.number} (${next.isoWeek}).**`;
}

/** Put above the body of an issue that was posted at the same time as another of its week, when it is closed. */
export function renderDuplicateNote(number: number): string {
  return `> 🔁 **Duplicate of #${number}.** Both were posted at the same time; the older one counts.`;
}
