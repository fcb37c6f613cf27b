/** The JSON Schema that ships with the package: it accepts what we write, and nothing else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { FULL_REPORT } from './fullReport';
import { run } from './memoryIo';

const file = join(__dirname, '../../schemas/surface-report.schema.json');
const FIXTURE = `
//- app/api/route.ts
export function GET() {}
//- app/actions.ts
'use server';
export function save() {}
`;

function compile(): ValidateFunction {
  return new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  );
}

function check(report: unknown): void {
  const validate = compile();
  assert.ok(validate(report), JSON.stringify(validate.errors, undefined, 2));
}

describe('the report schema', () => {
  it('accepts a report of the engine', async () => {
    const { out } = await run(['report', '-f', 'json'], { fixture: FIXTURE });
    check(JSON.parse(out));
  });

  it('accepts a report in which every fact is known', () => {
    check(FULL_REPORT);
  });

  it('rejects facts that it does not know, and facts that are missing', () => {
    const validate = compile();
    const [endpoint] = FULL_REPORT.endpoints;
    assert.ok(endpoint);
    const { guard: _, ...withoutGuard } = endpoint;
    const wrong = [
      { ...FULL_REPORT, schemaVersion: 2 },
      { ...FULL_REPORT, more: true },
      { ...FULL_REPORT, endpoints: [withoutGuard] },
      { ...FULL_REPORT, endpoints: [{ ...endpoint, guard: { ...endpoint.guard, verdict: 'fine' } }] },
      { ...FULL_REPORT, endpoints: [{ ...endpoint, line: 0 }] },
      { ...FULL_REPORT, endpoints: [{ ...endpoint, url: 'api' }] },
      { ...FULL_REPORT, endpoints: [{ ...endpoint, mutates: 'no' }] },
    ];
    assert.deepEqual(
      wrong.map((report) => validate(report)),
      wrong.map(() => false),
    );
  });
});
