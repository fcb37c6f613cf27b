/** Writes the function by which client code asks for what an action did: same name, same parameters, same result. */
import { type AssistContext } from '../../core/assist/assist';
import { type ActionSource } from './actionSource';
import { type PlannedParameters } from './actionParameters';
import { resultType } from './actionAnswers';
import { type Answers } from './answerStyle';
import { isJsonType } from './jsonTypes';
import { isUnionTypeNode, type TypeNode } from '../../core/syntax/types';
import { SyntaxKind } from '../../core/syntax/ast';

/** What the function is written from. */
export interface RequestSource {
  readonly action: ActionSource;
  readonly parameters: PlannedParameters;
  readonly answers: Answers;
  readonly method: string;
  /** With the base path. */
  readonly url: string;
  /** What the function is called. */
  readonly name: string;
  /** Whether some caller reads the result. */
  readonly readsResult: boolean;
}

/** The function's code in the house's style, and whether it is a hook that gives the function, since it needs the router. */
export interface RequestFunction {
  readonly code: string;
  readonly isHook: boolean;
  /** `save`, or `useSave` for the hook. */
  readonly exported: string;
}

/** The function; a message where its callers would not get what they got. */
export function requestFunction(ctx: AssistContext, source: RequestSource): RequestFunction | string {
  const { action, parameters, answers, name } = source;
  const isTyped = /\.[cm]?tsx?$/.test(action.file.path);
  const previous = parameters.parameters.find(({ carrier }) => carrier === 'previous');
  const result = resultOf(ctx, source);
  if (result === undefined) return 'What it returns may not survive JSON';
  if (answers.redirects && result !== 'void' && !previous) return 'It returns a result or redirects';
  const isHook = answers.redirects || answers.refreshes;
  const givesBack = answers.redirects && result !== 'void';
  const lines = [
    ...requestLines(source),
    ...answerLines(source, result, previous && givesBack ? read(previous.name) : undefined),
  ];
  const written = parameters.parameters
    .map(({ name: own, type, optional, carrier, isPattern }) => {
      const called = isPattern
        ? 'input'
        : carrier === 'previous'
          ? givesBack
            ? read(own)
            : unread(own)
          : own;
      return isTyped ? `${called}${optional ? '?' : ''}: ${oneLine(type ?? 'unknown')}` : called;
    })
    .join(', ');
  const returns = isTyped ? `: Promise<${result}>` : '';
  const place = `\`${source.method} ${source.url}\``;
  if (!isHook) {
    const code = [
      `/** Sends ${place}. */`,
      `export async function ${name}(${written})${returns} {`,
      ...lines.map((line) => (line === '' ? '' : `  ${line}`)),
      '}',
    ].join('\n');
    return { code, isHook, exported: name };
  }
  const exported = `use${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const does = answers.redirects ? 'goes where the answer leads' : 'has the page made anew';
  const code = [
    `/** A function that sends ${place} and ${does}. */`,
    `export function ${exported}() {`,
    '  const router = useRouter();',
    `  return async (${written})${returns} => {`,
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
    '  };',
    '}',
  ].join('\n');
  return { code, isHook, exported };
}

/** A type literal on one line, its members parted. */
function oneLine(type: string): string {
  return type.replace(/([^\s;,{|&(<[])[ \t]*\r?\n\s*(?=[^\s}|&)>\]])/g, '$1; ').replace(/\s*\r?\n\s*/g, ' ');
}

function read(name: string): string {
  return name.replace(/^_+/, '') || 'previous';
}

function unread(name: string): string {
  return name.startsWith('_') ? name : `_${name}`;
}

function requestLines({ method, parameters, url }: RequestSource): readonly string[] {
  const sent = parameters.parameters.filter(
    ({ carrier }) => carrier === 'field' || carrier === 'whole' || carrier === 'form',
  );
  const target = url.includes('[')
    ? `\`${url.replace(/\[(\w+)\]/g, (_match, name: string) => {
        const numeric = parameters.parameters.some(
          (parameter) => parameter.name === name && parameter.primitive === 'number',
        );
        return numeric ? `\${${name}}` : `\${encodeURIComponent(${name})}`;
      })}\``
    : `'${url}'`;
  if (parameters.body === 'none')
    return [`const response = await fetch(${target}, { method: '${method}' });`];
  if (parameters.body === 'form') {
    const form = sent.find(({ carrier }) => carrier === 'form');
    return [
      `const response = await fetch(${target}, { method: '${method}', body: ${form?.name ?? 'formData'} });`,
    ];
  }
  const whole = sent.find(({ carrier }) => carrier === 'whole');
  const body = whole
    ? whole.isPattern
      ? 'input'
      : whole.name
    : `{ ${sent.map(({ name }) => name).join(', ')} }`;
  return [
    `const response = await fetch(${target}, {`,
    `  method: '${method}',`,
    "  headers: { 'Content-Type': 'application/json' },",
    `  body: JSON.stringify(${body}),`,
    '});',
  ];
}

function answerLines(
  { answers, method, url }: RequestSource,
  result: string,
  previous: string | undefined,
): readonly string[] {
  const [only, ...more] = answers.resultStatuses;
  const isResult =
    only === undefined
      ? ''
      : more.length === 0
        ? ` && response.status !== ${only}`
        : ` && ![${[only, ...more].join(', ')}].includes(response.status)`;
  const place = `${method} ${url.replace(/\[(\w+)\]/g, ':$1')}`;
  const lines = [`if (!response.ok${isResult}) throw new Error(\`${place}: \${response.status}\`);`];
  const refresh = answers.refreshes ? ['router.refresh();'] : [];
  if (result === 'void') {
    if (!answers.redirects) return [...lines, ...refresh];
    const isAlways = !answers.voids && answers.values.length === 0;
    const follow = ['const { redirectTo } = await response.json();', 'router.push(redirectTo);'];
    if (isAlways) return [...lines, ...follow, ...refresh];
    if (answers.values.length === 0) {
      return [
        ...lines,
        'if (response.status !== 204) {',
        ...follow.map((line) => `  ${line}`),
        '}',
        ...refresh,
      ];
    }
    return [
      ...lines,
      'const result = response.status === 204 ? undefined : await response.json();',
      'if (result?.redirectTo) router.push(result.redirectTo);',
      ...refresh,
    ];
  }
  const none = answers.voids ? ['if (response.status === 204) return undefined;'] : [];
  if (!answers.redirects) return [...lines, ...refresh, ...none, 'return response.json();'];
  return [
    ...lines,
    ...refresh,
    ...none,
    'const result = await response.json();',
    'if (!result.redirectTo) return result;',
    'router.push(result.redirectTo);',
    `return ${previous ?? 'undefined'};`,
  ];
}

/** The result's type as the function declares it: `void` where nobody reads it; undefined where it is not known to be JSON. */
function resultOf(ctx: AssistContext, { action, answers, readsResult }: RequestSource): string | undefined {
  const { file } = action;
  if (answers.values.length === 0) return 'void';
  if (answers.type) {
    const parts = isUnionTypeNode(answers.type) ? [...answers.type.types] : [answers.type];
    const values = parts.filter(({ kind }) => !isNothing(kind));
    if (values.every((part) => isJsonType(ctx, file, part)))
      return oneLine(typeText(file.tree, answers.type));
    return readsResult ? undefined : 'void';
  }
  const derived = resultType(file, answers.values);
  if (derived !== undefined) return answers.voids ? `${derived} | undefined` : derived;
  return readsResult ? undefined : 'void';
}

function isNothing(kind: SyntaxKind): boolean {
  return (
    kind === SyntaxKind.VoidKeyword ||
    kind === SyntaxKind.UndefinedKeyword ||
    kind === SyntaxKind.NeverKeyword
  );
}

function typeText(tree: ActionSource['file']['tree'], type: TypeNode): string {
  return type.getText(tree);
}
