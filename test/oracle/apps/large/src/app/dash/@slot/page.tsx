import { fromSlot } from '@/actions/slotOnly';
export default function Page() {
  return <form action={fromSlot} />;
}
