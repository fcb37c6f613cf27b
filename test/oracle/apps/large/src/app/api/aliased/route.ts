async function answer() {
  return new Response();
}
export { answer as GET, answer as POST };
