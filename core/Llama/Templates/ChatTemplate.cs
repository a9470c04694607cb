using System.Text.RegularExpressions;
using ChatBot.Llama.Tokenizing;

namespace ChatBot.Llama.Templates;

/// <summary>
/// Writes a conversation the way a model was trained to read it. What people and documents say can never open or end a turn:
/// where a marker is a token, typed text does not become it; where it is ordinary text, a typed marker is broken by a space.
/// </summary>
public sealed partial class ChatTemplate
{
    /// <summary>What a C program's isspace strips, as the templates' trimming does.</summary>
    private static readonly char[] White = [' ', '\t', '\n', '\v', '\f', '\r'];

    private readonly ChatFamily _family;
    private readonly string _endToken;

    private ChatTemplate(ChatFamily family, Vocabulary vocabulary)
    {
        this._family = family;
        _endToken = vocabulary.EosId is { } eos ? vocabulary.TextOf(eos) : "";
        TextMarkers =
        [
            .. family
                .AllMarkup.SelectMany(markup =>
                    Marker().Matches(markup.Replace(ChatFamilies.EndToken, _endToken)).Select(match => match.Value)
                )
                .Distinct(StringComparer.Ordinal)
                .Where(marker => !vocabulary.TryGetId(marker, out var id) || vocabulary.KindOf(id) != TokenKind.Control)
                .OrderByDescending(marker => marker.Length),
        ];
    }

    /// <summary>The family's name, e.g. <c>chatml</c> or <c>llama3</c>.</summary>
    public string Name => _family.Name;

    /// <summary>Names that can be configured.</summary>
    public static IReadOnlyCollection<string> KnownNames => [.. ChatFamilies.ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Markers of this family that the vocabulary has no control token for. An answer in which one appears has ended.</summary>
    public IReadOnlyList<string> TextMarkers { get; }

    /// <summary>The template of a model.</summary>
    /// <param name="template">The file's <c>tokenizer.chat_template</c> (Jinja), or null.</param>
    /// <param name="configured">A family's name that was configured, which then counts; or null.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <exception cref="InvalidDataException">Neither tells a known family.</exception>
    public static ChatTemplate For(string? template, string? configured, Vocabulary vocabulary)
    {
        var known = $"set Model:ChatTemplate to one of {string.Join(", ", KnownNames)}.";
        if (!string.IsNullOrWhiteSpace(configured))
            return ChatFamilies.ByName.TryGetValue(configured.Trim(), out var named)
                ? new ChatTemplate(named, vocabulary)
                : throw new InvalidDataException($"Model:ChatTemplate is \"{configured}\", which is no known family: {known}");
        if (string.IsNullOrWhiteSpace(template))
            throw new InvalidDataException($"The model file carries no chat template (tokenizer.chat_template): {known}");
        return ChatFamilies.Recognise(template) is { } name
            ? new ChatTemplate(ChatFamilies.ByName[name], vocabulary)
            : throw new InvalidDataException($"The model's chat template (\"{Beginning(template)}\") is of no known family: {known}");
    }

    /// <summary>The prompt for the model's next answer.</summary>
    /// <param name="turns">The conversation, oldest first, the last one a person's.</param>
    /// <returns>Markup and messages in turn; <see cref="Tokenizer.Encode(IEnumerable{PromptText}, bool)"/> makes ids of them.</returns>
    public IReadOnlyList<PromptText> Render(IReadOnlyList<ChatTurn> turns)
    {
        var prompt = new List<PromptText>();
        Write(prompt, _family.Head);
        var (instructions, inside) = ("", false);
        foreach (var (index, turn) in turns.Index())
        {
            var (text, markup) = (Content(turn), MarkupOf(turn.Speaker));
            if (_family.InstructionsInQuestion && turn.Speaker == ChatSpeaker.System)
            {
                instructions += text;
                continue;
            }

            if (turn.Speaker == ChatSpeaker.Assistant)
                inside = false;
            else if (!inside)
            {
                Write(prompt, index == 0 ? _family.TurnOpening : _family.LaterTurnOpening ?? _family.TurnOpening);
                inside = true;
            }

            Write(prompt, markup.Before);
            if (instructions.Length > 0 && turn.Speaker == ChatSpeaker.User)
            {
                prompt.Add(new PromptText(instructions, false));
                Write(prompt, _family.System.After);
                instructions = "";
            }

            prompt.Add(new PromptText(text, false));
            Write(prompt, markup.After);
        }

        Write(prompt, _family.Opening);
        return prompt;
    }

    private void Write(List<PromptText> prompt, string markup)
    {
        if (markup.Length > 0)
            prompt.Add(new PromptText(markup.Replace(ChatFamilies.EndToken, _endToken), true));
    }

    private string Content(ChatTurn turn)
    {
        var text = _family.Trims || (_family.TrimsAnswers && turn.Speaker == ChatSpeaker.Assistant) ? turn.Text.Trim(White) : turn.Text;
        foreach (var marker in TextMarkers)
            text = text.Replace(marker, marker[..^1] + " " + marker[^1], StringComparison.Ordinal);
        return text;
    }

    private Markup MarkupOf(ChatSpeaker speaker) =>
        speaker switch
        {
            ChatSpeaker.System => _family.System,
            ChatSpeaker.User => _family.User,
            _ => _family.Assistant,
        };

    private static string Beginning(string template)
    {
        var line = string.Join(' ', template.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 80 ? line : line[..80] + "…";
    }

    [GeneratedRegex(
        @"<\|[^|<>]+\|>|<｜[^｜]+｜>|<</?SYS>>|<[^<>|\s]+>|\[\|?[^\[\]\s]+\]"
            + @"|(GPT4 Correct )?\b(USER|ASSISTANT|SYSTEM|User|Assistant|Human):"
            + @"|### (Instruction|Response):"
    )]
    private static partial Regex Marker();
}
