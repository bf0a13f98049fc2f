"""Where tokens start and end in the news of other languages (DESIGN, section 2; the cuts of each one's UD treebanks).

Expected tokens are written with a bar at each cut: "L’|homme|dort|.".
"""

import pytest
from news_tokens import cases

import copydesk as cd


def tokens(language, text, **options):
    return cd.Analyzer(language, **options).tokens(text)


# ---- French ---------------------------------------------------------------------------


@cases(
    ("L’homme dort.", "L’|homme|dort|."),
    ("l'Élysée", "l'|Élysée"),
    ("qu’il vienne", "qu’|il|vienne"),
    ("jusqu'à Paris", "jusqu'|à|Paris"),
    ("C’est l’été.", "C’|est|l’|été|."),
    ("Il n'y a d’eau.", "Il|n'|y|a|d’|eau|."),
    ("D’ABORD L’ÉTAT", "D’|ABORD|L’|ÉTAT"),
    ("à l’ONU.", "à|l’|ONU|."),
    ("L’«affaire»", "L’|«|affaire|»"),
    ("lorsqu’elle vient", "lorsqu’|elle|vient"),
)
def test_a_french_elision_is_cut_after_its_apostrophe(text, cut):
    assert tokens("french", text) == cut.split("|")


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("french", "de l'O.U.A. et", "de|l'|O.U.A.|et"),
        ("french", "D’après l’A.F.P., non", "D’|après|l’|A.F.P.|,|non"),
        ("french", "l’ex-U.R.S.S. tombe", "l’|ex-U.R.S.S.|tombe"),
        ("italian", "dell’O.N.U. e", "dell’|O.N.U.|e"),
        ("catalan", "d'EE.UU. va", "d'|EE.UU.|va"),
    ],
)
def test_a_dotted_abbreviation_behind_an_elision_is_whole(language, text, cut):
    assert tokens(language, text) == cut.split("|")


@pytest.mark.parametrize("language", ["french", "spanish", "italian", "portuguese", "catalan"])
@cases(
    ("la n° 1, la", "la|n°|1|,|la"),
    ("la n°33 (N°5)", "la|n°|33|(|N°|5|)"),
    ("10° a 45°N", "10|°|a|45|°|N"),
)
def test_the_ring_of_a_romance_number_belongs_to_its_n(language, text, cut):
    assert tokens(language, text) == cut.split("|")


@cases(
    ("El n.º 1 y el N.º2", "El|n.º|1|y|el|N.º|2"),
    ("en Bs. As. y Bs.As. hoy", "en|Bs.|As.|y|Bs.As.|hoy"),
)
def test_spanish_numbers_and_buenos_aires_are_abbreviated_with_their_stops(text, cut):
    assert tokens("spanish", text) == cut.split("|")


def test_a_french_elision_is_cut_also_when_contractions_are_kept():
    assert tokens("french", "l’homme qu'il voit", contractions="keep") == ["l’", "homme", "qu'", "il", "voit"]


@pytest.mark.parametrize("word", ["aujourd’hui", "aujourd'hui", "Aujourd’hui", "presqu'île", "prud’homme", "peut-être", "Jean-Pierre", "celui-ci", "après-midi", "Saint-Étienne", "1er", "24e", "XXe"])  # fmt: skip
def test_a_french_word_with_apostrophe_or_hyphen_is_whole(word):
    assert tokens("french", f"un {word} de") == ["un", word, "de"]


@cases(
    ("Viendra-t-il ?", "Viendra|-t-il|?"),
    ("Est-il venu ?", "Est|-il|venu|?"),
    ("« Non », dit-il.", "«|Non|»|,|dit|-il|."),
    ("Pouvez-vous venir ?", "Pouvez|-vous|venir|?"),
    ("Donnez-moi cela.", "Donnez|-moi|cela|."),
)
def test_a_french_pronoun_behind_its_verb_is_cut_with_its_hyphen(text, cut):
    assert tokens("french", text) == cut.split("|")


