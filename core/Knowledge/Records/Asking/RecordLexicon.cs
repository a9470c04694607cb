using ChatBot.Knowledge.Records.Counting;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>The words of one source: what a row is called, its columns and their values, as people may write them.</summary>
internal sealed class RecordLexicon
{
    /// <summary>People who share a part of their names.</summary>
    private const int MostOfName = 4;

    /// <summary>Words of a person's name or address.</summary>
    private const int LongestName = 4;

    /// <summary>Values of a column that are known by their words; a column of more is no facet that people name.</summary>
    private const int MostValues = 50_000;

    private readonly Dictionary<string, List<(string[] Words, bool IsExact, Meaning Means)>> _byFirst = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly PersonMarks _people;

    /// <summary>Pseudonyms, by column, of the people that a table stores as such.</summary>
    private readonly List<(string Column, HashSet<string> Marks)> _marks = [];

    public RecordLexicon(RecordTable table, IdPattern ids, PersonMarks people)
    {
        (Table, Ids, _people) = (table, ids, people);
        var shape = table.Source.Shape;
        AddNoun(shape.Noun);
        foreach (var column in shape.Columns.Where(column => column.Role != ColumnRole.Ignored))
        {
            foreach (var name in (string[])[column.Name, .. column.AlsoCalled])
                AddColumn(name, column);
            if (table.Facets.TryGetValue(column.Name, out var facet))
                AddValues(column, facet);
        }
        AddFileName(shape.Noun);
        foreach (var entries in _byFirst.Values)
            entries.Sort((one, other) => other.Words.Length.CompareTo(one.Words.Length));
    }

    public RecordTable Table { get; }

    public IdPattern Ids { get; }

    public RecordShape Shape => Table.Source.Shape;

    /// <summary>Every word that stands in a name or a value, for words that are misspelt.</summary>
    public IReadOnlyCollection<string> Words => _words;

    /// <summary>The one column of a role that a question means when it names none: the first.</summary>
    public RecordColumn? First(ColumnRole role) => Shape.Columns.FirstOrDefault(column => column.Role == role);

    /// <summary>The longest name that begins at a word; a value that more than one column has means each of them.</summary>
    public (int Length, IReadOnlyList<Meaning> Means)? At(IReadOnlyList<Token> tokens, int at)
    {
        if (!_byFirst.TryGetValue(tokens[at].Stem, out var known))
            return null;
        var found = known.Where(entry => StandsAt(tokens, at, entry.Words, entry.IsExact)).ToList();
        if (found.Count == 0)
            return null;
        var length = found[0].Words.Length;
        return (length, [.. found.TakeWhile(entry => entry.Words.Length == length).Select(entry => entry.Means).Distinct()]);
    }

    /// <summary>Somebody whom the table knows by a pseudonym only, named from a word on.</summary>
    public (int Length, FacetCondition Is)? PersonAt(IReadOnlyList<Token> tokens, int at, string text)
    {
        for (var length = Math.Min(LongestName, tokens.Count - at); length > 0 && _marks.Count > 0; length--)
        {
            var name = text[tokens[at].Start..tokens[at + length - 1].End];
            var bare = name.EndsWith("'s", StringComparison.Ordinal) || name.EndsWith("’s", StringComparison.Ordinal) ? name[..^2] : name;
            var mark = _people.Of(Table.Source.Workspace, bare);
            foreach (var (column, marks) in _marks)
                if (marks.Contains(mark))
                    return (length, new FacetCondition(column, [mark]));
        }
        return null;
    }

    private static bool StandsAt(IReadOnlyList<Token> tokens, int at, string[] words, bool isExact)
    {
        if (at + words.Length > tokens.Count)
            return false;
        for (var i = 0; i < words.Length; i++)
            if ((isExact ? tokens[at + i].Word : tokens[at + i].Stem) != words[i])
                return false;
        return true;
    }

    private void AddNoun(string noun)
    {
        Add(noun, Meaning.Noun.Own);
        foreach (var word in WordList.Load("record-questions")["rows"].Words)
            Add(word, Meaning.Noun.Any);
    }

    /// <summary>
    /// "support tickets" of support_tickets.csv; not "IT requests" of it_requests.csv where IT is a value, which says which of them.
    /// </summary>
    private void AddFileName(string noun)
    {
        var words = NameWords(Path.GetFileNameWithoutExtension(Table.Source.Source));
        if (words.Count > 1 && Stems.Of(words[^1]) == Stems.Of(noun) && !words.SkipLast(1).Any(BeginsValue))
            Add(words, Meaning.Noun.Own);
    }

    private bool BeginsValue(string word) =>
        _byFirst.TryGetValue(Stems.Of(word), out var entries) && entries.Exists(entry => entry.Means is Meaning.Value);

