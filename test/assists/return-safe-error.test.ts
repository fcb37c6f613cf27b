/** Which ways of handing out an error `return-safe-error` knows, and which it takes for meant. */
import { checkAssist, checkNoAssist, checkTitles } from '../support/checkAssist';

const ID = 'return-safe-error';

function handler(clause: string, imports = ''): string {
  return `//- app/api/x/route.ts
${imports}export async function GET() {
  try {
    return Response.json(await run());
  } ${clause}
}
`;
}

function check(before: string, after: string, imports = ''): void {
  checkAssist(ID, handler(before, imports), handler(after, imports));
}

describe('return-safe-error', () => {
  it('takes the text that the author has for other errors', () => {
    check(
      `cat$0ch (e) {
    console.error('failed', e);
    return Response.json({ error: e instanceof Error ? e.message : 'Could not run' }, { status: 500 });
  }`,
      `catch (e) {
    console.error('failed', e);
    return Response.json({ error: 'Could not run' }, { status: 500 });
  }`,
    );
    check(
      `catch (e: any) {
    log(e);
    return Response.json({ error: e?.mess$0age || "Could not run" });
  }`,
      `catch (e: any) {
    log(e);
    return Response.json({ error: 'Could not run' });
  }`.replace("'Could not run'", '"Could not run"'),
    );
  });

  it('replaces whole errors, texts made of them, and the text of a response', () => {
    check(
      `catch (error) {
    return Response.json({ error, detail: \`Failed: \${err$0or}\` }, { status: 500 });
  }`,
      `catch (error) {
    console.error(error);
    return Response.json({ error: 'Something went wrong', detail: 'Something went wrong' }, { status: 500 });
  }`,
    );
    check(
      `catch (err) { return new Response(String(e$0rr), { status: 500 }); }`,
      `catch (err) { console.error(err); return new Response('Something went wrong', { status: 500 }); }`,
    );
    check(
      `catch (err) { return Response.json(e$0rr, { status: 500 }); }`,
      `catch (err) { console.error(err); return Response.json({ error: 'Something went wrong' }, { status: 500 }); }`,
    );
  });

  it('leaves out what only told more of the error than a text beside it', () => {
    const answer = (members: string): string => `catch (e) {
    console.error('failed', e);
    return Response.json({ ${members} }, { status: 500 });
  }`;
    check(answer("error: 'Search failed', details: String(e$0)"), answer("error: 'Search failed'"));
    check(
      answer("stack: (e$0 as Error).stack, message: 'Search failed'"),
      answer("message: 'Search failed'"),
    );
  });

  it('joins lines that had been broken for the longer text', () => {
    check(
      `catch (e) {
    console.error('failed', e);
    return Response.json({
      error:
        e instanceof Error ? e.mess$0age : 'The search of all that there is failed',
    });
  }`,
      `catch (e) {
    console.error('failed', e);
    return Response.json({
      error: 'The search of all that there is failed',
    });
  }`,
    );
    check(
      `catch (e) {
    console.error('failed', e);
    return new Response(
      \`Webhook Error: \${e instanceof Error ? e.mess$0age : "Unknown error"}\`,
      { status: 400 }
    );
  }`,
      `catch (e) {
    console.error('failed', e);
    return new Response('Something went wrong', { status: 400 });
  }`,
    );
  });

  it('uses the logger that the file gives its errors to', () => {
    const imports = `import { logger } from '@/lib/logger';
try {} catch (e) { logger.error(e); }
`;
    check(
      `catch (error) {
    return Response.json({ message: (error as Error).mess$0age });
  }`,
      `catch (error) {
    logger.error(error);
    return Response.json({ message: 'Something went wrong' });
  }`,
      imports,
    );
  });

  it('works on the result of an action', () => {
    checkAssist(
      ID,
      `//- app/actions.ts
'use server';
export const save = async () => {
  try {
    await run();
  } catch (e) {
    return { ok: false, error: e.mess$0age };
  }
};
`,
      `//- app/actions.ts
'use server';
export const save = async () => {
  try {
    await run();
  } catch (e) {
    console.error(e);
    return { ok: false, error: 'Something went wrong' };
  }
};
`,
    );
  });

  it('says whether it will log', () => {
    checkTitles(ID, handler('catch (e) { return Response.json({ e: e.mess$0age }); }'), [
      'Return a general message instead of the error, and log the error',
    ]);
  });

  it('leaves errors alone that are told apart, and what is not returned', () => {
    checkNoAssist(
      ID,
      handler(
        'cat$0ch (e) { if (e instanceof AppError) return Response.json({ error: e.message }); throw e; }',
      ),
    );
    checkNoAssist(
      ID,
      handler("cat$0ch (e) { if (e.code === 'P2002') return Response.json({ error: e.message }); throw e; }"),
    );
    checkNoAssist(
      ID,
      handler('cat$0ch (e) { console.log(e.message); return new Response(null, { status: 500 }); }'),
    );
    checkNoAssist(ID, handler('cat$0ch (e) { return toResponse(e.message); }'));
  });

  it('leaves code alone that belongs to no endpoint', () => {
    checkNoAssist(
      ID,
      `//- lib/x.ts
export function f() { try { g(); } catch (e) { return { error: e.mess$0age }; } }
`,
    );
  });
});
