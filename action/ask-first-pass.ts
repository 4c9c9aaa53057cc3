// Asks GitHub for the first try of the event's pull request, where there is one and a token; else says why it is not known.
import type { Config } from "../src/core/config/config.ts";
import { connectWithToken } from "../src/github/token.ts";
import { openMemoryStore } from "../src/memory/open-memory-store.ts";
import type { ChangeEvent } from "./event.ts";
import { type FirstPassReading, readFirstPass, unknown } from "./first-pass.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

interface Asked {
  readonly runner: Runner;
  readonly inputs: Inputs;
  readonly event: ChangeEvent;
  readonly config: Config;
  readonly now: () => number;
}

export async function askFirstPass({ runner, inputs, event, config, now }: Asked): Promise<FirstPassReading> {
  const { repository, number, headSha } = event;
  if (number === null) return unknown("A merge queue's commit is no first try.");
  if (inputs.token === null) return unknown("Input token is empty, so GitHub was not asked.");
  const github = connectWithToken({
    token: inputs.token,
    kind: inputs.tokenKind,
    apiUrl: runner.apiUrl,
    graphqlUrl: runner.graphqlUrl,
    store: openMemoryStore({ now }),
    now,
  });
  const { accountId, repositoryId, owner, name, url, visibility, defaultBranch } = repository;
  return readFirstPass(github.at("check"), {
    address: { installationId: accountId, repositoryId, owner, name },
    repository: {
      accountId,
      repositoryId,
      ownerLogin: owner,
      name,
      visibility,
      archived: false,
      fork: false,
      defaultBranch,
      language: null,
      topics: [],
      createdAt: null,
      url,
      templateRepository: null,
      customProperties: null,
    },
    config,
    number,
    headSha,
    now: now(),
  });
}