@cases(
    ("3,5 %", "3,5|%"),
    ("3,5%", "3,5|%"),
    ("12 €", "12|€"),
    ("M. Macron a dit.", "M.|Macron|a|dit|."),
    ("M. et Mme Dupont", "M.|et|Mme|Dupont"),
    ("Attention !", "Attention|!"),
    ("«\u202fNon\u202f»", "«|Non|»"),
    ("p. 12", "p.|12"),
    ("le 3 mai 2021.", "le|3|mai|2021|."),
)
def test_french_numbers_titles_and_spaced_marks(text, cut):
    assert tokens("french", text) == cut.split("|")


# ---- Italian, Catalan, Irish ----------------------------------------------------------------


@cases(
    ("dell’economia", "dell’|economia"),
    ("L'Italia c'è.", "L'|Italia|c'|è|."),
    ("quest'anno", "quest'|anno"),
    ("all’11 maggio", "all’|11|maggio"),
    ("nell’«area»", "nell’|«|area|»"),
    ("L’11% dell’UE.", "L’|11|%|dell’|UE|."),
    ("un po' di", "un|po'|di"),
    ("un po’ di", "un|po’|di"),
    ("il dott. Rossi", "il|dott.|Rossi"),
    ("1.500,50 euro", "1.500,50|euro"),
    ("L. 22.500", "L.|22.500"),
    ("l'art. 941 e/o", "l'|art.|941|e/o"),
    ("dell’art. 5", "dell’|art.|5"),
    ("È un'arte.", "È|un'|arte|."),
)
def test_italian_elisions_are_cut(text, cut):
    assert tokens("italian", text) == cut.split("|")


@cases(
    ("l'home d'ahir", "l'|home|d'|ahir"),
    ("l’Ajuntament", "l’|Ajuntament"),
    ("el col·legi", "el|col·legi"),
    ("donar-li això", "donar|-li|això"),
    ("El 3,5 %.", "El|3,5|%|."),
)
def test_catalan_elisions_are_cut_and_its_middle_dot_is_a_letter(text, cut):
    assert tokens("catalan", text) == cut.split("|")


@cases(("D'fhág sé.", "D'|fhág|sé|."), ("B'fhéidir", "B'|fhéidir"), ("ag a' siopadóir", "ag|a'|siopadóir"))
def test_irish_particles_are_cut(text, cut):
    assert tokens("irish", text) == cut.split("|")


# ---- Spanish, Portuguese, Romanian ---------------------------------------------------------------


@cases(
    ("¿Cómo está?", "¿|Cómo|está|?"),
    ("¡Viva!", "¡|Viva|!"),
    ("Pero ¿quién?, dijo.", "Pero|¿|quién|?|,|dijo|."),
    ("«Sí», dijo.", "«|Sí|»|,|dijo|."),
    ("EE.UU. ganó.", "EE.UU.|ganó|."),
    ("C. con César", "C.|con|César"),
    ("a. m.", "a.|m."),
    ("El 1.º de mayo", "El|1.º|de|mayo"),
    ("El Sr. Pérez", "El|Sr.|Pérez"),
    ("un 3,5 % más", "un|3,5|%|más"),
    ("10.000 euros", "10.000|euros"),
    ("Castilla-La Mancha", "Castilla-La|Mancha"),
)
def test_spanish_marks_abbreviations_and_numbers(text, cut):
    assert tokens("spanish", text) == cut.split("|")


@cases(
    ("R$95", "R$|95"),
    ("R$ 1,5 bilhão", "R$|1,5|bilhão"),
    ("encontra-se", "encontra-se"),
    ("O Dr. Silva", "O|Dr.|Silva"),
    ("um copo d'água", "um|copo|d'água"),
    ("segunda-feira,", "segunda-feira|,"),
)
def test_portuguese_hyphens_stay_and_currencies_are_cut(text, cut):
    assert tokens("portuguese", text) == cut.split("|")


