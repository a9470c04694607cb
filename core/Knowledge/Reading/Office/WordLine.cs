using System.Text;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The inlines of a paragraph while it is read. Word cuts words into runs; those that look alike are one again.</summary>
internal sealed class WordLine
{
    private readonly List<Inline> _inlines = [];
    private readonly StringBuilder _open = new();
    private string? _shift;
    private bool _code;

    /// <summary>Everything so far is set in the letters of a typewriter.</summary>
    public bool IsCode { get; private set; } = true;

    public bool HasText { get; private set; }

    public void Add(string text, WordFormat format, bool asCode)
    {
        if (text.Length == 0)
            return;
        var shift = format.Shift is "superscript" or "subscript" ? format.Shift : null;
        var code = asCode && shift is null;
        if (!string.IsNullOrWhiteSpace(text))
        {
            HasText = true;
            IsCode &= asCode;
        }
        if (shift != _shift || code != _code)
            End();
        (_shift, _code) = (shift, code);
        _open.Append(text);
    }

    public void Break()
    {
        End();
        _inlines.Add(new LineBreak());
    }

    public void Add(IEnumerable<Inline> inlines)
    {
        End();
        _inlines.AddRange(inlines);
    }

    /// <summary>Where the next inline will stand.</summary>
    public int Place()
    {
        End();
        return _inlines.Count;
    }

    /// <summary>Everything from a place on leads somewhere.</summary>
    public void Link(int from, string target)
    {
        End();
        if (from >= _inlines.Count)
            return;
        var label = _inlines[from..];
        _inlines.RemoveRange(from, label.Count);
        _inlines.Add(new Link(label, target));
    }

    public IReadOnlyList<Inline> Inlines()
    {
        End();
        return _inlines;
    }

    /// <summary>As a listing: its text with its line breaks.</summary>
    public static string Text(IReadOnlyList<Inline> inlines) =>
        string.Concat(
            inlines.Select(inline =>
                inline switch
                {
                    Words words => words.Text,
                    CodeSpan code => code.Text,
                    LineBreak => "\n",
                    Link link => Text(link.Label),
                    Superscript raised => raised.Text,
                    Subscript lowered => lowered.Text,
                    _ => "",
                }
            )
        );

    private void End()
    {
        if (_open.Length == 0)
            return;
        var text = _open.ToString();
        _open.Clear();
        if (string.IsNullOrWhiteSpace(text))
            _inlines.Add(new Words(text));
        else
            _inlines.Add(
                _shift switch
                {
                    "superscript" => new Superscript(text),
                    "subscript" => new Subscript(text),
                    _ when _code => new CodeSpan(text),
                    _ => new Words(text),
                }
            );
    }
}
