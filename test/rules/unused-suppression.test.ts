/** The rule against comments that switch nothing off, and against calling a comment useless that may well be of use. */
import assert from 'node:assert/strict';
import { createAnalysisHost } from '../../server/src/core/analysisHost';
import { allRules } from '../../server/src/rules/index';
import { checkFix, checkRule } from '../support/check';
import { textInput } from '../support/engine';
import { parseFixture } from '../support/fixture';

const HEALTH = 'export function GET() {\n  return Response.json({ ok: true });\n}\n';

/** What the rule says of `app/api/route.ts` under these options. */
function foundIn(source: string, options: { readonly guards?: boolean; readonly off?: string } = {}): number {
  const { files } = parseFixture(source);
  const host = createAnalysisHost(allRules, { version: '0', guards: options.guards !== false });
  host.applyChange({ files: new Map([...files].map(([path, text]) => [path, textInput(text)])) });
  if (options.off !== undefined) {
    const settings = { rules: { [options.off]: 'off' as const }, guards: [], effects: [] };
    host.applyChange({ settings });
  }
  const found = [...host.snapshot().allFindings()].flatMap(([, findings]) => findings);
  return found.filter(({ rule }) => rule === 'unused-suppression').length;
}

describe('unused-suppression', () => {
  it('removes the comment with its line', () => {
    checkFix(
      `//- app/api/route.ts
const a = 1;
  // next-surface-disable-next-line require-endpoint-guard$0 -- once it wrote
${HEALTH}`,
      `//- app/api/route.ts\nconst a = 1;\n${HEALTH}`,
    );
  });

  it('takes one rule out of several, wherever it stands, and keeps the reason', () => {
    const page = (rules: string): string => `//- app/page.tsx
import { cookies } from 'next/headers';
export default async function Page() {
  // next-surface-disable-next-line ${rules} -- shown once
  (await cookies()).set('a', '1');
  return null;
}
`;
    const after = page('no-write-during-render').slice('//- app/page.tsx\n'.length);
    checkFix(page('no-write-during-render, no-this-in-action$0'), after);
    checkFix(page('no-this-in-action$0,  no-write-during-render'), after);
    checkFix(
      page('no-write-during-render, no-this-in-action$0, unused-guard-result'),
      after.replace('render --', 'render, unused-guard-result --'),
    );
  });

  it('looks at each of several comments above one another', () => {
    checkRule(`
//- app/page.tsx
import { cookies } from 'next/headers';
export default async function Page() {
  // next-surface-disable-next-line no-this-in-action -- nothing
                                 // ^^^^^^^^^^^^^^^^^ hint unused-suppression: \`no-this-in-action\` reports nothing on the next line
  // next-surface-disable-next-line no-write-during-render -- shown once
  (await cookies()).set('a', '1');
  return null;
}
`);
  });

  it('takes no text for a comment, and says nothing of a file that cannot be parsed', () => {
    const line = '// next-surface-disable-next-line require-endpoint-guard -- why';
    assert.equal(foundIn(`//- app/api/route.ts\n${line}\n${HEALTH}`), 1);
    assert.equal(foundIn(`//- app/api/route.ts\nconst a = \`\n${line}\n\`;\n${HEALTH}`), 0);
    assert.equal(foundIn(`//- app/page.tsx\nexport default () => <p>\n${line}\n</p>;\n`), 0);
    assert.equal(foundIn(`//- app/api/route.ts\n${line}\n${HEALTH}const = ;\n`), 0);
  });

  it('passes over rules that did not speak: those switched off, and all about guards where these were left out', () => {
    const source = `//- app/api/route.ts\n// next-surface-disable-next-line require-endpoint-guard -- why\n${HEALTH}`;
    assert.equal(foundIn(source), 1);
    assert.equal(foundIn(source, { off: 'require-endpoint-guard' }), 0);
    assert.equal(foundIn(source, { guards: false }), 0);
  });

  it('passes over files with an endpoint whose guard cannot be told', () => {
    const source = (specifier: string): string => `//- app/api/route.ts
import { made } from '${specifier}';
// next-surface-disable-next-line require-endpoint-guard -- why
export const GET = made();
//- lib/made.ts
export const made = () => () => Response.json({});
`;
    assert.equal(foundIn(source('../../lib/made')), 1);
    assert.equal(foundIn(source('nobody-knows')), 0);
  });
});
