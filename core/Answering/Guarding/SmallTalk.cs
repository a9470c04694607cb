using System.Text;

namespace ChatBot.Answering.Guarding;

/// <summary>Greetings, thanks, farewells and questions about the assistant itself get a kind answer instead of a refusal.</summary>
public sealed class SmallTalk(TopicSource topic)
{
    /// <summary>Small talk is short; a longer text that starts with "hello" is a question.</summary>
    private const int LongestInWords = 9;

    private static readonly Dictionary<string, HashSet<string>> Phrases = new()
    {
        ["greeting"] = Set(
            """
            hi; hello; hey; hey there; hi there; hello there; hiya; howdy; yo; good morning; good afternoon; good evening; morning; greetings;
            how are you; how are you doing; how are you today; how is it going; hows it going; how do you do; whats up; sup; nice to meet you;
            hallo; guten tag; guten morgen; guten abend; moin; servus; grüezi; wie geht es dir; wie gehts; bonjour; salut; bonsoir; coucou; ça va;
            comment ça va; comment allez vous; hola; buenos días; buenos dias; buenas tardes; buenas noches; qué tal; que tal; cómo estás; como estas;
            ciao; buongiorno; buonasera; come stai; olá; ola; bom dia; boa tarde; boa noite; tudo bem; hej; hei; god morgen; goddag; hoi; goedemorgen;
            goedemiddag; cześć; dzień dobry; привет; здравствуйте; добрый день; доброе утро; привіт; merhaba; selam; günaydın; γεια σου; καλημέρα;
            你好; 您好; 早上好; こんにちは; おはよう; おはようございます; こんばんは; 안녕하세요; 안녕; नमस्ते; مرحبا; السلام عليكم; שלום; xin chào; selamat pagi; ahoj; dobrý den;
            hello bot; hi bot; hey bot; hi all; hi team; hello everyone; test; testing; ping; are you there; anyone there; you there
            """
        ),
        ["thanks"] = Set(
            """
            thanks; thank you; thank you very much; thank you so much; thanks a lot; thanks so much; many thanks; thx; ty; cheers; much appreciated; great thanks;
            ok thanks; okay thanks; ok thank you; perfect thanks; cool thanks; awesome thanks; thanks for your help; thanks for the help; thank you for your help;
            that helped; that was helpful; that works; this works; it works; it worked; that worked; perfect; great; awesome; nice; cool; good bot; well done; good job; great job;
            danke; vielen dank; danke schön; dankeschön; merci; merci beaucoup; gracias; muchas gracias; grazie; grazie mille; obrigado; obrigada; tak; takk; tack;
            bedankt; dank je; dziękuję; спасибо; дякую; teşekkürler; teşekkür ederim; ευχαριστώ; 谢谢; 謝謝; ありがとう; ありがとうございます; 감사합니다; धन्यवाद; شكرا; תודה; cảm ơn; terima kasih; děkuji;
            ok; okay; got it; understood; i see; alright; makes sense; sounds good; yes; no; sure; fine; good; k; kk; lol; haha
            """
        ),
        ["farewell"] = Set(
            """
            bye; goodbye; bye bye; good bye; see you; see ya; see you later; see you soon; talk to you later; good night; have a nice day; have a good day; take care; cu; later;
            tschüss; tschüs; auf wiedersehen; bis bald; bis später; au revoir; à bientôt; bonne journée; adiós; adios; hasta luego; arrivederci; a presto; tchau; adeus; até logo;
            hej då; farvel; tot ziens; doei; do widzenia; пока; до свидания; до побачення; güle güle; αντίο; 再见; さようなら; じゃあね; 안녕히 가세요; مع السلامة; להתראות; tạm biệt; na shledanou
            """
        ),
        ["about"] = Set(
            """
            what can you do; what can you do for me; what can you help with; what can you help me with; how can you help; how can you help me; what do you do; what do you know;
            what can i ask; what can i ask you; what should i ask; what questions can i ask; what topics do you cover; what topics do you know; what are your capabilities; what are you for;
            who are you; what are you; what is your name; whats your name; what is this; what is this bot; are you a bot; are you a robot; are you human; are you an ai; are you real; are you chatgpt;
            introduce yourself; tell me about yourself; who made you; who built you; who created you; help; help me; can you help; can you help me; i need help; how do you work; how does this work; how do i use this;
            was kannst du; was kannst du tun; wer bist du; hilfe; wie heißt du; que peux tu faire; qui es tu; aide; quién eres; quien eres; qué puedes hacer; que puedes hacer; ayuda; chi sei; cosa puoi fare; aiuto;
            quem é você; o que você pode fazer; ajuda; wat kun je; wie ben je; кто ты; что ты умеешь; помощь; 你是谁; 你能做什么; あなたは誰ですか; 何ができますか; 누구세요; 무엇을 할 수 있나요
            """
        ),
    };

