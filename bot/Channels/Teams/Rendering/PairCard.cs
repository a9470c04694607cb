using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Two answers to compare; compared, what was picked and who wrote which.</summary>
public sealed class PairCard
{
    private const int LongestQuestion = 1000;
    private const int LongestAnswer = 3000;
    private const int LongestHeading = 150;
    private const int MostBytes = 8000;

    private readonly CardTemplate _template = CardTemplate.Load("pair");

    /// <summary>Null where the verb is another button's.</summary>
    public static AnswerPick? PickOf(string verb) =>
        Enum.GetValues<AnswerPick>().Cast<AnswerPick?>().FirstOrDefault(pick => VerbOf(pick!.Value) == verb);

    /// <param name="note">For the one who pressed in vain.</param>
    public JsonObject Render(AnswerPair pair, string? note = null) => CardFit.Fitting(size => Render(pair, note, size));

    /// <param name="size">0 shows all; each further step shortens more, for a card that is too large.</param>
    internal JsonObject Render(AnswerPair pair, string? note, int size) =>
        _template.Bind(
            new
            {
                title = BlindPair.Title(pair),
                note,
                question = CardElements.Of(MarkdownReader.AsWritten(pair.Question).Shorten(LongestQuestion >> size), MostBytes / 2 >> size),
                answers = BlindPair
                    .Answers(pair)
                    .Select(answer => new
                    {
                        heading = CardText.Line(answer.Heading, LongestHeading),
                        text = CardElements.Of(MarkdownReader.Read(answer.Text).Shorten(LongestAnswer >> size), MostBytes >> size),
                    }),
                picks = pair.Picked.Length > 0
                    ? []
                    : BlindPair.Picks.Select(choice => new
                    {
                        title = choice.Label,
                        verb = VerbOf(choice.Pick),
                        pair = pair.Id,
                    }),
            }
        );

    private static string VerbOf(AnswerPick pick) => "pair." + pick.ToString().ToLowerInvariant();
}
