/** Gives a route handler's work a server action beside the handler: the work becomes a function of its own, and both check their callers. */
import { type AssistContext } from '../../core/assist/assist';
import { changesBetween, edited } from '../../core/edit/draft';
import { indentAt, indented } from '../../core/edit/indentation';
import {
  type Expression,
  isAwaitExpression,
  isCallExpression,
  isExpressionStatement,
  isIdentifier,
  isReturnStatement,
  isVariableStatement,
  type Node,
  type Statement,
} from '../../core/syntax/ast';
import { boundNames } from '../../core/syntax/functions';
import { parseFile } from '../../core/syntax/parse';
import { allIdentifiers, freeNames } from '../../core/syntax/references';
import { declaredNames } from '../../core/syntax/topLevelNames';
import { walk } from '../../core/syntax/walk';
import { baseName, type FilePath, folderOf, joinPath } from '../../core/text/filePath';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type SourceChange, type TextEdit } from '../../core/text/textEdit';
import {
  actionCode,
  actionPath,
  type BodyParameter,
  bodyParameter,
  type ConvertibleRoute,
  saysWhetherOk,
  withDirective,
} from './actionConversion';
import { lineRemoval } from './bodyText';
import { type BodySplit, splitBody } from './bodySplit';
import { type HandlerAnswer, type HandlerSource } from './handlerSource';
import { planMove } from './movedCode';
import { moduleText } from './routeModule';
import { kebabCase } from './routeUrl';
import { styledStatements } from './styledCode';
import { RESULT, type TaggedAnswers, taggedAnswers } from './taggedAnswers';
import { callingFile, withServerOnly, workFunction, workRange } from './sharedConversion';

/** A problem, with the question that it answers. */
export interface SharedRouteProblem {
  readonly problem: string;
  readonly question?: string;
}

/** A handler that is a guard, what it reads of the request, work and one answer. */
interface SharedWork {
  readonly split: BodySplit;
  /** The work without what reads the request, its answer last. */
  readonly rest: readonly Statement[];
  readonly answer: HandlerAnswer;
  /** The work's result is what is answered. */
  readonly givesResult: boolean;
  /** Its several answers as results, from which the handler makes them again. */
  readonly tagged: TaggedAnswers | undefined;
}

