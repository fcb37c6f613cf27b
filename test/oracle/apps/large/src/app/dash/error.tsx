'use client';
import { fromError } from '@/actions/errorOnly';
export default function ErrorPage() {
  return <button onClick={() => void fromError()} />;
}
