/** Words that nearly every sentence of a language has one of. Several languages may share a word. */
export const commonWords: Record<string, string> = {
  english:
    "the and is are was were of to in it you that this with for on have has be not what how can i'm i'll it's don't we they he she my your would will from about there which please thanks thank hello hey good yes know do does did an as or if when who where today here please sorry okay welcome morning",
  french:
    "le la les un une des et est sont de du au aux que qui dans pour pas vous je il elle nous ce cette avec sur plus mais comment c'est j'ai n'est être avoir bonjour merci oui votre vos mon ma mes où très bien quoi aujourd'hui ne se si l' d' qu'est s'il plaît quel quelle suis êtes fait peut peux salut ici bonsoir",
  german:
    'der die das und ist sind ich sie wir ihr nicht ein eine einen einem einer zu den dem mit auf für von wie was im auch aber kann können haben habe hat bitte danke guten tag ja nein heute wird werden sehr gut es wo wer warum hallo mein dein ihnen mir dir uns noch schon oder wenn gibt morgen hier gern gerne mehr diese dieser dieses',
  spanish:
    'el la los las un una de y es son que en por para con no se su del al lo como qué cómo está están estoy muy más pero yo usted ustedes tú me te le gracias hola buenos buenas días sí hoy puedo puede quiero tengo tiene hay ser estar mi cuando dónde favor bien esto eso gusta',
  portuguese:
    'o a os as um uma de e é são que em no na nos nas por para com não se seu sua do da dos das ao como está estou muito mais mas eu você vocês obrigado obrigada olá bom boa dia sim hoje posso pode quero tenho tem ser meu minha quando onde isso aqui favor bem tudo ajudar',
  italian:
    "il lo la i gli le un una uno di e è sono che in per con non si del della dei delle al alla come cosa anche più ma io lei noi voi grazie ciao buongiorno sì oggi posso può voglio ho ha essere mio mia quando dove questo questa molto bene c'è dell' l' un' perché favore sei abbiamo aiutarla aiutarti vuole",
  dutch:
    'de het een en is zijn van in dat die niet ik je jij u wij we ze hij met op voor te aan er maar ook hoe wat kan kunnen heb heeft hebben goed goede dag dank ja nee vandaag waar wie mijn uw naar bij als dit deze wordt graag helpen hallo ben bent nog wel morgen hier',
  polish:
    'i w na z do nie się to jest są że jak co czy ja ty pan pani my wy oni dla od po za o ale był być mam ma może mogę dzień dobry dziękuję proszę tak dzisiaj dziś gdzie kiedy bardzo dobrze tego tym który która cześć mi pomóc jestem już tylko',
  swedish:
    'och är att det en ett i på av som för med jag du vi ni han hon den inte har till kan vad hur om från men var så mig dig sig tack hej god dag ja nej idag här där mycket bra vill ska skulle också eller när vem min ditt morgon hjälpa finns',
  turkish:
    've bir bu için ile ne nasıl mı mi mu mü değil var yok ben sen siz biz onlar çok daha gibi ama da de ki olarak olan merhaba günaydın teşekkür teşekkürler ederim evet hayır bugün lütfen iyi kadar sonra size bana beni yardımcı olabilirim istiyorum nerede şey',
  tagalog:
    'ang ng mga sa na ay ako ikaw siya kami tayo kayo sila ko mo niya natin ninyo nila hindi oo po opo ano paano saan kailan bakit ito iyan iyon may mayroon wala salamat kumusta magandang umaga araw gabi para kung dahil pero lang din rin ba naman ngayon inyo kita kanya isang gusto',
  romanian:
    'și este sunt de la în cu pe nu un o care că ce cum eu tu el ea noi voi dar mai din pentru sau am ai are avem fi fost bună ziua mulțumesc da azi astăzi vă te mă unde când foarte bine acest această pot puteți vreau îmi să dimineața salut ajuta',
  czech:
    'a je se na v že to s z do i o jsem jste jsou jak co kde kdy já ty vy my ale by být mám máte má ano ne děkuji prosím dobrý den dnes velmi také jako pro při které který tak vám mi bych může můžete ahoj dobře chci ráno ještě už jsme není',
  finnish:
    'ja on ei se että hän minä sinä me te he ovat oli mutta tai kun niin kuin mitä miten missä kuka mikä joka tämä tuo olen olet olla voi voin voinko kiitos hei hyvää päivää huomenta kyllä tänään myös vain mukaan sekä jos nyt hyvin paljon minun sinun teidän ole auttaa haluan täällä',
  croatian:
    'i je u na se da što sam si smo ste su kako gdje kada ja ti vi mi oni ali bi biti imam imate ima ne hvala molim dobar dan danas vrlo također za od do s iz koji koja ili jer mogu može možete bok dobro želim jutro vam nije kao još samo pomoći dobrodošli jesam jeste više nemam nemamo žao ovaj ova ovo nas',
  malay:
    'dan yang di ke ini itu untuk dengan dari pada adalah tidak saya anda awak kami kita mereka ada akan boleh bagaimana apa mana bila siapa terima kasih selamat pagi hari tolong ya juga lebih atau kerana jika sudah sahaja mahu bagi encik puan ialah sila pergi cakap nak',
  indonesian:
    'dan yang di ke ini itu untuk dengan dari pada adalah tidak saya anda kamu kami kita mereka ada akan bisa bagaimana apa mana kapan siapa terima kasih selamat pagi hari tolong ya juga lebih atau karena jika sudah saja ingin bagi bapak ibu dapat silakan pergi sekarang aku nggak belum',
  slovak:
    'a je sa na v že to s z do aj o som ste sú ako čo kde kedy ja ty vy my ale by byť mám máte má áno nie ďakujem prosím dobrý deň dnes veľmi tiež pre pri ktoré ktorý tak vám mi môže môžete ahoj dobre chcem ráno ešte už sme môžem pomôcť',
  danish:
    'og er at det en et i på af som for med jeg du vi han hun den ikke har til kan hvad hvordan om fra men var så mig dig sig tak hej god dag ja nej her der meget godt vil skal skulle også eller når hvem min dit godmorgen hjælpe være blev kunne nogle noget',
  norwegian:
    'og er at det en et i på av som for med jeg du vi dere han hun den ikke har til kan hva hvordan om fra men var så meg deg seg takk hei god dag ja nei her der veldig bra vil skal skulle også eller når hvem min ditt morgen hjelpe være ble kunne noen noe',
  hungarian:
    'a az és van nem hogy egy ez azt is de meg mi ki hol mikor hogyan én te ő mi ti ők vagyok vagy volt lesz lehet köszönöm kérem jó napot reggelt igen ma nagyon mint csak már még ha akkor itt ott szia miben segíthetek tudok önnek ön szeretnék kell vele amit most',
  vietnamese:
    'và là của có không tôi bạn anh chị em chúng ta cho với trong được này đó gì như thế nào đây khi nếu nhưng các một những người hôm nay xin chào cảm ơn vâng rất cũng đã sẽ đang ở đi làm giúp thể mình ạ nhé',
  russian:
    'и в не на я что он она с это как по но мы вы ты они у из за к от о так же для был быть есть если меня мне вас вам где когда кто или да нет спасибо здравствуйте привет пожалуйста сегодня очень хорошо может могу можно чем уже только ещё все',
  ukrainian:
    'і в у не на я що він вона з це як по але ми ви ти вони із за до від о так же для був бути є якщо мене мені вас вам де коли хто або та ні дякую вітаю привіт будь ласка сьогодні дуже добре може можу можна чим вже тільки ще все цього цей ця уже немає нас нам при',
  bulgarian:
    'и в не на аз че той тя с това как по но ние вие ти те от за до са съм е да ще ако мен ви где кога кой или благодаря здравейте здрасти моля днес много добре може мога какво вече само още всичко беше със във сте сме ли си се',
  hindi:
    'है हैं का की के को में से और यह वह आप मैं हम क्या कैसे नहीं पर भी तो कर रहा रही था थी हूँ हूं लिए एक मुझे आपका आपकी आपको नमस्ते धन्यवाद कृपया आज हाँ जी कौन कहाँ कब अच्छा मदद सकता सकती सकते हो ने मेरा बहुत ठीक',
  marathi:
    'आहे आहेत आणि चा ची चे ला मध्ये हा ही हे तो ती ते मी आपण तुम्ही आम्ही काय कसे कशी नाही पण सुद्धा तर करू होता होती होते एक मला तुमची तुमचे तुमचा आपले नमस्कार धन्यवाद कृपया आज हो कोण कुठे कधी चांगले मदत शकतो शकते साठी माझे माझा खूप झाले आहात',
}

