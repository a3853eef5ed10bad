// Scans places (`localhost:8443/signin`) with Mozilla's HTTP Observatory, as its own command does, and prints
// `{ grade, score, statusCode, faults }` of each as one line of JSON, in order. Run by `observatory.ts`, with the folder of
// the scanner's package before the places.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, ...places] = process.argv.slice(2)
const { scan } = await import(pathToFileURL(join(folder, 'src/index.js')).href)

for (const place of places) {
  const { scan: verdict, tests } = await scan(place)
  const { grade, score, statusCode } = verdict
  const faults = Object.entries(tests).flatMap(([name, { pass, result }]) =>
    pass ? [] : `${name}: ${result}`,
  )
  console.log(JSON.stringify({ grade, score, statusCode, faults }))
}
