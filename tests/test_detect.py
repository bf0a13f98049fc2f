"""Which language a text is written in: detect_language, and the tables behind it."""

import subprocess
import sys
from pathlib import Path

import pytest

import copydesk as cd

ROOT = Path(__file__).resolve().parent.parent
ROOM = ROOT / "csrc" / "lang" / "auto"
SCRIPT = ROOT / "csrc" / "tools" / "letter_tables.py"

# What a newspaper of each language may print; written by hand.
SENTENCES = [
    ("english", "The ferry was cancelled on Monday because of the strong wind, and nobody knew when it would sail again."),
    ("german", "Die Fähre fiel am Montag wegen des starken Windes aus, und niemand wusste, wann sie wieder fährt."),
    ("french", "Le ferry a été annulé lundi à cause du vent, et personne ne savait quand il repartirait."),
    ("spanish", "El barco fue cancelado el lunes por el fuerte viento y nadie sabía cuándo volvería a salir."),
    ("italian", "Il traghetto è stato cancellato lunedì per il forte vento e nessuno sapeva quando sarebbe ripartito."),
    ("portuguese", "A balsa foi cancelada na segunda-feira por causa do vento forte e ninguém sabia quando voltaria a sair."),
    ("dutch", "De veerboot is maandag uitgevallen door de harde wind en niemand wist wanneer hij weer zou varen."),
    ("swedish", "Färjan ställdes in på måndagen på grund av den hårda vinden, och ingen visste när den skulle gå igen."),
    ("norwegian", "Ferjen ble innstilt mandag på grunn av den sterke vinden, og ingen visste når den skulle gå igjen."),
    ("danish", "Færgen blev aflyst mandag på grund af den kraftige vind, og ingen vidste, hvornår den ville sejle igen."),
    ("finnish", "Lautta peruttiin maanantaina kovan tuulen takia, eikä kukaan tiennyt, milloin se lähtisi taas."),
    ("turkish", "Feribot seferi pazartesi günü şiddetli rüzgâr nedeniyle iptal edildi ve kimse ne zaman kalkacağını bilmiyordu."),
    ("romanian", "Feribotul a fost anulat luni din cauza vântului puternic și nimeni nu știa când va pleca din nou."),
    ("hungarian", "A komp hétfőn az erős szél miatt kimaradt, és senki sem tudta, mikor indul újra."),
    ("lithuanian", "Keltas pirmadienį buvo atšauktas dėl stipraus vėjo, ir niekas nežinojo, kada jis vėl plauks."),
    ("catalan", "El transbordador es va cancel·lar dilluns a causa del vent i ningú no sabia quan tornaria a sortir."),
    ("indonesian", "Kapal feri itu dibatalkan pada hari Senin karena angin kencang, dan tidak ada yang tahu kapan akan berlayar lagi."),
    ("serbian", "Trajekt je u ponedeljak otkazan zbog jakog vetra i niko nije znao kada će ponovo krenuti."),
    ("serbian", "Трајект је у понедељак отказан због јаког ветра и нико није знао када ће поново кренути."),
    ("basque", "Ferrya bertan behera utzi zuten astelehenean haize bortitzagatik, eta inork ez zekien noiz aterako zen berriro."),
    ("irish", "Cuireadh an bád farantóireachta ar ceal Dé Luain mar gheall ar an ngaoth, agus ní raibh a fhios ag aon duine cathain a sheolfadh sé arís."),
    ("russian", "Паром в понедельник отменили из-за сильного ветра, и никто не знал, когда он снова пойдёт."),
    ("arabic", "ألغيت رحلة العبارة يوم الاثنين بسبب الرياح القوية ولم يكن أحد يعرف متى ستبحر من جديد."),
    ("armenian", "Լաստանավը երկուշաբթի օրը չեղարկվեց ուժեղ քամու պատճառով, և ոչ ոք չգիտեր, թե երբ այն կմեկնի։"),
    ("greek", "Το πλοίο ακυρώθηκε τη Δευτέρα λόγω των ισχυρών ανέμων και κανείς δεν ήξερε πότε θα ξαναφύγει."),
    ("hindi", "तेज़ हवा के कारण सोमवार को नौका रद्द कर दी गई और किसी को नहीं पता था कि वह फिर कब चलेगी।"),
    ("nepali", "बलियो हावाका कारण सोमबार डुङ्गा रद्द गरियो र यो फेरि कहिले चल्छ भन्ने कसैलाई थाहा थिएन।"),
    ("tamil", "பலத்த காற்று காரணமாக திங்கட்கிழமை படகு ரத்து செய்யப்பட்டது, அது மீண்டும் எப்போது புறப்படும் என்று யாருக்கும் தெரியவில்லை."),
    ("yiddish", "די שיף איז מאָנטיק אָפּגעזאָגט געוואָרן צוליב דעם שטאַרקן ווינט, און קיינער האָט נישט געוווּסט ווען זי וועט ווידער פֿאָרן."),
    ("cs", "Trajekt byl v pondělí zrušen kvůli silnému větru a nikdo nevěděl, kdy znovu vypluje."),
    ("pl", "Prom został w poniedziałek odwołany z powodu silnego wiatru i nikt nie wiedział, kiedy znowu wypłynie."),
    ("sk", "Trajekt bol v pondelok zrušený pre silný vietor a nikto nevedel, kedy znovu vypláva."),
    ("sl", "Trajekt je bil v ponedeljek odpovedan zaradi močnega vetra in nihče ni vedel, kdaj bo spet odplul."),
    ("lv", "Prāmis pirmdien tika atcelts stiprā vēja dēļ, un neviens nezināja, kad tas atkal dosies ceļā."),
    ("et", "Praam jäi esmaspäeval tugeva tuule tõttu ära ja keegi ei teadnud, millal see jälle väljub."),
    ("is", "Ferjan var felld niður á mánudag vegna hvassviðris og enginn vissi hvenær hún færi aftur."),
    ("vi", "Chuyến phà bị hủy vào thứ Hai vì gió mạnh và không ai biết khi nào nó sẽ chạy lại."),
    ("tl", "Kinansela ang biyahe ng lantsa noong Lunes dahil sa malakas na hangin, at walang nakaaalam kung kailan ito muling aalis."),
    ("uk", "Пором у понеділок скасували через сильний вітер, і ніхто не знав, коли він знову вирушить."),
    ("bg", "Фериботът беше отменен в понеделник заради силния вятър и никой не знаеше кога ще тръгне отново."),
    ("mk", "Трајектот беше откажан во понеделникот поради силниот ветер и никој не знаеше кога повторно ќе тргне."),
    ("kk", "Паром дүйсенбі күні қатты желге байланысты тоқтатылды, оның қайта қашан жүретінін ешкім білмеді."),
    ("fa", "کشتی روز دوشنبه به دلیل باد شدید لغو شد و هیچ‌کس نمی‌دانست چه زمانی دوباره حرکت می‌کند."),
    ("ur", "تیز ہوا کی وجہ سے پیر کو کشتی منسوخ کر دی گئی اور کسی کو معلوم نہیں تھا کہ وہ دوبارہ کب چلے گی۔"),
    ("he", "המעבורת בוטלה ביום שני בגלל הרוח החזקה, ואיש לא ידע מתי תפליג שוב."),
    ("zh", "由于大风，渡轮星期一停航，没有人知道什么时候恢复。"),
    ("zh", "由於強風，渡輪星期一停航，沒有人知道何時恢復。"),
    ("ja", "強風のため月曜日のフェリーは欠航となり、再開の見通しは立っていない。"),
    ("ko", "강풍 때문에 월요일 여객선이 결항했고 언제 다시 운항할지 아무도 몰랐다."),
    ("ka", "ორშაბათს ბორანი ძლიერი ქარის გამო გაუქმდა."),
    ("th", "เรือข้ามฟากถูกยกเลิกเมื่อวันจันทร์เพราะลมแรง"),
    ("bn", "প্রবল বাতাসের কারণে সোমবার ফেরি বাতিল করা হয়েছে।"),
    ("gu", "ભારે પવનને કારણે સોમવારે ફેરી રદ કરવામાં આવી હતી."),
    ("pa", "ਤੇਜ਼ ਹਵਾ ਕਾਰਨ ਸੋਮਵਾਰ ਨੂੰ ਬੇੜੀ ਰੱਦ ਕਰ ਦਿੱਤੀ ਗਈ।"),
    ("te", "బలమైన గాలి కారణంగా సోమవారం పడవ రద్దు చేయబడింది."),
    ("kn", "ಬಲವಾದ ಗಾಳಿಯಿಂದಾಗಿ ಸೋಮವಾರ ದೋಣಿ ರದ್ದಾಯಿತು."),
    ("ml", "ശക്തമായ കാറ്റ് കാരണം തിങ്കളാഴ്ച ബോട്ട് റദ്ദാക്കി."),
    ("si", "තද සුළඟ නිසා සඳුදා යාත්‍රාව අවලංගු කරන ලදී."),
    ("my", "လေပြင်းကြောင့် တနင်္လာနေ့က သင်္ဘော ရပ်နားခဲ့သည်။"),
    ("km", "សាឡាងត្រូវបានលុបចោលនៅថ្ងៃច័ន្ទដោយសារខ្យល់ខ្លាំង។"),
    ("lo", "ເຮືອຂ້າມຟາກຖືກຍົກເລີກໃນວັນຈັນຍ້ອນລົມແຮງ"),
    ("am", "ጀልባው በኃይለኛ ነፋስ ምክንያት ሰኞ ተሰረዘ።"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), SENTENCES, ids=[language for language, _ in SENTENCES])
