import { onlyByNobody } from '@/actions/never';
export function NobodyImports() {
  async function unreachedInline() {
    'use server';
  }
  return (
    <form action={unreachedInline}>
      <button formAction={onlyByNobody} />
    </form>
  );
}
