// What the Action tells a person who has to mend something: an input, the workflow, a permission.

/** The message says what is wrong and how to mend it. It never holds a token. */
export class ActionError extends Error {
  override readonly name = "ActionError";
}
