import { fromTemplate } from '@/actions/templateOnly';
export default function Template({ children }: { children: React.ReactNode }) {
  return <form action={fromTemplate}>{children}</form>;
}
