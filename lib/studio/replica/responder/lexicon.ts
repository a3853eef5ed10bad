import { stemOf } from './text'

// Everyday English, groups parted by "/". "a b c": each is near enough to answer for the others. "a > b c": who asks
// about a is answered by b or c, but not the other way round. A word may stand in several groups.
const alike = `
discount > off reduced cheaper half third / equipment > machine tool device / machine equipment device
pot pottery ceramic / cancel terminate end / terminate end / son daughter child / eat > food meal eating
drink > drinks coffee tea water / sew sewing / train training course / course class training lesson
workshop studio / membership member subscription / subscribe subscription / rule permitted allowed
locker > store storage / chair seat / seat chair / buy > cost price shop / pass permit licence license
licence license permit / certificate diploma / age > over under / teen teenager young / senior elderly
adult grown / baby infant / pupil school / begin > start opens / last > long until / deliver > bring
carry transport / empty vacant / vacant empty free / crowded busy full / busy crowded / lively busy
life live / wife spouse married marry marriage wedding / husband spouse married marry marriage wedding /
child kid daughter son baby / parent mother father mum mom dad / sibling brother sister /
family > wife husband child children daughter son brother sister parent mother father /
relative > wife husband child daughter son brother sister parent mother father / mother mum mom /
father dad / born birth birthplace birthday / old age aged born / died death dead pass /
study studied degree graduate graduated university college diploma major doctorate bachelor educated education /
university college / school education educated > study university college degree graduated /
doctorate phd doctor degree / lives live living home house reside based apartment flat /
town city hometown / country nation / job profession occupation career work employed employment /
living > work job / do > work works / office workplace work / commute > cycles drives work walks bus train /
owner own owned belong run runs / leave vacate checkout / tv television / fridge refrigerator /
include > part / open > close closed closes / close closed > open / gym fitness / lab laboratory /
photo photograph / exam examination / ad advert advertisement / kitchen cook / cook chef cooking /
noise > loud quiet / view overlook / nearby near close nearest / borrow lend loan / loan borrow lend debt /
debt owe loan / guest visitor / guide tour / tour guide visit / museum gallery exhibition /
exhibition exhibit show / concert performance play / play game match / actor actress /
singer musician band / musician music instrument / painter artist painting / artist painter art /
scientist researcher research / research study investigate / discover discovery find found /
invent invention inventor / invention patent invent / experiment test trial / trial test /
army military soldier / law lawyer legal / crime criminal / police officer / hospital clinic /
illness disease sick / disease illness condition / pain hurt ache / hurt injure injury pain /
tired exhausted sleepy / afraid fear scared / happy glad pleased / sad unhappy / angry annoyed /
famous known / rich wealthy / poor poverty / grandfather grandpa > grandparents /
grandmother grandma > grandparents / aunt uncle > relatives / cousin > relatives / nickname > called known /
hair > bald blond / religion church faith / church chapel religion / farm farmer /
plant flower tree garden / tree plant forest / forest wood / mountain hill climb / river stream /
weather rain sun snow wind temperature / rain umbrella wet / snow ski winter / summer july august /
winter december january / christmas > december holidays / height tall high metre / length long metre /
distance far kilometre mile away / kilometre km / kilogram kg / litre l / speed > kilometre hour /
deadline until due / due deadline / notice announce announcement / news announcement / meeting conference /
agenda topic / topic subject theme / boat rowing sail / sail boat sailing / lake swim / beach coast shore /
vegetarian vegan / vegetarian vegan > meat fish eat / allergic allergy / dessert cake sweet /
alcohol wine beer / shower bath bathroom / towel linen sheet / heating heat warm / window pane /
door gate entrance / keyboard key / mouse click / click press tap / press push click / push press /
volume loud / download load / upload load / error message / crash freeze / backup copy / copy duplicate /
print printer / camera photo lens / headphone headset earphone / cable cord wire / wire cable /
adapter plug charger / charger charge adapter / filter sieve / oil lubricate / tool equipment /
equipment gear tool / helmet protect / protect protection / waterproof water > waterproof resistant /
rust corrosion / stain spot / shoe boot / shirt clothes /
boss lead leads head manager director run runs chief / head leader chief lead /
founder found founded cofounder cofounded start started establish established begin began create created set /
launch start started open / company firm business startup enterprise /
organisation organization company institution association /
invest investment back backed fund funded cheque check stake / investor fund venture /
colleague coworker partner / friend buddy mate pal /
hobby hobbies pastime > enjoys likes loves plays free spare cooking reading hiking /
interest > enjoys likes loves / open opening hours / hour time schedule / close closed closing shut /
start begin began starting beginning commence / end finish ended over stop until /
stop quit give cease ended / tend > looks look care treat sees see serve / establish > set /
perform do play / postpone delay later / refuse reject decline / discard throw dispose recycle bin /
cancel cancelled cancellation / normal usual standard regular typical ordinary average common /
late later lateness / early beforehand before / price cost fee charge rate tariff pay /
expensive cheap cost price afford > fee / money cash / discount reduction reduced cheaper > free /
free gratis complimentary / pay payment paid / salary wage earn income / bill invoice billing billed /
warranty guarantee covered coverage / refund return money reimbursed reimbursement / return back /
exchange replace swap / replacement replace spare new / new replacement / fix repair mend service broken /
problem trouble issue fault error / broken break damaged defect defective faulty / battery charge charging /
charge recharge charging charged / full fully complete completely / run last lasts / last lasts duration /
long length / often frequently frequency regularly / weight weigh weighs heavy / heavy weigh weighs /
big large size hold capacity dimension volume / size large big dimension small / capacity hold holds /
tall height high / wide width / small little tiny compact / fast quick quickly rapid speed /
loud noise noisy / quiet silent / hot heat overheat warm temperature / cold cool chilly /
clean wash rinse cleaning wipe / empty emptied / dry dryer / liquid water wet fluid /
spill > liquid fluid wet / spin turn rotate / turn rotate / blink flash flashing / light lamp led /
switch turn toggle / button switch key / bin container tank bucket / trash rubbish garbage waste bin /
safe safety danger dangerous / allow admit permit accept let welcome / allowed admitted permitted accepted /
forbidden prohibited banned / dog pet animal / cat pet animal / pet > dog cat animal /
animal > dog cat pet / child > kid toddler / pediatrician paediatrician > children child kids /
dentist > dental teeth tooth / physician doctor dr / nurse > nurses /
vaccine vaccination shot jab immunisation immunization / medicine drug medication prescription /
prescription medication / test exam examination check / blood > blood / fast fasting eat /
eat food meal / appointment visit consultation booking slot / visit come arrive /
book reserve booking reservation appointment / book novel / author writer write written /
write written wrote publish published / publish published came out release released appear /
title name called / mask > masks / bring take carry / document identity card paper /
id identification identity / form paperwork / first initial / patient > patients / sick ill illness /
emergency urgent / car parking park vehicle / parking park car / leave > park parking depart departure /
break drop fail lost / bus > bus / transport transportation transit > bus train tram metro subway /
public > bus train tram / train railway station / bike bicycle cycle cycles cycling / station stop /
phone telephone call number / call phone ring telephone / email mail /
contact > phone telephone email e-mail call write address reach / reach contact call /
address street located location / location located place situated address /
find locate located stand stands / where > located / shop store / buy purchase order / order ordered /
deliver delivery ship shipping / arrive arrival / leave depart departure / toilet restroom bathroom wc /
room rooms / stay accommodation / sleep bed / breakfast meal food / lunch meal food /
dinner meal food supper / food > meal breakfast lunch dinner restaurant menu dish /
drink beverage coffee tea / wifi internet wireless / internet wifi online / website site web online page /
computer laptop pc / phone smartphone mobile / app application software / software program application /
password passphrase / account profile / login sign / sign signin signup /
settings setting configure configuration / change edit modify alter adjust switch / delete remove erase /
remove take / create make set / make produce made / build built construct / help assist support assistance /
show display / picture photo image / film movie / video clip / music song /
instrument > cello cellist piano pianist violin violinist guitar guitarist trumpet flute drum drummer saxophone harp organ clarinet /
team staff crew group / employee staff worker people / member > members / customer client / user customer /
group > groups class / class course lesson / teach teacher teaching instructor / learn study /
student pupil learner / teacher instructor tutor / language > english french german spanish /
travel trip journey / holiday vacation / weekend > saturday sunday /
weekday > monday tuesday wednesday thursday friday / day date / today now currently / month monthly /
week weekly / year yearly annual annually / daily day / night evening / morning am / afternoon pm /
rule policy regulation / limit maximum max most / minimum min least / need require necessary must required /
must have required / required mandatory obligatory compulsory / reason because / like love enjoy /
hate dislike / prefer favourite favorite / favourite favorite prefer best / win award prize / award prize /
war battle / raise raised upbringing brought / pay finance fund sponsor / lecture talk speech presentation /
tonight evening / tutor teacher / vehicle > car van truck lorry bus motorbike /
furniture > table chair bed sofa desk / fruit > apple banana orange grape berry /
vegetable > potato carrot tomato onion salad / meat > beef pork chicken lamb fish /
relationship > married wife husband divorced engaged / divorce divorced separated / pregnant baby expect /
birthday born / award > medal prize /
profession job > photographer biologist engineer cook fisherman captain pilot carpenter baker builder banker accountant writer painter musician scientist farmer professor /
hobby > paints painting plays sailing chess /
nationality > norwegian french german italian spanish english american / employ hire / fire dismiss /
resign quit leave / retire retired retirement / sport > football tennis swimming running cycling rowing /
swim swimming pool / run running / walk hike hiking / ticket admission entry entrance /
entry entrance admission admit enter / enter entry entrance join / join enter /
wheelchair accessible accessibility lift ramp step / lift elevator / floor storey / child childhood /
grow grew raised / move moved relocate /
job > engineer teacher nurse lawyer doctor designer architect journalist director manager /
mean means indicate signal / sell sold sale / sale sold / earn earned make / spend spent / lose lost /
success successful / goal aim objective purpose target / purpose goal / plan planned intend /
idea proposal / advice advise tip suggestion recommend / recommend suggest advice / tip advice /
mistake error / difficult hard tough / easy simple / good best great / bad poor / store storage keep /
keep store / collect pick fetch / pick collect / send submit / receive get / get obtain receive /
choose pick select / select choose / wait waiting / result outcome / talk speak / say tell / answer reply /
question ask / listen hear / see watch look / look see / material made fabric / ingredient contain /
contain include / include included contain / colour color / plug socket / power electricity /
screen display / key keys / lock locked / unlock open / connect connection pair / pair connect /
reset restart / restart reboot reset / install installation setup / setup install / age > years /
rent lease hire / neighbour neighbor / smoke smoking cigarette / insurance insured / tax vat /
currency euro dollar pound / country > countries / kind type sort / type kind / part component /
piece part / amount sum / share sharing / garden yard / road street / bridge crossing / sea ocean /
boat ship / plane flight / feedback review / private privacy / public open / security secure /
record recording / save store / paid pay / dress clothes wear / wear clothes
`

