using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// Cuts a source file: a function with its comment is a section below its class; a class that is short stays whole. Neighbours of a few
/// lines share a section, what is very long is cut where a line is empty.
/// </summary>
internal sealed class SourceSections(SourceLanguage language, string[] lines, IReadOnlyList<Definition> definitions)
{
    /// <summary>Characters of a class that stays whole, and of neighbours that share a section.</summary>
    private const int ShortSection = 900;

    /// <summary>Characters of a section; a code fence beyond four thousand would be cut anywhere.</summary>
    private const int LongSection = 3500;

    /// <summary>Lines of a definition that shares a section with its neighbours.</summary>
    private const int FewLines = 3;

    private const int Deepest = 20;

    private readonly List<Piece> _pieces = [];

    /// <param name="Path">Names of what it stands in.</param>
    /// <param name="Names">What it defines itself, its own name first; empty for lines between definitions.</param>
    private sealed record Piece(int From, int To, IReadOnlyList<string> Path, IReadOnlyList<string> Names);

    public IEnumerable<Section> Cut()
    {
        Within(0, lines.Length, 0, [], 0);
        for (var i = 0; i < _pieces.Count; )
        {
            var first = _pieces[i];
            var to = first.To;
            var names = first.Names.ToList();
            var last = i + 1;
            var isSmall = Filled(first) <= FewLines;
            while (last < _pieces.Count && Shares(first, _pieces[last], to, names.Count, isSmall))
            {
                isSmall &= Filled(_pieces[last]) <= FewLines;
                to = _pieces[last].To;
                names.AddRange(_pieces[last].Names);
                last++;
            }
            foreach (var section in Sections(first, to, names, isSmall))
                yield return section;
            i = last;
        }
    }

    /// <summary>The definitions that begin within lines, and the lines between them.</summary>
    private void Within(int from, int to, int first, IReadOnlyList<string> path, int depth)
    {
        var at = from;
        for (var i = first; i < definitions.Count && definitions[i].Start < to; )
        {
            var definition = definitions[i];
            var end = Math.Min(Math.Max(definition.End, definition.Line + 1), to);
            var inner = i + 1;
            while (inner < definitions.Count && definitions[inner].Start < end)
                inner++;
            if (definition.Start > at)
                Add(at, definition.Start, path, []);
            var start = Math.Max(definition.Start, at);
            if (inner > i + 1 && HasMembers(definition) && Length(start, end) > ShortSection && depth < Deepest)
            {
                Add(start, definitions[i + 1].Start, path, [definition.Name]);
                Within(definitions[i + 1].Start, end, i + 1, [.. path, definition.Name], depth + 1);
            }
            else
            {
                Add(start, end, path, [.. definitions.Skip(i).Take(inner - i).Select(own => own.Name)]);
            }
            at = Math.Max(at, end);
            i = inner;
        }
        if (at < to)
            Add(at, to, path, []);
    }

    private static bool HasMembers(Definition definition) =>
        definition.Kind is not ("function" or "method" or "key" or "section" or "target" or "stage");

    private void Add(int from, int to, IReadOnlyList<string> path, IReadOnlyList<string> names)
    {
        if (from < to && lines[from..to].Any(line => !line.AsSpan().IsWhiteSpace()))
            _pieces.Add(new Piece(from, to, path, names));
    }

    /// <param name="names">How many definitions the section has so far.</param>
    /// <param name="isSmall">Whether all of it are of a few lines.</param>
    private bool Shares(Piece first, Piece next, int to, int names, bool isSmall)
    {
        if (Length(first.From, next.To) > ShortSection || lines[to..next.From].Any(line => !line.AsSpan().IsWhiteSpace()))
            return false;
        // A closing brace, a call at the end of a script belong to what stands before them, a few imports to what follows.
        if (next.Names.Count == 0)
            return names == 0 || (Filled(next) <= FewLines && (next == _pieces[^1] || !lines[next.From].AsSpan().IsWhiteSpace()));
        return names == 0
            ? first.Path.SequenceEqual(next.Path) && isSmall
            : first.Path.SequenceEqual(next.Path) && isSmall && Filled(next) <= FewLines;
    }

    private int Filled(Piece piece) => lines[piece.From..piece.To].Count(line => !line.AsSpan().IsWhiteSpace());

    private int Length(int from, int to)
    {
        var length = 0;
        for (var i = from; i < to; i++)
            length += lines[i].Length + 1;
        return length;
    }

    private IEnumerable<Section> Sections(Piece piece, int to, List<string> names, bool isSmall)
    {
        var own = isSmall ? names.Distinct().Take(4).ToList() : [.. names.Take(1)];
        IReadOnlyList<string> headings = own.Count == 0 ? piece.Path : [.. piece.Path, string.Join(", ", own)];
        foreach (var part in CodeParts.Of(string.Join('\n', lines[piece.From..to]), LongSection))
            yield return new Section(headings, [new CodeBlock(part, language.Name)], string.Join(' ', names));
    }
}
