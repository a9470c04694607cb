using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatBot.Answering.Capping;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Reads a model's reply as it comes, piece by piece: the JSON of the contract, whose statements are there as soon as each of them ends;
/// or, of a model that does not write JSON, Markdown with [n] labels, at its end.
/// </summary>
internal sealed partial class DraftReader
{
    /// <summary>What older prompt versions tell a model to reply when the sources hold no answer.</summary>
    public const string NoAnswer = "NO_ANSWER";

    /// <summary>UTF-16 units: some hundred times what an answer of a hundred words needs, with thoughts.</summary>
    private const int LongestReply = 100_000,
        LongestAnswer = 20_000;

    /// <summary>A hundred words have not as many.</summary>
    private const int MostStatements = 60;

    private readonly StringBuilder _reply = new();
    private readonly Stack<int> _open = new(); // where the objects and arrays begin that are not closed yet
    private int _read; // units of JSON that were looked at
    private int _json = -1; // where the JSON begins; -1 while that is not known
    private bool _isText,
        _isThinking,
        _inString,
        _escaped,
        _closed;

    /// <summary>Whether the JSON has ended: whatever else comes is no part of the answer.</summary>
    public bool IsWhole => _closed;

    /// <summary>What the reply holds so far.</summary>
    public List<Statement> Statements { get; } = [];

    /// <summary>The statements that end within this piece.</summary>
    /// <exception cref="MalformedDraftException">It goes on and on, or is no JSON after all.</exception>
    public IReadOnlyList<Statement> Read(string piece)
    {
        if (_closed || piece.Length == 0)
            return []; // what a model adds behind its answer
        _reply.Append(piece);
        if (_reply.Length > LongestReply || _json >= 0 && _reply.Length - _json > LongestAnswer)
            throw new MalformedDraftException("the reply is far too long");
        if (_json < 0 && !_isText && (!_isThinking || piece.Contains('>')))
            Begin();
        var known = Statements.Count;
        if (_json >= 0)
            ReadJson();
        return Statements[known..];
    }

    /// <summary>The reply has ended.</summary>
    /// <param name="cut">Whether it ended at the token limit: what was said up to there counts.</param>
    /// <returns>The statements that ended with it; null for a reply that says that the sources hold no answer.</returns>
    /// <exception cref="MalformedDraftException">It is not whole, or empty.</exception>
    public IReadOnlyList<Statement>? End(bool cut = false)
    {
        var known = Statements.Count;
        if (_json >= 0)
        {
            if (_closed && SaysNoAnswer())
                return null;
            if (!_closed && !(cut && known > 0))
                throw new MalformedDraftException("the JSON does not end");
            return known > 0 ? [] : throw new MalformedDraftException("the JSON holds no sentences");
        }
        var text = Thoughts().Replace(_reply.ToString(), "").Trim();
        if (text.Contains(NoAnswer, StringComparison.Ordinal))
            return null;
        if (Contract().Match(text) is { Success: true, Index: > 0 and var start })
            return EndOf(text[start..], cut);
        if (text.Length is 0 or > LongestAnswer || text[0] == '{' || Contract().IsMatch(text))
            throw new MalformedDraftException("the reply is empty or no answer");
        Add(StatementSplitter.Split(AsShown(text)));
        return Statements;
    }

    /// <summary>Words of its own stood before the JSON.</summary>
    private IReadOnlyList<Statement>? EndOf(string json, bool cut)
    {
        var reader = new DraftReader();
        reader.Read(json);
        var last = reader.End(cut);
        Statements.AddRange(reader.Statements);
        return last is null ? null : Statements;
    }

    /// <summary>Thoughts and a fence may stand before the JSON.</summary>
    private void Begin()
    {
        var lead = Lead().Match(_reply.ToString());
        var start = lead.Length;
        _isThinking = start < _reply.Length && _reply[start] == '<';
        if (start == _reply.Length)
            return; // nothing of the answer yet
        if (_reply[start] == '{' || _reply[start] == '[' && Array().IsMatch(_reply.ToString(start, _reply.Length - start)))
            _json = _read = start;
        else if (!_isThinking && _reply.Length - start > "```json".Length)
            _isText = true;
    }

    private void ReadJson()
    {
        for (; _read < _reply.Length && !_closed; _read++)
        {
            var sign = _reply[_read];
            if (_escaped)
                _escaped = false;
            else if (_inString)
                (_escaped, _inString) = (sign == '\\', sign != '"');
            else if (sign == '"')
                _inString = true;
            else if (sign is '{' or '[')
                _open.Push(_read);
            else if (sign is '}' or ']')
                Close(sign);
        }
    }

    private void Close(char sign)
    {
        if (!_open.TryPop(out var start) || _reply[start] != (sign == '}' ? '{' : '['))
            throw new MalformedDraftException("the JSON is not well-formed");
        _closed = _open.Count == 0;
        if (sign == '}' && _open.Count > 0 && Parse(start, _read + 1) is { } said)
            Add(said);
    }

    private void Add(IEnumerable<Statement> said)
    {
        Statements.AddRange(said);
        if (Statements.Count > MostStatements)
            throw new MalformedDraftException("the reply has far too many sentences");
    }

    /// <summary>What is checked is what will be shown: nothing invisible, fences in one spelling and closed.</summary>
    private static string AsShown(string text) => Fences.Close(Fences.Normalise(TextCleaning.Clean(text)));

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedDraftException("the JSON holds half a character");
        }
    }

    /// <summary>Null for an object that is no sentence.</summary>
    private IEnumerable<Statement>? Parse(int start, int end)
    {
        using var json = Document(start, end);
        if (!json.RootElement.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
            return null;
        return [.. StatementSplitter.Split(AsShown(TextOf(text)), Numbers(json.RootElement))];
    }

    private static List<int> Numbers(JsonElement sentence) =>
        sentence.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array
            ?
            [
                .. sources
                    .EnumerateArray()
                    .Select(source => int.TryParse(source.ToString().Trim('[', ']', ' '), out var number) ? number : 0)
                    .Where(number => number > 0)
                    .Distinct(),
            ]
            : [];

    private bool SaysNoAnswer()
    {
        using var json = Document(_json, _read);
        return json.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("no_answer", out var none)
            && none.ValueKind == JsonValueKind.True;
    }

    private JsonDocument Document(int start, int end)
    {
        try
        {
            return JsonDocument.Parse(_reply.ToString(start, end - start));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new MalformedDraftException("the JSON is not well-formed");
        }
    }

    /// <summary>What a reasoning model says to itself, and the fence that some put around JSON.</summary>
    [GeneratedRegex(@"\A\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*(?=[\[{]))?", RegexOptions.Singleline)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\A\[\s*\{")]
    private static partial Regex Array();

    [GeneratedRegex("""[{,]\s*"(?:no_answer|sentences)"\s*:""")]
    private static partial Regex Contract();

    /// <summary>Closed, or cut off by the token limit.</summary>
    [GeneratedRegex(@"\A\s*<think>.*?(</think>|\z)", RegexOptions.Singleline)]
    private static partial Regex Thoughts();
}
