module.exports = { GET: () => new Response(), POST: () => new Response() };
