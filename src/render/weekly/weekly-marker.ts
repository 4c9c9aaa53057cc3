// How the weekly issue is known again: a comment in its body that readers do not see, and the line that leads onwards from an old one.

/** Hidden HTML comment, unique by repository and ISO week (`2026-W47`); it is the first line of the body. */
export function weeklyMarker(repositoryId: number, isoWeek: string): string {
  return `<!-- firstpass:weekly repository=${repositoryId} week=${isoWeek} -->`;
}

/** Put above the body of a past week's issue when it is closed. `#12` is meant to be a link here. */
export function renderOnwardsNote(next: { readonly number: number; readonly isoWeek: string }): string {
  return `> ➡️ **This week is over. The next scorecard is #${next.number} (${next.isoWeek}).**`;
}
