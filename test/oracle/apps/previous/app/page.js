import { save, bound } from 'lib/actions';
import { named } from '~/barrel';
import Client from 'components/Client';
import { importedNotUsed } from '~/notUsed';
export default function Page() {
  async function inline() {
    'use server';
  }
  async function neverPassed() {
    'use server';
  }
  return (
    <>
      <form action={save} />
      <form action={bound.bind(null, 1)} />
      <form action={named} />
      <form action={inline} />
      <form
        action={async () => {
          'use server';
        }}
      />
      <Client />
    </>
  );
}
