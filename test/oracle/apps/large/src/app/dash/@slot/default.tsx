import { fromDefault } from '@/actions/defaultOnly';
export default function Default() {
  return <form action={fromDefault} />;
}
