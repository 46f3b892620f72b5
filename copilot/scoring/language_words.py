"""Words that give a language away in short texts, and letters that only some languages write."""

from typing import Final

_TABLE: Final = {
    "en": """texting messaging the you your yours is are was were be been i i'm im it's its that's thats what's
        whats this that these those and but not don't dont can't cant won't wont didn't doesn't isn't isnt wasn't
        i'll ill i'd i've ive you're youre we're they're for of to with from have has had how what when where who
        why which will would could should can my me we our us they them he she his her just get got send call text
        please thanks thank thx pls yes yeah yep nope ok okay sure need want know about there here out up now then
        if or so at on by off stop never any some more much many too very still good great sorry like think looks
        does did do tomorrow today tonight week month price free time back new number wrong hey hello hi let make
        take right today's going wanna gonna u ur go see tell told said done one two it in no all only other
        interested working email phone day again than as an a am over come perfect noted ask left says awesome works
        kids before after book message deal cheers both later same fine haven't first last next gotta""",
    "es": """el la los las lo un una unos unas y o pero que qué de del al en con por para sin es son está están
        estoy era ser soy yo tú usted ustedes me te se le les nos mi tu su sus no sí si ya muy más mas este esta
        esto ese esa eso cuánto cuanto cuándo cuando dónde donde quién quien cómo como porque hay tengo tiene tienen
        quiero puedo puede pueden hacer hola gracias buenos buenas días dias tardes noches favor vale bueno ahora
        hoy mañana número numero mensaje mensajes precio llamar llámame también tambien nada todo algo ni cuesta
        sale hasta luego aquí ahí alguien nadie persona casa semana mes pasa pase xfa porfa estan manden manda
        escriban escriba escribir gusta gustaría necesito necesita podría quería fue he ha han voy va vamos deja
        dejen dejar llegó llegaron llega pago pagar cuenta ando ahorita equipo gente alguno cada veces desde antes
        entre otra otro otros casi dos tres mejor ellos ella ellas dile dale mismo según mío esposa hijo hija
        servicio pedido cita visita jaja lunes martes miércoles jueves viernes sábado domingo interesa interesado
        interesada borren borrar quiten saquen llamen escríbanme""",
    "fr": """le la les un une des du de d' et ou mais que qui quoi ne pas plus je j'ai j' tu il elle nous vous
        on me te se ce c'est cet cette ça ca ma mes votre vos notre nos son sa ses est sont suis êtes etes ai avez
        avons a à au aux en dans pour par sur avec sans oui non merci bonjour bonsoir salut svp s'il plaît plait
        quand combien où comment pourquoi quel quelle est-ce déjà deja très tres bien numéro numero prix peux pouvez
        puis veux voulez voudrais faut faire fait demain aujourd'hui semaine mois tout rien trop encore toujours
        jamais aussi alors désolé envoyez écrivez rappelez vais va était si n'est n'ai qu'il qu'est-ce d'accord
        c'etait l'offre stp cdt moi toi lui leur ils elles y été mardi mercredi jeudi samedi dimanche lundi vendredi
        fois rdv aprem toute tous toutes jour heures avoir être fini laissez arrêtez ici juste t'as nouvelles
        désinscrire désabonner supprimer supprimez intéressé intéressée intéresse retirez retirer""",
    "de": """der die das den dem ein eine einen einem einer und oder aber nicht kein keine keinen ich du er sie
        es wir ihr mich mir dich dir uns euch ihnen mein meine meinen dein ihre ihren ist sind war bin bist hat habe
        haben hatte wird werden kann können konnen könnten könnte muss soll will möchte mochte bitte danke hallo
        guten tag morgen abend ja nein nee schon noch mehr auch nur sehr wie was wann wo wer warum zu zum zur im am
        auf für fur mit von bei nach aus bis um über uber wenn dass weil dann jetzt heute gerade nummer preis kostet
        viel geht gibt schicken schreiben anrufen vielleicht leider gerne gern alles nichts etwas immer doch mal da
        hier falsche passt termin haben's hab ne ok's vom als genau ganz erst schreibt ruhe lassen möchten wäre
        hätte dieser diese dieses meinem ihrer zwei drei montag dienstag mittwoch donnerstag freitag samstag sonntag
        uhr melde löschen abmelden austragen interesse interessiert nachrichten kontaktieren""",
    "pt": """o a os as um uma uns umas e ou mas que de do da dos das na nos nas em com por para pra pro sem é
        são está estão estou era ser sou eu tu você voce vocês voces vcs vc me te se lhe meu minha seu sua não nao
        sim já ja muito mais este esta isso esse essa isto quanto quando onde quem como porque tem tenho têm quero
        posso pode podem fazer olá ola oi obrigado obrigada bom boa dia tarde noite favor agora hoje amanhã amanha
        número mensagem mensagens preço preco ligar também tambem nada tudo algo nem custa até ate depois aqui
        alguém ninguém pessoa semana mês ele ela eles elas foi vai vou tá tô pelo pela ao à às gostaria preciso fica
        blz cara ainda só pago gente mando manda chega chegou acabei enviar dois duas três mesmo cada vez vezes
        outra outro segunda terça quarta quinta sexta sábado domingo kkk kkkk kkkkk q qto dnv conto boleto pix
        interessado interessada interessa remover tirem sair parem""",
    "it": """il lo gli uno una ed o ma che chi di del della dei delle al alla nel nella con da dal non più piu
        è sono sei siamo ho hai ha abbiamo tu lui lei noi voi ti si ci vi mio tuo suo questo questa quello quella
        quanto quando dove perché perche cosa grazie ciao buongiorno buonasera sì prego favore oggi domani adesso
        ora anche già molto bene numero messaggio messaggi prezzo costa vorrei posso può puoi fare niente tutto
        ancora sempre mai chiamare scrivere smettete basta qualcuno""",
    "nl": """het een en maar dat niet geen ik jij je u hij zij wij mij mijn jouw uw ons onze zijn ben bent heb
        heeft hebben kan kunnen moet wil graag alstublieft dank bedankt hallo ja nee nog meer ook zeer hoe wat
        wanneer waar wie waarom naar voor met van bij op uit als vandaag morgen nummer bericht berichten prijs kost
        veel gaat sturen bellen misschien alles niets altijd deze""",
    "pl": """nie tak jest są i na z że się co jak ile kiedy gdzie kto dlaczego ona wy mnie mi ci proszę
        dziękuję dzięki dzień dobry cześć już tylko bardzo dla od po ale czy mam masz ma chcę mogę można numer
        wiadomości cena kosztuje jutro dzisiaj""",
    "sv": """och att det är som ett på jag du han hon ni mig inte har kan vill för med till om var när hur vad
        vem tack hej nej idag imorgon pris kostar nummer meddelanden sluta skicka gärna också bara mycket""",
    "tr": """ve bir şu ben sen biz siz değil mı mi mu mü için ile nasıl nerede kaç evet hayır teşekkürler
        merhaba lütfen lutfen bugün yarın çok daha numara mesaj fiyat istemiyorum istiyorum tamam gibi""",
}  # fmt: skip

WORDS: Final[dict[str, frozenset[str]]] = {code: frozenset(words.split()) for code, words in _TABLE.items()}
"""Commonest words of texting in each language."""

LETTERS: Final[dict[str, str]] = {
    "es": "ñ¿¡", "pt": "ãõ", "fr": "œèêëîïûùâ", "de": "ßäöü", "pl": "ąćęłńśźż", "sv": "å", "tr": "ğışİ",
}  # fmt: skip
"""Characters that make a language likely. Shared ones (é, á, ç, ô) say nothing here."""

SCRIPTS: Final[tuple[tuple[int, int, str | None], ...]] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, None),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x077F, None),
    (0x0900, 0x097F, None),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
"""First and last code point of a script and the one language that writes it; None: several do (Cyrillic, Arabic, …)."""
