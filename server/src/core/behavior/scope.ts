/** Resolves names while code is lowered: every local gets a slot that is unique in its function. */
import {
  forEachChild,
  isClassDeclaration,
  isFunctionDeclaration,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  NodeFlags,
  type SourceFile,
  type Statement,
} from '../syntax/ast';
import { isVariableDeclarationList } from '../syntax/code';
import { boundNames, isFunctionNode } from '../syntax/functions';
import { type FactId } from '../facts/fileFacts';
import { type TextRange } from '../text/textRange';
import { type Expr, type FunctionId, type FunctionIr, type PlaceNumber } from './ir';

/** What one function's code is lowered in. */
export class FunctionScope {
  readonly id: FunctionId;
  readonly parent: FunctionScope | undefined;
  readonly #blocks: Map<string, string>[] = [new Map<string, string>()];
  readonly #slots = new Set<string>();
  readonly hoisted: { n: string; id: FunctionId }[] = [];
  /** See `Places`. */
  readonly positions: number[] = [];
  #children = 0;

  constructor(id: FunctionId, parent: FunctionScope | undefined) {
    this.id = id;
    this.parent = parent;
  }

  /** The number of the next function without a name. */
  nextChild(): number {
    return this.#children++;
  }

  enter(): void {
    this.#blocks.push(new Map());
  }

  leave(): void {
    this.#blocks.pop();
  }

  /** Declares a name in the innermost block, or at the top for `var`. Returns its slot. */
  declare(name: string, atTop = false): string {
    const block = atTop ? this.#blocks[0] : this.#blocks[this.#blocks.length - 1];
    const known = block?.get(name);
    if (known !== undefined) return known;
    let slot = name;
    for (let n = 2; this.#slots.has(slot); n++) slot = `${name}$${n}`;
    this.#slots.add(slot);
    block?.set(name, slot);
    return slot;
  }

  slotOf(name: string): string | undefined {
    for (let i = this.#blocks.length - 1; i >= 0; i--) {
      const slot = this.#blocks[i]?.get(name);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }
}

/** What lowering one file shares. */
export interface Lowering {
  readonly tree: SourceFile;
  /** The text has the word `var`, which hardly any has, and looking for declarations takes a walk. */
  readonly hasVars: boolean;
  readonly functions: Record<FunctionId, FunctionIr>;
  /** Bindings of the module, imports included. */
  readonly moduleNames: ReadonlySet<string>;
  readonly places: Record<FunctionId, readonly number[]>;
  readonly inlineActions: { readonly id: FunctionId; readonly start: number }[];
  ids: Set<FunctionId>;
}

/**
 * Where the places of a file's functions are: by function, where each of its places starts and ends, in turn. Plain numbers,
 * as there are more places in a workspace than anything else that is kept of it.
 */
export type Places = Readonly<Record<FunctionId, readonly number[]>>;

/** Numbers `node` as a place of the function's code. */
export function placeAt({ tree }: Lowering, { positions }: FunctionScope, node: Node): PlaceNumber {
  return positions.push(node.getStart(tree), node.getEnd()) / 2 - 1;
}

/** The range of the place with the fact id `at:<function>:<number>`. */
export function placeRange(places: Places, fact: FactId): TextRange | undefined {
  const colon = fact.lastIndexOf(':');
  const first = 2 * Number(fact.slice(colon + 1));
  const [start, end] = places[fact.slice('at:'.length, colon)]?.slice(first, first + 2) ?? [];
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** What `name` refers to at this point. */
export function resolveName(lowering: Lowering, scope: FunctionScope, name: string): Expr {
  let up = 0;
  for (let at: FunctionScope | undefined = scope; at; at = at.parent, up++) {
    const slot = at.slotOf(name);
    if (slot !== undefined) return { k: 'loc', n: slot, up };
  }
  if (lowering.moduleNames.has(name)) return { k: 'mod', n: name };
  return name === 'undefined' ? { k: 'undef' } : { k: 'glob', n: name };
}

/** Declares what the statements of one block declare, so that code above a declaration refers to it too. */
export function declareBlock(scope: FunctionScope, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (isVariableStatement(statement)) {
      if ((statement.declarationList.flags & NodeFlags.BlockScoped) === 0) continue;
      for (const { name } of statement.declarationList.declarations) {
        for (const bound of boundNames(name)) scope.declare(bound.text);
      }
    } else if ((isFunctionDeclaration(statement) || isClassDeclaration(statement)) && statement.name) {
      scope.declare(statement.name.text);
    }
  }
}

/** Declares every `var` of a function's body, however deep in blocks it stands. */
export function declareVars(scope: FunctionScope, body: Node): void {
  const visit = (node: Node): void => {
    if (isFunctionNode(node)) return;
    if (isVariableDeclarationList(node) && (node.flags & NodeFlags.BlockScoped) === 0) {
      for (const declaration of node.declarations) {
        if (!isVariableDeclaration(declaration)) continue;
        for (const bound of boundNames(declaration.name)) scope.declare(bound.text, true);
      }
    }
    forEachChild(node, visit);
  };
  visit(body);
}
