// Numbers in tables read as they do in sentences: the formatting is the core's own.
export {
  countOf,
  formatBareValue,
  formatCount,
  formatDay,
  formatDifference,
  formatFraction,
  formatInterval,
  formatTarget,
  formatValue,
  pluralOf,
} from "../core/scorecard/format-value.ts";
