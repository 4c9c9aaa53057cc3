// The audit's words name options of the command line; here they are inputs of the Action.

export function nameInputs(text: string): string {
  return text
    .replace(/--(secrets-sarif|sarif|config)\b( FILE)?/g, "input $1")
    .replace(/--template (\S+=PATH)/g, "input templates: $1");
}
