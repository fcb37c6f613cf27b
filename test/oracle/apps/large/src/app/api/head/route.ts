export const HEAD = () => new Response();
