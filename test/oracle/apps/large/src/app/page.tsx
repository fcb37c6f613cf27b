import declared, {
  arrow,
  conditional,
  expression,
  generator,
  plain,
  wrapped,
  picked,
  renamedPick,
  listed,
  listedAs,
  alpha,
  zulu,
  mike,
  aliased,
} from '@/actions/forms';
import { called } from '@/actions/serverCalled';
import '@/actions/sideEffect';
import type { typed } from '@/actions/typeOnly';
import { State } from '@/actions/typeByUse';
import { neverUsedHere } from '@/actions/importedNotUsed';
import { fromBarrel } from '@/barrel';
import { Client } from '@/components/Client';
import { Passed } from '@/components/Passed';
import { asProp, boundProp } from '@/actions/props';
import { inventory, Counter } from '@/lib/holders';
export default async function Home() {
  await called();
  const state: State = {};
  const lazy = await import('@/actions/dynamicServer');
  const bound = boundProp.bind(null, 1);
  return (
    <>
      <form action={declared} />
      <form action={arrow} />
      <form action={expression} />
      <form action={wrapped} />
      <form action={conditional} />
      <form action={plain} />
      <form action={generator as never} />
      <form action={picked} />
      <form action={renamedPick} />
      <form action={listed} />
      <form action={listedAs} />
      <form action={alpha} />
      <form action={zulu} />
      <form action={mike} />
      <form action={aliased} />
      <form action={fromBarrel} />
      <form action={lazy.lazyUsed} />
      <form action={inventory.ship} />
      <form action={inventory.pack} />
      <form action={Counter.reset} />
      <form action={Counter.field} />
      <Passed save={asProp} bound={bound} state={state} />
      <Client />
    </>
  );
}
