// SQLite answers without leaving the turn, and numbers are worked out in one: work on thousands of repositories would keep the intake
// waiting for seconds.

let turn: Promise<void> = Promise.resolve();

/** A turn that took longer had something else to do. */
const quietMillis = 1;

/** After so many busy turns the work goes on all the same. */
const mostTurns = 20;

/**
 * Called between one repository and the next, and between the large parts of one. Those who call at the same time go on one after
 * another, each in a turn of its own, and when nobody else has much to do: what has come in meanwhile goes first.
 */
export function letOthersRun(): Promise<void> {
  turn = turn.then(waitForQuiet);
  return turn;
}

async function waitForQuiet(): Promise<void> {
  for (let turns = 0; turns < mostTurns; turns++) {
    const began = performance.now();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (performance.now() - began < quietMillis) return;
  }
}
