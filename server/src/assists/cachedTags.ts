/** Finds the tags under which an app caches what a write changes. */
import { type AssistContext } from '../core/assist/assist';
import { type App } from '../core/project/project';
import {
  forEachChild,
  isArrayLiteralExpression,
  isCallExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isStringLiteral,
  type Expression,
  type Node,
} from '../core/syntax/ast';
import { type FilePath } from '../core/text/filePath';

/** https://nextjs.org/docs/app/api-reference/functions/cacheTag and …/unstable_cache */
const TAGGING: ReadonlySet<string> = new Set(['cacheTag', 'unstable_cacheTag', 'unstable_cache']);

/** How writes name what they change: `prisma.post.create`, `db.insert(posts)`, `supabase.from('posts').update`. */
const SUBJECTS: readonly RegExp[] = [
  /\.(\w+)\.(?:create|createMany|createManyAndReturn|update|updateMany|upsert|delete|deleteMany)\s*\(/g,
  /\.(?:insert|update|delete)\(\s*(\w+)\s*\)/g,
  /\.from\(\s*['"`](\w+)['"`]\s*\)/g,
];

/** What the code of a write changes, as far as it names it. */
export function subjectsOf(code: string): ReadonlySet<string> {
  return new Set(SUBJECTS.flatMap((pattern) => [...code.matchAll(pattern)].map(([, name = '']) => name)));
}

/** Fixed tags of cached functions that read one of the subjects, sorted. */
export function tagsOver(ctx: AssistContext, app: App, subjects: ReadonlySet<string>): readonly string[] {
  if (subjects.size === 0) return [];
  const names = [...subjects].join('|');
  const reads = new RegExp(
    `\\.(?:${names})\\.(?:find|count|aggregate|group)|\\.from\\(\\s*['"\`]?(?:${names})['"\`]?\\s*\\)|\\.query\\.(?:${names})\\.`,
  );
  const tags = new Set<string>();
  for (const path of taggingFiles(ctx, app)) {
    const file = ctx.syntaxOf(path);
    for (const statement of file?.tree.statements ?? []) {
      if (!file || !reads.test(statement.getText(file.tree))) continue;
      for (const tag of tagsIn(statement)) tags.add(tag);
    }
  }
  return [...tags].sort();
}

/** The app's files that import a function which gives tags. */
function taggingFiles(ctx: AssistContext, app: App): readonly FilePath[] {
  const { files, program } = ctx.idiomSource();
  return [...files.paths()]
    .filter((path) =>
      files
        .scanOf(path)
        ?.imports.some(
          ({ specifier, names }) => specifier === 'next/cache' && names.some((name) => TAGGING.has(name)),
        ),
    )
    .filter((path) => program.project.appOf(path) === app)
    .sort();
}

function tagsIn(root: Node): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (isCallExpression(node) && isIdentifier(node.expression) && TAGGING.has(node.expression.text)) {
      if (node.expression.text === 'unstable_cache') found.push(...optionTags(node.arguments[2]));
      else found.push(...node.arguments.filter(isStringLiteral).map(({ text }) => text));
    }
    forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function optionTags(options: Expression | undefined): readonly string[] {
  if (!options || !isObjectLiteralExpression(options)) return [];
  const tags = options.properties
    .filter(isPropertyAssignment)
    .find(({ name }) => isIdentifier(name) && name.text === 'tags')?.initializer;
  return tags && isArrayLiteralExpression(tags)
    ? tags.elements.filter(isStringLiteral).map(({ text }) => text)
    : [];
}
