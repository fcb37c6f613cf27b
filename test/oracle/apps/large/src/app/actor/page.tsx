'use server';
export default async function Page() {
  return <p>an action</p>;
}
