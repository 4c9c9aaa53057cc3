// Every KPI, by hand and in the order in which it is shown. Adding a KPI means adding a line here.

import { alertPrecision } from "./alert-precision/definition.ts";
import { controlCoverage } from "./control-coverage/definition.ts";
import type { KpiDefinition } from "./definition.ts";
import { exceptionGovernance } from "./exception-governance/definition.ts";
import { exceptionsOverdue } from "./exceptions-overdue/definition.ts";
import { findingsPrevented } from "./findings-prevented/definition.ts";
import { firstPassRate } from "./first-pass-rate/definition.ts";
import { gateBypassRate } from "./gate-bypass-rate/definition.ts";
import { gateStability } from "./gate-stability/definition.ts";
import { openCriticalAge } from "./open-critical-age/definition.ts";
import { ownership } from "./ownership/definition.ts";
import { pavedRoadStart } from "./paved-road-start/definition.ts";
import { releaseEvidence } from "./release-evidence/definition.ts";
import { remediationWithinSla } from "./remediation-within-sla/definition.ts";
import { repeatFindings } from "./repeat-findings/definition.ts";
import { reviewLatency } from "./review-latency/definition.ts";
import { riskDebt } from "./risk-debt/definition.ts";
import { secretExposure } from "./secret-exposure/definition.ts";
import { templateAdoption } from "./template-adoption/definition.ts";
import { timeToDetect } from "./time-to-detect/definition.ts";
import { timeToRemediate } from "./time-to-remediate/definition.ts";

export const kpiDefinitions: readonly KpiDefinition[] = [
  firstPassRate,
  templateAdoption,
  secretExposure,
  remediationWithinSla,
  timeToRemediate,
  openCriticalAge,
  riskDebt,
  findingsPrevented,
  repeatFindings,
  timeToDetect,
  alertPrecision,
  exceptionsOverdue,
  exceptionGovernance,
  gateBypassRate,
  gateStability,
  reviewLatency,
  controlCoverage,
  ownership,
  releaseEvidence,
  pavedRoadStart,
];