// Words so general that a source need not repeat them for the question to be answered.
const general = `along away back around near anyhow somehow bring carry hold know tell say mean means like want need think happen happens happened please thing things stuff way info
information detail details about kind sort type name called exactly actually really currently usually normally normal
usual standard typical regular right correct possible able available use used using get getting got make made give given
take takes taken go going come comes find have having do does put set look see work works working keep let try offer
offers ask asking question wonder wondering curious hear heard remember briefly anything something someone anybody
anyone somebody everything nothing place time times people person number amount total much many okay ok fine allowed
necessary sure maybe perhaps probably ever already yet again anymore longer still now today good best better well new
old big small large little bit quite whole entire different main certain specific particular other another together
initial first ago soon later earlier lately whenever wherever somewhere anywhere become became currently original
explain describe show give share talk speak tell could help possibly just hey hello hi so well kindly
long often far late early quick quickly fast properly too full fully handle deal start end year date day`

type Relation = Map<string, Set<string>>

const relations: Relation = new Map()
const relate = (from: string, to: string) => {
  if (from === to) return
  const known = relations.get(from) ?? new Set<string>()
  known.add(to)
  relations.set(from, known)
}
for (const group of alike.split('/')) {
  const [left = '', right] = group.split('>')
  const words = (part: string) => part.trim().split(/\s+/).map(stemOf)
  for (const from of words(left)) for (const to of words(right ?? left)) relate(from, to)
}

const generalStems = new Set(general.split(/\s+/).map(stemOf))

const none: ReadonlySet<string> = new Set()

/** The stems that may answer for a stem in a question; empty when the word stands alone. */
export const relatedTo = (stem: string): ReadonlySet<string> => relations.get(stem) ?? none

/** True for words that say little about the subject ("exactly", "available", "thing"). */
export const isGeneral = (stem: string) => generalStems.has(stem)
