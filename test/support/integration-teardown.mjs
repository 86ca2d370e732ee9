export default async function tearDown() {
  await globalThis.kunciTestServices?.stop();
}
