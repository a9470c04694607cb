using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Models.Files;
using LLama;
using LLama.Exceptions;
using Microsoft.Extensions.AI;

namespace ChatBot.Models.Llama;

/// <summary>
/// Writes a conversation the way a model was trained to read it, by the template in its file as llama.cpp knows it. The template is given
/// stand-ins and the messages take their places, with what spells markup broken: typed text can never open or end a turn.
/// </summary>
internal sealed partial class ChatPrompt
{
    private readonly LoadedModel _model;
    private readonly string _template;
    private readonly bool _thinks;

    /// <param name="model">The model.</param>
    /// <param name="configured">A template's name that was configured, which then counts; or empty.</param>
    /// <exception cref="ModelFileException">Neither tells a known template.</exception>
    public ChatPrompt(LoadedModel model, string configured)
    {
        _model = model;
        var own = model.Header.File.Metadata.GetValueOrDefault("tokenizer.chat_template") as string;
        _template = configured.Trim() is { Length: > 0 } named ? named : own ?? "";
        if (_template.Length == 0)
            throw new ModelFileException(model.Header.File.Path, $"the file carries no chat template; {Known}");
        // Asks for the thoughts that come before an answer to be left out, as the template itself would with enable_thinking=false.
        _thinks = configured.Length == 0 && _template.Contains("enable_thinking", StringComparison.Ordinal);
        try
        {
            var markup = StandIn().Replace(Apply([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User]), "\n");
            var tokens = model.Header.Vocabulary.Tokens.ToHashSet(StringComparer.Ordinal);
            TextMarkers = [.. Marker().Matches(markup).Select(match => match.Value).Distinct().Where(marker => !tokens.Contains(marker))];
        }
        catch (MissingTemplateException e)
        {
            throw new ModelFileException(
                model.Header.File.Path,
                $"the chat template \"{Beginning(_template)}\" is none that llama.cpp knows; {Known}",
                e
            );
        }
    }

    /// <summary>Markers of the template that are ordinary text to the model. An answer in which one appears has ended.</summary>
    public IReadOnlyList<string> TextMarkers { get; }

    /// <summary>Ids of the prompt for the model's next answer.</summary>
    /// <param name="turns">The conversation, oldest first, the last one a person's.</param>
    public int[] Encode(IReadOnlyList<(ChatRole Role, string Text)> turns)
    {
        var prompt = new StringBuilder();
        var rendered = Apply([.. turns.Select(turn => turn.Role)]);
        var at = 0;
        foreach (Match standIn in StandIn().Matches(rendered))
        {
            prompt.Append(rendered, at, standIn.Index - at);
            prompt.Append(_model.Header.Vocabulary.Harmless(turns[int.Parse(standIn.Groups[1].ValueSpan)].Text.Trim(), TextMarkers));
            at = standIn.Index + standIn.Length;
        }
        prompt.Append(rendered, at, rendered.Length - at).Append(_thinks ? "<think>\n\n</think>\n\n" : "");
        return _model.Tokenize(prompt.ToString(), special: true);
    }

    private string Apply(IReadOnlyList<ChatRole> roles)
    {
        var template = new LLamaTemplate(_template) { AddAssistant = true };
        foreach (var (index, role) in roles.Index())
            template.Add(role.Value, $"message{index}stands0here");
        return Encoding.UTF8.GetString(template.Apply());
    }

    private const string Known =
        "set Model:ChatTemplate to the name of one that fits, such as chatml, llama3, gemma, phi3, mistral-v3 or zephyr.";

    private static string Beginning(string template)
    {
        var line = string.Join(' ', template.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 80 ? line : line[..80] + "…";
    }

    [GeneratedRegex(@"message(\d+)stands0here")]
    private static partial Regex StandIn();

    [GeneratedRegex(
        @"<\|[^|<>]+\|>|<｜[^｜]+｜>|<</?SYS>>|<[^<>|\s]+>|\[\|?[^\[\]\s]+\]"
            + @"|(GPT4 Correct )?\b(USER|ASSISTANT|SYSTEM|User|Assistant|Human):"
            + @"|### (Instruction|Response):"
    )]
    private static partial Regex Marker();
}
