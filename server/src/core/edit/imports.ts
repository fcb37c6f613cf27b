/** Adds names to a file's imports as its author would: merged into what is there, in the file's own style. */
import {
  type ImportDeclaration,
  isImportDeclaration,
  isNamedImports,
  isNamespaceImport,
  isStringLiteral,
  type Statement,
} from '../syntax/ast';
import { boundAtTopLevel } from '../syntax/topLevelNames';
import { directivePrologue } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { type FileStyle } from '../text/fileStyle';
import { insertion, type TextEdit } from '../text/textEdit';

/** A name that code which is about to be written needs. */
export interface WantedImport {
  readonly specifier: string;
  /** The export's name; `default`, or `*` for the namespace. */
  readonly name: string;
  /** What the file would best call it; the export's own name without it. */
  readonly local?: string;
  readonly typeOnly?: boolean;
}

/** The edits that bring names in, and what the file calls each of them, in the order of the wishes. */
export interface ImportPlan {
  readonly edits: readonly TextEdit[];
  readonly locals: readonly string[];
}

/** Plans all imports of a change at once, so that two names of one module share a declaration. */
export function planImports(file: ParsedFile, wanted: readonly WantedImport[], style: FileStyle): ImportPlan {
  const declarations = file.tree.statements.filter(isImportDeclaration);
  const taken = new Set(boundAtTopLevel(file));
  const merged = new Map<ImportDeclaration, string[]>();
  const fresh = new Map<string, Fresh>();
  const planned = new Map<string, string>();
  const values = new Map<string, TextEdit>();
  const locals = wanted.map((wish) => {
    const key = `${keyOf(wish)} ${wish.name}`;
    const known = localOf(declarations, wish) ?? planned.get(key);
    if (known !== undefined) return known;
    const type = typeImportOf(file, declarations, wish);
    if (type) {
      values.set(key, type.asValue);
      planned.set(key, type.local);
      return type.local;
    }
    const local = freeName(
      wish.local ?? (wish.name === 'default' || wish.name === '*' ? 'imported' : wish.name),
      taken,
    );
    taken.add(local);
    planned.set(key, local);
    const host = wish.name === 'default' || wish.name === '*' ? undefined : hostOf(declarations, wish);
    if (host) {
      const list = merged.get(host) ?? [];
      list.push(written(wish, local, host));
      merged.set(host, list);
    } else addFresh(fresh, wish, local);
    return local;
  });
  const edits = [...values.values(), ...[...merged].map(([host, names]) => mergeEdit(file, host, names))];
  const lastPackage = lastOfPackages(declarations);
  const packages: string[] = [];
  const others: string[] = [];
  for (const [key, module] of fresh) {
    const isFirst = lastPackage !== undefined && isPackage(specifierIn(key));
    (isFirst ? packages : others).push(freshDeclaration(key, module, style));
  }
  if (lastPackage && packages.length > 0)
    edits.push(behind(file.text, lastPackage.end, '', packages.join(''), style.eol));
  if (others.length > 0) edits.push(placed(file, declarations, others.join(''), style));
  return { edits, locals };
}

/** The last import of a package in a file that keeps those before all that are its own; undefined in all other files. */
function lastOfPackages(declarations: readonly ImportDeclaration[]): ImportDeclaration | undefined {
  const firstOwn = declarations.findIndex((declaration) => !isPackage(specifierOf(declaration)));
  if (firstOwn < 1) return undefined;
  const mixed = declarations.slice(firstOwn).some((declaration) => isPackage(specifierOf(declaration)));
  return mixed ? undefined : declarations[firstOwn - 1];
}

