export const generateStaticParams = () => [{ id: 'a' }, { id: 'b' }];
export const GET = async (_: Request, { params }: { params: Promise<{ id: string }> }) =>
  new Response((await params).id);
