export const GET = () => new Response();
export const DELETE = () => new Response();
