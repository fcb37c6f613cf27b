import { fromInstrumentation } from '@/actions/instrumentationOnly';
export function register() {
  void fromInstrumentation;
}
