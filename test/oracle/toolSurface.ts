/** What the tool says of a folder, in the words of Next.js's manifests. */
import assert from 'node:assert/strict';
import { reportId } from '../../server/src/core/features/report';
import { actionReferences } from '../../server/src/core/program/actionReferences';
import { createEngine } from '../../server/src/node/engine';
import { openFolder } from '../../server/src/node/openFolder';
import { type ReportEndpoint, type SurfaceReport } from '../../server/src/protocol';

/** A report with the compiled name of every action. */
export interface ToolSurface {
  readonly report: SurfaceReport;
  /** `$$RSC_SERVER_ACTION_<n>` for inline actions, else the exported name. */
  compiledName(endpoint: ReportEndpoint): string;
}

/** Reports on `folder` with the engine of the sources, from the disk, without a cache. */
export function toolSurface(folder: string): ToolSurface {
  const opened = openFolder(folder, { cacheFor: () => undefined, now: 0 });
  assert.ok(!('problem' in opened), `${folder} can't be read`);
  const host = createEngine('0.0.0-test', (detail) => {
    throw new Error(detail);
  });
  host.applyChange({ roots: [opened.root], files: opened.files() });
  const analysis = host.snapshot();
  const names = new Map(
    actionReferences(analysis.program()).map(({ endpoint, exportedName }) => [
      reportId(opened.root, endpoint),
      exportedName,
    ]),
  );
  return {
    report: analysis.report(opened.root),
    compiledName: ({ id, name }) => names.get(id) ?? name,
  };
}
