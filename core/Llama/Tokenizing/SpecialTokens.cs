using System.Buffers;

namespace ChatBot.Llama.Tokenizing;

/// <summary>A stretch of a prompt.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsMarkup">
/// True for text that we wrote ourselves (a chat template): names of control tokens in it become those tokens. False for
/// what people and documents say: it stays text, whatever it spells.
/// </param>
public readonly record struct PromptText(string Text, bool IsMarkup);

/// <summary>
/// Takes special tokens out of text before it is encoded, the longest name first. Control tokens are only looked for in
/// markup; user-defined tokens (runs of spaces, say) everywhere.
/// </summary>
internal sealed class SpecialTokens
{
    private readonly (string Text, int Id)[] _control;
    private readonly (string Text, int Id)[] _userDefined;
    private readonly SearchValues<string> _anyControl;
    private readonly SearchValues<string> _anyUserDefined;

    /// <summary>A token, or text on its way to becoming tokens.</summary>
    public readonly record struct Fragment(string? Text, int Id);

    public SpecialTokens(Vocabulary vocabulary)
    {
        (string, int)[] OfKind(params TokenKind[] kinds) =>
            [
                .. Enumerable
                    .Range(0, vocabulary.Count)
                    .Where(id => kinds.Contains(vocabulary.KindOf(id)))
                    .Select(id => (vocabulary.TextOf(id), id))
                    .OrderByDescending(token => token.Item1.Length),
            ];

        _control = OfKind(TokenKind.Control, TokenKind.Unknown, TokenKind.UserDefined);
        _userDefined = OfKind(TokenKind.UserDefined);
        _anyControl = SearchValues.Create([.. _control.Select(token => token.Text)], StringComparison.Ordinal);
        _anyUserDefined = SearchValues.Create([.. _userDefined.Select(token => token.Text)], StringComparison.Ordinal);
    }

    /// <summary>The parts as tokens and text; neighbouring text is one fragment, since words may span parts.</summary>
    public List<Fragment> Split(IEnumerable<PromptText> parts)
    {
        var fragments = new List<Fragment>();
        foreach (var part in parts)
        {
            foreach (var fragment in part.IsMarkup ? Split(part.Text, _control, _anyControl) : [new Fragment(part.Text, -1)])
            {
                if (fragment.Text is "")
                    continue;
                if (fragment.Text is { } more && fragments is [.., { Text: { } before }])
                    fragments[^1] = new Fragment(before + more, -1);
                else
                    fragments.Add(fragment);
            }
        }

        return [.. fragments.SelectMany(fragment => fragment.Text is { } text ? Split(text, _userDefined, _anyUserDefined) : [fragment])];
    }

    private static List<Fragment> Split(string whole, (string Text, int Id)[] tokens, SearchValues<string> any)
    {
        List<Fragment> fragments = [new(whole, -1)];
        if (!whole.AsSpan().ContainsAny(any))
            return fragments;
        foreach (var (name, id) in tokens)
        {
            if (!whole.Contains(name, StringComparison.Ordinal))
                continue;
            fragments = [.. fragments.SelectMany(fragment => fragment.Text is { } text ? CutAt(text, name, id) : [fragment])];
        }

        return fragments;
    }

    private static IEnumerable<Fragment> CutAt(string text, string name, int id)
    {
        var start = 0;
        for (int match; (match = text.IndexOf(name, start, StringComparison.Ordinal)) >= 0; start = match + name.Length)
        {
            if (match > start)
                yield return new Fragment(text[start..match], -1);
            yield return new Fragment(null, id);
        }

        if (start < text.Length)
            yield return new Fragment(text[start..], -1);
    }
}
