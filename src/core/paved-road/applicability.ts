// Is a rule for this repository? What is not known of the repository leaves that open: then nothing may be measured.
import type { AppliesTo } from "../config/config.ts";
import { matchesPathGlob } from "../config/glob.ts";
import type { PavedRoadData } from "../facts/paved-road.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { findHiddenDockerfile } from "./unreadable.ts";

/** All conditions must hold. One that certainly does not hold settles it, whatever is unknown of the others. */
export type Applicability =
  | { readonly applies: "yes" }
  | { readonly applies: "no" | "unknown"; readonly why: string };

const yes: Applicability = { applies: "yes" };

export function decideApplicability(
  appliesTo: AppliesTo,
  repository: RepositoryState,
  observed: PavedRoadData,
): Applicability {
  const conditions = [
    checkRepositories(appliesTo, repository),
    checkLanguage(appliesTo, repository),
    ...checkProperties(appliesTo, repository),
    checkDockerfile(appliesTo, observed),
  ];
  return (
    conditions.find(({ applies }) => applies === "no") ??
    conditions.find(({ applies }) => applies === "unknown") ??
    yes
  );
}

function checkRepositories(
  { repositories }: AppliesTo,
  { ownerLogin, name }: RepositoryState,
): Applicability {
  const fullName = `${ownerLogin}/${name}`;
  return repositories === undefined ||
    repositories.some((glob) => matchesPathGlob(glob, fullName, { ignoreCase: true }))
    ? yes
    : { applies: "no", why: `the rule is not for ${fullName}` };
}

function checkLanguage({ languages }: AppliesTo, { language }: RepositoryState): Applicability {
  if (languages === undefined) return yes;
  if (language === null) return { applies: "unknown", why: "the repository's language is not known" };
  return languages.some((one) => one.toLowerCase() === language.toLowerCase())
    ? yes
    : { applies: "no", why: `the rule is not for ${language}` };
}

function checkProperties({ properties }: AppliesTo, { customProperties }: RepositoryState): Applicability[] {
  return Object.entries(properties ?? {}).map(([property, wanted]): Applicability => {
    if (customProperties === null) {
      return { applies: "unknown", why: `the custom property ${property} is not known` };
    }
    const own = (Object.hasOwn(customProperties, property) ? customProperties[property] : null) ?? [];
    const values = typeof own === "string" ? [own] : own;
    return values.some((value) => wanted.includes(value))
      ? yes
      : { applies: "no", why: `the rule is not for ${property} = ${values.join(", ") || "nothing"}` };
  });
}

function checkDockerfile({ hasDockerfile }: AppliesTo, observed: PavedRoadData): Applicability {
  if (hasDockerfile === undefined) return yes;
  const found = observed.dockerfiles.length > 0;
  const hidden = found ? null : findHiddenDockerfile(observed);
  if (hidden !== null) return { applies: "unknown", why: hidden };
  if (found === hasDockerfile) return yes;
  return {
    applies: "no",
    why: found ? "the repository has a Dockerfile" : "the repository has no Dockerfile",
  };
}
