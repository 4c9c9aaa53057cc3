// Which remarks become annotations of a step: GitHub shows ten errors, ten warnings and ten notices of one, and drops the rest silently.
import type { Annotation } from "../../core/publication/content.ts";
import { cutCharacters, limits } from "../fit.ts";
import type { Remark } from "./remarks.ts";

/** Of each level, in one step. */
const annotationsOfALevel = 10;
/** GitHub's runner cuts longer messages. */
const messageCharacters = 1000;

export interface ChosenAnnotations {
  readonly shown: readonly Annotation[];
  /** How many are in the job summary alone. */
  readonly left: number;
}

/**
 * @param remarks the worst first.
 * @param others how many the step shows besides, of no file.
 */
export function chooseAnnotations(
  remarks: readonly Remark[],
  others: { readonly failure: number; readonly warning: number } = { failure: 0, warning: 0 },
): ChosenAnnotations {
  const room = {
    failure: annotationsOfALevel - others.failure,
    warning: annotationsOfALevel - others.warning,
    notice: annotationsOfALevel,
  };
  const shown: Annotation[] = [];
  for (const { annotation, path } of remarks) {
    if (path === null || room[annotation.level] <= 0) continue;
    room[annotation.level] -= 1;
    shown.push({
      ...annotation,
      title: cutCharacters(annotation.title, limits.annotationTitle),
      message: cutCharacters(annotation.message, messageCharacters),
    });
  }
  return { shown, left: remarks.length - shown.length };
}