/** The change; a message where it can't be made with certainty, or not under this name. */
export function shareWithAction(
  ctx: AssistContext,
  { source, calls }: ConvertibleRoute,
  name: string,
): SourceChange | SharedRouteProblem {
  if (!/^[A-Za-z_$][\w$]*$/.test(name))
    return { problem: 'An action is called like a function', question: 'name' };
  const { file, endpoint, body } = source;
  const { app } = endpoint;
  if (!app) return { problem: 'It has no URL' };
  const typescript = /\.[cm]?tsx?$/.test(file.path);
  const parameter = bodyParameter(source, typescript);
  if (parameter && 'problem' in parameter) return parameter;
  const found = sharedWork(ctx, source);
  if (typeof found === 'string') return { problem: found };
  const { split, rest, givesResult, tagged } = found;
  const shared = `perform${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const path = actionPath(file, calls, name);
  const sharedPath = joinPath(folderOf(path), `${kebabCase(shared)}.${typescript ? 'ts' : 'js'}`);
  for (const taken of [path, sharedPath])
    if (ctx.textOf(taken) !== undefined)
      return { problem: `${baseName(taken)} is there already`, question: 'name' };
  if ([name, shared].some((each) => allIdentifiers(file.tree).has(each)))
    return { problem: `\`${name}\` is taken`, question: 'name' };

  const used = freeNames(rest);
  const segments = source.segments.filter((segment) => used.has(segment));
  const own = actionParameter(source, parameter, split);
  if (own && 'problem' in own) return own;
  const inputs = [
    ...split.inputs,
    ...segments.map((each) => ({ parameter: typescript ? `${each}: string` : each, argument: each })),
  ];
  const callWith = (last: string | undefined): string =>
    `${shared}(${[...inputs.map(({ argument }) => argument), ...(last === undefined ? [] : [last])].join(', ')})`;
  const range = workRange(source, rest);
  const reportsOk = tagged !== undefined || saysWhetherOk(source, calls);
  const handsOver = [`await ${callWith(own?.name)};`, ...(reportsOk ? ['return { ok: true };'] : [])];
  const lines = tagged ? [`return ${callWith(own?.name)};`] : handsOver;
  const code = actionCode(source, { name, parameter: own, reportsOk, typescript, shared: { range, lines } });
  if (typeof code !== 'string') return code;
  const routed = edited(file, routeEdits(source, found, callWith(body && sentValue(source))));
  const work = workFunction(
    { file, node: {} },
    {
      ...split,
      work: givesResult || tagged ? rest : rest.slice(0, -1),
      inputs: [...inputs, ...(parameter ? [{ parameter: written(parameter), argument: '' }] : [])],
      renames: [...split.renames, ...workEdits(source, found, parameter)],
    },
    shared,
  );
  const workNames = freeNames(parseFile(sharedPath, work).tree.statements);
  const names = [...workNames.keys()];
  const move = planMove(routed, undefined, undefined, names);
  if (typeof move === 'string') return { problem: move };
  // A route exports handlers and their configuration: https://nextjs.org/docs/app/api-reference/file-conventions/route
  if (move.imported.size > 0) return { problem: 'What stays in the route uses what its work uses' };
  const gone = new Set(move.moved.flatMap(declaredNames));
  const actionNames = freeNames(parseFile(path, code).tree.statements);
  const ownNames = new Set(
    file.tree.statements.flatMap((each) => ('moduleSpecifier' in each ? [] : declaredNames(each))),
  );
  const lost = [...actionNames.keys()].find((each) => gone.has(each) || ownNames.has(each));
  if (lost !== undefined) return { problem: `\`${lost}\` is the route's own` };
  const parts = { from: file, exportsMoved: false, kept: move.imported, sibling: undefined };
  const module = moduleText(ctx, {
    ...parts,
    path: sharedPath,
    code: work,
    moved: move.moved,
    origins: new Map(),
  });
  if (typeof module === 'string') return { problem: module };
  const origin = { file: parseFile(sharedPath, module.text), specifier: undefined, imported: shared };
  const action = moduleText(ctx, { ...parts, path, code, moved: [], origins: new Map([[shared, origin]]) });
  if (typeof action === 'string') return { problem: action };
  const route = callingFile(ctx, { file }, edited(routed, move.edits), sharedPath, shared);
  if (route === undefined) return { problem: `\`${shared}\` is taken`, question: 'name' };
  return {
    edits: new Map<FilePath, readonly TextEdit[]>([[ctx.path, changesBetween(file.text, route)]]),
    newFiles: new Map([
      [sharedPath, withServerOnly(ctx, { file }, app, module.text)],
      [path, withDirective(file, action.text)],
    ]),
    notes: [
      ...(ctx.assessmentOf(endpoint).guard.verdict === 'unguarded'
        ? [{ message: 'The action checks nobody, and whoever has its id can call it: add a guard' }]
        : []),
      // https://react.dev/reference/rsc/use-server#serializable-parameters-and-return-values
      ...(tagged?.givesData === true
        ? [{ message: `\`${name}\` returns what the route answers: it must hold no instances of classes` }]
        : []),
    ],
  };
}

function written({ name, type }: BodyParameter): string {
  return type === undefined ? name : `${name}: ${type}`;
}

/** The parts of the handler; a message where it is made of others. */
function sharedWork(ctx: AssistContext, source: HandlerSource): SharedWork | string {
  const { node, body, segments, segmentStatements, answers } = source;
  const declared = body?.declaration?.statement;
  const passed = new Set([
    ...node.parameters.flatMap(({ name }) => boundNames(name).map(({ text }) => text)),
    ...segments,
  ]);
  const split = splitBody(ctx, source, passed);
  if (typeof split === 'string') return split;
  const reads = new Set<Node>([...segmentStatements, ...(declared ? [declared] : [])]);
  const begin = split.work.findIndex((statement) => !reads.has(statement));
  const rest = split.work.slice(begin);
  if (begin < 0 || rest.some((statement) => reads.has(statement)))
    return 'It reads the request when it has begun its work';
  if (declared && split.guard.includes(declared)) return 'Its guard reads the body';
  if (body && !declared) {
    // What is read ahead of the work was read first, and whatever happens.
    const [first] = rest;
    const isFirst = first && first.pos <= body.expression.pos && body.expression.end <= first.end;
    const isStraight =
      first && (isVariableStatement(first) || isExpressionStatement(first) || isReturnStatement(first));
    if (!isFirst || !isStraight) return 'It reads the request when it has begun its work';
  }
  const last = rest.at(-1);
  const [answer, ...others] = answers.filter(({ statement }) =>
    rest.some(({ pos, end }) => pos <= statement.pos && statement.end <= end),
  );
  if (!answer) return 'It does not always answer';
  const own = new Set([answer, ...others]);
  if (answers.some((each) => !own.has(each) && each.status < 400)) return 'Its guard answers with success';
  if (others.length > 0) {
    if (split.guard.some((statement) => allIdentifiers(statement).has(RESULT)))
      return 'Its guard has a `result` of its own';
    const reading = body && !body.declaration ? body.expression : undefined;
    if (
      reading &&
      [...own].some(({ statement }) => statement.pos <= reading.pos && reading.end <= statement.end)
    )
      return 'It reads the request as it answers';
    const tagged = taggedAnswers(source, rest, [...own]);
    return typeof tagged === 'string' ? tagged : { split, rest, answer, givesResult: false, tagged };
  }
  if (answer.statement !== last) return 'It does not always answer';
  if (answer.status >= 400) return 'It always fails';
  if (handsOn(rest, answer)) return 'It hands its work on already';
  const givesResult = answer.value !== undefined && dependsOn(answer.value, rest, body);
  if (!givesResult && rest.length === 1) return 'It does nothing';
  return { split, rest, answer, givesResult, tagged: undefined };
}

