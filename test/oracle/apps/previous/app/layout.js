import { inLayout } from '~/layoutActions';
export default function Layout({ children }) {
  return (
    <html>
      <body>
        <form action={inLayout} />
        {children}
      </body>
    </html>
  );
}
