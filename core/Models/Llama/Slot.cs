using LLama.Native;

namespace ChatBot.Models.Llama;

/// <summary>A place for one conversation in a context, with keys and values of its own; what it evaluated stays for the next one.</summary>
internal sealed class Slot(int index)
{
    public int Index { get; } = index;

    public LLamaSeqId Id { get; } = (LLamaSeqId)index;

    /// <summary>Who is in it.</summary>
    public Conversation? Current { get; set; }

    /// <summary>The beginning of a prompt, in whole chunks, whose keys and values it holds.</summary>
    public List<int> Kept { get; } = [];

    /// <summary>Positions that it holds.</summary>
    public int Length { get; set; }

    /// <summary>When it was last given to somebody.</summary>
    public long Used { get; set; }

    /// <summary>Whether the next pass gives its conversation another token, rather than reading more of the prompt.</summary>
    public bool IsAnswering => Current is { } conversation && Length >= conversation.Prompt.Length;

    /// <summary>How many of its kept tokens <paramref name="prompt"/> begins with, in whole chunks, leaving one to evaluate.</summary>
    public int Shared(ReadOnlySpan<int> prompt, int chunk)
    {
        var most = Math.Min(Kept.Count, prompt.Length - 1);
        var same = 0;
        while (same < most && Kept[same] == prompt[same])
            same++;
        return same / chunk * chunk;
    }
}
