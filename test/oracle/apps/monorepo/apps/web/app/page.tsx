import { save } from '@acme/actions';
import { remove } from '@acme/actions/admin';
import { SaveButton } from '@acme/ui';
import { local } from '@/lib/actions';
export default function Page() {
  return (
    <>
      <form action={save} />
      <form action={remove} />
      <form action={local} />
      <SaveButton />
    </>
  );
}
