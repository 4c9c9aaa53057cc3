// Every KPI, by hand and in the order in which it is shown. Adding a KPI means adding a line here.

import { controlCoverage } from "./control-coverage/definition.ts";
import type { KpiDefinition } from "./definition.ts";
import { exceptionGovernance } from "./exception-governance/definition.ts";
import { exceptionsOverdue } from "./exceptions-overdue/definition.ts";
import { firstPassRate } from "./first-pass-rate/definition.ts";
import { ownership } from "./ownership/definition.ts";
import { pavedRoadStart } from "./paved-road-start/definition.ts";
import { releaseEvidence } from "./release-evidence/definition.ts";
import { secretExposure } from "./secret-exposure/definition.ts";
import { templateAdoption } from "./template-adoption/definition.ts";

export const kpiDefinitions: readonly KpiDefinition[] = [
  firstPassRate,
  templateAdoption,
  secretExposure,
  exceptionsOverdue,
  exceptionGovernance,
  controlCoverage,
  ownership,
  releaseEvidence,
  pavedRoadStart,
];
