import { byInner, byInnerUnused } from '@/actions/inner';
export function Inner() {
  return <form action={byInner} />;
}
export function InnerUnused() {
  return <form action={byInnerUnused} />;
}
