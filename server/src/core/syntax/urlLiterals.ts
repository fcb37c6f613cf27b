/** Finds the strings of a file that are paths of URLs, split at their slashes, with what they are given to. */
import * as ts from 'typescript';
import { dottedName, propertyNameText } from './functions';
import { type ParsedFile } from './parse';

/** A part of a path between two slashes; offsets are the file's. */
export interface UrlSegment {
  readonly start: number;
  readonly end: number;
  /** As the source writes it. */
  readonly text: string;
  /** It is, or holds, an expression: `${id}`. */
  readonly dynamic: boolean;
}

/** A string that begins with a path. */
export interface UrlLiteral {
  /** The path without what follows `?` or `#`. */
  readonly start: number;
  readonly end: number;
  readonly segments: readonly UrlSegment[];
  /** It is given to what takes URLs of the app: `fetch`, a link, the router, a redirect. */
  readonly certain: boolean;
}

/** Every such string, in source order. */
export function urlLiterals({ tree, text }: ParsedFile): readonly UrlLiteral[] {
  const found: UrlLiteral[] = [];
  const visit = (node: ts.Node, ancestors: readonly ts.Node[]): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateExpression(node)
    ) {
      const holes = ts.isTemplateExpression(node) ? holesOf(tree, text, node) : [];
      const literal = literalOf(text, { start: node.getStart(tree) + 1, end: node.end - 1 }, holes);
      if (literal)
        found.push({ ...literal, certain: literal.certain && isGivenToRouter(tree, node, ancestors) });
    }
    const inner = [...ancestors, node];
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(tree, []);
  return found;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From `${` to the closing brace of each expression. */
function holesOf(tree: ts.SourceFile, text: string, node: ts.TemplateExpression): readonly Span[] {
  return node.templateSpans.map(({ expression, literal }) => ({
    start: text.lastIndexOf('${', expression.getStart(tree)),
    end: literal.getStart(tree) + 1,
  }));
}

function literalOf(text: string, inside: Span, holes: readonly Span[]): UrlLiteral | undefined {
  const first = holes[0];
  const isBased = first?.start === inside.start && text.charAt(first.end) === '/';
  const start = isBased && first ? first.end : inside.start;
  if (text.charAt(start) !== '/' || text.charAt(start + 1) === '/') return undefined;
  const segments: UrlSegment[] = [];
  let from = start + 1;
  let dynamic = false;
  let end = inside.end;
  const close = (at: number): void => {
    segments.push({ start: from, end: at, text: text.slice(from, at), dynamic });
    from = at + 1;
    dynamic = false;
  };
  for (let at = start + 1; at < inside.end; at++) {
    const hole = holes.find((one) => one.start === at);
    if (hole) {
      // What is put behind a word at the very end is a query.
      if (hole.end === inside.end && at > from) {
        end = at;
        break;
      }
      dynamic = true;
      at = hole.end - 1;
      continue;
    }
    const sign = text.charAt(at);
    if (sign === '\\' || /\s/.test(sign)) return undefined;
    if (sign === '?' || sign === '#') {
      end = at;
      break;
    }
    if (sign === '/') close(at);
  }
  if (end > from || segments.length === 0) close(end);
  return { start, end, segments: segments.filter((segment) => segment.text !== ''), certain: !isBased };
}

const CALLS: ReadonlySet<string> = new Set(
  (
    'fetch useSWR useSWRMutation redirect permanentRedirect revalidatePath prefetch push replace ' +
    'get post put patch delete axios ky'
  ).split(' '),
);
const NAMES: ReadonlySet<string> = new Set(
  'href action formAction src url pathname redirectTo callbackUrl returnTo destination source'.split(' '),
);

function isGivenToRouter(tree: ts.SourceFile, node: ts.Node, ancestors: readonly ts.Node[]): boolean {
  let child = node;
  for (const parent of [...ancestors].reverse()) {
    if (ts.isCallExpression(parent)) {
      const name = dottedName(parent.expression) ?? '';
      return parent.arguments[0] === child && CALLS.has(name.slice(name.lastIndexOf('.') + 1));
    }
    if (ts.isJsxAttribute(parent)) return NAMES.has(parent.name.getText(tree));
    if (ts.isPropertyAssignment(parent)) return NAMES.has(propertyNameText(parent.name) ?? '');
    if (ts.isLiteralTypeNode(parent)) return true;
    const passes =
      ts.isJsxExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isConditionalExpression(parent);
    if (!passes) return false;
    child = parent;
  }
  return false;
}
