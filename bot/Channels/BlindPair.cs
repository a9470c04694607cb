using ChatBot.Answering.Generation;
using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Channels;

/// <summary>
/// Two answers that somebody compares without knowing who wrote which: how they are asked for, and the words around them in every channel.
/// Only who may decide about corrections is understood to ask for them; from all others it is a question like any other.
/// </summary>
internal static class BlindPair
{
    private const string Keyword = "compare";

    public const string Refusal = "Only admins may decide. Nothing was changed.";
    public const string Unknown = "This comparison is not known. Nothing was changed.";
    public const string Decided = "This comparison was decided before. Nothing was changed.";

    /// <summary>The buttons, in order.</summary>
    public static IReadOnlyList<(AnswerPick Pick, string Label)> Picks { get; } =
    [(AnswerPick.First, "A is better"), (AnswerPick.Second, "B is better"), (AnswerPick.Neither, "Neither")];

    /// <summary>What stands behind <c>compare:</c>, perhaps nothing; null where the text does not begin so.</summary>
    public static string? QuestionIn(string text)
    {
        var said = text.TrimStart().TrimStart('/');
        if (!said.StartsWith(Keyword, StringComparison.OrdinalIgnoreCase))
            return null;
        said = said[Keyword.Length..].TrimStart();
        return said.StartsWith(':') ? said[1..].Trim() : null;
    }

    /// <summary>The message as one that asks for two answers to <paramref name="question"/>.</summary>
    public static ChannelMessage Wanted(ChannelMessage message, string question) =>
        question.Length > 0
            ? message with
            {
                Text = question,
                WantsPair = true,
            }
            : message with
            {
                Prepared = new NoticeReply($"Write the question behind “{Keyword}:”, then I answer it twice."),
            };

    /// <summary>Where no button can be shown, as a path on this server.</summary>
    public static string Page(AnswerPair pair) => $"/admin/models/{pair.Adapter}/compare?pair={pair.Id}";

    public static string Title(AnswerPair pair) =>
        pair.Picked switch
        {
            "" => "Which answer is better?",
            "neither" => "Neither answer was picked",
            _ => (pair.Picked == "adapter") == pair.AdapterFirst ? "Answer A was picked" : "Answer B was picked",
        };

    /// <summary>Both answers in the order that they are shown in; who wrote them only where they have been compared.</summary>
    public static IEnumerable<(string Heading, string Text)> Answers(AnswerPair pair)
    {
        yield return (Heading("A", pair, pair.AdapterFirst), pair.First);
        yield return (Heading("B", pair, !pair.AdapterFirst), pair.Second);
    }

    private static string Heading(string letter, AnswerPair pair, bool isAdapters) =>
        pair.Picked.Length == 0 ? letter : $"{letter}, by {Writer(isAdapters ? pair.Adapter : pair.Against)}";

    private static string Writer(string adapter) => adapter == AdapterUse.Base ? "the model as it is" : $"adapter {adapter}";
}
