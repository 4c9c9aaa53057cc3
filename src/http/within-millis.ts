// How long an answer may wait for the store. A database that is frozen, or behind a lost network, answers nothing at all.

/** The store was not heard of in time. What it was asked for may still be done. */
export class StoreSilent extends Error {
  override readonly name = "StoreSilent";
}

/** @throws StoreSilent when the work takes longer; whatever it does then is not heard any more. */
export async function withinMillis<Result>(work: Promise<Result>, millis: number): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StoreSilent(`The store did not answer in ${millis} ms.`)),
    millis,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
