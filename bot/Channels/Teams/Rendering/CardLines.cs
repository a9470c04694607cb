using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>How all runs of some lines look besides their own marks.</summary>
internal sealed record CardLook(Marks Marks = Marks.None, string? Size = null, string? Color = null, bool IsSubtle = false)
{
    public static readonly CardLook Plain = new();
    public static readonly CardLook Small = new(Size: "Small");
    public static readonly CardLook SmallPrint = new(Size: "Small", IsSubtle: true);
    public static readonly CardLook Done = new(Marks.Bold, Color: "Good");
    public static readonly CardLook Wrong = new(Marks.Bold, Color: "Attention");
    public static readonly CardLook Title = new(Marks.Bold, Size: "Medium");
}

/// <summary>
/// Text as elements that obey no markup: a RichTextBlock for each line, since it knows no line breaks, out of runs whose look is a
/// property.
/// </summary>
internal static class CardLines
{
    /// <summary>About what a line takes beside its runs.</summary>
    private const int LineSize = 80;

    /// <summary>One line of words as they are.</summary>
    public static JsonObject Of(string text, CardLook look) => Line(Runs([new Inline.Text(text)], look, new CardSpace(int.MaxValue)));

    /// <summary>The lines of a paragraph; none where there is no room.</summary>
    public static IEnumerable<JsonObject> Of(IReadOnlyList<Inline> content, CardLook look, CardSpace space)
    {
        var lines = new List<JsonObject>();
        var isApart = false;
        foreach (var line in Lines(content))
        {
            if (!space.Take(LineSize))
                break;
            if (Runs(line, look, space) is { Count: > 0 } runs)
            {
                lines.Add(Line(runs));
                if (lines.Count > 1)
                    lines[^1]["spacing"] = isApart ? "Small" : "None";
            }
            isApart = line.Count == 0;
        }
        return lines;
    }

    public static JsonObject Line(JsonArray runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = runs };

    /// <summary>What finds no room is said to follow.</summary>
    public static JsonArray Runs(IEnumerable<Inline> line, CardLook look, CardSpace space)
    {
        var runs = new JsonArray();
        foreach (var inline in line)
        {
            var run = Run(inline, look);
            if (!space.Take(run))
            {
                runs.Add(Run(new Inline.Text("…"), look));
                space.IsTold = true;
                break;
            }
            runs.Add(run);
        }
        return runs;
    }

    private static JsonObject Run(Inline inline, CardLook look)
    {
        var (text, marks, address) = inline switch
        {
            Inline.Text run => (run.Value, run.Marks, run.Address),
            Inline.Label label => ($"[{label.Number}]", label.Marks, null),
            _ => (" ", Marks.None, null),
        };
        marks |= look.Marks;
        var written = new JsonObject { ["type"] = "TextRun", ["text"] = AsWritten(text) };
        if (look.Size is { } size)
            written["size"] = size;
        if (look.Color is { } color)
            written["color"] = color;
        if (look.IsSubtle)
            written["isSubtle"] = true;
        if (marks.HasFlag(Marks.Bold))
            written["weight"] = "Bolder";
        if (marks.HasFlag(Marks.Italic))
            written["italic"] = true;
        if (marks.HasFlag(Marks.Struck))
            written["strikethrough"] = true;
        if (marks.HasFlag(Marks.Code))
            written["fontType"] = "Monospace";
        if (address is not null)
            written["selectAction"] = new JsonObject { ["type"] = "Action.OpenUrl", ["url"] = address };
        return written;
    }

    /// <summary>Cards put a date of the reader's own form in place of <c>{{DATE(…)}}</c> wherever it stands.</summary>
    private static string AsWritten(string text) => text.Replace("{{DATE(", "{\u200B{DATE(").Replace("{{TIME(", "{\u200B{TIME(");

    private static List<List<Inline>> Lines(IReadOnlyList<Inline> content)
    {
        var lines = new List<List<Inline>> { new() };
        foreach (var inline in content)
            if (inline is Inline.Break)
                lines.Add([]);
            else
                lines[^1].Add(inline);
        return lines;
    }
}