    /// <summary>Whether a question calls rows by this table's own name.</summary>
    public bool IsNamedIn(IReadOnlyList<Token> tokens) =>
        Enumerable.Range(0, tokens.Count).Any(at => At(tokens, at) is { } found && found.Means.Contains(Meaning.Noun.Own));

    /// <summary><c>resolved_at</c> is spoken of as "resolved at" and, of a date, as "resolved".</summary>
    private void AddColumn(string name, RecordColumn column)
    {
        var words = NameWords(name);
        Add(words, new Meaning.Column(column));
        if (
            words.Count > 1
            && column.Role == ColumnRole.Date
            && words[^1] is "at" or "on" or "date" or "time" or "day"
            && !IsNoun(words[..^1])
        )
            Add(words[..^1], new Meaning.Column(column));
        if (words.Count > 1 && column.Role == ColumnRole.Id && words[^1] is "id")
            Add(["id"], new Meaning.Column(column));
        if (column == First(ColumnRole.Person))
            foreach (var word in (string[])["person", "people"])
                Add([word], new Meaning.Column(column));
    }

    /// <summary>The date of an order is no other word for it.</summary>
    private bool IsNoun(IReadOnlyList<string> words) => words is [var word] && Stems.Of(word) == Stems.Of(Shape.Noun);

    private void AddValues(RecordColumn column, FacetColumn facet)
    {
        if (column.Rule == CellRule.Hash)
            _marks.Add((column.Name, facet.Values.ToHashSet(StringComparer.Ordinal)));
        var spoken = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var value in facet.Values.Where(value => value.Length > 0).Take(MostValues))
        {
            Say(value, value);
            foreach (var other in column.Synonyms.GetValueOrDefault(value) ?? [])
                Say(other, value);
        }
        if (column.Role == ColumnRole.Person)
            foreach (var (name, values) in PartsOfNames(facet, NameWords(column.Name)))
            foreach (var value in values)
                Say(name, value);
        foreach (var (words, values) in spoken)
            Add(
                words.Split(' '),
                new Meaning.Value(new FacetCondition(column.Name, [.. values.Distinct()])),
                isExact: column.Role == ColumnRole.Person
            );

        void Say(string said, string value)
        {
            if (string.Join(' ', NameWords(said)) is { Length: > 0 } words)
                (spoken.TryGetValue(words, out var values) ? values : spoken[words] = []).Add(value);
        }
    }

    /// <summary>First and last names, where a few people have them: what all share says nothing, and a number is no name.</summary>
    private static IEnumerable<(string Name, List<string> Values)> PartsOfNames(FacetColumn facet, List<string> column) =>
        facet
            .Values.Take(MostValues)
            .SelectMany(value =>
                NameWords(value) is { Count: > 1 } names ? names.Distinct().Select(name => (Name: name, Value: value)) : []
            )
            .Where(part => part.Name.Length > 1 && part.Name.All(char.IsLetter) && !column.Contains(part.Name))
            .GroupBy(part => part.Name, part => part.Value)
            .Where(group => group.Count() <= MostOfName)
            .Select(group => (group.Key, group.ToList()));

    private void Add(string name, Meaning means) => Add(NameWords(name), means);

    /// <param name="isExact">People's names have no other forms: "Ines" is not "in".</param>
    private void Add(IReadOnlyList<string> words, Meaning means, bool isExact = false)
    {
        if (words.Count == 0)
            return;
        _words.UnionWith(words);
        var first = Stems.Of(words[0]);
        (_byFirst.TryGetValue(first, out var entries) ? entries : _byFirst[first] = []).Add(
            (isExact ? [.. words] : [.. words.Select(Stems.Of)], isExact, means)
        );
        // "statuses" has another stem than "status"
        if (!isExact && words[^1].EndsWith('s') && !words[^1].EndsWith("es", StringComparison.Ordinal))
            Add([.. words.SkipLast(1), words[^1] + "es"], means);
    }

    /// <summary>The words of a name, however it joins them: <c>created_at</c>, <c>createdAt</c>, "Created at".</summary>
    internal static List<string> NameWords(string name)
    {
        var spaced = string.Concat(
            name.Select(
                (c, at) =>
                    at > 0 && char.IsUpper(c) && char.IsLower(name[at - 1]) ? $" {c}"
                    : char.IsLetterOrDigit(c) || c is '\'' or '.' ? c.ToString()
                    : " "
            )
        );
        return [.. Token.Of(spaced).Select(token => token.Word)];
    }

    /// <summary>What a name or value of the lexicon stands for.</summary>
    public abstract record Meaning
    {
        /// <param name="IsOwn">The table's own word, which no other table means.</param>
        public sealed record Noun(bool IsOwn) : Meaning
        {
            public static readonly Noun Own = new(true),
                Any = new(false);
        }

        public sealed record Column(RecordColumn Is) : Meaning;

        public sealed record Value(FacetCondition Is) : Meaning;
    }
}
