// As whom GitHub is asked, and what a person must do where that is refused: an installation is granted permissions, a token is given
// them where it is made, and the token of a workflow gets them in its file, as far as GitHub gives them to it at all.
import { explainMissingPermission } from "../core/kpis/permissions.ts";
import { workflowPermission } from "../core/kpis/workflow-permissions.ts";

/** `token`: of a person or an App, however it was made. `workflow-token`: the `GITHUB_TOKEN` of a workflow run. */
export type Access = "installation" | "token" | "workflow-token";

/** For a person: what cannot be read, and what to do. @param permission with its access: `contents: read`. */
export function explainUnseen(unseen: string, permission: string, access: Access): string {
  if (access !== "workflow-token")
    return explainMissingPermission(unseen, permission, access === "token" ? "api" : "app");
  const given = workflowPermission(permission);
  return given === null
    ? `Firstpass may not read ${unseen}: no GITHUB_TOKEN can. Give it the token of an App or a person that has "${permission}".`
    : `Firstpass may not read ${unseen}: add "${given}" under "permissions:" of the workflow.`;
}

/** What to do about a refusal. @param permission as GitHub named it: `contents=read`; null: it named none. */
export function remedyOf(permission: string | null, access: Access): string {
  const named = permission?.replaceAll("=", ": ") ?? null;
  switch (access) {
    case "installation":
      return named === null
        ? "Check the App's permissions and that its owner accepted them."
        : `Grant the App ${named} and accept it for the installation.`;
    case "token":
      return named === null
        ? "Check what the token may do, and whether its organisation asks for single sign-on or an approval of it."
        : `Give the token ${named} (a classic token: the scope "repo"), where its organisation allows it.`;
    case "workflow-token": {
      if (named === null)
        return 'Check what "permissions:" of the workflow gives it; what no GITHUB_TOKEN may do, the token of an App or a person can.';
      const given = waysOf(named);
      return given === ""
        ? "The GITHUB_TOKEN of a workflow may not do it: give the token of an App or a person."
        : `Add ${given} under "permissions:" of the workflow.`;
    }
  }
}

/** GitHub puts `;` between ways of which one is enough, and `,` between what one way needs; empty: no `GITHUB_TOKEN` has a way. */
function waysOf(named: string): string {
  return named
    .split(";")
    .flatMap((way) => {
      const given = way.split(",").map((one) => workflowPermission(one.trim()));
      return given.includes(null) ? [] : [given.map((one) => `"${one}"`).join(" and ")];
    })
    .join(" or ");
}

/** What a token that is refused needs; an installation's is renewed instead. */
export function explainInvalidToken(access: Access): string {
  return access === "installation"
    ? "A new token did not help: check APP_ID and PRIVATE_KEY."
    : "The token is not valid, or has expired: make a new one.";
}
