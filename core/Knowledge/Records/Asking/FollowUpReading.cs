namespace ChatBot.Knowledge.Records.Asking;

/// <summary>A question that goes on from the one before it: what it says takes the place of what was said of the same.</summary>
internal static class FollowUpReading
{
    /// <summary>The question without "and", "only", "what about", which say that it goes on.</summary>
    public static (string Asked, bool HadOpening) WithoutOpening(string question)
    {
        var had = false;
        while (true)
        {
            var tokens = Token.Of(question);
            var words = tokens.Select(token => token.Word).ToList();
            if (words.Count == 0 || !RecordCues.StandsAt("goes on", words, 0, out var length) || length == words.Count)
                return (question, had);
            question = question[tokens[length].Start..];
            had = true;
        }
    }

    /// <summary>Null where it does not go on, but asks anew or something else.</summary>
    public static RecordReading? Of(ReadQuestion read, bool hadOpening, RecordQuery before)
    {
        var query = read.Query;
        var pointsBack = read.Items.Any(item => item is RecordItem.Cue { Section: "of those" });
        if (read.Missing is not null || query.Unknown.Count > 0 || query.Readings.Count == 0 || query.Readings[0].Id is not null)
            return null;
        if (!hadOpening && !pointsBack && query is { HasNoun: true, HasIntent: true })
            return null;
        var merged = query.Readings.Select(reading => Merged(reading, query.HasWant, pointsBack, query.HasIntent, before)).ToList();
        return merged.Exists(one => one is null) ? null
            : merged.Count == 1 ? new RecordReading.Understood(merged[0]!)
            : new RecordReading.Ambiguous([.. merged.OfType<RecordQuery>()]);
    }

    private static RecordQuery? Merged(RecordQuery reading, bool wants, bool pointsBack, bool asksForRows, RecordQuery before)
    {
        if (reading.Where.Count == 0 && !wants && reading.Text is null && !(pointsBack && asksForRows))
            return null;
        var columns = reading.Where.Select(condition => condition.Column).ToHashSet(StringComparer.Ordinal);
        // "what about last month" of what was resolved in another one is of the same date
        var where = Dated(reading.Where, before);
        columns.UnionWith(where.Select(condition => condition.Column));
        var kept = before.Where.Where(condition => !columns.Contains(condition.Column));
        // "and which team?" of what was counted by office
        if (reading is { Intent: RecordIntent.Group, Where.Count: 0 } && before.By is not null)
            return before with { By = reading.By };
        var asked =
            wants ? reading
            : pointsBack && asksForRows ? reading
            : before with { Intent = before.Intent == RecordIntent.Status ? RecordIntent.List : before.Intent, Id = null };
        return asked with { Where = [.. kept, .. where], Text = reading.Text ?? before.Text };
    }

    private static IReadOnlyList<RecordCondition> Dated(IReadOnlyList<RecordCondition> where, RecordQuery before) =>
        before.Where.OfType<DateCondition>().ToList() is [var date]
            ? [.. where.Select(condition => condition is DateCondition own ? own with { Column = date.Column } : condition)]
            : where;
}
