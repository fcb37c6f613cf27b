export function Order() {
  async function outer() {
    'use server';
    async function inner() {
      'use server';
    }
    void inner;
  }
  const held = {
    async method() {
      'use server';
    },
    plain: async function named() {
      'use server';
    },
  };
  return (
    <>
      <form action={outer as never} />
      <form action={held.method} />
      <form action={held.plain} />
      {[1].map((key) => (
        <form
          key={key}
          action={async () => {
            'use server';
            return void key;
          }}
        />
      ))}
    </>
  );
}
export default async function AlsoAnAction() {
  'use server';
}
export const exportedArrow = async () => {
  'use server';
};