@cases(
    ("s-a dus", "s-|a|dus"),
    ("într-un oraș", "într-|un|oraș"),
    ("dintr-o casă", "dintr-|o|casă"),
    ("mi-a spus", "mi-|a|spus"),
    ("să-l vadă", "să|-l|vadă"),
    ("nu-i place", "nu|-i|place"),
    ("în Cluj-Napoca", "în|Cluj-Napoca"),
    ("„Nu”, a spus.", "„|Nu|”|,|a|spus|."),
    ("S-A DUS", "S-|A|DUS"),
    ("a lui A. este, Constanța B., de", "a|lui|A.|este|,|Constanța|B.|,|de"),
    ("celui de-al treilea", "celui|de-|al|treilea"),
    ("Al. Graur", "Al.|Graur"),
    ("Directiva 91/493/CEE", "Directiva|91/493/CEE"),
)
def test_romanian_clitics_keep_their_hyphen_and_are_cut(text, cut):
    assert tokens("romanian", text) == cut.split("|")


def test_romanian_dvs_keeps_its_stop():
    assert tokens("romanian", "Casa dvs. este mare.") == ["Casa", "dvs.", "este", "mare", "."]


# ---- German, Dutch -----------------------------------------------------------------------------------


@cases(
    ("„Nein“, sagte er.", "„|Nein|“|,|sagte|er|."),
    ("»Nein«, sagte er.", "»|Nein|«|,|sagte|er|."),
    ("die ‚Welt‘.", "die|‚|Welt|‘|."),
    ("„Wir wissen’s nicht.“", "„|Wir|wissen|’s|nicht|.|“"),
    ('"Nein", sagte er.', '"|Nein|"|,|sagte|er|.'),
)
def test_german_quotes_are_tokens(text, cut):
    assert tokens("german", text) == cut.split("|")


@cases(
    ("Es waren 3.", "Es|waren|3|."),
    ("z.B. in", "z.B.|in"),
    ("z. B. in", "z.|B.|in"),
    ("d. h. in", "d.|h.|in"),
    ("am 3. Mai", "am|3.|Mai"),
    ("der 2. Weltkrieg", "der|2.|Weltkrieg"),
    ("aus dem 18. Jahrhundert", "aus|dem|18.|Jahrhundert"),
    ("Es waren nur 3. Danach kam er.", "Es|waren|nur|3|.|Danach|kam|er|."),
    ("am 31. Januar 2021.", "am|31.|Januar|2021|."),
    ("Prof. Dr. Müller", "Prof.|Dr.|Müller"),
    ("1.000 Euro", "1.000|Euro"),
    ("3,5 Prozent", "3,5|Prozent"),
    ("um 10.30 Uhr", "um|10.30|Uhr"),
    ("die 1990er Jahre", "die|1990er|Jahre"),
    ("bzw. die", "bzw.|die"),
    ("5%", "5|%"),
)
def test_a_german_ordinal_or_abbreviation_keeps_its_stop(text, cut):
    assert tokens("german", text) == cut.split("|")


@cases(
    ("in Baden-Württemberg", "in|Baden|-|Württemberg"),
    ("die EU-Staaten", "die|EU|-|Staaten"),
    ("die Bürger*innen", "die|Bürger*innen"),
    ("eine E-Mail an", "eine|E-Mail|an"),
    ("die Bürger:innen, jede:r", "die|Bürger:innen|,|jede:r"),
    ("um 9:30 Uhr: die", "um|9:30|Uhr|:|die"),
    ("Berlin:die Stadt", "Berlin|:|die|Stadt"),
)
def test_german_cuts_at_a_hyphen_and_keeps_the_colon_of_an_ending(text, cut):
    assert tokens("german", text) == cut.split("|")


@cases(
    ("'s avonds", "'s|avonds"),
    ("’s avonds", "’s|avonds"),
    ("de foto's.", "de|foto's|."),
    ("zo’n auto", "zo’n|auto"),
    ("in 't veld", "in|'t|veld"),
    ("directeur-generaal", "directeur-generaal"),
    ("de 24-jarige man", "de|24-jarige|man"),
    ("mond- en klauwzeer", "mond-|en|klauwzeer"),
    ("in 's-Hertogenbosch", "in|'s-Hertogenbosch"),
    ("€ 5,50", "€|5,50"),
    ("‘Nee’, zei hij.", "‘|Nee|’|,|zei|hij|."),
    ("d.w.z. nooit", "d.w.z.|nooit"),
)
def test_dutch_apostrophes_and_hyphens_stay(text, cut):
    assert tokens("dutch", text) == cut.split("|")


