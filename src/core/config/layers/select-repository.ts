// Is a repository one of those that a selector means? Asked for groups and for what a rule applies to. What is not known of the
// repository leaves that open: then nobody may act as if it were one, nor as if it were none.
import type { RepositoryState } from "../../facts/repository.ts";
import type { RepositorySelector } from "../config.ts";
import { matchesPathGlob } from "../glob.ts";
import type { RepositoryTraits } from "./layers.ts";

/** `why` is a clause about the repository: `it is public`. */
export type SelectorMatch =
  | { readonly matches: "yes" }
  | { readonly matches: "no" | "unknown"; readonly why: string };

const yes: SelectorMatch = { matches: "yes" };

/**
 * Whether all parts hold. One that certainly does not hold settles it, whatever is unknown of the others. Names, languages, topics
 * and teams ignore case; properties do not.
 */
export function matchSelector(selector: RepositorySelector, traits: RepositoryTraits): SelectorMatch {
  const { state } = traits;
  let open: SelectorMatch | null = null;
  for (const part of [
    matchRepositories(selector, state),
    matchVisibility(selector, state),
    matchLanguages(selector, state),
    matchTopics(selector, state),
    ...matchProperties(selector, state),
    matchTeams(selector, traits),
  ]) {
    if (part.matches === "no") return part;
    if (part.matches === "unknown") open ??= part;
  }
  return open ?? yes;
}

function matchRepositories({ repositories }: RepositorySelector, { ownerLogin, name }: RepositoryState) {
  if (repositories === undefined) return yes;
  const fullName = `${ownerLogin}/${name}`;
  return repositories.some((glob) => matchesPathGlob(glob, fullName, { ignoreCase: true }))
    ? yes
    : no(`${fullName} is not ${anyOf(repositories)}`);
}

function matchVisibility({ visibility }: RepositorySelector, state: RepositoryState) {
  if (visibility === undefined || visibility.includes(state.visibility)) return yes;
  return no(`it is ${state.visibility}, not ${anyOf(visibility)}`);
}

function matchLanguages({ languages }: RepositorySelector, { language }: RepositoryState) {
  if (languages === undefined) return yes;
  if (language === null) return unknown("its main language is not known");
  return includesIgnoringCase(languages, language)
    ? yes
    : no(`its main language is ${language}, not ${anyOf(languages)}`);
}

/** While only the name is known, no topics are none that are known: see `RepositoryState.defaultBranch`. */
function matchTopics({ topics }: RepositorySelector, state: RepositoryState) {
  if (topics === undefined) return yes;
  if (state.topics.some((topic) => includesIgnoringCase(topics, topic))) return yes;
  return state.topics.length === 0 && state.defaultBranch === "HEAD"
    ? unknown("its topics are not known yet")
    : no(`it does not have the topic ${anyOf(topics)}`);
}

function matchProperties(
  { properties }: RepositorySelector,
  { customProperties }: RepositoryState,
): SelectorMatch[] {
  return Object.entries(properties ?? {}).map(([property, wanted]) => {
    if (customProperties === null) return unknown(`its custom property ${property} is not known`);
    const own = (Object.hasOwn(customProperties, property) ? customProperties[property] : null) ?? [];
    const values = typeof own === "string" ? [own] : own;
    return values.some((value) => wanted.includes(value))
      ? yes
      : no(`its custom property ${property} is ${values.join(", ") || "not set"}, not ${anyOf(wanted)}`);
  });
}

function matchTeams({ teams }: RepositorySelector, traits: RepositoryTraits): SelectorMatch {
  if (teams === undefined || teams.some((team) => includesIgnoringCase(traits.teams.memberOf, team))) {
    return yes;
  }
  const open = teams.filter((team) => !includesIgnoringCase(traits.teams.notMemberOf, team));
  return open.length === 0
    ? no(`the team ${anyOf(teams)} may not write to it`)
    : unknown(
        `whether the team ${anyOf(open)} may write to it is not known; that needs "members: read", and a team of that name`,
      );
}

function includesIgnoringCase(list: readonly string[], wanted: string): boolean {
  const lower = wanted.toLowerCase();
  return list.some((one) => one.toLowerCase() === lower);
}

function anyOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

function no(why: string): SelectorMatch {
  return { matches: "no", why };
}

function unknown(why: string): SelectorMatch {
  return { matches: "unknown", why };
}
