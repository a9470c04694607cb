using ChatBot.Llama.Files;

namespace ChatBot.Llama.Adapters;

/// <summary>One half of a pair as the file holds it.</summary>
/// <param name="BaseName">The matrix it changes, in GGUF's words.</param>
/// <param name="IsB">B rather than A.</param>
/// <param name="Kind">How its elements are stored.</param>
/// <param name="Dims">A: [n, r], B: [r, m], fastest-running first.</param>
/// <param name="Data">The first byte, owned by the source.</param>
internal sealed record AdapterHalf(string BaseName, bool IsB, TensorKind Kind, IReadOnlyList<long> Dims, nint Data);

/// <summary>An opened adapter file in the words both formats share.</summary>
/// <param name="Halves">All its tensors.</param>
/// <param name="Scale">The factor of B·A for a rank.</param>
/// <param name="PermutesHeads">Whether the rows of B on Wq and Wk are in Hugging Face's order.</param>
/// <param name="File">What the data lies in.</param>
internal sealed record AdapterSource(IReadOnlyList<AdapterHalf> Halves, Func<int, double> Scale, bool PermutesHeads, IDisposable File)
    : IDisposable
{
    public void Dispose() => File.Dispose();
}