def test_a_sentence_tells_its_language(language, sentence):
    assert cd.detect_language(sentence) == language
    assert cd.detect_language(sentence.encode()) == language


@pytest.mark.parametrize(("language", "sentence"), SENTENCES, ids=[language for language, _ in SENTENCES])
def test_neither_capitals_nor_length_change_the_language(language, sentence):
    assert cd.detect_language(sentence.upper()) == language
    assert cd.detect_language("\n".join([sentence] * 300)) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "english"),
        (" \n", "english"),
        ("12.5 % … 1,200 €", "english"),
        ("😀😀", "english"),
        (b"\xff\xfe\x80", "english"),
        ("\ud800\udfff", "english"),
    ],
    ids=["empty", "white space", "digits", "emoji", "malformed UTF-8", "lone surrogates"],
)
def test_a_text_without_letters_is_taken_for_english(text, language):
    assert cd.detect_language(text) == language


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("the", "english"),
        ("nicht", "german"),
        ("mañana", "spanish"),
        ("não", "portuguese"),
        ("être", "french"),
        ("için", "turkish"),
        ("że", "pl"),
        ("является", "russian"),
        ("Καλημέρα", "greek"),
        ("東京タワー", "ja"),
        ("北京", "zh"),
        ("서울", "ko"),
        ("שלום", "he"),
    ],
)
def test_one_word_may_be_enough(word, language):
    assert cd.detect_language(word) == language


