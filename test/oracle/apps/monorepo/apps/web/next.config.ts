import type { NextConfig } from 'next';
const config: NextConfig = {
  transpilePackages: ['@acme/actions', '@acme/ui'],
  typescript: { ignoreBuildErrors: true },
};
export default config;
