/** Which handlers `use-transition` wraps, and how it treats their bodies. */
import { checkAssist, checkNoAssist } from '../support/checkAssist';

const ID = 'use-transition';

const file = (component: string, imports = ''): string => `//- app/actions.ts
'use server';
export async function like(id: string) {}
//- app/like.tsx
'use client';
import { like } from './actions';
${imports}
${component}`;

describe('use-transition', () => {
  it('keeps a block as it is, and joins what disables the button already', () => {
    checkAssist(
      ID,
      file(`export const Like = ({ id, busy }: Props) => {
  return (
    <Button
      disabled={busy}
      onClick={as$0ync () => {
        await like(id);
        close();
      }}
    />
  );
};
`),
      file(
        `export const Like = ({ id, busy }: Props) => {
  const [isPending, startTransition] = useTransition();
  return (
    <Button
      disabled={busy || isPending}
      onClick={() =>
        startTransition(async () => {
          await like(id);
          close();
        })
      }
    />
  );
};
`,
        "import { useTransition } from 'react';\n",
      )
        .replace('\n\nexport const', '\nexport const')
        .replace("'react';\nexport", "'react';\n\nexport"),
    );
  });

  it('keeps out where a handler tells itself that it is pending, or does not wait', () => {
    const handler = (body: string): string =>
      file(`export function L() { return <button onCli$0ck={async () => { ${body} }} />; }\n`);
    checkNoAssist(ID, handler('setLoading(true); await like("1"); setLoading(false);'));
    checkNoAssist(ID, handler('like("1").then(done);'));
  });

  it('keeps out where no button shows that the action is pending, and of what a component may wait for', () => {
    const call = '() => like("1")';
    for (const element of [`<a onCli$0ck={${call}} />`, `<Dialog onDel$0ete={async ${call}} />`])
      checkNoAssist(ID, file(`export function L() { return ${element}; }\n`));
  });

  it('keeps out of transitions, callbacks, async components and apps before React 19', () => {
    checkNoAssist(
      ID,
      file('export function L() { return <button onClick={() => start$0Transition(() => like("1"))} />; }\n'),
    );
    checkNoAssist(
      ID,
      file('export function L() { return <button onClick={() => ids.forEach(() => li$0ke("1"))} />; }\n'),
    );
    checkNoAssist(ID, file('export function useLike() { return <button onCli$0ck={() => like("1")} />; }\n'));
    checkNoAssist(
      ID,
      `//- package.json
{ "dependencies": { "next": "14.2.0" } }
${file('export function L() { return <button onCli$0ck={() => like("1")} />; }\n')}`,
    );
  });
});
