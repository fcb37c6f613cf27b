/**
 * An esbuild plugin that lets a bundle carry TypeScript's parser without the rest of TypeScript,
 * because `typescript` ships as one closure of 9 MB that no bundler can take apart.
 */
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import ts from 'typescript';

/** The versions whose shaken form was compared with the full one, by `test/bundles/shakeTypescript.test.ts`. */
const SUPPORTED_VERSION = /^6\.0\.\d+$/;

/** The part of TypeScript that is handed to esbuild whole; of the other parts only what this one refers to. */
const KEPT_SECTIONS = 'src/compiler/';

/** `ts.sys` asks Node for files and environment when it is created, so it is not created. */
const SYSTEM = 'sys';

/** One object with more than 2,000 messages, of which a parser needs a few hundred. */
const MESSAGES = 'Diagnostics';
const CREATE_MESSAGE = 'diag';

/** What `new Node` means. The language service replaces it when it is loaded, by classes with `getStart`, `text`, … */
const ALLOCATOR = 'objectAllocator';
const CREATE_SERVICES_ALLOCATOR = 'getServicesObjectAllocator';
const SERVICES_CONSTRUCTORS = [
  'getNodeConstructor',
  'getTokenConstructor',
  'getIdentifierConstructor',
  'getPrivateIdentifierConstructor',
  'getSourceFileConstructor',
];

const MAIN_NAMESPACE = 'shaken-typescript';
const MESSAGES_NAMESPACE = 'shaken-typescript-messages';
const REAL_PACKAGE = Symbol('resolve the real package');

/**
 * Makes `typescript` resolve to a tree-shakable form of itself.
 * Named, namespace and default imports in TypeScript files shake; a name that the shaken form lacks,
 * such as `ts.sys` or `ts.createLanguageService`, is a build error.
 *
 * @returns {import('esbuild').Plugin}
 */
export function shakeTypescript() {
  return {
    name: 'shake-typescript',
    setup(build) {
      build.initialOptions.logOverride = {
        ...build.initialOptions.logOverride,
        'import-is-undefined': 'error',
      };

      build.onResolve({ filter: /^typescript$/ }, async (args) => {
        if (args.pluginData === REAL_PACKAGE) return undefined;
        if (args.kind !== 'import-statement') {
          return {
            errors: [
              { text: `Import 'typescript' by an import statement; a ${args.kind} cannot be shaken.` },
            ],
          };
        }
        const { path, errors } = await build.resolve(args.path, {
          kind: args.kind,
          resolveDir: args.resolveDir,
          pluginData: REAL_PACKAGE,
        });
        return errors.length > 0 ? { errors } : { path, namespace: MAIN_NAMESPACE, sideEffects: false };
      });
      build.onResolve({ filter: /^shaken-typescript-messages$/, namespace: MAIN_NAMESPACE }, (args) => ({
        path: args.importer,
        namespace: MESSAGES_NAMESPACE,
        sideEffects: false,
      }));

      build.onLoad({ filter: /.*/, namespace: MAIN_NAMESPACE }, async ({ path }) => ({
        contents: (await readShakable(path)).main,
      }));
      build.onLoad({ filter: /.*/, namespace: MESSAGES_NAMESPACE }, async ({ path }) => ({
        contents: (await readShakable(path)).messages,
      }));

      // esbuild shakes what is read through a namespace import, but not what is read through a default import.
      build.onLoad({ filter: /\.[cm]?tsx?$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = importNamespace(text);
        return contents === text ? undefined : { contents, loader: extname(path) === '.tsx' ? 'tsx' : 'ts' };
      });
    },
  };
}

/**
 * Turns default imports of `typescript` into namespace imports; no line moves.
 *
 * @param {string} text a module
 * @returns {string}
 */
