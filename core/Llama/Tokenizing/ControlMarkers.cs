using System.Collections.Frozen;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// Tokens that steer a chat, known by their text. Converters sometimes file them as ordinary or user-defined tokens; then a
/// person who types <c>&lt;|im_end|&gt;</c> would end a turn. Here they are control tokens whatever the file says.
/// </summary>
internal static class ControlMarkers
{
    /// <summary>Ends an answer in some family (llama.cpp's list of end-of-generation texts).</summary>
    private static readonly FrozenSet<string> Endings = FrozenSet.ToFrozenSet(
        [
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<|return|>",
            "<|call|>",
            "<|calls|>",
            "<|flush|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "</s>",
            "<|eom_id|>",
            "<EOT>",
            "_<EOT>",
            "[EOT]",
            "[EOS]",
            "<|end_of_text|>",
            "<end_of_utterance>",
            "<eos>",
            "<turn|>",
            "<|fim_pad|>",
            "<fim-pad>",
            "<fim_pad>",
            "<PAD>",
            "[PAD]",
            "<|fim_repo|>",
            "<|repo_name|>",
            "<fim-repo>",
            "<REPO>",
            "<reponame>",
            "<|file_sep|>",
            "<｜end▁of▁sentence｜>",
        ],
        StringComparer.Ordinal
    );

    /// <summary>Begins or separates turns in some family.</summary>
    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(
        [
            "<s>",
            "<unk>",
            "<pad>",
            "<bos>",
            "<start_of_turn>",
            "[INST]",
            "[/INST]",
            "[SYSTEM_PROMPT]",
            "[/SYSTEM_PROMPT]",
            "[AVAILABLE_TOOLS]",
            "[/AVAILABLE_TOOLS]",
            "[TOOL_CALLS]",
            "[TOOL_RESULTS]",
            "[/TOOL_RESULTS]",
            "<<SYS>>",
            "<</SYS>>",
        ],
        StringComparer.Ordinal
    );

    /// <summary>True for a known marker, and for anything of the form <c>&lt;|name|&gt;</c> or <c>&lt;｜name｜&gt;</c>.</summary>
    public static bool LooksLikeControl(string text) =>
        Endings.Contains(text) || Others.Contains(text) || IsBarred(text, "<|", "|>") || IsBarred(text, "<｜", "｜>");

    /// <summary>The ids that end an answer: those that the file names, and the tokens with a known ending's text.</summary>
    public static FrozenSet<int> EndOfGeneration(Vocabulary vocabulary, params ReadOnlySpan<int?> named)
    {
        var ids = new HashSet<int>();
        foreach (var id in named)
            if (id is { } known)
                ids.Add(known);
        foreach (var text in Endings)
            if (vocabulary.TryGetId(text, out var id))
                ids.Add(id);
        return ids.ToFrozenSet();
    }

    private static bool IsBarred(string text, string open, string close) =>
        text.Length > open.Length + close.Length
        && text.StartsWith(open, StringComparison.Ordinal)
        && text.EndsWith(close, StringComparison.Ordinal)
        && text.AsSpan(open.Length, text.Length - open.Length - close.Length).IndexOfAny(" <>\n") < 0;
}
