// What a KPI's value is held against.

export interface Target {
  readonly op: ">=" | "<=";
  /** In the KPI's unit. */
  readonly value: number;
  /** In the KPI's unit: a miss by at most this much is `near`. */
  readonly tolerance: number;
}
