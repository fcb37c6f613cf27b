'use client';
import { byClient, importedOnly } from '~/clientActions';
import * as all from '~/clientNamespace';
export default function Client() {
  const load = async () => {
    const { picked } = await import('~/clientDynamic');
    await picked();
  };
  return (
    <>
      <form action={byClient} />
      <button onClick={() => void all.namespaced()} />
      <button onClick={load} />
    </>
  );
}
