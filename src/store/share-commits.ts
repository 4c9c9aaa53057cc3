// Several transactions, one commit: on SQLite each commit waits for the disk, and transactions run one after another anyway. Those that
// wait at the same time run as savepoints of one, and each is told of its end when all of it is on disk.
import { setImmediate } from "node:timers/promises";

export interface SharedCommits<Session> {
  /** Opens a transaction, and commits it when what it is given resolves. */
  readonly begin: (run: (session: Session) => Promise<void>) => Promise<void>;
  /** Runs one work in a savepoint of the open transaction: all of it is kept, or none. */
  readonly inSavepoint: <T>(session: Session, work: (session: Session) => Promise<T>) => Promise<T>;
  /** Whether the transaction is still open: a full disk ends it by itself. */
  readonly isOpen: () => boolean;
  /** How long works are taken into one transaction, ms: what is urgent waits no longer than this for its turn. */
  readonly takeMillis: number;
}

interface Waiting<Session> {
  readonly work: (session: Session) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Runs work all or nothing. */
export type ShareCommit<Session> = <T>(
  work: (session: Session) => Promise<T>,
  /** Somebody waits at the door: it goes before others, and is committed at once. */
  urgent?: boolean,
) => Promise<T>;

/**
 * Returns a function that runs work all or nothing. It resolves when the work is committed; what the work throws undoes that work
 * alone. When the commit fails, every work in it fails.
 */
export function shareCommits<Session>({
  begin,
  inSavepoint,
  isOpen,
  takeMillis,
}: SharedCommits<Session>): ShareCommit<Session> {
  const urgentOnes: Waiting<Session>[] = [];
  const others: Waiting<Session>[] = [];
  let running = false;

  const next = () => urgentOnes.shift() ?? others.shift();

  async function runTogether(): Promise<void> {
    const taken: { readonly one: Waiting<Session>; readonly settle: () => void }[] = [];
    let inHand: Waiting<Session> | undefined;
    try {
      await begin(async (session) => {
        const until = performance.now() + takeMillis;
        let isUrgent = false;
        do {
          isUrgent = urgentOnes.length > 0;
          const one = next();
          if (one === undefined) break;
          inHand = one;
          taken.push({ one, settle: await settlementOf(session, one) });
          inHand = undefined;
        } while (urgentOnes.length > 0 || (!isUrgent && performance.now() < until));
      });
      for (const { settle } of taken) settle();
    } catch (error) {
      if (taken.length === 0 && inHand === undefined) inHand = next();
      for (const { reject } of [...taken.map(({ one }) => one), ...(inHand ? [inHand] : [])]) reject(error);
    }
  }

  async function settlementOf(session: Session, { work, resolve, reject }: Waiting<Session>) {
    try {
      const value = await inSavepoint(session, work);
      return () => resolve(value);
    } catch (error) {
      // Nothing more may run here: it would be kept at once, or not at all.
      if (!isOpen()) throw error;
      return () => reject(error);
    }
  }

  async function runAll(): Promise<void> {
    running = true;
    while (urgentOnes.length + others.length > 0) {
      // The database holds the event loop while it commits: let in what has come meanwhile.
      await setImmediate();
      await runTogether();
    }
    running = false;
  }

  return <T>(work: (session: Session) => Promise<T>, urgent = false) =>
    new Promise<T>((resolve, reject) => {
      (urgent ? urgentOnes : others).push({ work, resolve: (value) => resolve(value as T), reject });
      if (!running) void runAll();
    });
}
