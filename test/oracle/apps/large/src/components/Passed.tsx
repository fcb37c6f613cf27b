'use client';
export function Passed({ save, bound }: { save: () => void; bound: () => void; state: unknown }) {
  return (
    <>
      <button onClick={() => save()}>save</button>
      <form action={bound} />
    </>
  );
}
