import { fromNotFound } from '@/actions/notFoundOnly';
export default function NotFound() {
  return <form action={fromNotFound} />;
}