export function importNamespace(text) {
  return text.replace(
    /^(\s*import\s+)([A-Za-z_$][\w$]*)(?:\s*,\s*(\{[^}]*\}))?(\s+from\s*(['"])typescript\5)/gm,
    (_, start, name, named, end) =>
      `${start}* as ${name}${end}${named === undefined ? '' : `; import ${named}${end}`}`,
  );
}

/**
 * @typedef {object} Shakable
 * @property {string} main an ES module with TypeScript's exports and no effect at its top level
 * @property {string} messages the ES module of diagnostic messages, one export each, that `main` imports
 */

/** Several bundles are built by one process, and taking TypeScript apart costs more than a second. */
const shakableByPath = new Map();

/**
 * @param {string} path of `lib/typescript.js`
 * @returns {Promise<Shakable>}
 */
function readShakable(path) {
  let shakable = shakableByPath.get(path);
  if (shakable === undefined) {
    shakable = Promise.all([
      readFile(path, 'utf8'),
      readFile(join(dirname(path), '../package.json'), 'utf8'),
    ]).then(([text, manifest]) => toShakable(text, JSON.parse(manifest).version));
    shakableByPath.set(path, shakable);
  }
  return shakable;
}

/**
 * Takes the text of `typescript/lib/typescript.js` apart into ES modules that esbuild can shake.
 * Throws when the text is not built as expected: better no bundle than a parser other than the one that was tested.
 *
 * @param {string} text
 * @param {string} version the package's
 * @returns {Shakable}
 */
export function toShakable(text, version) {
  if (!SUPPORTED_VERSION.test(version)) throw unexpected(`its version is ${version}`);
  const file = ts.createSourceFile(
    'typescript.js',
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    ts.ScriptKind.JS,
  );
  const statements = libraryStatements(file);
  const units = collectUnits(file, statements);
  const messages = splitMessages(file, units);
  replaceSystem(units);
  replaceAllocator(file, units);
  const kept = reachableUnits(units);

  const exported = libraryExports(statements)
    .filter(({ local }) => local !== SYSTEM && (local === MESSAGES || kept.has(local)))
    .map(({ local, name }) => (local === name ? name : `${local} as ${name}`));
  if (!exported.includes('createSourceFile')) throw unexpected('it does not export createSourceFile');

  const main = [
    text.slice(0, text.indexOf('*/') + 2),
    `import * as ${MESSAGES} from 'shaken-typescript-messages';`,
    // Whatever needs Node asks for `typeof require` first, so this line turns the library into its browser form.
    'var require = void 0;',
    ...[...kept.values()].map((unit) => printUnit(unit)),
    `export {\n  ${exported.join(',\n  ')}\n};\n`,
  ].join('\n');
  return { main, messages };
}

/**
 * A function or a variable at the library's top level.
 *
 * @typedef {object} Unit
 * @property {string} name
 * @property {string} section the source file it was compiled from
 * @property {number} index of its statement
 * @property {string} text the function, or the variable's initializer; empty without one
 * @property {boolean} isFunction
 * @property {boolean} isPlain whether esbuild sees by itself that the initializer has no effect
 * @property {readonly ts.Node[]} nodes whatever `text` and `effects` were taken from
 * @property {readonly string[]} effects statements that complete the variable's value
 */

/**
 * @param {ts.SourceFile} file
 * @param {readonly ts.Statement[]} statements
 * @returns {Map<string, Unit>} in source order
 */
function collectUnits(file, statements) {
  const sectionOf = sectionFinder(file.text);
  /** @type {Map<string, Unit>} */
  const units = new Map();
  /** @type {Set<number>} */
  const variableIndexes = new Set();

  statements.forEach((statement, index) => {
    const section = sectionOf(statement.getStart(file));
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      const text = statement.getText(file);
      const name = statement.name.text;
      units.set(name, {
        name,
        section,
        index,
        text,
        isFunction: true,
        isPlain: true,
        nodes: [statement],
        effects: [],
      });
    } else if (ts.isVariableStatement(statement)) {
      variableIndexes.add(index);
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name)) throw unexpected('it destructures at its top level', section);
        units.set(name.text, {
          name: name.text,
          section,
          index,
          text: initializer?.getText(file) ?? '',
          isFunction: false,
          isPlain: initializer === undefined || isPlain(initializer),
          nodes: initializer === undefined ? [] : [initializer],
          effects: [],
        });
      }
    } else {
      const unit = units.get(completedVariable(statement) ?? '');
      if (unit !== undefined) {
        for (let between = unit.index + 1; between < index; between++) {
          if (variableIndexes.has(between))
            throw unexpected(`${unit.name} is completed out of order`, section);
        }
        const nodes = [...unit.nodes, statement];
        units.set(unit.name, { ...unit, nodes, effects: [...unit.effects, statement.getText(file)] });
      } else if (section.startsWith(KEPT_SECTIONS) && !isAboutSystem(statement)) {
        throw unexpected(`it runs \`${statement.getText(file).slice(0, 60)}\` when it is loaded`, section);
      }
    }
  });
  return units;
}

/**
 * The variable whose value a statement completes: a namespace's body, a static member, a table of exports.
 *
 * @param {ts.Statement} statement
 * @returns {string | undefined}
 */
