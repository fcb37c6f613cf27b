/** Keeps the text of an error on the server: the caller is told something general, the log gets the error. */
import { type AssistContext, defineAssist } from '../core/assist/assist';
import { changesBetween, edited } from '../core/edit/draft';
import { insertion, type TextEdit } from '../core/text/textEdit';
import { rangesTouch } from '../core/text/textRange';
import {
  forEachChild,
  isCallExpression,
  isExpressionStatement,
  isIdentifier,
  type Node,
} from '../core/syntax/ast';
import { type CatchClause, isCatchClause } from '../core/syntax/code';
import { type ParsedFile } from '../core/syntax/parse';
import { nodesAt } from '../core/syntax/references';
import { indentAt } from '../core/edit/indentation';
import { detectFileStyle } from '../core/text/fileStyle';
import { type Leak, leaksOf } from './errorLeaks';

export const assist = defineAssist({
  meta: {
    id: 'return-safe-error',
    summary: 'Answers with a general message instead of the caught error, which goes to the log.',
    kind: 'refactor.rewrite',
    since: '0.1.0',
    examples: [
      {
        before: `//- app/api/posts/route.ts
import { createPost } from '@/lib/posts';

export async function POST(request: Request) {
  try {
    return Response.json(await createPost(await request.json()));
  } catch (error) {
    return Response.json({ error: (error as Error).mess$0age }, { status: 500 });
  }
}
`,
        after: `//- app/api/posts/route.ts
import { createPost } from '@/lib/posts';

export async function POST(request: Request) {
  try {
    return Response.json(await createPost(await request.json()));
  } catch (error) {
    console.error(error);
    return Response.json({ error: 'Something went wrong' }, { status: 500 });
  }
}
`,
      },
    ],
  },

  *offers(ctx) {
    if (!ctx.text.includes('catch')) return;
    const places = clausesOf(ctx);
    for (const { clause, leaks, index } of places) {
      const head = {
        start: clause.getStart(ctx.syntax().tree),
        end: clause.block.getStart(ctx.syntax().tree),
      };
      const isHere = [head, ...leaks.map(({ range }) => range)].some((range) =>
        rangesTouch(range, ctx.range),
      );
      if (!isHere) continue;
      const where = isLogged(ctx.syntax(), clause) ? '' : ', and log the error';
      yield { target: `catch:${index}`, title: `Return a general message instead of the error${where}` };
    }
  },

  resolve(ctx, target) {
    const place = clausesOf(ctx).find(({ index }) => `catch:${index}` === target);
    if (!place) return undefined;
    const { clause, leaks, name } = place;
    const file = ctx.syntax();
    const style = detectFileStyle(ctx.text);
    const quote = (text: string): string => `${style.quote}${text}${style.quote}`;
    const edits: TextEdit[] = leaks.map(({ range, write }) => ({ range, text: write(quote) }));
    if (!isLogged(file, clause)) {
      const logger = ownLogger(ctx) ?? 'console';
      const [first] = clause.block.statements;
      const end = style.semicolons ? ';' : '';
      const line = `${logger}.error(${name})${end}`;
      const at = first?.getStart(file.tree) ?? clause.block.end - 1;
      const isBroken = file.text.slice(clause.block.getStart(file.tree), at).includes('\n');
      const indent = indentAt(file.text, at);
      edits.push(insertion(at, isBroken ? `${line}${style.eol}${indent}` : `${line} `));
    }
    const text = edited(file, edits).text;
    return { edits: new Map([[ctx.path, changesBetween(ctx.text, text)]]) };
  },
});

interface Place {
  readonly clause: CatchClause;
  readonly name: string;
  readonly leaks: readonly Leak[];
  readonly index: number;
}

/** The catch clauses of endpoints' own bodies that hand out what they caught. */
function clausesOf(ctx: AssistContext): readonly Place[] {
  const endpoints = ctx
    .program()
    .endpointsOf(ctx.path)
    .filter(({ framework }) => !framework);
  if (endpoints.length === 0) return [];
  const file = ctx.syntax();
  const owners = new Set(
    endpoints.flatMap(({ fact }) => {
      const start = ctx.file.ranges[fact]?.start;
      return start === undefined ? [] : [statementAt(file, start)];
    }),
  );
  const found: Place[] = [];
  let index = 0;
  const visit = (node: Node): void => {
    if (isCatchClause(node)) {
      const name = node.variableDeclaration?.name;
      const leaks = name && isIdentifier(name) ? leaksOf(file, node, name.text) : [];
      if (name && isIdentifier(name) && leaks.length > 0)
        found.push({ clause: node, name: name.text, leaks, index });
      index++;
    }
    forEachChild(node, visit);
  };
  for (const statement of file.tree.statements) if (owners.has(statement)) visit(statement);
  return found;
}

/** The module's statement that holds an endpoint's name. */
function statementAt({ tree }: ParsedFile, offset: number): Node | undefined {
  return nodesAt(tree, offset)[1];
}

/** The clause gives what it caught to something that is called for its effect: a log, a reporter. */
function isLogged({ tree }: ParsedFile, { block, variableDeclaration }: CatchClause): boolean {
  const name = variableDeclaration?.name.getText(tree) ?? '';
  return block.statements.some((statement) => {
    if (!isExpressionStatement(statement) || !isCallExpression(statement.expression)) return false;
    return statement.expression.arguments.some((argument) =>
      new RegExp(`\\b${name}\\b`).test(argument.getText(tree)),
    );
  });
}

/** The logger that the file has, where it is given errors in the same way elsewhere in the file. */
function ownLogger(ctx: AssistContext): string | undefined {
  const local = ctx.file.link.imports.find(
    ({ local: name, typeOnly }) => !typeOnly && /^(?:logger|log)$/.test(name),
  )?.local;
  if (local === undefined) return undefined;
  return new RegExp(`\\b${local}\\.error\\((?:e|err|error)\\)`).test(ctx.text) ? local : undefined;
}
