/** The built command line as users run it: a process of its own on a real disk. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';

const ROOT = join(__dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');
const SHOP_ENDPOINT = 'app/api/orders/route.ts#GET';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('dist/cli.js', function () {
  this.timeout(60_000);
  let temporary = '';
  let shop = '';

  before(() => assert.ok(existsSync(CLI), 'dist/cli.js is missing: run npm run build'));
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'next-surface-cli-'));
    shop = join(temporary, 'shop');
    cpSync(join(ROOT, 'examples/shop'), shop, {
      recursive: true,
      filter: (path) => !/[\\/](?:node_modules|\.next)(?:[\\/]|$)/.test(path.slice(ROOT.length)),
    });
    age(shop);
  });
  afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  function environment(): NodeJS.ProcessEnv {
    const cache = join(temporary, 'cache');
    const { NEXT_SURFACE_NO_CACHE: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env;
    return { ...env, XDG_CACHE_HOME: cache, HOME: cache, LOCALAPPDATA: cache };
  }

  function run(...argv: readonly string[]): Outcome {
    const child = spawnSync(process.execPath, [CLI, ...argv], {
      encoding: 'utf8',
      cwd: temporary,
      env: environment(),
    });
    return { code: child.status, out: child.stdout, err: child.stderr };
  }

  function json(...more: readonly string[]): string {
    const { code, out, err } = run('report', shop, '--format', 'json', ...more);
    assert.equal(code, 0, err);
    return out;
  }

  /** The files of the one remembered workspace. */
  function cacheFiles(): readonly string[] {
    const [entry] = readdirSync(temporary, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /[\\/]facts$/.test(path),
    );
    assert.ok(entry !== undefined, 'nothing was remembered');
    return ['facts', 'stamps', 'report'].map((name) => join(temporary, entry, '..', name));
  }

  it('reports on the example shop as the schema says, twice with the same bytes', () => {
    const out = json('--no-cache');
    const schema: unknown = JSON.parse(
      readFileSync(join(ROOT, 'schemas/surface-report.schema.json'), 'utf8'),
    );
    const validate = new Ajv({ strictTypes: false }).compile(schema as object);
    assert.ok(validate(JSON.parse(out)), JSON.stringify(validate.errors));
    assert.ok(out.includes(SHOP_ENDPOINT));
    assert.equal(json('--no-cache'), out);
  });

  it('gives the same bytes from the cache, without analyzing anything', () => {
    const cold = json('--no-cache');
    assert.equal(json(), cold);
    assert.equal(json(), cold);
    assert.match(run('report', shop, '--verbose').err, /nothing changed since the last run/);
  });

  it('sees what changed since the last run, and takes the rest from the cache', () => {
    json();
    writeFileSync(join(shop, 'app/api/health/route.ts'), 'export const DELETE = () => new Response();\n');
    const { out, err } = run('report', shop, '--format', 'json', '--verbose');
    assert.ok(out.includes('app/api/health/route.ts#DELETE') && !out.includes('app/api/health/route.ts#GET'));
    const [, files, known] = /(\d+) files, (\d+) of them known/.exec(err) ?? [];
    const unread = readdirSync(shop, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.json$/.test(path),
    ).length;
    assert.equal(Number(known), Number(files) - unread - 1);
    assert.equal(out, json('--no-cache'));
  });

  it('sees files that came and went', () => {
    json();
    rmSync(join(shop, 'app/api/health'), { recursive: true });
    mkdirSync(join(shop, 'app/api/ping'));
    writeFileSync(join(shop, 'app/api/ping/route.ts'), 'export const GET = () => new Response();\n');
    const out = json();
    assert.ok(out.includes('app/api/ping/route.ts#GET') && !out.includes('app/api/health'));
  });

  it('trusts equal contents when only their times changed, as after a checkout', () => {
    const cold = json();
    age(shop, new Date(Date.UTC(2021, 0, 1)));
    const { out, err } = run('report', shop, '--format', 'json', '--verbose');
    assert.equal(out, cold);
    assert.doesNotMatch(err, / 0 of them known|nothing changed/);
  });

  it('writes nothing into the workspace', () => {
    const listing = (): readonly string[] => readdirSync(shop, { recursive: true, encoding: 'utf8' }).sort();
    const before = listing();
    json();
    assert.deepEqual(listing(), before);
  });

  it('remembers nothing with --no-cache', () => {
    json('--no-cache');
    assert.deepEqual(readdirSync(temporary), ['shop']);
  });

  it('ignores a hostile cache', () => {
    const cold = json();
    const evil: readonly ((text: string) => string)[] = [
      () => '',
      () => '{"__proto__": {"polluted": true}}',
      (text) => text.slice(0, text.length / 2),
      (text) => text.replaceAll('"GET"', '"PWN"').replaceAll('1', '2'),
      (text) => text.split('\n')[0] + '\n[["/x",{"scan":{"imports":7}}]]',
    ];
    for (const forge of evil) {
      for (const file of cacheFiles()) writeFileSync(file, forge(readFileSync(file, 'utf8')));
      assert.equal(json(), cold);
    }
    for (const file of cacheFiles()) {
      rmSync(file);
      mkdirSync(file);
    }
    assert.equal(json(), cold);
  });

  it('exits 2 for a path that is missing, is a file, or can not be read', () => {
    symlinkSync(join(temporary, 'loop'), join(temporary, 'loop'), 'dir');
    const expected: Readonly<Record<string, RegExp>> = {
      'no/such/folder': /^next-surface: there is no folder no\/such\/folder\n$/,
      'shop/package.json': /^next-surface: shop\/package\.json is not a folder/,
      'shop/package.json/x': /^next-surface: shop\/package\.json\/x is not a folder/,
      // The super-user may read everything, but nobody gets to the end of this link.
      loop: /^next-surface: can't read the folder loop: its links lead in a circle\n$/,
    };
    for (const [path, message] of Object.entries(expected)) {
      const { code, out, err } = run('report', path, '--format', 'json');
      assert.match(err, message);
      assert.deepEqual([code, out], [2, '']);
    }
  });

  it('exits 2 where it can not write the report', () => {
    const { code, err } = run('report', 'shop', '-o', 'no/such/folder/report.json');
    assert.deepEqual(
      [code, err],
      [2, "next-surface: can't write no/such/folder/report.json: its folder does not exist\n"],
    );
  });

  it('exits 3 where there is no app', () => {
    mkdirSync(join(temporary, 'empty'));
    const { code, out, err } = run('report', 'empty');
    assert.match(err, /^next-surface: found no Next\.js app in empty\n/);
    assert.deepEqual([code, out], [3, '']);
  });

  it('names the version of the package', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    assert.equal(run('--version').out, `${manifest.version}\n`);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [CLI, 'report', shop, '--format', 'json'], { env: environment() });
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const [code] = (await once(child, 'close')) as [number | null];
    assert.deepEqual([code, err], [0, '']);
  });

  it('starts with the line that makes it a command', () => {
    assert.match(readFileSync(CLI, 'utf8').slice(0, 40), /^#!\/usr\/bin\/env node\n/);
  });
});

/** Makes all files old enough that their times are trusted. */
function age(folder: string, time = new Date(Date.UTC(2020, 0, 1))): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    utimesSync(join(folder, path), time, time);
}
