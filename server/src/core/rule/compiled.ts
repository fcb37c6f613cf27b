/** Tells the files that the compiler's rules for actions hold for. */
import { proxyNames } from '../program/proxy';
import { pageName } from '../program/routes';
import { isTestFile } from '../program/testFiles';
import { isWithin } from '../text/filePath';
import { type OwnContext } from './rule';

/**
 * True for modules of an app that may be compiled for its app folder: not for those of `pages`, tests, or the proxy, where
 * directives say nothing. https://nextjs.org/docs/app/api-reference/directives/use-server
 */
export function isCompiled(ctx: OwnContext): boolean {
  const app = ctx.program().project.appOf(ctx.path);
  if (!app?.appDir || isTestFile(ctx.path) || ctx.path.endsWith('.d.ts')) return false;
  if (app.pagesDir !== undefined && isWithin(ctx.path, app.pagesDir)) return false;
  const name = pageName(app, ctx.path);
  return name === undefined || !proxyNames(app).includes(name);
}
