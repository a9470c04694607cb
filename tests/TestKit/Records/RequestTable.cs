using System.Globalization;
using ChatBot.Knowledge.Records;

namespace ChatBot.TestKit.Records;

/// <summary>
/// A table of requests with known truth: every row follows from the seed and its number, so it is read again and again, from anywhere,
/// without being held. Rows are created in order, no two at the same second up to some millions.
/// </summary>
public sealed class RequestTable(int rows, ulong seed = 1)
{
    /// <summary>Where the table is said to lie.</summary>
    public const string Source = "/data/requests.csv";

    /// <summary>"Now" on the clock in <see cref="Zone"/>, a Sunday.</summary>
    public static readonly DateTime Now = new(2026, 11, 29, 12, 0, 0);

    public const string Zone = "Europe/Berlin";

    /// <summary>The first row is not older.</summary>
    public static readonly DateTime Begin = Now.AddYears(-3);

    /// <summary>As somebody who knows the table would describe it, with a few of the words that people use for what is in it.</summary>
    public static readonly RecordShape Shape = new(
        "request",
        [
            new RecordColumn("request_id", ColumnRole.Id),
            new RecordColumn("title", ColumnRole.Title),
            new RecordColumn("description", ColumnRole.Text),
            new RecordColumn(RequestFacets.Category, ColumnRole.Category)
            {
                Rule = CellRule.Keep,
                AlsoCalled = ["team", "department"],
                Synonyms = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["IT"] = ["tech", "computers"],
                    ["HR"] = ["human resources", "people team"],
                    ["Facilities"] = ["building"],
                },
            },
            new RecordColumn(RequestFacets.Status, ColumnRole.Status)
            {
                Rule = CellRule.Keep,
                Synonyms = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["pending"] = ["waiting"],
                    ["in progress"] = ["being worked on"],
                    ["on hold"] = ["paused", "parked"],
                    ["rejected"] = ["declined", "turned down"],
                    ["resolved"] = ["solved", "done"],
                },
            },
            new RecordColumn(RequestFacets.Priority, ColumnRole.Category) { Rule = CellRule.Keep, AlsoCalled = ["urgency"] },
            new RecordColumn(RequestFacets.Office, ColumnRole.Category) { Rule = CellRule.Keep, AlsoCalled = ["site", "location"] },
            new RecordColumn(RequestFacets.Assignee, ColumnRole.Person) { Rule = CellRule.Keep, AlsoCalled = ["owner"] },
            new RecordColumn(RequestFacets.Cost, ColumnRole.Amount) { Rule = CellRule.Keep },
            new RecordColumn(RequestFacets.Created, ColumnRole.Date) { Rule = CellRule.Keep },
            new RecordColumn(RequestFacets.Resolved, ColumnRole.Date) { Rule = CellRule.Keep },
        ]
    );

    private static readonly int[] CategoryShares = [40, 18, 17, 12, 6, 7];
    private static readonly int[] PriorityShares = [25, 50, 18, 7];
    private static readonly int[] OfficeShares = [35, 27, 23, 15];

    /// <summary>Of rows that nobody has ended: pending, in progress, on hold.</summary>
    private static readonly int[] UnendedShares = [45, 40, 15];
    private static readonly int[] Unended = [0, 1, 4];

    public int Rows => rows;

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"REQ-{number:000000}");

    /// <summary>All rows, the oldest first.</summary>
    public IEnumerable<Request> Read()
    {
        for (var number = 1; number <= rows; number++)
            yield return At(number);
    }

    /// <summary>The table as a CSV file.</summary>
    public void WriteCsv(TextWriter writer)
    {
        writer.Write(string.Join(',', Shape.Columns.Select(column => column.Name)) + "\n");
        foreach (var row in Read())
            writer.Write(row.ToCsv() + "\n");
    }

    /// <summary>A row by its number, from 1.</summary>
    public Request At(int number)
    {
        var draws = new Draws(seed, number);
        var created = Begin.AddSeconds(Math.Floor((number - 1 + draws.Share() * 0.9) * (Now - Begin).TotalSeconds / rows));
        var ended = created.AddSeconds(Math.Floor(3600 + Math.Pow(draws.Share(), 3) * 60 * 86400));
        var fate = draws.Below(100);
        var status =
            ended > Now || fate >= 92 ? Unended[Pick(UnendedShares, draws.Below(100))]
            : fate < 80 ? 2
            : 3;
        return new Request(
            number,
            Pick(CategoryShares, draws.Below(100)),
            status,
            Pick(PriorityShares, draws.Below(100)),
            Pick(OfficeShares, draws.Below(100)),
            (int)(Math.Pow(draws.Share(), 1.3) * 30),
            draws.Below(10) < 3 ? null : (decimal)Math.Round(8 * Math.Exp(draws.Share() * 6.2), 2),
            created,
            status is 2 or 3 ? ended : null,
            draws.Below(RequestTexts.Topics),
            draws.Below(RequestTexts.Closings.Count)
        );
    }

    private static int Pick(ReadOnlySpan<int> shares, int drawn)
    {
        var at = 0;
        while (drawn >= shares[at])
            drawn -= shares[at++];
        return at;
    }

    /// <summary>SplitMix64 from a row's number.</summary>
    private struct Draws(ulong seed, int number)
    {
        private ulong _state = seed * 0xD1342543DE82EF95 + (ulong)number * 0x2545F4914F6CDD1D;

        public int Below(int limit) => (int)(Next() % (ulong)limit);

        public double Share() => (Next() >> 11) / 9007199254740992.0;

        private ulong Next()
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