/** The letters beyond a to z that texts of a language have. One that a language has not speaks against it. */
export const letters: Record<string, string> = {
  english: 'é',
  french: 'àâæçéèêëîïôœùûüÿ',
  german: 'äöüßé',
  spanish: 'áéíóúüñ',
  portuguese: 'áàâãçéêíóôõú',
  italian: 'àèéìíòóùú',
  dutch: 'éëïóöüèáê',
  polish: 'ąćęłńóśźż',
  swedish: 'åäöé',
  turkish: 'çğıöşüâîû',
  tagalog: 'ñ',
  romanian: 'ăâîșțşţ',
  czech: 'áčďéěíňóřšťúůýž',
  finnish: 'äöå',
  croatian: 'čćđšž',
  malay: 'é',
  indonesian: 'é',
  slovak: 'áäčďéíĺľňóôŕšťúýž',
  danish: 'æøåé',
  norwegian: 'æøåéòôó',
  hungarian: 'áéíóöőúüű',
  vietnamese: 'àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
  russian: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  bulgarian: 'абвгдежзийклмнопрстуфхцчшщъьюя',
}

/** How words of a language end, or begin, more often than those of its neighbours. */
export const affixes: Record<string, RegExp> = {
  english: /^th|ing$|tion$|ould$|ght$/u,
  french: /eux$|tion$|ment$|ez$|aux$|eau$|oir$/u,
  german: /ung$|lich$|isch$|keit$|^sch|ein$|cht$|te[rn]$/u,
  spanish: /ción$|dad$|ado$|ano$|ito$|uelo$|ría$|ía$/u,
  portuguese: /ção$|ões$|dade$|inho$|ram$|agem$|ria$|lh|nh/u,
  italian: /zione$|tà$|ello$|etto$|ghi|cchi|zz|tt[aeio]$/u,
  dutch: /ij|lijk$|heid$|sch|aa|oe|uu|tje$/u,
  polish: /rz|cz|sz|ść$|ów$|owa|ski|ych$|ego$/u,
  swedish: /ck|ning$|ör|het$|lig$|orna$|arna$|amn/u,
  turkish: /lar|ler|iniz$|ınız$|yor|dır$|ım$|sin$|mak$|mek$/u,
  tagalog: /^nag|^mag|^naka|^paki|^ipa|ng$|^ka|han$/u,
  romanian: /ului$|ească$|ție$|ești$|ează$|ele$|ul$|iile$|tea$/u,
  czech: /ou$|ů|ě|ř|ých$|ám$|ím$/u,
  finnish: /ssa|ssä|lla$|llä$|ksi$|tte|kko|sti$|aan$|ään$|nen$|aa|uu|yy|ää|ie|uo/u,
  croatian: /ije|lj|nj|ti$|šće|ovo$|ski$|iti$|ati$/u,
  malay: /kah$|^ber|^meng|^men|kan$|lah$|nya$|hantar/u,
  indonesian: /kah$|^ber|^meng|^men|kan$|nya$|^ter|asi$/u,
  slovak: /ôj$|ô|ĺ|ľ|ých$|ou$|ím$|ať$|iť$/u,
  danish: /hed$|^af|tte$|nde$|øj|øg|ede$|æt|lig$|ige$/u,
  norwegian: /het$|tte$|nde$|øy|ei|ene$|lig$|ige$|havn|nytt/u,
  hungarian: /sz|gy|ny|zs|ek$|ok$|ban$|ben$|nak$|nek$|ság$|ség$|ott$/u,
  vietnamese: /^ng|^nh|^tr|^kh|ng$/u,
  russian: /ый$|ого$|ть$|ться$|ешь$|ует$|ого$|ий$/u,
  ukrainian: /ння$|ти$|ться$|ого$|ій$|ість$|єт/u,
  bulgarian: /ът$|та$|то$|ите$|ата$|ото$|ия$/u,
  hindi: /ना$|ते$|ता$|ती$|ों$|ें$|एगा$/u,
  marathi: /ळ|ात$|णे$|तो$|चा$|ची$|चे$|ला$|ून$|च्या$/u,
}
