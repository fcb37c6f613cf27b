/** The major version of an app's Next.js, for facts that differ between versions: see docs/nextVersions.md. */
import { type App } from '../project/project';

/** 13, 14, … ; where nothing tells the version, one above all: what is current counts then. */
export function nextMajor({ next }: App): number {
  return next === undefined ? Infinity : Number.parseInt(next, 10);
}
