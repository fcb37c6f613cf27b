import { Listing } from './Listing';
export default function Page({ id = 'x' }: { id?: string }) {
  async function rendered() {
    'use server';
    return void id;
  }
  async function neverPassed() {
    'use server';
  }
  const arrow = async () => {
    'use server';
  };
  return (
    <>
      <form action={rendered} />
      <form action={arrow} />
      <form
        action={async () => {
          'use server';
        }}
      >
        <button
          formAction={async function () {
            'use server';
          }}
        />
      </form>
      <Listing
        handlers={{
          remove: async () => {
            'use server';
          },
        }}
      />
    </>
  );
}
