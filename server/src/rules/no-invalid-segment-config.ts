/** Reports route segment config that the build of Next.js 16 rejects: values it cannot read, or does not know. */
import { literalValueEdit, withoutConfigEdits } from '../core/edit/segmentConfig';
import { type ExportFact } from '../core/facts/fileFacts';
import { type StaticValue } from '../core/facts/staticValue';
import { nextMajor } from '../core/program/nextMajor';
import { pageName } from '../core/program/routes';
import { defineRule, type Finding, type Fix, type RuleContext } from '../core/rule/rule';
import { isWithin } from '../core/text/filePath';

/** The values of each option that has a fixed set of them. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  dynamic: ['auto', 'error', 'force-static', 'force-dynamic'],
  runtime: ['nodejs', 'edge', 'experimental-edge'],
  fetchCache: [
    'auto',
    'default-cache',
    'only-cache',
    'force-cache',
    'default-no-store',
    'only-no-store',
    'force-no-store',
  ],
};

/** Options whose value must be written out, beside those. */
const NUMBERS: readonly string[] = ['revalidate', 'maxDuration'];

/** https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents */
const REPLACED_BY_CACHE_COMPONENTS: ReadonlySet<string> = new Set([
  'dynamic',
  'revalidate',
  'fetchCache',
  'dynamicParams',
  'runtime',
]);

export const rule = defineRule({
  meta: {
    id: 'no-invalid-segment-config',
    summary: 'Route segment config must be written out, and be a value that Next.js knows.',
    why:
      "Next.js reads `dynamic`, `revalidate`, `runtime` and their like from a route's or page's text, without running it. " +
      'A name, a condition or `60 * 60` it cannot read: for some options the build says so ("Next.js can\'t recognize the ' +
      'exported `dynamic` field in route. It needs to be a static string."), for numbers it fails without a file or a line ' +
      '("Invalid segment configuration export detected."). It rejects values it does not know, options that are passed on ' +
      'from elsewhere, and with `cacheComponents` most options altogether.\n\n' +
      'Reported for apps of Next.js 16 and later, whose build was asked.',
    group: 'route-handlers',
    severity: 'error',
    since: '0.1.0',
    fix: 'unsafe',
    fixNote:
      'Writes the value out where the file itself shows which it is, and removes what `cacheComponents` replaces. There is none for a value that is known when the app runs, nor for one that Next.js does not know.',
    references: [
      {
        title: 'Route segment config',
        url: 'https://nextjs.org/docs/app/api-reference/file-conventions/route-segment-config',
      },
      {
        title: 'cacheComponents',
        url: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/cacheComponents',
      },
    ],
    examples: {
      bad: [
        `//- app/api/posts/route.ts
export const revalidate = 60 * 60;
          // ^^^^^^^^^^ error no-invalid-segment-config: Next.js cannot read \`revalidate\`: it must be written out
export async function GET() {
  return Response.json([]);
}
`,
        `//- app/api/posts/route.ts
export const dynamic = 'force';
          // ^^^^^^^ error no-invalid-segment-config: Next.js does not know this value of \`dynamic\`
export async function GET() {
  return Response.json([]);
}
`,
      ],
      good: [
        `//- app/api/posts/route.ts
export const revalidate = 3600;
export const dynamic = 'force-static' as const;
export async function GET() {
  return Response.json([]);
}
`,
      ],
    },
    whenNotToUse: 'Never: the build fails on what this rule reports.',
  },

  concerns({ path, app, name, text }) {
    if (!app.appDir || !isWithin(path, app.appDir) || nextMajor(app) < 16) return false;
    return (name === 'page' || name === 'layout') && OPTION.test(text());
  },

  *check(ctx) {
    const { segmentConfig, exports } = ctx.file.link;
    const passed = exports.filter(isPassedOn);
    if (Object.keys(segmentConfig).length === 0 && passed.length === 0) return;
    const app = ctx.program().project.appOf(ctx.path);
    if (!app?.appDir || !isWithin(ctx.path, app.appDir) || nextMajor(app) < 16) return;
    const name = pageName(app, ctx.path);
    if (name !== 'route' && name !== 'page' && name !== 'layout') return;
    for (const [option, value] of Object.entries(segmentConfig)) {
      const found = describe(ctx, option, value, app.cacheComponents === true);
      if (found) yield found;
    }
    for (const { name: option } of passed) {
      yield {
        message: `Next.js cannot read \`${option}\`: it must be written here, as \`export const\``,
        range: ctx.file.ranges[`export:${option}`] ?? { start: 0, end: 0 },
        help: 'Write its value in this file.',
      };
    }
  },
});

/** An option that is declared or passed on. */
const OPTION =
  /\b(?:dynamic|dynamicParams|revalidate|fetchCache|runtime|maxDuration|preferredRegion)\b\s*(?:[:=,}]|as\b)/;

function isPassedOn({ name, value, form }: ExportFact): boolean {
  const isOption = name in CHOICES || NUMBERS.includes(name);
  return isOption && (form === 'specifier' || value.kind === 'reexport');
}

function describe(
  ctx: RuleContext,
  option: string,
  value: StaticValue,
  cacheComponents: boolean,
): Finding | undefined {
  const range = ctx.file.ranges[`segment:${option}`] ?? { start: 0, end: 0 };
  if (cacheComponents && REPLACED_BY_CACHE_COMPONENTS.has(option)) {
    return {
      message: `\`${option}\` does not go with \`cacheComponents\``,
      range,
      help: 'Remove it.',
      fixes: removalFix(ctx, option),
    };
  }
  if (!(option in CHOICES) && !NUMBERS.includes(option)) return undefined;
  if (value.kind === 'unknown') {
    return {
      message: `Next.js cannot read \`${option}\`: it must be written out`,
      range,
      help: 'Write the value itself: a string, a number or a word, without names and operators.',
      fixes: valueFix(ctx, option),
    };
  }
  const known = CHOICES[option];
  const isRight =
    value.kind === 'literal' &&
    (known ? typeof value.value === 'string' && known.includes(value.value) : isNumber(option, value.value));
  return isRight
    ? undefined
    : {
        message: `Next.js does not know this value of \`${option}\``,
        range,
        help: known
          ? `It must be one of ${known.map((word) => `'${word}'`).join(', ')}.`
          : 'It must be a whole number of seconds.',
      };
}

function isNumber(option: string, value: unknown): boolean {
  if (option === 'revalidate' && value === false) return true;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** Not safe: the build that failed passes, with this value. */
function valueFix(ctx: RuleContext, option: string): readonly Fix[] {
  const edit = literalValueEdit(ctx.syntax(), option);
  return edit ? [{ title: `Write \`${edit.text}\``, safety: 'unsafe', edits: [edit] }] : [];
}

function removalFix(ctx: RuleContext, option: string): readonly Fix[] {
  const edits = withoutConfigEdits(ctx.syntax(), option);
  return edits ? [{ title: `Remove \`${option}\``, safety: 'unsafe', edits }] : [];
}