# ---- the North -------------------------------------------------------------------------------------------


@cases(
    ("EU:n mukaan", "EU:n|mukaan"),
    ("3. toukokuuta", "3.|toukokuuta"),
    ("talous- ja sosiaalikomitea", "talous-|ja|sosiaalikomitea"),
    ("sikakarjaa ja -tuotantoa", "sikakarjaa|ja|-tuotantoa"),
    ("5,5 prosenttia", "5,5|prosenttia"),
    ("”Ei”, hän sanoi.", "”|Ei|”|,|hän|sanoi|."),
    ("vaa'an", "vaa'an"),
    ("hän sanoi: ei", "hän|sanoi|:|ei"),
    ("klo 10.30", "klo|10.30"),
    ("H&M:n myymälä, H&M:lle", "H&M:n|myymälä|,|H&M:lle"),
    ("ottelu 20:n jälkeen", "ottelu|20:n|jälkeen"),
    ("direktiivi 89/662/ETY ja 97/77/EY.", "direktiivi|89/662/ETY|ja|97/77/EY|."),
    ("Brasilia voitti 2–1.", "Brasilia|voitti|2–1|."),
    ("vuosina 1967–1969 NBC:n", "vuosina|1967–1969|NBC:n"),
    ("PS Company -levy-yhtiön", "PS|Company|-levy-yhtiön"),
    ("Suomen ev.-lut. kirkko", "Suomen|ev.-lut.|kirkko"),
    ("XX. vuosisadan", "XX.|vuosisadan"),
    ("Mene ulos. 2. Odota.", "Mene|ulos|.|2.|Odota|."),
    ("Sade loppui vuonna 1998. Sitten tuli lumi.", "Sade|loppui|vuonna|1998|.|Sitten|tuli|lumi|."),
)
def test_a_finnish_colon_joins_a_suffix_and_marks_join_numbers(text, cut):
    assert tokens("finnish", text) == cut.split("|")


@cases(
    ("t.ex. hem", "t.ex.|hem"),
    ("bl.a. hem", "bl.a.|hem"),
    ("SVT:s nyheter", "SVT:s|nyheter"),
    ("hem- och familjeliv", "hem-|och|familjeliv"),
    ("på 1990-talet", "på|1990-talet"),
    ("”Nej”, sa hon.", "”|Nej|”|,|sa|hon|."),
    ("3,5 procent", "3,5|procent"),
)
def test_swedish_abbreviations_suffixes_and_hyphens(text, cut):
    assert tokens("swedish", text) == cut.split("|")


@cases(
    ("den 3. maj", "den|3.|maj"),
    ("den 19. Juni", "den|19.|Juni"),
    ("bl.a. hjem", "bl.a.|hjem"),
    ("PRIS: 219.996 kr..", "PRIS|:|219.996|kr.|."),
    ("et maks.-benstræk,", "et|maks.-benstræk|,"),
    ("motor i 1,6- eller 2-liters", "motor|i|1,6-|eller|2-liters"),
    ("»Nej«, sagde hun.", "»|Nej|«|,|sagde|hun|."),
)
def test_a_danish_ordinal_or_abbreviation_keeps_its_stop(text, cut):
    assert tokens("danish", text) == cut.split("|")


@cases(
    ("f.eks. hjem", "f.eks.|hjem"),
    ("17. mai", "17.|mai"),
    ("i str. 24.", "i|str.|24|."),
    ("et «Guitar Hero»-spill", "et|«|Guitar|Hero|»|-spill"),
    ("1950- og 1960-tallet", "1950-|og|1960-tallet"),
    ("en 3D-motor i", "en|3D-motor|i"),
    ("«Nei», sa hun.", "«|Nei|»|,|sa|hun|."),
)
def test_a_norwegian_ordinal_keeps_its_stop_and_an_ending_its_hyphen(text, cut):
    assert tokens("norwegian", text) == cut.split("|")


# ---- Turkish, Hungarian ----------------------------------------------------------------------------------------


