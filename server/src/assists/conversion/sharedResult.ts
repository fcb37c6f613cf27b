/** Says how a route answers the result of work that it shares with an action: with which status, and where nothing comes back. */
import { type AssistContext } from '../../core/assist/assist';
import {
  type Expression,
  isIdentifier,
  isObjectLiteralExpression,
  isTypeAliasDeclaration,
  type Statement,
  SyntaxKind,
} from '../../core/syntax/ast';
import { withoutCasts } from '../../core/syntax/casts';
import { type ParsedFile } from '../../core/syntax/parse';
import {
  isTypeLiteralNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  type TypeNode,
} from '../../core/syntax/types';
import { endsFlow } from '../../core/syntax/walk';
import { type Exit } from './actionExits';
import { type ActionSource } from './actionSource';
import { type AnswerStyle } from './answerStyle';
import { quoted, resultTypeOf } from './bodyText';
import { ERRORS, FLAGS, literalText, memberOf, resultStatus } from './failureStatus';
import { resolveName } from './moduleNames';
import { statusBy, testOf } from './resultTypes';

/** What the work gives back. */
export type WorkResult = NonNullable<AnswerStyle['result']>;

/** What the variable is called that holds it. */
const NAME = 'result';

/** How the values that the work returns are answered; a message where they can't be told apart. */
export function workResult(
  ctx: AssistContext,
  action: ActionSource,
  work: readonly Statement[],
  exits: readonly Exit[],
): WorkResult | undefined | string {
  const { file, node } = action;
  const returns = exits.filter(({ kind }) => kind === 'return');
  const values = returns.filter(({ value }) => value && value.getText(file.tree) !== 'undefined');
  if (values.length === 0) return undefined;
  const last = work.at(-1);
  const isAll = last !== undefined && endsFlow(last) && values.length === returns.length;
  const isWritten = values.every(({ value }) => value && isObjectLiteralExpression(withoutCasts(value)));
  const mayBeUndefined = !(isAll && isWritten);
  const plain = { name: NAME, mayBeUndefined, status: undefined };
  const promised = resultTypeOf(node.type).type;
  const statuses = values.map((exit) => resultStatus(file, exit));
  const fails = statuses.some((status) => status !== undefined);
  if (!isWritten) {
    const open = values.filter(({ value }) => value && !isObjectLiteralExpression(withoutCasts(value)));
    const [first] = open;
    const isTold = promised !== undefined || values.length === 1;
    const test = isTold && first?.value ? testOf(ctx, action, first.value, promised) : undefined;
    const failed = new Set(statuses.filter((status) => status !== undefined));
    if (test && failed.size <= 1)
      return {
        name: NAME,
        mayBeUndefined: test.mayBeNothing || !isAll,
        status: statusBy(test, NAME, [...failed].join('') || undefined),
      };
    return fails ? 'It sometimes fails, and sometimes returns what nobody knows' : plain;
  }
  if (!fails) return plain;
  if (mayBeUndefined)
    return sometimesNothing(statuses) ?? 'It sometimes fails, and sometimes returns nothing';
  if (promised && !isObjects(ctx, file, promised)) return 'Nobody knows what its result may be';
  return told(values, statuses) ?? 'Its failures answer with different statuses';
}

/** Nothing comes back where all went well. */
function sometimesNothing(statuses: readonly (number | undefined)[]): WorkResult | undefined {
  const [status, ...more] = new Set(statuses);
  if (status === undefined || more.length > 0) return undefined;
  return { name: NAME, mayBeUndefined: true, status: `${NAME} ? ${status} : 200` };
}

/** The answer where one member tells the failures from the others. */
function told(values: readonly Exit[], statuses: readonly (number | undefined)[]): WorkResult | undefined {
  const failed = values.filter((_, index) => statuses[index] !== undefined);
  const others = values.filter((_, index) => statuses[index] === undefined);
  const test = memberTest(failed, others);
  const [status, ...more] = new Set(statuses.filter((each) => each !== undefined));
  if (!test || status === undefined) return undefined;
  const result = { name: NAME, mayBeUndefined: false };
  if (more.length === 0) {
    if (others.length === 0) return { ...result, status: `${status}` };
    return {
      ...result,
      status: test.failed ? `${test.code} ? ${status} : 200` : `${test.code} ? 200 : ${status}`,
    };
  }
  const code = severalStatuses(
    failed.map(({ value }, index) => ({
      value,
      status: statuses.filter((each) => each !== undefined)[index],
    })),
  );
  if (code === undefined) return undefined;
  return {
    ...result,
    status: undefined,
    failure: { condition: test.failed ? test.code : `!${test.code}`, status: code },
  };
}

/** Code over the result, true where all went well or false. */
function memberTest(
  failed: readonly Exit[],
  others: readonly Exit[],
): { readonly code: string; readonly failed: boolean } | undefined {
  const says = ({ value }: Exit, key: string, kind: SyntaxKind): boolean =>
    memberOf(value, key)?.kind === kind;
  const flag = FLAGS.find(
    (key) =>
      failed.every((exit) => says(exit, key, SyntaxKind.FalseKeyword)) &&
      others.every((exit) => says(exit, key, SyntaxKind.TrueKeyword)),
  );
  if (flag !== undefined) return { code: `${NAME}.${flag}`, failed: false };
  const error = ERRORS.find(
    (key) =>
      failed.every(({ value }) => memberOf(value, key)) && others.every(({ value }) => !memberOf(value, key)),
  );
  return error === undefined ? undefined : { code: `'${error}' in ${NAME}`, failed: true };
}

/** `result.error === 'No such note' ? 404 : 400`: one status has words of its own, the other is for all else. */
function severalStatuses(
  failures: readonly { readonly value: Expression | undefined; readonly status: number | undefined }[],
): string | undefined {
  for (const key of [...ERRORS, 'message']) {
    const said = failures.map(({ value, status }) => ({ text: literalText(memberOf(value, key)), status }));
    const open = new Set(said.flatMap(({ text, status }) => (text === undefined ? [status] : [])));
    const all = new Set(said.map(({ status }) => status));
    const [other] = open.size > 0 ? open : all.has(400) ? [400] : [said.at(-1)?.status];
    const [special, ...more] = [...all].filter((status) => status !== other);
    if (open.size > 1 || other === undefined || special === undefined || more.length > 0) continue;
    const texts = new Set(
      said.flatMap(({ text, status }) => (text !== undefined && status === special ? [text] : [])),
    );
    if (said.some(({ text, status }) => text !== undefined && status === other && texts.has(text))) continue;
    const tests = [...texts].map((text) => `${NAME}.${key} === ${quoted(text)}`);
    if (tests.length <= 2) return `${tests.join(' || ')} ? ${special} : ${other}`;
  }
  return undefined;
}

/** The type holds objects alone, as far as the workspace says, so that `in` may be asked of it. */
function isObjects(ctx: AssistContext, file: ParsedFile, type: TypeNode, depth = 0): boolean {
  if (isTypeLiteralNode(type)) return true;
  if (isUnionTypeNode(type)) return type.types.every((part) => isObjects(ctx, file, part, depth));
  if (!isTypeReferenceNode(type) || !isIdentifier(type.typeName) || depth > 3) return false;
  const declared = resolveName(ctx, file, type.typeName.text);
  if (!declared) return false;
  const { statement } = declared;
  if (statement.kind === SyntaxKind.InterfaceDeclaration) return true;
  return isTypeAliasDeclaration(statement) && isObjects(ctx, declared.file, statement.type, depth + 1);
}
