using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.TestKit.Rendering;

/// <summary>Reads a card's elements as a client shows them, from top to bottom, written without a look at the writer.</summary>
public static class CardReading
{
    /// <param name="fallback">True: as a client that knows no tables.</param>
    public static IReadOnlyList<Seen> Of(JsonNode? node, bool fallback = false)
    {
        var seen = new List<Seen>();
        Read(node, fallback, seen);
        return seen;
    }

    /// <summary>The lines of text, each with two blanks for every level that it is indented by.</summary>
    public static IReadOnlyList<string> Lines(JsonNode? node, bool fallback = false)
    {
        var lines = new List<string>();
        Read(node, fallback, lines);
        return lines;
    }

    private static void Read(JsonNode? node, bool fallback, List<Seen> seen)
    {
        foreach (var run in Elements(node, fallback).Where(element => Type(element) == "TextRun"))
        {
            var marks =
                (run["weight"]?.GetValue<string>() == "Bolder" ? Marks.Bold : 0)
                | (run["italic"]?.GetValue<bool>() == true ? Marks.Italic : 0)
                | (run["strikethrough"]?.GetValue<bool>() == true ? Marks.Struck : 0)
                | (run["fontType"]?.GetValue<string>() == "Monospace" ? Marks.Code : 0);
            seen.AddRange(run["text"]!.GetValue<string>().Where(sign => !char.IsWhiteSpace(sign)).Select(sign => new Seen(sign, marks)));
        }
    }

    private static void Read(JsonNode? node, bool fallback, List<string> lines)
    {
        switch (Type(node))
        {
            case "RichTextBlock":
                lines.Add(string.Concat(node!["inlines"]!.AsArray().Select(run => run!["text"]!.GetValue<string>())));
                break;
            case "ColumnSet":
                var columns = node!["columns"]!.AsArray().Select(column => Lines(column!["items"], fallback)).ToList();
                lines.Add(string.Join(' ', columns.Select(column => column[0])));
                lines.AddRange(columns[^1].Skip(1).Select(line => "  " + line));
                break;
            case "Table" when !fallback:
                lines.AddRange(
                    node!["rows"]!
                        .AsArray()
                        .Select(row =>
                            string.Join(" | ", row!["cells"]!.AsArray().Select(cell => string.Join(' ', Lines(cell!["items"], fallback))))
                        )
                );
                break;
            default:
                foreach (var child in Children(node, fallback))
                    Read(child, fallback, lines);
                break;
        }
    }

    private static IEnumerable<JsonNode> Elements(JsonNode? node, bool fallback) =>
        node is null ? [] : Children(node, fallback).SelectMany(child => Elements(child, fallback)).Prepend(node);

    private static IEnumerable<JsonNode> Children(JsonNode? node, bool fallback) =>
        node switch
        {
            JsonArray list => list.OfType<JsonNode>(),
            JsonObject { } table when Type(table) == "Table" && fallback => [table["fallback"]!],
            JsonObject shape => ((string[])["items", "columns", "rows", "cells", "inlines"])
                .Select(name => Type(shape) == "Table" && name == "columns" ? null : shape[name])
                .OfType<JsonArray>(),
            _ => [],
        };

    private static string? Type(JsonNode? node) => (node as JsonObject)?["type"]?.GetValue<string>();
}