@cases(
    ("Türkiye'nin başkenti", "Türkiye'nin|başkenti"),
    ("İstanbul’a gitti.", "İstanbul’a|gitti|."),
    ("1956'da oldu", "1956'da|oldu"),
    ("20. yüzyıl", "20.|yüzyıl"),
    ("%5 arttı", "%|5|arttı"),
    ("“Hayır” dedi.", "“|Hayır|”|dedi|."),
    ("3,5 milyon", "3,5|milyon"),
)
def test_a_turkish_suffix_stays_behind_its_apostrophe(text, cut):
    assert tokens("turkish", text) == cut.split("|")


@pytest.mark.parametrize(("word", "lower"), [("İSTANBUL", "istanbul"), ("ISPARTA", "ısparta"), ("Iğdır", "ığdır")])
def test_turkish_lowers_the_two_i_apart(word, lower):
    assert cd.Analyzer("turkish")(word)[0].lower == lower


@cases(
    ("1992-ben volt", "1992-ben|volt"),
    ("a 2000. évi", "a|2000.|évi"),
    ("a II. kerületi és a XI. kerületi", "a|II.|kerületi|és|a|XI.|kerületi"),
    ("I. felvonása", "I.|felvonása"),
    ("a Mabetex Kft.-t és az Rt.-vel", "a|Mabetex|Kft.-t|és|az|Rt.-vel"),
    ("a 2/B terminál", "a|2/B|terminál"),
    ("„Nem”, mondta.", "„|Nem|”|,|mondta|."),
)
def test_a_hungarian_ordinal_keeps_its_stop_and_a_suffix_its_hyphen(text, cut):
    assert tokens("hungarian", text) == cut.split("|")


# ---- Greek, Russian, Ukrainian -------------------------------------------------------------------------------------


@cases(
    ("Σ' αυτό το έτος", "Σ'|αυτό|το|έτος"),
    ("απ’ όλα", "απ’|όλα"),
    ("το 300 π.Χ. ήταν", "το|300|π.Χ.|ήταν"),
    ("Τι λες;", "Τι|λες|;"),
    ("«Ναι», είπε.", "«|Ναι|»|,|είπε|."),
    ("το 3,5% των", "το|3,5|%|των"),
    ("ο κ. Μητσοτάκης", "ο|κ.|Μητσοτάκης"),
    ("ο Β' Παγκόσμιος", "ο|Β'|Παγκόσμιος"),
    ("τα έτη 360/359", "τα|έτη|360/359"),
    ("ό,τι θέλεις", "ό,τι|θέλεις"),
    ("Ένα,δύο", "Ένα|,|δύο"),
)
def test_greek_elisions_marks_and_abbreviations(text, cut):
    assert tokens("greek", text) == cut.split("|")


@cases(
    ("«Да», — сказал он.", "«|Да|»|,|—|сказал|он|."),
    ("3-й канал", "3-й|канал"),
    ("в 1960-х годах", "в|1960-х|годах"),
    ("какой-то Санкт-Петербург", "какой-то|Санкт-Петербург"),
    ("А. С. Пушкин", "А.|С.|Пушкин"),
    ("т. е. он", "т.|е.|он"),
    ("10,5% и", "10,5|%|и"),
    ("в 2006 г. он", "в|2006|г.|он"),
    ("5 млн руб. было", "5|млн|руб.|было"),
    ("Он ушёл.", "Он|ушёл|."),
)
def test_russian_hyphens_and_abbreviations(text, cut):
    assert tokens("russian", text) == cut.split("|")


@cases(("п’ять об'єктів.", "п’ять|об'єктів|."), ("«Так», — сказав він.", "«|Так|»|,|—|сказав|він|."))
def test_a_ukrainian_apostrophe_stays_in_its_word(text, cut):
    assert tokens("uk", text) == cut.split("|")


# ---- scripts of their own --------------------------------------------------------------------------------------------


@cases(
    ("قال الرئيس إن الحرب انتهت.", "قال|الرئيس|إن|الحرب|انتهت|."),
    ("نعم، قال. لماذا؟", "نعم|،|قال|.|لماذا|؟"),
    ("مُحَمَّد قال", "مُحَمَّد|قال"),
    ("في ١٢٣ عام", "في|١٢٣|عام"),
    ("نسبة ٣٫٥٪", "نسبة|٣٫٥|٪"),
    ("«نعم»؛ قال", "«|نعم|»|؛|قال"),
)
def test_arabic_words_and_marks(text, cut):
    assert tokens("arabic", text) == cut.split("|")


