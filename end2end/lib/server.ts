// What the server takes of the machine, as Linux counts it.
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";

/** The process that listens at this port of this machine; nothing if it is not ours to look at. */
export const processAt = (port: number) => {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const row = ["tcp", "tcp6"]
    .flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === "0A");
  const holds = (pid: string) => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${row?.[9]}]`);
    } catch {
      return false;
    }
  };
  return row && readdirSync("/proc").filter((name) => /^\d+$/.test(name)).find(holds);
};

/** The most memory that a process ever had, in MiB; counted from now on after `forgetPeak`. */
export const peak = (pid: string) => Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

export const forgetPeak = (pid: string) => writeFileSync(`/proc/${pid}/clear_refs`, "5");
