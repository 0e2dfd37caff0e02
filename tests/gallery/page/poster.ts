/** A made-up poster as a `data:` URL: a gradient and a disc, different for each path. */
export function makePoster(thumb: string): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [200, 300];
  const context = canvas.getContext('2d');
  if (!context) return '';
  const hue = ([...thumb].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) * 47) % 360;
  const sky = context.createLinearGradient(0, 0, 60, 300);
  sky.addColorStop(0, `hsl(${hue} 40% 22%)`);
  sky.addColorStop(1, `hsl(${(hue + 50) % 360} 45% 58%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, 200, 300);
  context.fillStyle = `hsl(${(hue + 180) % 360} 35% 80% / 85%)`;
  context.beginPath();
  context.arc(60 + (hue % 80), 110, 46, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = `hsl(${hue} 45% 14%)`;
  context.fillRect(0, 210 + (hue % 30), 200, 90);
  return canvas.toDataURL('image/png');
}