/** Own modules are imported by a path, or by an alias as projects usually have them. */
function isPackage(specifier: string | undefined): boolean {
  return specifier !== undefined && !/^(?:[./#~]|@\/)/.test(specifier);
}

/** What the imports of one module that is not imported yet bring. */
interface Fresh {
  readonly typeOnly: boolean;
  default?: string;
  namespace?: string;
  readonly named: { readonly name: string; readonly local: string }[];
}

const keyOf = ({ specifier, typeOnly }: WantedImport): string => `${typeOnly ? 'type ' : ''}${specifier}`;

const specifierIn = (key: string): string => key.replace(/^type /, '');

function addFresh(fresh: Map<string, Fresh>, wish: WantedImport, local: string): void {
  const key = keyOf(wish);
  const module = fresh.get(key) ?? { typeOnly: wish.typeOnly === true, named: [] };
  if (wish.name === 'default') module.default = local;
  else if (wish.name === '*') module.namespace = local;
  else module.named.push({ name: wish.name, local });
  fresh.set(key, module);
}

const specifierOf = ({ moduleSpecifier }: ImportDeclaration): string | undefined =>
  isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;

/** What the file already calls the export. A type-only import is no value. */
function localOf(declarations: readonly ImportDeclaration[], wish: WantedImport): string | undefined {
  for (const declaration of declarations) {
    const clause = declaration.importClause;
    if (!clause || specifierOf(declaration) !== wish.specifier) continue;
    const typeOnly = isTypeOnly(declaration);
    if (typeOnly && !wish.typeOnly) continue;
    if (wish.name === 'default' && clause.name) return clause.name.text;
    const bindings = clause.namedBindings;
    if (!bindings) continue;
    if (isNamespaceImport(bindings)) {
      if (wish.name === '*') return bindings.name.text;
      continue;
    }
    const element = bindings.elements.find(
      (candidate) =>
        (candidate.propertyName ?? candidate.name).text === wish.name &&
        (wish.typeOnly === true || !candidate.isTypeOnly),
    );
    if (element) return element.name.text;
  }
  return undefined;
}

/** A name that the file imports as a type alone, and the edit that makes it a value: `{ type z }` and `import type { z }`. */
function typeImportOf(
  { tree }: ParsedFile,
  declarations: readonly ImportDeclaration[],
  wish: WantedImport,
): { readonly local: string; readonly asValue: TextEdit } | undefined {
  if (wish.typeOnly) return undefined;
  for (const declaration of declarations) {
    const clause = declaration.importClause;
    const bindings = clause?.namedBindings;
    if (specifierOf(declaration) !== wish.specifier || !clause || !bindings || !isNamedImports(bindings))
      continue;
    const element = bindings.elements.find(
      ({ propertyName, name }) => (propertyName ?? name).text === wish.name,
    );
    const [only] = bindings.elements;
    if (!element) continue;
    const local = element.name.text;
    const name = (element.propertyName ?? element.name).getStart(tree);
    if (element.isTypeOnly)
      return { local, asValue: { range: { start: element.getStart(tree), end: name }, text: '' } };
    if (!isTypeOnly(declaration) || element !== only || bindings.elements.length > 1) continue;
    const range = { start: clause.getStart(tree), end: bindings.getStart(tree) };
    return { local, asValue: { range, text: '' } };
  }
  return undefined;
}

/** The declaration that a named import can be added to. */
function hostOf(
  declarations: readonly ImportDeclaration[],
  wish: WantedImport,
): ImportDeclaration | undefined {
  const hosts = declarations.filter((declaration) => {
    const bindings = declaration.importClause?.namedBindings;
    return (
      specifierOf(declaration) === wish.specifier &&
      declaration.importClause !== undefined &&
      (bindings === undefined || isNamedImports(bindings))
    );
  });
  const values = hosts.find((declaration) => !isTypeOnly(declaration));
  return wish.typeOnly ? (hosts.find(isTypeOnly) ?? values) : values;
}

function isTypeOnly({ importClause }: ImportDeclaration): boolean {
  return importClause?.isTypeOnly === true;
}

function written(wish: WantedImport, local: string, host: ImportDeclaration): string {
  const name = local === wish.name ? local : `${wish.name} as ${local}`;
  return wish.typeOnly && !isTypeOnly(host) ? `type ${name}` : name;
}

function mergeEdit(file: ParsedFile, host: ImportDeclaration, names: readonly string[]): TextEdit {
  const clause = host.importClause;
  const bindings = clause?.namedBindings;
  if (!bindings || !isNamedImports(bindings)) {
    return insertion(clause?.name?.end ?? host.end, `, { ${names.join(', ')} }`);
  }
  const last = bindings.elements.at(-1);
  if (!last) {
    const start = bindings.getStart(file.tree);
    return { range: { start, end: bindings.end }, text: `{ ${names.join(', ')} }` };
  }
  const previous = bindings.elements.at(-2);
  const before = file.text.slice(previous?.end ?? bindings.getStart(file.tree) + 1, last.getStart(file.tree));
  const broken = /\r?\n[ \t]*$/.exec(before);
  const separator = broken ? `,${broken[0]}` : ', ';
  return insertion(last.end, names.map((name) => `${separator}${name}`).join(''));
}

function freshDeclaration(key: string, module: Fresh, style: FileStyle): string {
  const specifier = specifierIn(key);
  const end = `${style.semicolons ? ';' : ''}${style.eol}`;
  const from = `from ${style.quote}${specifier}${style.quote}${end}`;
  const word = module.typeOnly ? 'import type' : 'import';
  const named = module.named.map(({ name, local }) => (name === local ? name : `${name} as ${local}`));
  const lines: string[] = [];
  if (module.namespace !== undefined) lines.push(`${word} * as ${module.namespace} ${from}`);
  const parts = [
    ...(module.default === undefined ? [] : [module.default]),
    ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : []),
  ];
  if (parts.length > 0) lines.push(`${word} ${parts.join(', ')} ${from}`);
  return lines.join('');
}

/** Behind the last import; without imports, behind the directives and the comment that opens the file. */
function placed(
  file: ParsedFile,
  declarations: readonly ImportDeclaration[],
  text: string,
  { eol }: FileStyle,
): TextEdit {
  const last = declarations.at(-1);
  if (last) return behind(file.text, last.end, '', text, eol);
  const directives = directivePrologue(file.tree.statements);
  const directive = directives.at(-1);
  const statement = directive ? statementOf(file.tree.statements, directive.end) : undefined;
  if (statement) {
    return behind(file.text, statement.end, eol, text, eol);
  }
  const start = /^(?:#!.*\r?\n)?/.exec(file.text)?.[0].length ?? 0;
  const gap = file.text.trim() === '' ? '' : eol;
  return insertion(start, `${text}${gap}`);
}

function statementOf(statements: readonly Statement[], end: number): Statement | undefined {
  return statements.find((statement) => statement.end >= end);
}

/** Behind the line that a statement ends on, a trailing comment included; `gap` is a blank line that sets the text off. */
function behind(text: string, end: number, gap: string, added: string, eol: string): TextEdit {
  const next = text.indexOf('\n', end);
  const rest = text.slice(end, next < 0 ? text.length : next);
  const ownLine = /^[ \t;]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?\r?$/.test(rest);
  if (!ownLine) return insertion(end, `${eol}${added.trimEnd()}${eol}`);
  if (next < 0) return insertion(text.length, `${eol}${gap}${added.trimEnd()}`);
  const blankFollows = /^(?:\r?\n|$)/.test(text.slice(next + 1));
  return insertion(next + 1, `${gap}${added}${blankFollows ? '' : gap}`);
}

/** The name itself, or with a number behind it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}${number}`)) return `${name}${number}`;
}
