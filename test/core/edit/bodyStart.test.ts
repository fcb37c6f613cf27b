/** Statements land behind a function's directives, at its depth, whatever form its body has. */
import assert from 'node:assert/strict';
import { prependStatements } from '../../../server/src/core/edit/bodyStart';
import { endpointFunctionAt } from '../../../server/src/core/syntax/endpointFunction';
import { parseFile } from '../../../server/src/core/syntax/parse';
import { filePath } from '../../../server/src/core/text/filePath';
import { detectFileStyle } from '../../../server/src/core/text/fileStyle';
import { applyEdits } from '../../../server/src/core/text/textEdit';

/** `$` marks the endpoint's name. */
function check(before: string, after: string | undefined): void {
  const offset = before.indexOf('$');
  const text = before.replace('$', '');
  const file = parseFile(filePath('/w/route.tsx'), text);
  const found = endpointFunctionAt(file, offset);
  const edits = found && prependStatements(file, found.node, ['await guard();'], detectFileStyle(text), true);
  assert.equal(edits && applyEdits(text, edits), after);
}

describe('statements at the beginning of a function', () => {
  it('stand before the first statement, with a blank line between', () => {
    check(
      'export async function $GET() {\n  return 1;\n}\n',
      'export async function GET() {\n  await guard();\n\n  return 1;\n}\n',
    );
    check(
      'export async function $GET() { // why\r\n\treturn 1;\r\n}\r\n',
      'export async function GET() { // why\r\n\tawait guard();\r\n\r\n\treturn 1;\r\n}\r\n',
    );
  });

  it('leave directives first', () => {
    check(
      "const save = async () => 0;\nasync function $f() {\n  'use server';\n  go();\n}\n",
      "const save = async () => 0;\nasync function f() {\n  'use server';\n  await guard();\n\n  go();\n}\n",
    );
  });

  it('break up a body that stands on one line', () => {
    check(
      'export async function $GET() { return 1; }\n',
      'export async function GET() {\n  await guard();\n\n  return 1;\n}\n',
    );
    check('export async function $GET() {}\n', 'export async function GET() {\n  await guard();\n}\n');
    check(
      "<form action={$async () => { 'use server'; go(); }} />;\n",
      "<form action={async () => { 'use server';\n  await guard();\n\n  go();\n}} />;\n",
    );
  });

  it('make a block of an expression', () => {
    check(
      'export const $GET = async () => Response.json({});\n',
      'export const GET = async () => {\n  await guard();\n\n  return Response.json({});\n};\n',
    );
    check(
      'export const $save = async () => ({ a: 1 });\n',
      'export const save = async () => {\n  await guard();\n\n  return { a: 1 };\n};\n',
    );
  });

  it('go into the function that calls wrap, and nowhere where that is not certain', () => {
    check(
      'export const $POST = withLog(withError(async () => {\n  return 1;\n}), {});\n',
      'export const POST = withLog(withError(async () => {\n  await guard();\n\n  return 1;\n}), {});\n',
    );
    check('export const $POST = both(async () => {}, async () => {});\n', undefined);
    check('export const $POST = handler;\n', undefined);
    check('export declare function $POST(): void;\n', undefined);
  });
});
