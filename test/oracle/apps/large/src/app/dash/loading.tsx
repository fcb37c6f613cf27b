import { fromLoading } from '@/actions/loadingOnly';
export default function Loading() {
  return <form action={fromLoading} />;
}
