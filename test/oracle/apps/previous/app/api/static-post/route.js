export const dynamic = 'force-static';
export const GET = () => Response.json({});
export const POST = () => Response.json({});
