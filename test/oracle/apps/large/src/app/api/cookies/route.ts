import { cookies } from 'next/headers';
export const revalidate = 60;
export const GET = async () => new Response(String((await cookies()).size));
