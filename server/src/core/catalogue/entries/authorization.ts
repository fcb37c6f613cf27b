/** Catalogue entries of libraries that decide what a known caller may do. */
import { type CatalogueEntry } from '../entry';
import { ASYNC, asserts, calls, identity, predicate } from '../rules';

/** May this caller do this? Asked after who is calling. */
export const authorizationEntries: readonly CatalogueEntry[] = [
  {
    id: 'casl-throw',
    category: 'authorization',
    packages: ['@casl/ability'],
    imports: ['@casl/ability'],
    rules: calls('ForbiddenError.from().**.throwUnlessCan', asserts('role')),
    source: 'https://casl.js.org/v6/en/api/casl-ability#throw-unless-can',
    checked: '7.0.1',
  },
  {
    id: 'casl-can',
    category: 'authorization',
    packages: ['@casl/ability'],
    imports: ['@casl/ability'],
    rules: [
      ...calls(
        '{createMongoAbility,defineAbility}().can new {AbilityBuilder,PureAbility,Ability}().**.can',
        predicate('role'),
      ),
      ...calls(
        '{createMongoAbility,defineAbility}().cannot new {PureAbility,Ability}().cannot new AbilityBuilder().build().cannot',
        identity('role', 'error'),
      ),
    ],
    source: 'https://casl.js.org/v6/en/guide/intro',
    checked: '7.0.1',
    trap: '`can` inside `defineAbility` defines a rule and decides nothing.',
  },
  {
    id: 'openfga',
    category: 'authorization',
    packages: ['@openfga/sdk'],
    imports: ['@openfga/sdk'],
    rules: calls('new {OpenFgaClient,OpenFgaApi}().check', identity('role', { allowed: 'false' }), ASYNC),
    source: 'https://openfga.dev/docs/getting-started/perform-check',
    checked: '0.9.7',
    trap: 'The answer is an object: test `allowed`.',
  },
  {
    id: 'cerbos',
    category: 'authorization',
    packages: ['@cerbos/grpc', '@cerbos/http', '@cerbos/core'],
    imports: ['@cerbos/grpc', '@cerbos/http', '@cerbos/core'],
    rules: calls('new {GRPC,HTTP,Embedded}().isAllowed', predicate('role'), ASYNC),
    source: 'https://docs.cerbos.dev/cerbos/latest/quickstart',
    checked: '0.27.0',
  },
  {
    id: 'permit',
    category: 'authorization',
    packages: ['permitio'],
    imports: ['permitio'],
    rules: calls('new Permit().check', predicate('role'), ASYNC),
    source: 'https://docs.permit.io/sdk/nodejs/quickstart-nodejs',
    checked: '2.7.6',
  },
  {
    id: 'oso',
    category: 'authorization',
    packages: ['oso-cloud', 'oso'],
    imports: ['oso-cloud', 'oso'],
    rules: [...calls('new Oso().authorize', predicate('role'), ASYNC)],
    source: 'https://www.osohq.com/docs/app-integration/client-apis/node',
    trap: 'In Oso Cloud `authorize` answers with a boolean; in the old library it throws.',
  },
  {
    id: 'permix',
    category: 'authorization',
    packages: ['permix'],
    imports: ['permix', 'permix/*'],
    rules: calls('createPermix().check', predicate('role')),
    source: 'https://permix.letstri.dev/docs/guide/check',
  },
];