def test_most_of_a_mixed_text_decides():
    german, french = dict(SENTENCES)["german"], dict(SENTENCES)["french"]
    assert cd.detect_language(f"{german} {german} {german} {french}") == "german"
    assert cd.detect_language(f"{german} {french} {french} {french}") == "french"


def test_a_foreign_name_changes_nothing():
    assert cd.detect_language("The capital of Georgia, თბილისი, is Tbilisi; that of China, 北京, is Beijing.") == "english"
    assert cd.detect_language("В понедельник компания Microsoft представила Windows 12 и Office 365.") == "russian"
    assert cd.detect_language("苹果公司周一发布了 iPhone 18 Pro Max 手机。") == "zh"


def test_a_menu_in_english_does_not_hide_the_article_behind_it():
    menu = "Home News Sport Weather Login Subscribe\n"
    for language, sentence in SENTENCES:
        assert cd.detect_language(menu + f"{sentence}\n" * 12) == language


def test_a_text_is_told_from_its_first_16_k_units():
    english, german = dict(SENTENCES)["english"], dict(SENTENCES)["german"]
    assert cd.detect_language(f"{english} " * 200 + f"{german} " * 2000) == "english"


def test_kana_makes_japanese_of_han():
    assert cd.detect_language("東京都内で記者会見が行われた") == "ja"
    assert cd.detect_language("記者會見") == "zh"


def test_decomposed_letters_are_read_too():
    import unicodedata

    for language in ("french", "vi", "cs", "portuguese"):
        sentence = unicodedata.normalize("NFD", dict(SENTENCES)[language])
        assert cd.detect_language(sentence) == language


@pytest.mark.parametrize("wide", ["“", "😀"], ids=["2 bytes", "4 bytes"])
def test_the_width_of_the_str_changes_nothing(wide):
    for language, sentence in SENTENCES:
        assert cd.detect_language(wide + f"{sentence} " * 30) == language


def test_every_language_that_is_told_is_one_an_analyzer_takes():
    for language, _ in SENTENCES:
        assert cd.Analyzer(language).language == language


@pytest.mark.parametrize("wrong", [None, 7, ["text"], bytearray(b"text")])
def test_only_a_text_has_a_language(wrong):
    with pytest.raises(TypeError, match="text must be str, or bytes"):
        cd.detect_language(wrong)


def test_the_letter_tables_are_up_to_date():
    subprocess.run([sys.executable, str(SCRIPT), "--check"], check=True)


@pytest.mark.parametrize("name", ["scripts.txt", "letters.txt"])
def test_the_lists_name_source_and_date(name):
    first = (ROOM / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# source: ")
    assert "2026-" in first


def test_every_language_with_data_can_be_told():
    told = {language for line in (ROOM / "letters.txt").read_text(encoding="utf-8").splitlines() if line.startswith("[") for language in line.split()[1:]}
    told |= {line.split()[1] for line in (ROOM / "scripts.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    assert set(cd.languages()) <= told
