import { fragmentShader, vertexShader } from './keying-shader'

export type Keyer = { stop(): void }

type KeyerOptions = {
  /** Plays the green picture. It may be invisible, not absent. */
  video: HTMLVideoElement
  /** True with the first picture on the canvas; false when the graphics card was lost, until it is back. */
  onDrawing(drawing: boolean): void
}

/** What is drawn with: a new one after the context was lost. */
type Brush = { gl: WebGLRenderingContext; pixel: WebGLUniformLocation | null; free(): void }

/**
 * Draws the pictures of a video on a canvas, the green of the screen transparent, for as long as the canvas is in view.
 * The canvas takes the size of the video, and keeps its picture for who copies it at any time.
 * Returns null where there is no WebGL: then only the video itself is there to be shown.
 */
export function createKeyer(canvas: HTMLCanvasElement, { video, onDrawing }: KeyerOptions): Keyer | null {
  const context = canvas.getContext('webgl', {
    alpha: true,
    premultipliedAlpha: true,
    antialias: false,
    depth: false,
    // Recorders copy the picture whenever they need one.
    preserveDrawingBuffer: true,
    powerPreference: 'low-power',
  })
  if (!context) return null
  let brush = context.isContextLost() ? null : createBrush(context)
  if (!brush && !context.isContextLost()) return null

  let stopped = false
  let drawing = false
  let inView = true
  let awaited: { cancel(): void } | null = null

  const isSeen = () => inView && !document.hidden
  function say(now: boolean): void {
    if (now === drawing) return
    drawing = now
    onDrawing(now)
  }
  /** Waits for the next picture, once; in the background for none. */
  function wait(): void {
    if (awaited || stopped || !brush || !isSeen()) return
    awaited = nextPicture(video, () => {
      awaited = null
      draw()
      wait()
    })
  }
  function forget(): void {
    awaited?.cancel()
    awaited = null
  }
  function draw(): void {
    if (!brush || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return
    if (paint(brush, canvas, video)) say(true)
  }
  function look(): void {
    if (isSeen()) wait()
    else forget()
  }
  function onLost(event: Event): void {
    // Without this it would never be restored.
    event.preventDefault()
    brush = null
    forget()
    say(false)
  }
  function onRestored(): void {
    if (!context) return
    brush = createBrush(context)
    // The video may stand still: its picture is drawn all the same.
    draw()
    wait()
  }

  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? true
    look()
  })
  observer.observe(canvas)
  document.addEventListener('visibilitychange', look)
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onRestored)
  draw()
  wait()
  return {
    stop() {
      stopped = true
      forget()
      observer.disconnect()
      document.removeEventListener('visibilitychange', look)
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
      brush?.free()
    },
  }
}

/** Calls once when the video has another picture; where browsers do not tell, at the next repaint. */
function nextPicture(video: HTMLVideoElement, act: () => void): { cancel(): void } {
  if ('requestVideoFrameCallback' in video) {
    const id = video.requestVideoFrameCallback(act)
    return { cancel: () => video.cancelVideoFrameCallback(id) }
  }
  const id = requestAnimationFrame(act)
  return { cancel: () => cancelAnimationFrame(id) }
}

/** Prepares a context to draw with; null when it refuses, as a broken driver does. */
function createBrush(gl: WebGLRenderingContext): Brush | null {
  const program = gl.createProgram()
  const shaders = [
    compile(gl, gl.VERTEX_SHADER, vertexShader),
    compile(gl, gl.FRAGMENT_SHADER, fragmentShader),
  ]
  for (const shader of shaders) if (shader) gl.attachShader(program, shader)
  gl.linkProgram(program)
  for (const shader of shaders) gl.deleteShader(shader)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    gl.deleteProgram(program)
    return null
  }
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, no hook
  gl.useProgram(program)

  const corners = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, corners)
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW)
  const corner = gl.getAttribLocation(program, 'corner')
  gl.enableVertexAttribArray(corner)
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0)

  const picture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, picture)
  // Sides that are no powers of two allow nothing else.
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
  return {
    gl,
    pixel: gl.getUniformLocation(program, 'pixel'),
    free() {
      gl.deleteTexture(picture)
      gl.deleteBuffer(corners)
      gl.deleteProgram(program)
    },
  }
}

function compile(gl: WebGLRenderingContext, kind: number, text: string): WebGLShader | null {
  const shader = gl.createShader(kind)
  if (!shader) return null
  gl.shaderSource(shader, text)
  gl.compileShader(shader)
  return shader
}

/** Draws the video's picture of now; false when the video has none that may be read. */
function paint({ gl, pixel }: Brush, canvas: HTMLCanvasElement, video: HTMLVideoElement): boolean {
  const { videoWidth: width, videoHeight: height } = video
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  gl.viewport(0, 0, width, height)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, video)
  gl.uniform2f(pixel, 1 / width, 1 / height)
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4)
  return gl.getError() === gl.NO_ERROR
}
