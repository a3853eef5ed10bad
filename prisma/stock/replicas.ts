/** Which parts of the Notionists set (`@dicebear/notionists`) make a face; every list has one entry, every probability is 0 or 100. */
type NotionistsOptions = {
  body: [string]
  hair: [string]
  brows: [string]
  eyes: [string]
  nose: [string]
  lips: [string]
  beard?: [string]
  beardProbability: 0 | 100
  glasses?: [string]
  glassesProbability: 0 | 100
  gestureProbability: 0
  bodyIconProbability: 0
  /** Per cent of the drawn size, and where the picture is moved, in per cent: head and shoulders fill the frame. */
  scale: number
  translateY: number
  /** Hex without "#"; the dashboard uses the same colour around the picture. */
  backgroundColor: [string]
}

/** A replica that every installation has. */
export type StockReplica = {
  replicaId: string
  replicaName: string
  look: { style: 'notionists'; options: NotionistsOptions }
  /** Settings of espeak-ng that go with any language: its voice variant, pitch 0 to 99, words a minute. */
  voice: { variant: string; pitch: number; rate: number; gender: 'female' | 'male' }
}

type Parts = Pick<
  NotionistsOptions,
  'body' | 'hair' | 'brows' | 'eyes' | 'nose' | 'lips' | 'beard' | 'glasses'
>

function look(background: string, parts: Parts): StockReplica['look'] {
  return {
    style: 'notionists',
    options: {
      ...parts,
      beardProbability: parts.beard ? 100 : 0,
      glassesProbability: parts.glasses ? 100 : 0,
      gestureProbability: 0,
      bodyIconProbability: 0,
      scale: 122,
      translateY: 4,
      backgroundColor: [background],
    },
  }
}

/** The replicas every installation has, in the order of the gallery. */
export const stockReplicas: StockReplica[] = [
  {
    replicaId: 'rfe12d8b9597',
    replicaName: 'Nathan',
    look: look('d3e2ec', {
      body: ['variant16'],
      hair: ['variant35'],
      brows: ['variant08'],
      eyes: ['variant05'],
      nose: ['variant10'],
      lips: ['variant17'],
    }),
    voice: { variant: 'm3', pitch: 42, rate: 165, gender: 'male' },
  },
  {
    replicaId: 'r90bbd427f71',
    replicaName: 'Anna',
    look: look('f4dccf', {
      body: ['variant21'],
      hair: ['variant23'],
      brows: ['variant07'],
      eyes: ['variant05'],
      nose: ['variant14'],
      lips: ['variant22'],
    }),
    voice: { variant: 'f2', pitch: 56, rate: 160, gender: 'female' },
  },
  {
    replicaId: 'r79e1c033f',
    replicaName: 'Marcus',
    look: look('dbe6cf', {
      body: ['variant20'],
      hair: ['variant22'],
      brows: ['variant07'],
      eyes: ['variant05'],
      nose: ['variant02'],
      lips: ['variant23'],
      beard: ['variant02'],
    }),
    voice: { variant: 'm7', pitch: 34, rate: 170, gender: 'male' },
  },
  {
    replicaId: 'rf4e9d9790f0',
    replicaName: 'Amira',
    look: look('e3d9ef', {
      body: ['variant07'],
      hair: ['variant63'],
      brows: ['variant08'],
      eyes: ['variant05'],
      nose: ['variant16'],
      lips: ['variant17'],
    }),
    voice: { variant: 'f3', pitch: 50, rate: 158, gender: 'female' },
  },
  {
    replicaId: 'r8b2f6d3c1e7',
    replicaName: 'Mei',
    look: look('cfe7df', {
      body: ['variant14'],
      hair: ['variant41'],
      brows: ['variant08'],
      eyes: ['variant05'],
      nose: ['variant08'],
      lips: ['variant22'],
      glasses: ['variant11'],
    }),
    voice: { variant: 'f4', pitch: 60, rate: 168, gender: 'female' },
  },
  {
    replicaId: 'r4c7d0e5a9b2',
    replicaName: 'Henrik',
    look: look('e6e2d6', {
      body: ['variant25'],
      hair: ['variant60'],
      brows: ['variant07'],
      eyes: ['variant05'],
      nose: ['variant19'],
      lips: ['variant03'],
      glasses: ['variant08'],
      beard: ['variant06'],
    }),
    voice: { variant: 'm1', pitch: 30, rate: 152, gender: 'male' },
  },
  {
    replicaId: 'r2d5a91b7c64',
    replicaName: 'Rosa',
    look: look('f6e5b8', {
      body: ['variant09'],
      hair: ['variant36'],
      brows: ['variant12'],
      eyes: ['variant05'],
      nose: ['variant04'],
      lips: ['variant30'],
    }),
    voice: { variant: 'f5', pitch: 46, rate: 172, gender: 'female' },
  },
  {
    replicaId: 'r6e3f80a4d19',
    replicaName: 'Jaspreet',
    look: look('f0d3d6', {
      body: ['variant05'],
      hair: ['variant61'],
      brows: ['variant07'],
      eyes: ['variant05'],
      nose: ['variant06'],
      lips: ['variant17'],
      beard: ['variant02'],
    }),
    voice: { variant: 'm4', pitch: 38, rate: 162, gender: 'male' },
  },
]
