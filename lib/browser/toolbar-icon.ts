import { browser } from 'wxt/browser';
import type { ToolbarState } from '../domain/toolbar-state.ts';

const sizes = [16, 32] as const;

// each with at least 3:1 to white and to the grey of Chromium's dark toolbar (#35363a): nobody tells which it is drawn on
const colours = { grey: '#7d8797', amber: '#c77700', red: '#e5484d' } as const;

/** The icon of the extension with the shape of a state drawn over it, in each size that toolbars use. */
export async function iconOf(
  shape: ToolbarState['shape'],
  colour: ToolbarState['colour'],
): Promise<Record<(typeof sizes)[number], ImageData>> {
  const [small, large] = await Promise.all(sizes.map((size) => drawn(size, shape, colours[colour])));
  if (!small || !large) throw new Error('nothing was drawn');
  return { 16: small, 32: large };
}

async function drawn(size: number, shape: ToolbarState['shape'], colour: string): Promise<ImageData> {
  const file = await fetch(browser.runtime.getURL(`/icons/${size}.png` as '/'));
  const picture = await createImageBitmap(await file.blob());
  const canvas = new OffscreenCanvas(size, size).getContext('2d');
  if (!canvas) throw new Error('no canvas');
  if (shape === 'dim') canvas.globalAlpha = 0.45;
  const inset = shape === 'ring' ? size / 6 : 0;
  canvas.drawImage(picture, inset, inset, size - 2 * inset, size - 2 * inset);
  if (shape === 'ring') ring(canvas, size, colour);
  if (shape === 'slash') slash(canvas, size, colour);
  return canvas.getImageData(0, 0, size, size);
}

function ring(canvas: OffscreenCanvasRenderingContext2D, size: number, colour: string): void {
  canvas.lineWidth = size / 9;
  canvas.strokeStyle = colour;
  canvas.beginPath();
  canvas.arc(size / 2, size / 2, size / 2 - canvas.lineWidth / 2, 0, 2 * Math.PI);
  canvas.stroke();
}

/** Through the whole icon, parted from it on both sides so that it is seen on any colour. */
function slash(canvas: OffscreenCanvasRenderingContext2D, size: number, colour: string): void {
  const line = (width: number): void => {
    canvas.lineWidth = width;
    canvas.beginPath();
    canvas.moveTo(0, 0);
    canvas.lineTo(size, size);
    canvas.stroke();
  };
  canvas.globalCompositeOperation = 'destination-out';
  line(size / 3.5);
  canvas.globalCompositeOperation = 'source-over';
  canvas.strokeStyle = colour;
  line(size / 8);
}
