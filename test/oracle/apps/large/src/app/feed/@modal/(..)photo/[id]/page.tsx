import { fromIntercept } from '@/actions/interceptOnly';
export default function Page() {
  return <form action={fromIntercept} />;
}
