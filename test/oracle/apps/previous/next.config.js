/** @type {import('next').NextConfig} */
module.exports = {
  eslint: { ignoreDuringBuilds: true },
  redirects: async () => [{ source: '/old', destination: '/api/items', permanent: false }],
  rewrites: async () => [{ source: '/things/:id', destination: '/api/items/:id' }],
};
