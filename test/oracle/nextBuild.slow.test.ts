/** Next.js is the judge: what the tool says of the oracle apps is compared, both ways, with what their builds say. */
import assert from 'node:assert/strict';
import { buildOracle, ORACLE_BUILDS, type OracleBuild, typegenOf } from './builds';
import {
  actionDifferences,
  buildName,
  cachingDifferences,
  type Difference,
  knownDifferences,
  methodDifferences,
  routeDifferences,
  typegenDifferences,
} from './differences';
import { builtRoutes, typedHandlers } from './manifests';
import { renderedTexts, startApp, type StartedApp } from './server';
import { toolSurface, type ToolSurface } from './toolSurface';

/** A build takes up to a minute on a quiet machine; they are kept in `.cache/oracle`. */
const BUILD_MINUTES = 15;

describe('next build', function () {
  this.timeout(BUILD_MINUTES * 60_000);

  for (const build of ORACLE_BUILDS) {
    describe(`of ${buildName(build)}`, () => {
      const found: Difference[] = [];
      let app = '';
      let tool: ToolSurface;
      let routes: ReturnType<typeof builtRoutes>;
      let server: StartedApp | undefined;

      before(async () => {
        app = buildOracle(build);
        tool = toolSurface(workspaceOf(build, app));
        routes = builtRoutes(app);
        server = await startApp(build, app, routes.basePath);
      });
      after(() => server?.stop());

      function running(): StartedApp {
        assert.ok(server, 'the app did not start');
        return server;
      }

      it('is read with the version and the bundler that built it', () => {
        assert.deepEqual(
          tool.report.apps.map(({ next, bundler, basePath }) => ({ next, bundler, basePath })),
          [{ next: build.next, bundler: build.bundler, basePath: routes.basePath }],
        );
      });

      it('serves the routes that the tool lists', () => {
        assert.notEqual(routes.routes.length, 0);
        expectKnown(routeDifferences(tool.report.endpoints, routes));
      });

      it('has types for the handlers that the tool lists', () => {
        expectKnown(typegenDifferences(tool.report.endpoints, typedHandlers(typegenOf(build))));
      });

      it('registers the actions that the tool says it does, and gives the ids to browsers that it says', async () => {
        const rendered = await renderedTexts(running(), routes);
        expectKnown(actionDifferences(tool, { app, prefix: build.folder }, rendered));
      });

      it('answers OPTIONS with the methods that the tool lists', async () => {
        const { compared, found: differences } = await methodDifferences(
          tool.report.endpoints,
          running(),
          routes,
        );
        assert.notEqual(compared, 0);
        expectKnown(differences);
      });

      it('prerenders the GET handlers that the tool calls static', () => {
        expectKnown(cachingDifferences(tool.report.endpoints, routes).found);
      });

      it('differs in nothing else than docs/known-differences.md says', () => {
        assert.deepEqual(
          knownDifferences(build).filter((known) => !found.includes(known)),
          [],
          'these differences are gone: take them off the page',
        );
      });

      function expectKnown(differences: readonly Difference[]): void {
        found.push(...differences);
        const known = knownDifferences(build);
        assert.deepEqual(
          differences.filter((difference) => !known.includes(difference)),
          [],
        );
      }
    });
  }
});

function workspaceOf({ folder }: OracleBuild, app: string): string {
  return folder === '' ? app : app.slice(0, -folder.length - 1);
}
