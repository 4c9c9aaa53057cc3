// A share as it is counted: so many of so many.

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** @throws RangeError unless 0 ≤ numerator ≤ denominator and denominator ≥ 1. */
export function assertShare({ numerator, denominator }: Share): void {
  if (!(denominator >= 1 && numerator >= 0 && numerator <= denominator)) {
    throw new RangeError(`No share: ${numerator} of ${denominator}`);
  }
}
