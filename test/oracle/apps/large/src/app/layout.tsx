import { fromLayout } from '@/actions/layoutOnly';
export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html>
      <body>
        <form action={fromLayout}>
          <button>layout</button>
        </form>
        {children}
      </body>
    </html>
  );
}
