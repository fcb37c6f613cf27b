import { fromLazy } from '@/actions/lazyOnly';
export default function Lazy() {
  return <form action={fromLazy} />;
}
export function LazyBeside() {
  return null;
}
