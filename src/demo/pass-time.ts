// How the story's clock passes a night and an hour: what a server does by itself as time goes by is done when its time has come.
import type { Firstpass } from "../app.ts";
import { HOUR, MINUTE } from "./organisation/place.ts";
import type { Player, StoryClock } from "./play.ts";

interface Passing {
  readonly clock: StoryClock;
  readonly firstpass: Pick<Firstpass, "tick" | "sweep" | "drain" | "store">;
}

/**
 * From `midnight` to a quarter past six. The nightly reconciliation begins at 02:12; accounts have their turn within an hour of it,
 * repositories within three more. Before they are compared the story goes on, so that nothing is compared that has not happened yet.
 */
export async function passNight(
  { clock, firstpass, advance }: Passing & Pick<Player, "advance">,
  midnight: number,
): Promise<void> {
  clock.now = midnight + 2 * HOUR + 13 * MINUTE;
  await firstpass.tick();
  await firstpass.drain();
  clock.now = midnight + 3 * HOUR + 14 * MINUTE;
  await firstpass.drain();
  await advance(midnight + 6 * HOUR + 15 * MINUTE, firstpass.sweep);
}

/** Works until nothing is due up to `until` (milliseconds UTC), and ends there. Work that asks for more work gets its time. */
export async function settle({ clock, firstpass }: Passing, until: number): Promise<void> {
  for (;;) {
    await firstpass.drain();
    const [next] = await firstpass.store.jobs.list({ state: "waiting", limit: 1 });
    if (next === undefined || next.dueAt >= until) break;
    clock.now = Math.max(clock.now + 1, next.dueAt);
  }
  clock.now = until;
}
