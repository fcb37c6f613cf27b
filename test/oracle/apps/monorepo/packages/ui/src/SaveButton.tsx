'use client';
import { uiUsed } from '@acme/actions/fromUi';
export function SaveButton() {
  return <button onClick={() => void uiUsed()}>save</button>;
}
