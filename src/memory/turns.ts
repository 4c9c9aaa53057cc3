// All or nothing in memory: work on the store takes turns, and each change of a turn tells how it is undone. Every table stands on this.
import { AsyncLocalStorage } from "node:async_hooks";

/** Where tables note how a change is undone. */
export interface Journal {
  noteUndo(undo: () => void): void;
}

export interface Turns {
  readonly journal: Journal;
  /** For the store itself: waits for its turn, then all of `work` is kept, or nothing of it. */
  run<T>(work: () => T | Promise<T>): Promise<T>;
  /** For the store that a transaction gives: at once, within the turn; an error undoes what `work` did, and no more. */
  runInside<T>(work: () => T | Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const undos: (() => void)[] = [];
  const openTurn = new AsyncLocalStorage<{ open: boolean }>();
  let last: Promise<unknown> = Promise.resolve();

  const runInside = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const before = undos.length;
    try {
      return await work();
    } catch (error) {
      while (undos.length > before) undos.pop()?.();
      throw error;
    }
  };

  const takeTurn = async <T>(work: () => T | Promise<T>): Promise<T> => {
    const turn = { open: true };
    try {
      return await openTurn.run(turn, () => runInside(work));
    } finally {
      turn.open = false;
      undos.length = 0;
    }
  };

  return {
    journal: { noteUndo: (undo) => undos.push(undo) },
    runInside,
    async run(work) {
      // It would wait for itself for ever.
      if (openTurn.getStore()?.open) {
        throw new Error(
          "The outer store was used inside a transaction; use the store that the transaction gives.",
        );
      }
      const turn = last.then(() => takeTurn(work));
      last = turn.catch(() => {});
      return await turn;
    },
  };
}
