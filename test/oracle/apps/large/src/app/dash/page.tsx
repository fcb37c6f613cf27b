import { fromPrivateFolder } from '../_private/actions';
export default function Page() {
  return <form action={fromPrivateFolder} />;
}