function completedVariable(statement) {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (!ts.isPropertyAccessExpression(expression.left)) return undefined;
    let root = expression.left.expression;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    return ts.isIdentifier(root) ? root.text : undefined;
  }
  if (!ts.isCallExpression(expression)) return undefined;
  const [argument] = expression.arguments;
  if (argument === undefined) return undefined;
  if (ts.isIdentifier(expression.expression) && expression.expression.text === '__export') {
    return ts.isIdentifier(argument) ? argument.text : undefined;
  }
  const isNamespaceBody =
    ts.isParenthesizedExpression(expression.expression) &&
    ts.isArrowFunction(expression.expression.expression);
  return isNamespaceBody && ts.isBinaryExpression(argument) && ts.isIdentifier(argument.left)
    ? argument.left.text
    : undefined;
}

/** @param {ts.Statement} statement */
function isAboutSystem(statement) {
  return ts.isIfStatement(statement) && identifiersIn([statement.expression]).has(SYSTEM);
}

/** @param {ts.Expression} initializer */
function isPlain(initializer) {
  return (
    ts.isFunctionExpression(initializer) ||
    ts.isArrowFunction(initializer) ||
    ts.isStringLiteral(initializer) ||
    ts.isNumericLiteral(initializer) ||
    (ts.isClassExpression(initializer) && initializer.heritageClauses === undefined)
  );
}

/**
 * An initializer is wrapped into a call that is marked pure, so that it vanishes with its variable.
 * The inner variable of the same name lets the completing statements stand as they are.
 *
 * @param {Unit} unit
 * @returns {string}
 */
function printUnit({ name, text, isFunction, isPlain, effects }) {
  if (isFunction) return text;
  const initializer = text === '' ? '' : ` = ${text}`;
  if (effects.length > 0) {
    return `var ${name} = /* @__PURE__ */ (() => {\nlet ${name}${initializer};\n${effects.join('\n')}\nreturn ${name};\n})();`;
  }
  return isPlain ? `var ${name}${initializer};` : `var ${name} = /* @__PURE__ */ (() => (${text}))();`;
}

/**
 * Everything in the kept sections and whatever that refers to.
 *
 * @param {ReadonlyMap<string, Unit>} units
 * @returns {Map<string, Unit>} in source order, as initializers rely on earlier ones
 */
function reachableUnits(units) {
  const names = new Set(
    [...units.values()].filter((unit) => unit.section.startsWith(KEPT_SECTIONS)).map((u) => u.name),
  );
  // A set visits what is added to it on the way.
  for (const name of names) {
    for (const reference of identifiersIn(units.get(name)?.nodes ?? [])) {
      if (units.has(reference)) names.add(reference);
    }
  }
  names.delete(MESSAGES);
  return new Map([...units].filter(([name]) => names.has(name)));
}

/**
 * @param {readonly ts.Node[]} nodes
 * @returns {Set<string>} the identifiers that may refer to a variable; local variables are among them
 */
function identifiersIn(nodes) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isIdentifier(node)) found.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) visit(node.initializer);
    else ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return found;
}

/**
 * The object of messages becomes a module, since esbuild can drop a module's exports but not an object's properties.
 *
 * @param {ts.SourceFile} file
 * @param {ReadonlyMap<string, Unit>} units
 * @returns {string}
 */
function splitMessages(file, units) {
  const messages = objectLiteral(unitNamed(units, MESSAGES).nodes[0], MESSAGES);
  const lines = messages.properties.map((property) => {
    const isMessage =
      ts.isPropertyAssignment(property) &&
      ts.isIdentifier(property.name) &&
      ts.isCallExpression(property.initializer) &&
      ts.isIdentifier(property.initializer.expression) &&
      property.initializer.expression.text === CREATE_MESSAGE;
    if (!isMessage) throw unexpected(`${property.getText(file).slice(0, 60)} is not a message`, MESSAGES);
    return `export var ${property.name.text} = /* @__PURE__ */ ${property.initializer.getText(file)};`;
  });
  return `${unitNamed(units, CREATE_MESSAGE).text}\n${lines.join('\n')}\n`;
}

/** @param {Map<string, Unit>} units */
function replaceSystem(units) {
  units.set(SYSTEM, { ...unitNamed(units, SYSTEM), text: 'void 0', isPlain: true, nodes: [] });
}

/**
 * Nodes, tokens and source files get the classes that they have in the full library.
 *
 * @param {ts.SourceFile} file
 * @param {Map<string, Unit>} units
 */
