import sharp from 'sharp';

/** An animated GIF or WebP of plain pictures of 8 × 8 pixels, one a colour. */
export async function makeAnimation(
  kind: 'gif' | 'webp',
  colours: readonly string[],
  delay: readonly number[],
): Promise<Buffer> {
  const frames = colours.map((background) =>
    sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  return kind === 'gif' ? joined.gif({ delay: [...delay] }).toBuffer() : joined.webp({ delay: [...delay] }).toBuffer();
}
