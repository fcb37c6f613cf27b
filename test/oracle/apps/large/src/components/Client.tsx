'use client';
import { lazy, useActionState, useTransition } from 'react';
import { usedByClient, importedButUnused } from '@/actions/clientOnly';
import * as all from '@/actions/clientNamespace';
import { barreledUsed } from '@/clientBarrel';
import { passedOn, passedRenamed } from '@/actions/reexport';
import { fromBoth } from '@/actions/both';
import { clientOuter } from '@/actions/clientOuter';
import { Inner } from './Inner';
const Lazy = lazy(() => import('./Lazy'));
export function Client() {
  const [, action] = useActionState(usedByClient, null);
  const [, startTransition] = useTransition();
  const load = async () => {
    const whole = await import('@/actions/dynamicWhole');
    await whole.wholeUsed();
    const { pickedUsed } = await import('@/actions/dynamicPicked');
    await pickedUsed();
    await (await import('@/actions/dynamicMember')).memberUsed();
  };
  return (
    <>
      <form action={action} />
      <button onClick={() => startTransition(() => void all.namespaced())} />
      <button onClick={() => void import('@/actions/clientDynamic').then((m) => m.dynamicUsed())} />
      <button onClick={() => void import('@/actions/dynamicThenPicked').then(({ thenUsed }) => thenUsed())} />
      <button onClick={load} />
      <form action={barreledUsed} />
      <form action={passedOn} />
      <form action={passedRenamed} />
      <form action={fromBoth} />
      <form action={clientOuter} />
      <Inner />
      <Lazy />
    </>
  );
}
export function ClientNotRendered() {
  return <form action={all.namespacedByUnrendered} />;
}
