export type FillRule = 'nonzero' | 'evenodd'

/**
 * What a face needs of a Canvas 2D context; that of browsers and that of @napi-rs/canvas both are one.
 * `P` is the Path2D that goes with it.
 */
export type Surface<P> = {
  readonly canvas: { readonly width: number; readonly height: number }
  fillStyle: unknown
  strokeStyle: unknown
  lineWidth: number
  lineCap: 'butt' | 'round' | 'square'
  lineJoin: 'bevel' | 'miter' | 'round'
  save(): void
  restore(): void
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void
  translate(x: number, y: number): void
  rotate(angle: number): void
  beginPath(): void
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void
  ellipse(x: number, y: number, rx: number, ry: number, rotation: number, start: number, end: number): void
  closePath(): void
  fillRect(x: number, y: number, width: number, height: number): void
  fill(): void
  fill(path: P, rule?: FillRule): void
  stroke(): void
  stroke(path: P): void
  clip(): void
}

/** Makes a path of SVG path data: the Path2D of browsers or of @napi-rs/canvas. */
export type PathMaker<P> = new (data: string) => P

/** Whose colour a shape takes. */
export type Paint = 'skin' | 'line' | 'hair' | 'shade' | 'cloth' | 'trim'

/** An area of a drawing, or a line of a width, as SVG path data in the drawing's own units. */
export type Shape = { paint: Paint; d: string; rule?: FillRule; stroke?: number }