@cases(
    ("वह घर गया।", "वह|घर|गया|।"),
    ("क्षेत्र में", "क्षेत्र|में"),
    ("“हाँ”, उसने कहा।", "“|हाँ|”|,|उसने|कहा|।"),
    ("क्या हुआ?", "क्या|हुआ|?"),
    ("३.५ करोड़", "३.५|करोड़"),
)
def test_hindi_words_and_the_danda(text, cut):
    assert tokens("hindi", text) == cut.split("|")


@cases(
    ("அவர் வந்தார்.", "அவர்|வந்தார்|."),
    ("“ஆம்” என்றார்.", "“|ஆம்|”|என்றார்|."),
    ("தி.மு.க. அரசு", "தி.மு.க.|அரசு"),
    ("சென்னை எம்.பி.யும், ஏ.எம். கோபு", "சென்னை|எம்.பி.யும்|,|ஏ.எம்.|கோபு"),
    ("வந்தார்.அவர்", "வந்தார்|.|அவர்"),
)
def test_tamil_words_and_its_letters_names_with_stops(text, cut):
    assert tokens("tamil", text) == cut.split("|")


@cases(
    ("צה״ל הודיע.", "צה״ל|הודיע|."),
    ('צה"ל הודיע.', 'צה"ל|הודיע|.'),
    ('הוא אמר "שלום" לה', 'הוא|אמר|"|שלום|"|לה'),
    ("רח׳ הרצל", "רח׳|הרצל"),
    ("ג'ירפה", "ג'ירפה"),
)
def test_hebrew_gershayim_stay_in_their_acronym(text, cut):
    assert tokens("he", text) == cut.split("|")


@cases(
    ("中国经济。", "中|国|经|济|。"),
    ("2024年5月", "2024|年|5|月"),
    ("iPhone手机", "iPhone|手|机"),
    ("“你好”，他说。", "“|你|好|”|，|他|说|。"),
    ("他说：「好！」", "他|说|：|「|好|！|」"),
    ("增长3.5%。", "增|长|3.5|%|。"),
)
def test_chinese_is_cut_as_unicode_does(text, cut):
    assert tokens("zh", text) == cut.split("|")


@cases(
    ("ニュースです。", "ニュース|で|す|。"),
    ("東京タワーへ行く。", "東|京|タワー|へ|行|く|。"),
    ("「はい」と言った。", "「|は|い|」|と|言|っ|た|。"),
)
def test_japanese_is_cut_as_unicode_does(text, cut):
    assert tokens("ja", text) == cut.split("|")


@cases(("ภาษาไทย", "ภ|า|ษ|า|ไ|ท|ย"), ("ที่นี่", "ที่|นี่"), ("ไทย 2024", "ไ|ท|ย|2024"))
def test_thai_is_cut_as_unicode_does(text, cut):
    assert tokens("th", text) == cut.split("|")


@cases(("정부는 오늘 발표했다.", "정부는|오늘|발표했다|."), ("‘네’라고 말했다.", "‘|네|’|라고|말했다|."), ("3.5% 올랐다", "3.5|%|올랐다"))
def test_korean_words_are_whole(text, cut):
    assert tokens("ko", text) == cut.split("|")


