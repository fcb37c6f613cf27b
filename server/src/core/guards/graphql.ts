/** GraphQL requests: what is sent says whether it asks or changes, whatever HTTP method carries it. */
import { type Atom, stringOf, type Value } from './value';

/** https://spec.graphql.org/October2021/#sec-Language.Operations */
const QUERY = /^\s*(?:\{|query\b|fragment\b)/;
const CHANGE = /(?:^|\})\s*(?:mutation|subscription)\b/;

/** True for the body of a request that only asks: `{ query }` as JSON, or the query's text itself. */
export function isQuery(body: Value | undefined): boolean {
  const [sent] = body ?? [];
  const isMade = sent?.k === 'lib' && sent.name === 'JSON.stringify()';
  const [only] = (isMade ? sent.given[0] : body) ?? [];
  const document = only?.k === 'obj' ? only.props.get('query') : body;
  const texts = (document ?? []).flatMap((atom) => textsOf(atom, 3));
  return texts.length > 0 && texts.every((text) => QUERY.test(text) && !CHANGE.test(text));
}

/** A text, or the one that a package made a document of: `graphql('query …')`, `print(document)`. */
function textsOf(atom: Atom, depth: number): readonly string[] {
  const text = stringOf([atom]);
  if (text !== undefined) return [text];
  const [source] = atom.k === 'lib' ? atom.given : [];
  if (!source || depth === 0) return [];
  const [list] = source;
  // A template's texts come as a list.
  const [first] = list?.k === 'arr' && source.length === 1 ? list.items : [source];
  return (first ?? []).flatMap((part) => textsOf(part, depth - 1));
}
