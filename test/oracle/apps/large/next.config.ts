import type { NextConfig } from 'next';

const config: NextConfig = {
  basePath: '/base',
  pageExtensions: ['tsx', 'ts', 'jsx', 'js', 'srv.ts'],
  typescript: { ignoreBuildErrors: true },
  async rewrites() {
    return {
      beforeFiles: [{ source: '/before', destination: '/api/declared' }],
      afterFiles: [
        { source: '/users-of/:id', destination: '/users/:id' },
        { source: '/manuals/:path*', destination: '/docs/:path*' },
        { source: '/elsewhere', destination: 'https://example.com/elsewhere' },
      ],
      fallback: [{ source: '/old-hello', destination: '/api/hello' }],
    };
  },
  async redirects() {
    return [{ source: '/moved', destination: '/api/constants', permanent: true }];
  },
};
export default config;
