/** Reads the rewrites and redirects of a statically readable configuration. */
import { type StaticValue } from '../facts/staticValue';
import { configMember, literalString } from './configFacts';

/** One rewrite or redirect as the configuration writes it; undefined where that can't be read. */
export interface CustomRoute {
  readonly source: string | undefined;
  readonly destination: string | undefined;
}

/** The rewrites in the order in which Next.js tries them; undefined when they can't be read. */
export function configRewrites(config: StaticValue): readonly CustomRoute[] | undefined {
  const value = configMember(config, 'rewrites');
  if (value?.kind !== 'object') return customRoutes(value);
  // https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites
  const lists = ['beforeFiles', 'afterFiles', 'fallback'].map((key) =>
    customRoutes(configMember(value, key)),
  );
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** The redirects: https://nextjs.org/docs/app/api-reference/config/next-config-js/redirects */
export function configRedirects(config: StaticValue): readonly CustomRoute[] | undefined {
  return customRoutes(configMember(config, 'redirects'));
}

function customRoutes(value: StaticValue | undefined): readonly CustomRoute[] | undefined {
  if (value === undefined) return [];
  if (value.kind !== 'array') return undefined;
  return value.items.map((item) => ({
    source: literalString(configMember(item, 'source')),
    destination: literalString(configMember(item, 'destination')),
  }));
}
