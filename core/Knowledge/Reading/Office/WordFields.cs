using System.Text;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>
/// Fields that are open at a place of the document: of a field its result is read and not its instruction, of a table of contents
/// or an index nothing. Fields nest, and a table of contents spans many paragraphs.
/// </summary>
internal sealed class WordFields
{
    private readonly Stack<Field> _open = [];

    /// <summary>Nothing at this place is text.</summary>
    public bool AreSilent { get; private set; }

    public void Begin(WordLine line)
    {
        _open.Push(new Field(line, line.Place()));
        Judge();
    }

    public void Instruct(string instruction)
    {
        if (_open.TryPeek(out var field) && !field.HasResult)
            field.Instruction.Append(instruction);
    }

    public void Separate()
    {
        if (_open.TryPeek(out var field))
            field.HasResult = true;
        Judge();
    }

    public void End(WordLine line)
    {
        if (!_open.TryPop(out var field))
            return;
        Judge();
        if (field.Line == line && !AreSilent && Target(field.Instruction.ToString()) is { } target)
            line.Link(field.Place, target);
    }

    /// <summary>An instruction ends with its paragraph; a field that is never closed must not silence the rest.</summary>
    public void EndParagraph()
    {
        while (_open.TryPeek(out var field) && !field.HasResult)
            _open.Pop();
        Judge();
    }

    public void Clear()
    {
        _open.Clear();
        Judge();
    }

    /// <summary>A list of places in the document, made by Word.</summary>
    public static bool IsList(string? instruction) => Name(instruction) is "TOC" or "INDEX" or "TOA" or "RD" or "TC" or "XE";

    private static string Name(string? instruction) =>
        (instruction ?? "").Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var name, ..] ? name.ToUpperInvariant() : "";

    private void Judge() => AreSilent = _open.Any(field => !field.HasResult || IsList(field.Instruction.ToString()));

    /// <summary>HYPERLINK "address" \o "tip"</summary>
    private static string? Target(string instruction)
    {
        if (Name(instruction) != "HYPERLINK")
            return null;
        var quoted = instruction.Split('"');
        return quoted.Length > 2 && !quoted[0].Contains('\\') ? quoted[1] : null;
    }

    private sealed class Field(WordLine line, int place)
    {
        public WordLine Line => line;
        public int Place => place;
        public StringBuilder Instruction { get; } = new();
        public bool HasResult { get; set; }
    }
}
