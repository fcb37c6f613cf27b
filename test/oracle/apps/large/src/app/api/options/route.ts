export const GET = () => new Response();
export const OPTIONS = () => new Response();
