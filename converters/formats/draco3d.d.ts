/** What we ask of draco3d, which has no types of its own. */
declare module 'draco3d' {
  const draco3d: { createEncoderModule(): Promise<unknown>; createDecoderModule(): Promise<unknown> };
  export default draco3d;
}
