/**
 * Says which captured values of an inline action a form may send instead. React encrypts what an action captures, so that only a
 * page that was made for it brings it back; a field says whatever its sender likes. https://nextjs.org/docs/app/guides/data-security#closures-and-encryption
 */
import { type AssistContext } from '../../core/assist/assist';
import { type Endpoint } from '../../core/program/program';
import {
  isCallExpression,
  isIdentifier,
  isImportDeclaration,
  isJsxAttribute,
  isParameter,
  isPropertyAccessExpression,
  isStringLiteral,
} from '../../core/syntax/ast';
import { isJsxElement } from '../../core/syntax/code';
import { type ParsedFile } from '../../core/syntax/parse';
import { referencesIn } from '../../core/syntax/references';
import { type Placed } from '../../core/syntax/walk';
import { folderOf, joinPath } from '../../core/text/filePath';
import { type InlineAction } from '../moving/inlineAction';
import { readsIdentity } from './readsIdentity';

/** The names of the captured values (`draft` is the file without the action), all of them segments of a page that is the same for everybody; a message otherwise. */
export function capturedSegments(
  ctx: AssistContext,
  endpoint: Endpoint,
  action: InlineAction,
  draft: () => ParsedFile,
  uses: readonly Placed[],
): readonly string[] | string {
  const { captures } = action;
  if (captures.length === 0) return [];
  const other = captures.find(({ isSegment, type = 'string' }) => !isSegment || type !== 'string');
  if (other) return `It captures \`${other.name}\``;
  const names = captures.map(({ name }) => name);
  if (ctx.assessmentOf(endpoint).guard.verdict !== 'guarded')
    return 'It captures what its page was made for, and checks nobody itself';
  if (!uses.every(isForm)) return 'A button takes nothing along but its own value';
  if (!readsOtherFields(action, new Set(names))) return 'A field more may change what it does';
  if ([draft(), ...layoutsAbove(ctx, endpoint)].some((file) => asksWhoItIs(ctx, file)))
    return 'Its page may be another for each visitor, and its form for some of them only';
  return names;
}

/** `<form action={save}>…</form>` */
function isForm({ around }: Placed): boolean {
  const [, attribute, , , element] = around;
  return (
    attribute !== undefined &&
    isJsxAttribute(attribute) &&
    isIdentifier(attribute.name) &&
    attribute.name.text === 'action' &&
    element !== undefined &&
    isJsxElement(element)
  );
}

/** All it does with the form's data is to ask for fields that are called otherwise. */
function readsOtherFields({ node }: InlineAction, names: ReadonlySet<string>): boolean {
  const parameter = node.parameters.at(-1);
  if (!parameter) return true;
  if (!isParameter(parameter) || !isIdentifier(parameter.name)) return false;
  const form = parameter.name.text;
  return referencesIn(node).every(({ name, inType, ancestors }) => {
    if (name !== form || inType) return true;
    const [call, member] = [ancestors.at(-2), ancestors.at(-1)];
    if (!call || !member || !isPropertyAccessExpression(member) || !isCallExpression(call)) return false;
    const [field] = call.arguments;
    return (
      call.expression === member &&
      /^(?:get|getAll|has)$/.test(member.name.text) &&
      field !== undefined &&
      isStringLiteral(field) &&
      !names.has(field.text)
    );
  });
}

function layoutsAbove(ctx: AssistContext, { app, path }: Endpoint): readonly ParsedFile[] {
  const found: ParsedFile[] = [];
  const top = app?.appDir ?? folderOf(path);
  for (let folder = folderOf(path); folder.startsWith(top); folder = folderOf(folder)) {
    for (const extension of app?.pageExtensions ?? []) {
      const layout = ctx.syntaxOf(joinPath(folder, `layout.${extension}`));
      if (layout) found.push(layout);
    }
    if (folder === top) break;
  }
  return found;
}

function asksWhoItIs(ctx: AssistContext, file: ParsedFile): boolean {
  return readsIdentity(
    ctx,
    file,
    file.tree.statements.filter((statement) => !isImportDeclaration(statement)),
  );
}
