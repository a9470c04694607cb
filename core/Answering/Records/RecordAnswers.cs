using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Answering.Records;

/// <summary>
/// Answers what is asked about rows of imported tables. What is understood whole is counted; what may mean several things is asked back;
/// of what is half understood nothing is counted, and the documents are asked first.
/// </summary>
public sealed class RecordAnswers(IRecordDesk desk, IRecordProposals proposals)
{
    /// <summary>Readings, or parts, that are offered as buttons.</summary>
    private const int MostChoices = 4;

    /// <returns>Null where it is no question about rows, or one that documents may answer: <see cref="AfterAllAsync"/> then.</returns>
    internal async Task<RecordReply?> AnswerAsync(Question question, CancellationToken cancel)
    {
        var asker = AskerOf(question);
        return await desk.ReadAsync(asker, question.Text, question.Earlier, cancel) switch
        {
            RecordReading.Understood understood => await CountAsync(asker, understood.Query, cancel),
            RecordReading.Ambiguous ambiguous => await AskBackAsync(asker, ambiguous.Readings, cancel),
            RecordReading.NoSuchRow missing => await MissingAsync(asker, missing, cancel),
            RecordReading.Partly { IsPlain: true } => await AfterAllAsync(question, cancel),
            _ => null,
        };
    }

    /// <summary>Where the documents do not answer what speaks of rows: what was understood of it, and what was not.</summary>
    internal async Task<RecordReply?> AfterAllAsync(Question question, CancellationToken cancel)
    {
        var asker = AskerOf(question);
        if (await desk.ReadAsync(asker, question.Text, question.Earlier, cancel) is not RecordReading.Partly { Rest: { } rest } partly)
            return null;
        var source = await desk.SourceAsync(asker, rest.Source, cancel);
        if (!question.WithoutModel && await proposals.ProposeAsync(asker, question, source, cancel) is { } proposed)
            return await AskBackAsync(asker, [proposed], cancel);
        var shape = source.Shape;
        var (rows, understood) = (RecordWording.Plural(shape.Noun), RecordWording.Understood(rest));
        var words = string.Join(", ", partly.Unknown.Where(word => word.Length > 0).Select(word => $"“{word}”"));
        return new RecordReply(
            Outcome.NoAnswer,
            "records:partly",
            $"I can count {rows}, but I do not understand {(words.Length > 0 ? words : "all of it")} there, so I give no number."
                + $"{(understood.Length > 0 ? $" What I understood: {understood}." : "")} Please ask in other words."
        )
        {
            Choices = [new Choice(understood.Length > 0 ? $"Only: {understood}" : $"All {rows}", RecordWording.Question(rest, shape))],
        };
    }

    private async Task<RecordReply> CountAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel)
    {
        var source = await desk.SourceAsync(asker, query.Source, cancel);
        var result = await desk.FindAsync(asker, query, cancel);
        if (query.Id is { } id && result.Rows.Count == 0)
            return Missing(source.Shape, id);
        return new RecordReply(
            Outcome.Answered,
            $"records:{WireJson.Write(query.Intent).Trim('"')}",
            RecordText.Of(query, result, source.Shape)
        )
        {
            Query = query,
            Question = RecordWording.Question(query, source.Shape),
            Source = SourceOf(query, source),
            Choices = [.. RecordChoices.Of(query, source.Shape).Take(MostChoices)],
        };
    }

    private async Task<RecordReply> AskBackAsync(RecordAsker asker, IReadOnlyList<RecordQuery> readings, CancellationToken cancel)
    {
        var choices = new List<Choice>();
        foreach (var reading in readings.Take(MostChoices))
        {
            var shape = await ShapeAsync(asker, reading.Source, cancel);
            var understood = RecordWording.Understood(reading);
            var where = readings.Select(one => one.Source).Distinct().Count() > 1 ? $" in {NameOf(reading.Source)}" : "";
            choices.Add(
                new Choice(
                    $"{RecordWording.Plural(shape.Noun)}{(understood.Length > 0 ? $": {understood}" : "")}{where}",
                    RecordWording.Question(reading, shape)
                )
            );
        }
        var asked =
            choices.Count == 1
                ? $"Do you mean {choices[0].Label}?"
                : $"That may mean: {string.Join("; ", choices.Select(choice => choice.Label))}. Which do you mean?";
        return new RecordReply(Outcome.NoAnswer, "records:ask-back", asked) { Choices = choices };
    }

    private async Task<RecordReply> MissingAsync(RecordAsker asker, RecordReading.NoSuchRow missing, CancellationToken cancel) =>
        Missing(await ShapeAsync(asker, missing.Source, cancel), missing.Id);

    private static RecordReply Missing(RecordShape shape, string id) =>
        new(Outcome.NoAnswer, "records:no-such-row", $"I find no {shape.Noun} {id}. Please check the number.");

    /// <summary>What was understood, as the answer's first source.</summary>
    private static Source SourceOf(RecordQuery query, RecordSource source)
    {
        var understood = query.Id ?? RecordWording.Understood(query);
        var rows = RecordWording.Plural(source.Shape.Noun);
        return new Source(
            1,
            understood.Length > 0 ? $"{rows}: {understood}" : $"all {rows}",
            NameOf(source.Source),
            1,
            $"Counted over {source.Rows:N0} {rows} of {NameOf(source.Source)}, as they were on {source.Imported:d MMMM yyyy, HH:mm} UTC."
        );
    }

    private static string NameOf(string source) => source[(source.LastIndexOfAny(['/', '\\']) + 1)..];

    private static RecordAsker AskerOf(Question question) => new(question.Workspace, question.Channel, question.Conversation);

    private async Task<RecordShape> ShapeAsync(RecordAsker asker, string source, CancellationToken cancel) =>
        (await desk.SourceAsync(asker, source, cancel)).Shape;
}
