import { later } from '@/actions/later';
export default function Later() {
  return <form action={later} />;
}
