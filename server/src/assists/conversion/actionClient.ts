/** Follows the client that makes an action through other clients and other files, to the library's own function. */
import { type AssistContext } from '../../core/assist/assist';
import { type CallExpression, type Expression, isCallExpression } from '../../core/syntax/ast';
import { isCast } from '../../core/syntax/casts';
import { rootName } from '../../core/syntax/handlerForms';
import { type ParsedFile } from '../../core/syntax/parse';
import { type NameImport } from '../../core/syntax/topLevelNames';
import { initializerOf } from './jsonTypes';
import { importOf, resolveName } from './moduleNames';

/** One client, as it is written. */
export interface ClientLink {
  readonly file: ParsedFile;
  readonly made: Expression;
}

/** The clients behind a name, the nearest first, and the import that the last one is made with. */
export interface ClientChain {
  readonly links: readonly ClientLink[];
  readonly maker: NameImport;
}

/** Clients are made of each other a few times over; more is a circle. */
const MAX_DEPTH = 6;

/** The chain; undefined where it does not lead to a package. */
export function clientChain(
  ctx: AssistContext,
  file: ParsedFile,
  name: string,
  depth = 0,
): ClientChain | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const declared = resolveName(ctx, file, name);
  if (!declared) {
    const maker = importOf(file, name);
    return maker && { links: [], maker };
  }
  const made = initializerOf(declared.statement, declared.name);
  const root = made && rootName(made);
  if (!made || root === undefined) return undefined;
  const rest = clientChain(ctx, declared.file, root, depth + 1);
  return rest && { ...rest, links: [{ file: declared.file, made }, ...rest.links] };
}

/** The calls of a chain such as `client.use(a).use(b)`, from the first to the last. */
export function chainedCalls(made: Expression): readonly CallExpression[] {
  const calls: CallExpression[] = [];
  let inner = made;
  for (;;) {
    if (isCallExpression(inner)) calls.unshift(inner);
    else if (!('expression' in inner) || !(isCast(inner) || 'name' in inner)) return calls;
    // Calls, members and casts hold the expression that they are made of.
    inner = (inner as CallExpression).expression;
  }
}
