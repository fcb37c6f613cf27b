/** Finds the app's Stripe client, or where one would be made. */
import { type AssistContext } from '../../core/assist/assist';
import { type WantedImport } from '../../core/edit/imports';
import { placeBehindImports } from '../../core/edit/behindImports';
import { specifierFor } from '../../core/edit/specifier';
import { declaredForm } from '../../core/syntax/handlerForms';
import { restyle } from '../../core/syntax/restyle';
import { detectFileStyle } from '../../core/text/fileStyle';
import { type TextEdit } from '../../core/text/textEdit';
import { type FilePath } from '../../core/text/filePath';

/** How code of the file gets at the client. */
export interface StripeClient {
  readonly wanted: readonly WantedImport[];
  /** What the client is called, given the names of the imports. */
  name(locals: readonly string[]): string;
  /** What must be declared in the file. */
  readonly declaration?: readonly TextEdit[];
}

/** The client that the file has, one that other files of the app import, or a new one; undefined without the package. */
export function stripeClient(ctx: AssistContext): StripeClient | undefined {
  const file = ctx.syntax();
  const own = declaredForm(file, 'stripe');
  if (own?.kind === 'variable' && /^new Stripe\b/.test(own.initializer.getText(file.tree)))
    return { wanted: [], name: () => 'stripe' };
  const shared = sharedClient(ctx);
  if (shared) {
    const existing = ctx.file.link.imports.map(({ specifier }) => specifier);
    const specifier = specifierFor(ctx.program().project, ctx.path, shared, existing);
    return { wanted: [{ specifier, name: 'stripe' }], name: ([local = 'stripe']) => local };
  }
  if (ctx.program().project.packageOf(ctx.path)?.dependencies.has('stripe') !== true) return undefined;
  const style = detectFileStyle(ctx.text);
  const mark = /\.tsx?$/.test(ctx.path) ? '!' : '';
  const code = restyle(ctx.path, `const stripe = new Stripe(process.env.STRIPE_SECRET_KEY${mark});\n`, style);
  return {
    wanted: [{ specifier: 'stripe', name: 'default', local: 'Stripe' }],
    name: () => 'stripe',
    declaration: [placeBehindImports(file, code, style)],
  };
}

/** The file whose export `stripe` most files of the workspace's endpoints import. */
function sharedClient(ctx: AssistContext): FilePath | undefined {
  const program = ctx.program();
  const counts = new Map<FilePath, number>();
  for (const path of new Set(program.endpoints.map((endpoint) => endpoint.path))) {
    if (program.project.appOf(path) !== program.project.appOf(ctx.path)) continue;
    for (const { imported, specifier, typeOnly } of program.linkFactsOf(path)?.imports ?? []) {
      if (imported !== 'stripe' || typeOnly) continue;
      const target = program.project.resolve(path, specifier);
      if (target.kind === 'file') counts.set(target.path, (counts.get(target.path) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
