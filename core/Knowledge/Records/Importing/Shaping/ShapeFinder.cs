using ChatBot.Knowledge.Records.Importing.Tables;

namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>Decides how a table is imported: what is wished, else what was decided before, else what its first rows say.</summary>
public static class ShapeFinder
{
    /// <summary>Rows that are looked at.</summary>
    private const int Sample = 1000;

    /// <param name="before">What was decided the last time; null for a table seen first.</param>
    /// <exception cref="ShapeException">A wish names no column, or nothing names the rows.</exception>
    public static ImportPlan Find(IRecordTable table, ShapeWishes wishes, ImportPlan? before = null, CancellationToken cancel = default)
    {
        var rows = table.Rows(cancel).Where(row => row.Fault is null).Take(Sample).Select(row => ColumnSample.Cut(row.Cells)).ToList();
        var samples = table.Columns.Select((name, place) => new ColumnSample(name, rows, place)).ToList();
        foreach (var wished in wishes.Named)
            if (!table.Columns.Contains(wished, StringComparer.OrdinalIgnoreCase))
                throw new ShapeException($"{table.Name} has no column \"{wished}\"; its columns are: {string.Join(", ", table.Columns)}.");
        var noun = wishes.Noun ?? before?.Noun ?? ColumnWords.Noun(table.Name.Split('#')[0].Split('/')[^1]);
        var roles = new Dictionary<string, ColumnRole>(wishes.Roles, StringComparer.OrdinalIgnoreCase);
        foreach (var sample in samples.Where(sample => wishes.Facets.Contains(sample.Name, StringComparer.OrdinalIgnoreCase)))
            roles.TryAdd(sample.Name, RoleFinder.AsFacet(sample).Column.Role);
        var known = (before?.Columns ?? []).ToDictionary(column => column.Column.Name, StringComparer.OrdinalIgnoreCase);
        var id = IdOf(samples, roles, known, noun);
        var columns = samples.Select(sample => Decide(sample, sample.Name == id, roles, known)).ToList();
        EnsureTitle(columns, samples, roles, known);
        return new ImportPlan(noun, [.. columns.Select(column => WithRule(column, wishes))]);
    }

    private static string? IdOf(
        List<ColumnSample> samples,
        Dictionary<string, ColumnRole> roles,
        Dictionary<string, PlannedColumn> known,
        string noun
    )
    {
        var wished = roles.Where(role => role.Value == ColumnRole.Id).Select(role => role.Key).ToList();
        if (wished.Count > 1)
            throw new ShapeException($"One column names the rows, not {wished.Count}: {string.Join(", ", wished)}.");
        string? Named(string name) => samples.Find(sample => sample.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name;
        if (wished.Count == 1)
            return Named(wished[0]);
        if (
            known.Values.FirstOrDefault(column => column.Column.Role == ColumnRole.Id) is { } before
            && Named(before.Column.Name) is { } still
        )
            return still;
        return samples
                .Where(sample => !roles.ContainsKey(sample.Name))
                .Select(sample => (sample.Name, Score: RoleFinder.IdScore(sample, noun)))
                .Where(scored => scored.Score >= 1)
                .OrderByDescending(scored => scored.Score)
                .FirstOrDefault()
                .Name
            ?? throw new ShapeException(
                "No column has a value of its own in every row: name the one that names the rows with --id; the columns are: "
                    + $"{string.Join(", ", samples.Select(sample => sample.Name))}."
            );
    }

    private static PlannedColumn Decide(
        ColumnSample sample,
        bool isId,
        Dictionary<string, ColumnRole> roles,
        Dictionary<string, PlannedColumn> known
    )
    {
        known.TryGetValue(sample.Name, out var before);
        PlannedColumn decided;
        if (isId)
            decided = RoleFinder.As(sample, ColumnRole.Id);
        else if (roles.TryGetValue(sample.Name, out var role))
            decided = RoleFinder.As(sample, role);
        else if (before is not null && before.Column.Role != ColumnRole.Id)
            // How it is written stays, too: a short file may look otherwise.
            return before with { Column = before.Column with { Name = sample.Name } };
        else
            decided = RoleFinder.Of(sample);
        if (before is null)
            return decided;
        var rule = before.Column.Role == decided.Column.Role ? before.Column.Rule : decided.Column.Rule;
        return decided with
        {
            Column = decided.Column with { AlsoCalled = before.Column.AlsoCalled, Synonyms = before.Column.Synonyms, Rule = rule },
            Dates = decided.Dates is not null && before.Dates is not null ? before.Dates : decided.Dates,
        };
    }

    /// <summary>A list shows something beside the id: where no column is called a title, the shortest text of several words.</summary>
    private static void EnsureTitle(
        List<PlannedColumn> columns,
        List<ColumnSample> samples,
        Dictionary<string, ColumnRole> roles,
        Dictionary<string, PlannedColumn> known
    )
    {
        var titles = columns.FindAll(column => column.Column.Role == ColumnRole.Title);
        // Of several titles the first is the title; the others are text.
        foreach (var other in titles.Skip(1).Where(other => !roles.ContainsKey(other.Column.Name)))
            columns[columns.IndexOf(other)] = other with { Column = other.Column with { Role = ColumnRole.Text } };
        if (titles.Count > 0 || known.Count > 0)
            return;
        var best = samples
            .Where(sample => columns[sample.Place].Column.Role == ColumnRole.Text && !roles.ContainsKey(sample.Name))
            .Where(sample => sample.Length is > 0 and < 150 && sample.Share(ColumnSample.HasBlank) > 0.5)
            .MinBy(sample => sample.Length);
        if (best is not null)
            columns[best.Place] = columns[best.Place] with { Column = columns[best.Place].Column with { Role = ColumnRole.Title } };
    }

    private static PlannedColumn WithRule(PlannedColumn column, ShapeWishes wishes)
    {
        foreach (var (name, rule) in wishes.Rules)
            if (name.Equals(column.Column.Name, StringComparison.OrdinalIgnoreCase))
                return column with { Column = column.Column with { Rule = rule } };
        return column;
    }
}
