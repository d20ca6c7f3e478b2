/** Longest side of what is sent, in pixels: a letter stays legible, and every phone can draw it (4096² is the least of them). */
const longestSide = 4096;
const quality = 0.9;

/**
 * The picture drawn anew: what it shows and nothing else. Place, time, device, comments and hidden previews stay behind.
 * Null for what this browser can't draw.
 */
export async function cleanImage(file: Blob, type: string): Promise<Blob | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  const share = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * share)),
  );
  const canvas = new OffscreenCanvas(width!, height!);
  const drawing = canvas.getContext('2d');
  drawing?.drawImage(picture, 0, 0, width!, height!);
  picture.close();
  // A still of what moves; where a browser can't write a type, it says which it wrote.
  const wanted = type === 'image/gif' ? 'image/png' : type === 'image/heic' ? 'image/jpeg' : type;
  return drawing && canvas.convertToBlob({ type: wanted, quality });
}
