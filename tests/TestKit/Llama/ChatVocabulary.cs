using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// A vocabulary as chat models have it, as GGUF metadata: the 256 bytes, common words and endings with the merges that lead to them, and
/// ChatML's control tokens.
/// </summary>
public static class ChatVocabulary
{
    private const string Words =
        " the| to| of| and| in| is| that| it| for| you| with| on| as| this| be| are| from| not| or| an| your| can| will| which| have| by"
        + "| was| has| one| all| but| they| there| when| what| how| if| do| does| at| only| its| their| more| than| into| out| up| so"
        + "| source| sources| sentence| answer| answers| question| words| git| commit| commits| branch| branches| file| files| change"
        + "| changes| repository| remote| merge| push| pull| log| revert| rebase| reset| undo| new| create| history| working| use| used"
        + "ing|tion|ment|able|ed|er|es|re|on|an|en|al|th|ly|st|or|ar|le|ch|in|at|it|and|the|com|con|ter|ver|ent|our";

    private static readonly string[] Control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>The keys (<c>tokenizer.ggml.*</c>), with <paramref name="more"/> ordinary tokens in byte spelling.</summary>
    public static Dictionary<string, object> Metadata(params IEnumerable<string> more)
    {
        var (pieces, merges) = (new List<string>(), new List<string>());
        foreach (var word in Words.Split('|').Select(ByteAlphabet.Spell))
            for (var length = 2; length <= word.Length; length++)
                if (!pieces.Contains(word[..length]))
                {
                    pieces.Add(word[..length]);
                    merges.Add($"{word[..(length - 1)]} {word[length - 1]}");
                }
        string[] ordinary = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value).ToString()), .. pieces];
        ordinary = [.. ordinary, .. more.Except(ordinary)];
        string[] tokens = [.. ordinary, .. Control];
        return new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = "gpt2",
            ["tokenizer.ggml.pre"] = "qwen2",
            ["tokenizer.ggml.tokens"] = tokens,
            ["tokenizer.ggml.token_type"] = tokens.Select(token => Control.Contains(token) ? 3 : 1).ToArray(),
            ["tokenizer.ggml.merges"] = merges.ToArray(),
            ["tokenizer.ggml.bos_token_id"] = (uint)ordinary.Length,
            ["tokenizer.ggml.eos_token_id"] = (uint)Array.IndexOf(tokens, "<|im_end|>"),
            ["tokenizer.ggml.add_bos_token"] = false,
        };
    }
}
