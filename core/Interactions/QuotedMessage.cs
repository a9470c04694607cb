using ChatBot.Answering;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>
/// What a person quotes, forwards or shares with a question: "For how many days?" above "I just got access to the warehouse." It is
/// spoken of as an earlier question would be, and comes before everything that the conversation says.
/// </summary>
internal static class QuotedMessage
{
    /// <summary>Content words of an own text that only asks for an answer to what is quoted: "any idea?", "can you help?".</summary>
    private const int MostOfAsking = 1;

    /// <summary>Characters of a quote that are enough to know an answer of ours by: platforms cut what they quote.</summary>
    private const int Telling = 24;

    /// <summary>Lines that begin with <c>&gt;</c>, as mail and chats quote, become what the question quotes.</summary>
    public static Question Part(Question question)
    {
        if (question.Quoted.Length > 0 || !question.Text.Contains('>'))
            return question;
        var lines = question.Text.ReplaceLineEndings("\n").Split('\n');
        var quoted = string.Join('\n', lines.Where(IsQuoted).Select(line => line.TrimStart().TrimStart('>').Trim())).Trim();
        var own = string.Join('\n', lines.Where(line => !IsQuoted(line))).Trim();
        return quoted.Any(char.IsLetterOrDigit) && own.Any(char.IsLetterOrDigit) && !QuestionReading.Of(question.Text).IsPaste
            ? question with
            {
                Quoted = quoted,
            }
            : question;
    }

    /// <summary>Whether an answer of ours is what is quoted, whole or its beginning.</summary>
    public static bool IsOf(string quoted, string answer)
    {
        var (begins, said) = (Plain(quoted), Plain(answer));
        return begins.Length >= Math.Min(Telling, said.Length) && said.Length > 0 && (said.StartsWith(begins) || begins.StartsWith(said));
    }

    /// <summary>The question together with what it quotes; null where it is completed like any follow-up.</summary>
    public static QuestionReading? Read(QuestionReading question, string quoted)
    {
        var told = QuestionReading.Of(quoted);
        if (told.IsPaste)
            return QuestionReading.Of($"{question.Written}\n\n{quoted}");
        var asksNothing = question.Asked is Asked.None or Asked.YesOrNo && question.Terms.Count(IsContent) <= MostOfAsking;
        return asksNothing && (quoted.Contains('?') || told.Asked != Asked.None) ? told : null;
    }

    /// <summary>The question with all that it quotes, for where its own words found nothing; null where they are completed.</summary>
    public static Question? Wider(Question question) =>
        question.Quoted.Length > 0 && question.Standalone?.Written == question.Text
            ? question with
            {
                Standalone = QuestionReading.Of($"{question.Text.TrimEnd(' ', '?', '.', '!')}: {question.Quoted}"),
            }
            : null;

    private static bool IsQuoted(string line) => line.TrimStart() is ['>', ..];

    private static bool IsContent(Term term) => term.Weight > 0 && !FunctionWords.IsRequest(term.Word);

    /// <summary>Letters and digits alone, without labels: marks are drawn before anybody can quote them.</summary>
    private static string Plain(string text) =>
        string.Concat(string.Join(' ', text.Split('\n').Select(Labels.Without)).Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
