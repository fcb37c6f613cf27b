import { fromBoth } from '@/actions/both';
export default function Page() {
  return <form action={fromBoth} />;
}
