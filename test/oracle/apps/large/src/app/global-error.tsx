'use client';
import { fromGlobalError } from '@/actions/globalErrorOnly';
export default function GlobalError() {
  return (
    <html>
      <body>
        <button onClick={() => void fromGlobalError()} />
      </body>
    </html>
  );
}