    /// <summary>Politeness around a phrase that changes nothing: "hello bot, thank you very much!".</summary>
    private static readonly HashSet<string> Fillers = Set(
        "please; bot; chatbot; assistant; there; dear; so; oh; ah; well; and; everyone; all; team; again; mate; buddy; friend; "
            + "sir; exactly; then; today; really; you all; guys; folks"
    );

    /// <returns>A kind reply when the text is nothing but small talk, else null.</returns>
    public GuardVerdict? Check(string text)
    {
        if (text.Length > 120)
            return null;
        var words = Simplify(text);
        if (words.Count is 0 or > LongestInWords)
            return null;
        return Kind(words) is { } kind ? new GuardVerdict(true, $"smalltalk:{kind}", 1, Reply(kind), Outcome.Answered) : null;
    }

    /// <summary>
    /// The kind of the last phrase when phrases and fillers cover all words: "hi, what can you do?" asks, "ok, thanks" thanks.
    /// </summary>
    private static string? Kind(List<string> words)
    {
        string? kind = null;
        for (var start = 0; start < words.Count; )
        {
            var (length, found) = LongestPhrase(words, start);
            if (length == 0 && !Fillers.Contains(words[start]))
                return null;
            if (found is not null)
                kind = found;
            start += Math.Max(length, 1);
        }
        return kind;
    }

    private static (int Length, string? Kind) LongestPhrase(List<string> words, int start)
    {
        for (var length = words.Count - start; length > 0; length--)
        {
            var phrase = string.Join(' ', words.GetRange(start, length));
            foreach (var (kind, phrases) in Phrases)
                if (phrases.Contains(phrase))
                    return (length, kind);
        }
        return (0, null);
    }

    private string Reply(string kind)
    {
        var subject = topic.Topic is { } file ? $"questions about {file.Name}" : "questions about the documents I was given";
        return kind switch
        {
            "thanks" => "You are welcome! Ask me anything else whenever you like.",
            "farewell" => "Goodbye! I am here whenever you need me.",
            "about" => $"I answer {subject}, in at most 100 words and with the sources named. {Example()}If an answer is wrong, rate it "
                + "or correct it, and I will do better.",
            _ => $"Hello! I answer {subject}. {Example()}What would you like to know?",
        };
    }

    private string Example() =>
        topic.Topic?.InScope is [var first, ..] && first.Length <= 120 ? $"For example: “{first.Trim().TrimEnd('?')}?” " : "";

    private static List<string> Simplify(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (
                Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune)
                    is System.Globalization.UnicodeCategory.NonSpacingMark
                        or System.Globalization.UnicodeCategory.SpacingCombiningMark
            )
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (rune.Value is not ('\'' or '’'))
                plain.Append(' ');
        }
        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static HashSet<string> Set(string phrases) =>
        [.. phrases.Split(';').Select(phrase => string.Join(' ', phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
