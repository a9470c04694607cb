using System.Net;
using System.Text.Json;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.TestKit.Rendering;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>
/// A message's blocks as a page, to look at: what mrkdwn says is read by the rules of <see cref="MrkdwnReading"/>, the rest is drawn about
/// as Slack draws it.
/// </summary>
internal static class BlockPicture
{
    private const string Style = """
        body { font: 15px/1.46 Lato, "DejaVu Sans", sans-serif; margin: 16px; width: 560px; background: #fff; color: #1d1c1d; }
        p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } .block { margin: 6px 0; }
        .context { font-size: 12.5px; color: #616061; } pre, code { font: 12px/1.5 "DejaVu Sans Mono", monospace; background: #f5f5f5; }
        pre { margin: 2px 0; padding: 6px; border: 1px solid #ddd; white-space: pre-wrap; } code { color: #c01343; padding: 1px 3px; }
        blockquote { margin: 0; padding-left: 10px; border-left: 4px solid #ddd; } .actions span { display: inline-block; font-size: 13px;
        font-weight: bold; border: 1px solid #bbb; border-radius: 4px; padding: 4px 10px; margin-right: 8px; }
        .dark body, body.dark { background: #1a1d21; color: #d1d2d3; } .dark pre, .dark code { background: #222529; border-color: #444; }
        """;

    public static string Html(JsonElement blocks, bool isDark) =>
        $"<!doctype html><meta charset=utf-8><style>{Style}</style><body class=\"{(isDark ? "dark" : "")}\">"
        + string.Concat(blocks.EnumerateArray().Select(block => $"<div class=\"block {Type(block)}\">{Block(block)}</div>"));

    private static string Block(JsonElement block) =>
        Type(block) switch
        {
            "section" => Mrkdwn(block.GetProperty("text").GetProperty("text").GetString()!),
            "header" => $"<h3>{Encoded(block.GetProperty("text").GetProperty("text").GetString()!)}</h3>",
            "context" => string.Concat(
                block.GetProperty("elements").EnumerateArray().Select(part => Mrkdwn(part.GetProperty("text").GetString()!))
            ),
            "actions" or "context_actions" =>
                $"<div class=actions>{string.Concat(block.GetProperty("elements").EnumerateArray().Select(Element))}</div>",
            _ => "<hr>",
        };

    private static string Element(JsonElement element) =>
        Type(element) switch
        {
            "button" => $"<span>{Encoded(element.GetProperty("text").GetProperty("text").GetString()!)}</span>",
            "feedback_buttons" => "<span>👍 Good</span><span>👎 Bad</span>",
            "overflow" => "<span>…</span>",
            var other => $"<span>{other}</span>",
        };

    private static string Mrkdwn(string mrkdwn) =>
        string.Concat(
                MrkdwnReading
                    .Lines(mrkdwn)
                    .Select(line =>
                        line.IsCode ? $"<pre>{Encoded(Text(line.Seen))}</pre>"
                        : line.IsQuote ? $"<blockquote><p>{Runs(line.Seen)}&nbsp;</p></blockquote>"
                        : $"<p dir=auto>{Runs(line.Seen)}&#8203;</p>"
                    )
            )
            .Replace("</pre><pre>", "\n");

    private static string Runs(IReadOnlyList<Seen> line)
    {
        var html = "";
        for (var at = 0; at < line.Count; )
        {
            var marks = line[at].Marks;
            var run = line.Skip(at).TakeWhile(seen => seen.Marks == marks).ToList();
            var text = Encoded(Text(run));
            foreach (
                var (mark, tag) in ((Marks, string)[])[(Marks.Code, "code"), (Marks.Bold, "b"), (Marks.Italic, "i"), (Marks.Struck, "s")]
            )
                if (marks.HasFlag(mark))
                    text = $"<{tag}>{text}</{tag}>";
            html += text;
            at += run.Count;
        }
        return html;
    }

    private static string Text(IEnumerable<Seen> seen) => new([.. seen.Select(one => one.Character)]);

    private static string Type(JsonElement element) => element.GetProperty("type").GetString()!;

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
