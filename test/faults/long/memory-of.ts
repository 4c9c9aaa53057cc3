// What the kernel says a process holds in memory.
import { readFileSync } from "node:fs";

const MEGABYTE = 1024 * 1024;

function field(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return (Number(found?.[1]) * 1024) / MEGABYTE;
}

/** Resident memory now, MB. */
export const residentMegabytes = (pid: number): number => field(pid, "VmRSS");

/** The most that was ever resident, MB. */
export const peakMegabytes = (pid: number): number => field(pid, "VmHWM");
