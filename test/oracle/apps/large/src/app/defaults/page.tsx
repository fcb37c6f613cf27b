import both, { named } from '@/actions/defaults';
import wrappedDefault from '@/actions/defaultWrapped';
import * as old from '@/actions/commonJs';
import { viaImports } from '#deep/viaImports';
import { passedOnServer } from '@/actions/reexportServer';
import { outer } from '@/actions/serverOuter';
import dynamic from 'next/dynamic';
import { Order } from './Order';
const Later = dynamic(() => import('./Later'));
export default async function Page() {
  await passedOnServer();
  return (
    <>
      <form action={both} />
      <form action={named} />
      <form action={wrappedDefault} />
      <form action={viaImports} />
      <form action={outer} />
      <p>{Object.keys(old).length}</p>
      <Later />
      <Order />
    </>
  );
}
