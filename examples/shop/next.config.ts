import type { NextConfig } from 'next';

const nextConfig: NextConfig = {
  // Without it Next.js takes a folder further up that has a lockfile for the root.
  turbopack: { root: import.meta.dirname },
  async headers() {
    return [
      {
        source: '/api/v1/:path*',
        headers: [
          { key: 'Access-Control-Allow-Origin', value: 'https://partners.example.com' },
          { key: 'Access-Control-Allow-Methods', value: 'GET, OPTIONS' },
        ],
      },
    ];
  },
};

export default nextConfig;
