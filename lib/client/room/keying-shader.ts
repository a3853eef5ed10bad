import { keyDirection, keying, keyLightness, ringOffsets } from './keying'

/** A number as GLSL wants it: never without a point. */
const float = (value: number) => {
  const text = value.toPrecision(9)
  return /[.e]/.test(text) ? text : `${text}.0`
}
const vector = (values: readonly number[]) => `vec${values.length}(${values.map(float).join(', ')})`
const share = (level: number) => level / 255

/** Draws the whole picture; textures have their first line at the bottom, videos at the top. */
export const vertexShader = `
attribute vec2 corner;
varying vec2 place;
void main() {
  place = vec2(corner.x, -corner.y) * 0.5 + 0.5;
  gl_Position = vec4(corner, 0.0, 1.0);
}`

/** `lookAround` and `keyPixel` of `keying.ts`, with colours from 0 to 1. `pixel` is the size of one pixel of the picture. */
export const fragmentShader = `
#ifdef GL_FRAGMENT_PRECISION_HIGH
precision highp float;
#else
precision mediump float;
#endif
uniform sampler2D picture;
uniform vec2 pixel;
varying vec2 place;

const vec3 key = ${vector(keying.key.map(share))};
const float keyLightness = ${float(share(keyLightness))};
const float overshoot = ${float(share(keying.overshoot))};

float lightnessOf(vec3 color) {
  return dot(color, ${vector(keying.lightness)});
}
vec2 towardsKey(vec3 color) {
  vec2 inPlane = (color.br - lightnessOf(color)) * ${vector(keying.plane)};
  vec2 direction = ${vector(keyDirection.map((part) => part * 255))};
  return vec2(dot(inPlane, direction), abs(inPlane.x * direction.y - inPlane.y * direction.x));
}
float greenness(vec3 color) {
  vec2 way = towardsKey(color);
  return way.x - ${float(keying.hue)} * way.y;
}
float ramp(float value, float from, float to) {
  return clamp((value - from) / (to - from), 0.0, 1.0);
}

// What is summed up around a pixel: green, weights, and the most green.
float sum;
float weights;
float near;
void look(vec2 offset, float lightness) {
  vec3 color = texture2D(picture, place + offset * pixel).rgb;
  float green = greenness(color);
  float apart = (lightnessOf(color) - lightness) / ${float(share(keying.alike))};
  float weight = exp(-apart * apart);
  sum += weight * green;
  weights += weight;
  near = max(near, green);
}

void main() {
  vec3 color = texture2D(picture, place).rgb;
  float lightness = lightnessOf(color);
  sum = greenness(color);
  weights = 1.0;
  near = sum;
${ringOffsets.map((offset) => `  look(${vector(offset)}, lightness);`).join('\n')}

  float darker = ramp(keyLightness - overshoot - lightness, 0.0, keyLightness - overshoot);
  float lighter = ramp(lightness - keyLightness - overshoot, 0.0, 1.0 - keyLightness - overshoot);
  float taken = ramp(sum / weights, ${float(keying.kept)}, ${float(keying.gone)});
  float opacity = max(1.0 - taken, max(darker, lighter));
  float edge = ramp(near, ${keying.near.map(float).join(', ')});
  float spill = edge * max(0.0, towardsKey(color).x);
  vec3 left = color - spill * (key - keyLightness) - (1.0 - opacity) * keyLightness;
  left = clamp(left, 0.0, opacity);
  left.g -= edge * max(0.0, left.g - max(left.r, left.b));
  gl_FragColor = vec4(left, opacity);
}`
