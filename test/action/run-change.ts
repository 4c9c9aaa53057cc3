// Pull requests for one test file: each is made for a test, run through the bundle as GitHub does it, and removed after it.
import { afterEach } from "vitest";
import { type ChangeOptions, type ChangeScene, makeChange } from "./change-scene.ts";
import { removeFolders, runAction } from "./run-action.ts";

const scenes: ChangeScene[] = [];

/** To be called once by each test file. */
export function removeChanges(): void {
  removeFolders();
  afterEach(() => {
    for (const scene of scenes.splice(0)) scene.remove();
  });
}

export function change(options: ChangeOptions): ChangeScene {
  const scene = makeChange(options);
  scenes.push(scene);
  return scene;
}

/** @param more what is not as on an ordinary pull request. */
export function run(scene: ChangeScene, more: Partial<Parameters<typeof runAction>[0]> = {}) {
  return runAction({
    event: "pull_request",
    payload: scene.payload,
    workspace: scene.repository.path,
    ...more,
    environment: { GITHUB_SHA: scene.merge, ...more.environment },
  });
}
