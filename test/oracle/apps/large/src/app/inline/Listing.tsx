'use client';
export function Listing({ handlers }: { handlers: { remove: () => void } }) {
  return <button onClick={() => handlers.remove()} />;
}
