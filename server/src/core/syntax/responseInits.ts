/** Finds the responses that a handler returns and makes on the spot, for code that is about to give each of them headers. */
import * as ts from 'typescript';
import { returned } from './corsHeaders';
import { dottedName, propertyNameText } from './functions';

/** Where headers of a response can be written. */
export type HeaderPlace =
  /** A new last argument. */
  | { readonly kind: 'argument'; readonly call: ts.CallExpression | ts.NewExpression }
  /** A new member of the options. */
  | { readonly kind: 'member'; readonly options: ts.ObjectLiteralExpression }
  /** Members of the headers that are there. */
  | { readonly kind: 'headers'; readonly headers: ts.ObjectLiteralExpression };

/** The places of all responses that the function returns; undefined where one of them is made elsewhere. */
export function headerPlaces(fn: ts.FunctionLikeDeclaration): readonly HeaderPlace[] | undefined {
  const places: HeaderPlace[] = [];
  for (const result of returned(fn)) {
    const place = placeOf(result);
    if (!place) return undefined;
    places.push(place);
  }
  return places.length > 0 ? places : undefined;
}

function placeOf(result: ts.Expression): HeaderPlace | undefined {
  if (!ts.isCallExpression(result) && !ts.isNewExpression(result)) return undefined;
  const callee = dottedName(result.expression) ?? '';
  const isResponse = ts.isNewExpression(result)
    ? /^(?:Next)?Response$/.test(callee)
    : /^(?:Next)?Response\.json$/.test(callee);
  const given = result.arguments ?? ts.factory.createNodeArray();
  const [body, options] = given;
  if (!isResponse || !body || ts.isSpreadElement(body) || given.length > 2) return undefined;
  if (!options) return { kind: 'argument', call: result };
  if (!ts.isObjectLiteralExpression(options) || options.properties.some(ts.isSpreadAssignment))
    return undefined;
  const headers = options.properties.find((each) => propertyNameText(each.name) === 'headers');
  if (!headers) return { kind: 'member', options };
  return ts.isPropertyAssignment(headers) && ts.isObjectLiteralExpression(headers.initializer)
    ? { kind: 'headers', headers: headers.initializer }
    : undefined;
}
