/** What a replica says by itself, where nobody has written it: that it lost the thread, and that it does not know. */
type Phrases = {
  lost: string
  unknown: string
  /** Who says so, before the words of a document. */
  according(name: string): string
}

/** By names of the wire contract. `{}` stands for the name of a document. */
const table: Record<string, [lost: string, unknown: string, according: string]> = {
  english: [
    'I am sorry, I lost my thread for a moment. Please ask me again.',
    'I do not know that.',
    'According to {}:',
  ],
  french: [
    'Pardon, j’ai perdu le fil un instant. Pouvez-vous reposer la question ?',
    'Je ne le sais pas.',
    'Selon {} :',
  ],
  german: [
    'Entschuldigung, ich habe kurz den Faden verloren. Bitte fragen Sie mich noch einmal.',
    'Das weiß ich nicht.',
    'Laut {}:',
  ],
  spanish: ['Perdón, he perdido el hilo un momento. ¿Me lo pregunta otra vez?', 'Eso no lo sé.', 'Según {}:'],
  portuguese: [
    'Desculpe, perdi o fio por um momento. Pode perguntar de novo?',
    'Isso eu não sei.',
    'Segundo {}:',
  ],
  chinese: ['抱歉，我刚才走神了。请再问一遍。', '这个我不知道。', '根据{}：'],
  japanese: [
    'すみません、少し話を見失いました。もう一度お尋ねください。',
    'それはわかりません。',
    '{}によると、',
  ],
  hindi: ['माफ़ कीजिए, मैं एक पल के लिए भटक गया। कृपया फिर से पूछिए।', 'यह मुझे नहीं पता।', '{} के अनुसार:'],
  italian: [
    'Mi scusi, ho perso il filo per un momento. Può ripetere la domanda?',
    'Questo non lo so.',
    'Secondo {}:',
  ],
  korean: ['죄송합니다, 잠시 흐름을 놓쳤습니다. 다시 물어봐 주세요.', '그것은 모르겠습니다.', '{}에 따르면,'],
  dutch: [
    'Sorry, ik was even de draad kwijt. Wilt u het nog eens vragen?',
    'Dat weet ik niet.',
    'Volgens {}:',
  ],
  polish: [
    'Przepraszam, na chwilę zgubiłem wątek. Proszę zapytać jeszcze raz.',
    'Tego nie wiem.',
    'Według {}:',
  ],
  russian: [
    'Извините, я на мгновение потерял нить. Спросите, пожалуйста, ещё раз.',
    'Этого я не знаю.',
    'Согласно документу {}:',
  ],
  swedish: [
    'Förlåt, jag tappade tråden ett ögonblick. Fråga mig gärna igen.',
    'Det vet jag inte.',
    'Enligt {}:',
  ],
  turkish: [
    'Özür dilerim, bir an ipin ucunu kaçırdım. Lütfen tekrar sorun.',
    'Bunu bilmiyorum.',
    '{} belgesine göre:',
  ],
  tagalog: ['Paumanhin, nawala ako sandali. Pakitanong po ulit.', 'Hindi ko po alam iyan.', 'Ayon sa {}:'],
  bulgarian: ['Извинете, за миг изгубих нишката. Моля, попитайте отново.', 'Това не го знам.', 'Според {}:'],
  romanian: [
    'Scuze, am pierdut firul o clipă. Vă rog să mă întrebați din nou.',
    'Asta nu știu.',
    'Conform {}:',
  ],
  arabic: ['عذرًا، فقدت التركيز للحظة. من فضلك اسألني مرة أخرى.', 'لا أعرف ذلك.', 'وفقًا لـ {}:'],
  czech: ['Promiňte, na chvíli jsem ztratil nit. Zeptejte se prosím znovu.', 'To nevím.', 'Podle {}:'],
  greek: [
    'Συγγνώμη, έχασα τον ειρμό μου για λίγο. Ρωτήστε με ξανά, παρακαλώ.',
    'Αυτό δεν το ξέρω.',
    'Σύμφωνα με το {}:',
  ],
  finnish: [
    'Anteeksi, ajatus katkesi hetkeksi. Voisitteko kysyä uudelleen?',
    'Sitä en tiedä.',
    'Lähteen {} mukaan:',
  ],
  croatian: [
    'Oprostite, na trenutak sam izgubio nit. Molim vas, pitajte ponovno.',
    'To ne znam.',
    'Prema {}:',
  ],
  malay: ['Maaf, saya hilang tumpuan sebentar. Sila tanya sekali lagi.', 'Saya tidak tahu.', 'Menurut {}:'],
  slovak: ['Prepáčte, na chvíľu som stratil niť. Opýtajte sa prosím znova.', 'To neviem.', 'Podľa {}:'],
  danish: ['Undskyld, jeg tabte tråden et øjeblik. Spørg mig gerne igen.', 'Det ved jeg ikke.', 'Ifølge {}:'],
  tamil: [
    'மன்னிக்கவும், ஒரு கணம் கவனம் சிதறியது. தயவுசெய்து மீண்டும் கேளுங்கள்.',
    'அது எனக்குத் தெரியாது.',
    '{} ஆவணத்தின்படி:',
  ],
  ukrainian: [
    'Вибачте, я на мить загубив нитку розмови. Запитайте, будь ласка, ще раз.',
    'Цього я не знаю.',
    'Згідно з документом {}:',
  ],
  hungarian: [
    'Elnézést, egy pillanatra elvesztettem a fonalat. Kérem, kérdezze meg újra.',
    'Ezt nem tudom.',
    'A(z) {} szerint:',
  ],
  norwegian: [
    'Beklager, jeg mistet tråden et øyeblikk. Spør meg gjerne igjen.',
    'Det vet jeg ikke.',
    'Ifølge {}:',
  ],
  vietnamese: [
    'Xin lỗi, tôi vừa mất tập trung một lát. Xin hãy hỏi lại.',
    'Điều đó tôi không biết.',
    'Theo {}:',
  ],
  bengali: ['দুঃখিত, এক মুহূর্তের জন্য খেই হারিয়ে ফেলেছিলাম। দয়া করে আবার জিজ্ঞাসা করুন।', 'এটা আমার জানা নেই।', '{} অনুযায়ী:'],
  thai: ['ขอโทษค่ะ เมื่อครู่หลุดประเด็นไป กรุณาถามอีกครั้ง', 'เรื่องนี้ไม่ทราบค่ะ', 'ตามเอกสาร {}:'],
  hebrew: ['סליחה, איבדתי את החוט לרגע. אפשר לשאול שוב?', 'את זה אינני יודע.', 'לפי {}:'],
  georgian: [
    'უკაცრავად, წამით აზრი გამიწყდა. გთხოვთ, კიდევ ერთხელ მკითხეთ.',
    'ეს არ ვიცი.',
    '{} დოკუმენტის მიხედვით:',
  ],
  indonesian: [
    'Maaf, saya kehilangan fokus sebentar. Silakan tanyakan lagi.',
    'Itu saya tidak tahu.',
    'Menurut {}:',
  ],
  telugu: ['క్షమించండి, ఒక్క క్షణం ఆలోచన తప్పింది. దయచేసి మళ్ళీ అడగండి.', 'అది నాకు తెలియదు.', '{} ప్రకారం:'],
  gujarati: ['માફ કરશો, એક ક્ષણ માટે ધ્યાન ચૂકી ગયો. કૃપા કરીને ફરી પૂછો.', 'તે મને ખબર નથી.', '{} મુજબ:'],
  kannada: ['ಕ್ಷಮಿಸಿ, ಒಂದು ಕ್ಷಣ ಗಮನ ತಪ್ಪಿತು. ದಯವಿಟ್ಟು ಮತ್ತೆ ಕೇಳಿ.', 'ಅದು ನನಗೆ ಗೊತ್ತಿಲ್ಲ.', '{} ಪ್ರಕಾರ:'],
  malayalam: ['ക്ഷമിക്കണം, ഒരു നിമിഷം ശ്രദ്ധ തെറ്റി. ദയവായി വീണ്ടും ചോദിക്കൂ.', 'അത് എനിക്കറിയില്ല.', '{} പ്രകാരം:'],
  marathi: ['माफ करा, क्षणभर धागा सुटला. कृपया पुन्हा विचारा.', 'ते मला माहीत नाही.', '{} नुसार:'],
  punjabi: ['ਮਾਫ਼ ਕਰਨਾ, ਇੱਕ ਪਲ ਲਈ ਧਿਆਨ ਭਟਕ ਗਿਆ। ਕਿਰਪਾ ਕਰਕੇ ਦੁਬਾਰਾ ਪੁੱਛੋ।', 'ਇਹ ਮੈਨੂੰ ਨਹੀਂ ਪਤਾ।', '{} ਅਨੁਸਾਰ:'],
}

/** The phrases of a language, by its name in the wire contract; English where there are none. */
export function phrasesOf(language: string): Phrases {
  const [lost, unknown, according] = table[language] ?? (table.english as [string, string, string])
  return { lost, unknown, according: (name) => according.replace('{}', () => name) }
}
