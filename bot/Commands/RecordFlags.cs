using System.CommandLine;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Importing.Tables;
using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary>What <c>ingest --records</c> takes: how the table is read, and what its columns are for.</summary>
internal sealed class RecordFlags
{
    private readonly Option<string?> _noun = Text(
        "--noun",
        "What one row is called, in the singular: request. Else the file's name says it."
    );
    private readonly Option<string?> _id = Text("--id", "Column that names the rows, unique in every one.");
    private readonly Option<string[]> _facet = Columns("--facet", "Columns with few values, which rows are counted by: category,status.");
    private readonly Option<string[]> _keep = Columns("--keep", "Columns that are stored as they stand, people and all.");
    private readonly Option<string[]> _hash = Columns("--hash", "Columns whose cells become pseudonyms; the default for people.");

    private readonly IReadOnlyList<(Option<string[]> Option, ColumnRole Role)> _roles =
    [
        (Columns("--title", "Column that a list shows beside the id."), ColumnRole.Title),
        (Columns("--text", "Columns of free text, searched by words and meaning."), ColumnRole.Text),
        (Columns("--status", "Columns that say how far a row has come."), ColumnRole.Status),
        (Columns("--date", "Columns of dates."), ColumnRole.Date),
        (Columns("--person", "Columns of people."), ColumnRole.Person),
        (Columns("--amount", "Columns of numbers that are added up."), ColumnRole.Amount),
        (Columns("--ignore", "Columns that are not stored."), ColumnRole.Ignored),
    ];

    private readonly Option<string?> _format = Text("--format", "What the file is, where its name does not say it:")
        .Among("csv", "tsv", "json", "jsonl", "xlsx", "bcp", "sqlite");

    private readonly Option<string?> _delimiter = Text("--delimiter", "What parts the cells; \\t is a tab.");
    private readonly Option<string?> _encoding = Text("--encoding", "Charset or code page: utf-8, utf-16, 1252, 850, 437.");
    private readonly Option<string[]> _columns = Columns(
        "--columns",
        "Names of the columns of a file without a head, such as bcp's: a,b,c."
    );
    private readonly Option<string?> _table = Text("--table", "Table of a SQLite file.");
    private readonly Option<string?> _query = Text("--query", "A select statement to PostgreSQL or SQL Server, instead of FILE.");

    private readonly Option<string?> _connection = Text(
        "--connection",
        "Its connection string, or better the environment variable that holds it."
    );

    public Option<bool> Records { get; } =
        new("--records") { Description = "PATH are tables, imported row by row: CSV, TSV, JSON, JSON Lines, Excel, bcp output, SQLite." };

    public Option<bool> DryRun { get; } =
        new("--dry-run") { Description = "Show what the columns of a table are taken for; import nothing." };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Do not ask whether the columns of a table are right." };

    private IEnumerable<Option> All =>
        [
            _id,
            .. _roles.Select(role => role.Option).Take(2),
            _facet,
            .. _roles.Select(role => role.Option).Skip(2),
            _noun,
            _hash,
            _keep,
            _format,
            _delimiter,
            _encoding,
            _columns,
            _table,
            _query,
            _connection,
            DryRun,
            Yes,
        ];

    public void AddTo(Command command)
    {
        command.Options.Add(Records);
        foreach (var option in All)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Records))
                return;
            foreach (var option in All)
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} goes with --records.");
        });
    }

    public bool HasQuery(System.CommandLine.Parsing.SymbolResult result) => result.GetValue(_query) is not null;

    /// <summary>One for each file, or the one of the query.</summary>
    public IReadOnlyList<TableRequest> Requests(ParseResult parsed, IReadOnlyList<string> paths)
    {
        var how = new TableRequest
        {
            Format = parsed.GetValue(_format) switch
            {
                null => null,
                "jsonl" => TableFormat.JsonLines,
                "xlsx" => TableFormat.Excel,
                var name => Enum.Parse<TableFormat>(name, ignoreCase: true),
            },
            Delimiter = parsed.GetValue(_delimiter),
            Encoding = parsed.GetValue(_encoding),
            Table = parsed.GetValue(_table),
            Columns = Names(parsed, _columns),
        };
        if (parsed.GetValue(_query) is not { } query)
            return [.. paths.Select(path => how with { Path = path })];
        if (paths.Count > 0)
            throw new UsageException("--query stands instead of a FILE, not beside one.");
        var connection = parsed.GetValue(_connection) ?? throw new UsageException("--query needs --connection.");
        return [how with { Query = query, Connection = connection }];
    }

    public ShapeWishes Wishes(ParseResult parsed)
    {
        var roles = new Dictionary<string, ColumnRole>(StringComparer.OrdinalIgnoreCase);
        void Add(string name, ColumnRole role)
        {
            if (!roles.TryAdd(name, role) && roles[name] != role)
                throw new UsageException($"The column {name} has one role, not both {roles[name]} and {role}.");
        }
        if (parsed.GetValue(_id) is { } id)
            Add(id.Trim(), ColumnRole.Id);
        foreach (var (option, role) in _roles)
        foreach (var name in Names(parsed, option))
            Add(name, role);
        var rules = Names(parsed, _hash)
            .Select(name => (name, CellRule.Hash))
            .Concat(Names(parsed, _keep).Select(name => (name, CellRule.Keep)));
        return new ShapeWishes
        {
            Noun = parsed.GetValue(_noun),
            Roles = roles,
            Facets = [.. Names(parsed, _facet).Where(name => !roles.ContainsKey(name))],
            Rules = rules
                .DistinctBy(rule => rule.name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(rule => rule.name, rule => rule.Item2),
        };
    }

    private static IReadOnlyList<string> Names(ParseResult parsed, Option<string[]> option) =>
        [
            .. (parsed.GetValue(option) ?? [])
                .SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    private static Option<string[]> Columns(string name, string description) => new(name) { Description = description };
}

file static class Choices
{
    /// <summary>Refuses what is none of the values, and names them in the help.</summary>
    public static Option<string?> Among(this Option<string?> option, params string[] values)
    {
        option.Description += " " + string.Join(", ", values) + ".";
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