function replaceAllocator(file, units) {
  const allocator = unitNamed(units, ALLOCATOR);
  const services = unitNamed(units, CREATE_SERVICES_ALLOCATOR).nodes[0];
  const returned =
    services !== undefined && ts.isFunctionDeclaration(services) ? services.body?.statements[0] : undefined;
  if (returned === undefined || !ts.isReturnStatement(returned))
    throw unexpected('it builds no object', CREATE_SERVICES_ALLOCATOR);

  const ofServices = propertiesByName(file, objectLiteral(returned.expression, CREATE_SERVICES_ALLOCATOR));
  const ofCompiler = propertiesByName(file, objectLiteral(allocator.nodes[0], ALLOCATOR));
  for (const name of SERVICES_CONSTRUCTORS) {
    const property = ofServices.get(name);
    if (property === undefined || !ofCompiler.has(name)) throw unexpected(`${name} is missing`, ALLOCATOR);
    ofCompiler.set(name, property);
  }
  const properties = [...ofCompiler.values()];
  const text = `{ ${properties.map((property) => property.getText(file)).join(', ')} }`;
  units.set(ALLOCATOR, { ...allocator, text, nodes: properties });
}

/**
 * @param {ts.SourceFile} file
 * @param {ts.ObjectLiteralExpression} literal
 */
function propertiesByName(file, literal) {
  return new Map(literal.properties.map((property) => [property.name?.getText(file) ?? '', property]));
}

/**
 * The statements of the one function that is the library: `var ts = {}; ((module) => { … })({ … });`
 *
 * @param {ts.SourceFile} file
 * @returns {readonly ts.Statement[]}
 */
function libraryStatements(file) {
  const last = file.statements.at(-1);
  const call = last !== undefined && ts.isExpressionStatement(last) ? last.expression : undefined;
  const callee = call !== undefined && ts.isCallExpression(call) ? call.expression : undefined;
  const library =
    callee !== undefined && ts.isParenthesizedExpression(callee) ? callee.expression : undefined;
  if (
    file.statements.length !== 2 ||
    library === undefined ||
    !ts.isArrowFunction(library) ||
    !ts.isBlock(library.body)
  ) {
    throw unexpected('it is not one function');
  }
  const [directive, ...statements] = library.body.statements;
  const isStrict = directive?.getText(file) === '"use strict";';
  if (!isStrict) throw unexpected('its function is not strict, as a module would be');
  return statements;
}

/**
 * @param {readonly ts.Statement[]} statements
 * @returns {{ readonly name: string; readonly local: string }[]}
 */
function libraryExports(statements) {
  const table = statements.find((statement) => completedVariable(statement) === 'typescript_exports');
  const call = table !== undefined && ts.isExpressionStatement(table) ? table.expression : undefined;
  const getters = objectLiteral(
    call !== undefined && ts.isCallExpression(call) ? call.arguments[1] : undefined,
    'exports',
  );
  return getters.properties.map((property) => {
    const isExport =
      ts.isPropertyAssignment(property) &&
      ts.isIdentifier(property.name) &&
      ts.isArrowFunction(property.initializer) &&
      ts.isIdentifier(property.initializer.body);
    if (!isExport) throw unexpected('an export is not a variable', 'exports');
    return { name: property.name.text, local: property.initializer.body.text };
  });
}

/**
 * @param {string} text the library's
 * @returns {(offset: number) => string} the source file that a statement was compiled from, after the `// src/…` lines
 */
function sectionFinder(text) {
  const sections = [...text.matchAll(/^\/\/ (src\/\S+)$/gm)].map((match) => ({
    offset: match.index,
    name: match[1] ?? '',
  }));
  let current = -1;
  return (offset) => {
    while ((sections[current + 1]?.offset ?? Infinity) < offset) current++;
    return sections[current]?.name ?? '';
  };
}

/**
 * @param {ReadonlyMap<string, Unit>} units
 * @param {string} name
 * @returns {Unit}
 */
function unitNamed(units, name) {
  const unit = units.get(name);
  if (unit === undefined) throw unexpected(`${name} is missing`);
  return unit;
}

/**
 * @param {ts.Node | undefined} node
 * @param {string} place
 * @returns {ts.ObjectLiteralExpression}
 */
function objectLiteral(node, place) {
  if (node === undefined || !ts.isObjectLiteralExpression(node))
    throw unexpected('there is no object literal', place);
  return node;
}

/**
 * @param {string} what
 * @param {string} [place]
 */
function unexpected(what, place = 'lib/typescript.js') {
  return new Error(
    `scripts/shakeTypescript.mjs cannot take this 'typescript' apart: ${what} (in ${place}). ` +
      'Install the version that package.json pins, or teach the script the new one, ' +
      'widen SUPPORTED_VERSION and run test/bundles/shakeTypescript.test.ts.',
  );
}
