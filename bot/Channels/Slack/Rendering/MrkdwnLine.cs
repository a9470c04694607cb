using System.Text;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// Writes the runs of a line. Slack takes a mark for one only where it touches a space or punctuation outside and neither inside, and knows
/// no escape for a mark that is meant as a character; a space of no width parts what must not touch.
/// </summary>
internal sealed class MrkdwnLine
{
    private const string Backtick = "ˋ";

    public static readonly (Marks Mark, char Sign)[] Signs = [(Marks.Bold, '*'), (Marks.Italic, '_'), (Marks.Struck, '~')];

    private readonly StringBuilder _written = new();

    /// <summary>What a reader sees last; null at the beginning of the line.</summary>
    private char? _last;

    /// <summary>The line so far ends with a mark that began, or with one that ended.</summary>
    private bool _begins;
    private bool _ends;

    /// <summary>A line for each of the content's.</summary>
    /// <param name="all">How all of it looks besides.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Inline> content, Marks all = Marks.None)
    {
        var line = new List<Run>();
        foreach (var inline in content.Append(new Inline.Break()))
            switch (inline)
            {
                // A link's words look alike.
                case Inline.Text { Address: not null } text when line is [.., { } last] && last.Address == Mrkdwn.Address(text.Address):
                    line[^1] = last with { Text = last.Text + text.Value, Marks = last.Marks & (text.Marks | all) };
                    break;
                case Inline.Text text:
                    line.AddRange(Run.Of(text, all));
                    break;
                case Inline.Label label:
                    line.Add(new Run($"[{label.Number}]", label.Marks | all, null));
                    break;
                default:
                    var writer = new MrkdwnLine();
                    writer.Write(LooseSigns.Part(line));
                    yield return writer._written.ToString();
                    line = [];
                    break;
            }
    }

    /// <summary>The mark that holds for longest is the outer one.</summary>
    private void Write(IReadOnlyList<Run> runs)
    {
        for (var at = 0; at < runs.Count; )
        {
            var (length, outer) = Signs
                .Select(sign => (runs.Skip(at).TakeWhile(run => run.Marks.HasFlag(sign.Mark)).Count(), sign.Mark))
                .MaxBy(found => found.Item1);
            if (length == 0)
            {
                Say(runs[at++]);
                continue;
            }
            Write([.. runs.Skip(at).Take(length)], outer);
            at += length;
        }
    }

    /// <summary>Blanks at either end stand outside.</summary>
    private void Write(List<Run> runs, Marks outer)
    {
        var inner = runs.ConvertAll(run => run with { Marks = run.Marks & ~outer });
        var (before, after) = ("", "");
        while (inner.Count > 0 && inner[0] is { IsText: true } first && (first.Text.Length == 0 || char.IsWhiteSpace(first.Text[0])))
        {
            var rest = first.Text.TrimStart();
            before += first.Text[..^rest.Length];
            inner[0] = first with { Text = rest };
            if (rest.Length == 0)
                inner.RemoveAt(0);
        }
        while (inner.Count > 0 && inner[^1] is { IsText: true } last && (last.Text.Length == 0 || char.IsWhiteSpace(last.Text[^1])))
        {
            var rest = last.Text.TrimEnd();
            after = last.Text[rest.Length..] + after;
            inner[^1] = last with { Text = rest };
            if (rest.Length == 0)
                inner.RemoveAt(inner.Count - 1);
        }
        Text(before);
        if (inner.Count > 0)
        {
            var sign = Signs.First(one => one.Mark == outer).Sign;
            Begin(sign);
            Write(inner);
            _written.Append(sign);
            (_begins, _ends) = (false, true);
        }
        Text(after);
    }

    private void Begin(char sign)
    {
        if (!_begins && (_ends || (_last is { } last && !IsBoundary(last))))
            _written.Append(LooseSigns.NoWidth);
        _written.Append(sign);
        (_begins, _ends) = (true, false);
    }

    private void Say(Run run)
    {
        if (run.Address is { } address)
            Part(run.Text[0], run.Text[^1], $"<{address}{(run.Says(address) ? "" : $"|{Label(run.Text)}")}>");
        else if (run.Marks.HasFlag(Marks.Code))
            Code(run.Text);
        else
            Text(run.Text);
    }

    private static string Label(string text) => Mrkdwn.Escape(text.Replace('|', '¦').Replace("`", Backtick));

    private void Code(string text)
    {
        if (_last is { } last && !_begins && !IsBoundary(last) && !_ends)
            _written.Append(LooseSigns.NoWidth);
        Part('`', '`', $"`{Mrkdwn.Escape(text.Replace("`", Backtick))}`");
        _ends = true;
    }

    private void Part(char first, char last, string written)
    {
        if (_ends && !IsBoundary(first))
            _written.Append(LooseSigns.NoWidth);
        _written.Append(written);
        (_begins, _ends, _last) = (false, false, last);
    }

    private void Text(string text)
    {
        if (text.Length == 0)
            return;
        // A line that begins with it is a quote.
        if (_last is null && _written.Length == 0 && text[0] == '>')
            _written.Append(LooseSigns.NoWidth);
        Part(text[0], text[^1], Mrkdwn.Escape(text.Replace("`", Backtick)));
    }

    internal static bool IsBoundary(char character) =>
        char.IsWhiteSpace(character)
        || character == LooseSigns.NoWidth
        || (char.IsAscii(character) && char.IsPunctuation(character) && character is not '`');
}
