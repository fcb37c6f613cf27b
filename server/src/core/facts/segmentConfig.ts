/** Reads a module's route segment config as Next.js's compiler reads it: literals only, nothing computed. */
import {
  type Expression,
  isFunctionDeclaration,
  isIdentifier,
  isVariableStatement,
  type Node,
  SyntaxKind,
} from '../syntax/ast';
import { hasModifier } from '../syntax/functions';
import { type ParsedFile } from '../syntax/parse';
import { staticValueOf } from '../syntax/staticValues';
import { type StaticValue } from './staticValue';

/** https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config, the generators that count as such, and a proxy's `config`. */
const NAMES: ReadonlySet<string> = new Set([
  'dynamic',
  'revalidate',
  'dynamicParams',
  'fetchCache',
  'runtime',
  'preferredRegion',
  'maxDuration',
  'generateStaticParams',
  'generateSitemaps',
  'generateImageMetadata',
  'config',
]);

/** The config's values by name; functions (`generateStaticParams`) are there as `unknown`. */
export interface SegmentConfig {
  readonly values: Readonly<Record<string, StaticValue>>;
  readonly places: ReadonlyMap<string, Node>;
}

/** Reads `export const NAME = literal` and `export function generateStaticParams` of a file. */
export function extractSegmentConfig(file: ParsedFile): SegmentConfig {
  const values: Record<string, StaticValue> = {};
  const places = new Map<string, Node>();
  for (const statement of file.tree.statements) {
    if (!hasModifier(statement, SyntaxKind.ExportKeyword)) continue;
    if (isFunctionDeclaration(statement) && statement.name && NAMES.has(statement.name.text)) {
      values[statement.name.text] = { kind: 'unknown' };
      places.set(statement.name.text, statement.name);
    } else if (isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        if (!isIdentifier(declaration.name) || !NAMES.has(declaration.name.text)) continue;
        values[declaration.name.text] = valueOf(file, declaration.name.text, declaration.initializer);
        places.set(declaration.name.text, declaration.name);
      }
    }
  }
  return { values, places };
}

/** A proxy's `config` may be read further than Next.js itself does: what it rejects is not our answer to give. */
function valueOf(file: ParsedFile, name: string, initializer: Expression | undefined): StaticValue {
  if (!initializer) return { kind: 'unknown' };
  return staticValueOf(file, initializer, { accept: name === 'config' ? 'everything' : 'literals' });
}
