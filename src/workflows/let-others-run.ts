// SQLite answers without leaving the turn: work on thousands of repositories would keep the intake waiting for seconds.

/** Called between one repository and the next. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