@cases(("Նա եկավ։", "Նա|եկավ|։"), ("«Այո»,— ասաց նա։", "«|Այո|»|,|—|ասաց|նա|։"), ("2020թ. հունվար", "2020|թ.|հունվար"))
def test_armenian_words_and_its_full_stop(text, cut):
    assert tokens("armenian", text) == cut.split("|")


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("am", "ሰላም ነው።", "ሰላም|ነው|።"),
        ("fa", "می‌شود گفت.", "می‌شود|گفت|."),
        ("ur", "اس نے کہا۔", "اس|نے|کہا|۔"),
        ("ka", "ის წავიდა.", "ის|წავიდა|."),
        ("bn", "সে গেছে।", "সে|গেছে|।"),
        ("pl", "Powiedział „nie”.", "Powiedział|„|nie|”|."),
        ("cs", "Řekl „ne“.", "Řekl|„|ne|“|."),
        ("vi", "Ông ấy nói “không”.", "Ông|ấy|nói|“|không|”|."),
        ("sr", "Рекао је „не“.", "Рекао|је|„|не|“|."),
        ("lt", "Jis sakė „ne“.", "Jis|sakė|„|ne|“|."),
        ("id", "Dia berkata, “tidak”.", "Dia|berkata|,|“|tidak|”|."),
        ("eu", "Ez dakit.", "Ez|dakit|."),
        ("yi", "ער האָט געזאָגט.", "ער|האָט|געזאָגט|."),
        ("ne", "उनले भने।", "उनले|भने|।"),
    ],
)
def test_any_language_has_sane_defaults(language, text, cut):
    assert tokens(language, text) == cut.split("|")


def test_abbreviations_in_two_halves_keep_both_stops():
    assert tokens("spanish", "EE. UU. ganó.") == ["EE.", "UU.", "ganó", "."]


def test_hyphened_initials_are_one_token():
    assert tokens("french", "en 52 av. J.-C. à") == ["en", "52", "av.", "J.-C.", "à"]


# ---- written as one, read as two ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "cut"),
    [
        ("greek", "Στο σπίτι, στην πόλη.", "Σ|το|σπίτι|,|σ|την|πόλη|."),
        ("portuguese", "Foi ao teatro aos domingos.", "Foi|a|o|teatro|a|os|domingos|."),
        ("italian", "Dai monti ai laghi", "Da|i|monti|a|i|laghi"),
        ("italian", "per farlo, opporsi e vedendoci", "per|far|lo|,|oppor|si|e|vedendo|ci"),
        ("spanish", "Quiere quedarse y hacerlo diciéndome", "Quiere|quedar|se|y|hacer|lo|diciéndo|me"),
        ("indonesian", "Namanya indah. Apakah itu?", "Nama|nya|indah|.|Apa|kah|itu|?"),
        ("indonesian", "Namaku kepadamu apapun", "Nama|ku|kepada|mu|apa|pun"),
        ("italian", "Voglio presentarvi", "Voglio|presentar|vi"),
        ("turkish", "Parktaki çocuk yoktu, önceki vardı.", "Parkta|ki|çocuk|yok|tu|,|önce|ki|var|dı|."),
        ("turkish", "YOKTU", "YOK|TU"),
    ],
)
def test_two_words_written_as_one_are_cut_as_treebanks_cut_them(language, text, cut):
    assert tokens(language, text) == cut.split("|")
    assert tokens(language, text.encode()) == cut.split("|")


def test_two_words_written_as_one_stay_so_when_contractions_are_kept():
    assert tokens("greek", "Στο σπίτι", contractions="keep") == ["Στο", "σπίτι"]
    assert tokens("indonesian", "namanya", contractions="keep") == ["namanya"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("italian", "Carlo parla per i diversi universi armi"),
        ("spanish", "Carlos duerme conforme en Parla con los modernos infiernos y Marte"),
        ("indonesian", "Kenya hanya punya langkah lainnya"),
        ("turkish", "olmalıydı saydı giydi"),
    ],
)
def test_a_word_that_only_looks_like_two_is_whole(language, text):
    assert tokens(language, text) == text.split()


@cases(("gli anni '90.", "gli|anni|'90|."), ("('90)", "(|'|90|)"))
def test_a_year_without_its_century_keeps_its_apostrophe(text, cut):
    assert tokens("italian", text) == cut.split("|")


def test_two_commas_are_a_low_quote_with_or_without_space():
    assert tokens("dutch", ",, Mijn gedachten") == [",,", "Mijn", "gedachten"]
    assert tokens("dutch", "Schans:,, Ik wist") == ["Schans", ":", ",,", "Ik", "wist"]


def test_danish_and_french_words_of_their_own_keep_an_apostrophe():
    assert tokens("danish", "Man ka' ikke") == ["Man", "ka'", "ikke"]
    assert tokens("french", "ce que l'on voit, a-t-elle dit") == ["ce", "que", "l'on", "voit", ",", "a", "-t-elle", "dit"]