/** `return Response.json(await save(input))`, and `await save(input)` before an answer. */
function handsOn(rest: readonly Statement[], { value }: HandlerAnswer): boolean {
  const [first, ...more] = rest;
  if (!first || more.length > 1) return false;
  if (more.length === 0) return value !== undefined && isHandedOn(value);
  return isExpressionStatement(first) && isHandedOn(first.expression);
}

function isHandedOn(value: Expression): boolean {
  const call = isAwaitExpression(value) ? value.expression : value;
  return isCallExpression(call) && isIdentifier(call.expression);
}

/** The value is made by the work, or of what is sent. */
function dependsOn(value: Expression, rest: readonly Statement[], body: HandlerSource['body']): boolean {
  let does = false;
  walk(value, ({ node }) => {
    if (isCallExpression(node) || isAwaitExpression(node)) does = true;
  });
  if (isCallExpression(value) || isAwaitExpression(value)) does = true;
  const made = new Set([
    ...rest.flatMap(declaredNames),
    ...(body?.declaration ? [...(body.declaration.name.match(/[\w$]+/g) ?? [])] : []),
  ]);
  return does || [...allIdentifiers(value)].some((name) => made.has(name));
}

/** The action hands on what it is given: a pattern becomes a name. */
function actionParameter(
  { node }: HandlerSource,
  parameter: BodyParameter | undefined,
  { guard }: BodySplit,
): BodyParameter | undefined | { readonly problem: string } {
  if (!parameter || /^[\w$]+$/.test(parameter.name)) return parameter;
  if (guard.some((statement) => allIdentifiers(statement).has('input')) || allIdentifiers(node).has('input'))
    return { problem: '`input` is something else' };
  return { ...parameter, name: 'input' };
}

/** What the route hands on: the constant that it reads the body into, or the reading itself. */
function sentValue({ body, file }: HandlerSource): string | undefined {
  if (!body) return undefined;
  const name = body.declaration?.name;
  return name !== undefined && /^[\w$]+$/.test(name) ? name : body.expression.getText(file.tree);
}

/** The edits of the route: one call in the place of its work. */
function routeEdits(
  source: HandlerSource,
  { rest, answer, givesResult, tagged }: SharedWork,
  call: string,
): readonly TextEdit[] {
  const { file, body } = source;
  const { text, tree } = file;
  const range = workRange(source, rest);
  const { semicolons, eol } = detectFileStyle(text);
  const start = answer.statement.getStart(tree);
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const declared = body?.declaration;
  const removed =
    declared && !/^[\w$]+$/.test(declared.name)
      ? [lineRemoval(text, declared.statement.getStart(tree), declared.statement.end)]
      : [];
  if (tagged) {
    const code = styledStatements(file.path, tagged.lines(call).join('\n'), detectFileStyle(text));
    return [...removed, { range, text: indented(code, indentAt(text, range.start)) }];
  }
  if (givesResult && answer.value) {
    const head = text.slice(start, answer.value.getStart(tree));
    const tail = text.slice(answer.value.end, answer.statement.end);
    return [...removed, { range, text: `${head}await ${call}${tail}` }];
  }
  const end = semicolons ? ';' : '';
  const answered = answer.statement.getText(tree);
  return [...removed, { range, text: `await ${call}${end}${eol}${indent}${answered}` }];
}

/** The edits of the work where it is a function: it is given the body, and gives back what was answered. */
function workEdits(
  { file, body }: HandlerSource,
  { answer, givesResult, tagged }: SharedWork,
  parameter: BodyParameter | undefined,
): readonly TextEdit[] {
  const { text, tree } = file;
  const edits: TextEdit[] = [];
  const start = answer.statement.getStart(tree);
  const { value } = answer;
  if (body && !body.declaration && parameter)
    edits.push({
      range: { start: body.expression.getStart(tree), end: body.expression.end },
      text: parameter.name,
    });
  if (tagged) edits.push(...tagged.edits);
  if (givesResult && value) {
    const given = isAwaitExpression(value) ? value.expression : value;
    const end = detectFileStyle(text).semicolons ? ';' : '';
    edits.push(
      { range: { start, end: given.getStart(tree) }, text: 'return ' },
      { range: { start: given.end, end: answer.statement.end }, text: end },
    );
  }
  return edits;
}
