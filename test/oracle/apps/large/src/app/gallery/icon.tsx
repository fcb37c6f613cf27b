export function generateImageMetadata() {
  return [{ id: 'small', contentType: 'image/png' }];
}
export default function Icon() {
  return new Response();
}
