using System.Runtime.CompilerServices;
using System.Text;
using ChatBot.Models.Files;
using LLama;
using LLama.Abstractions;
using LLama.Common;
using LLama.Exceptions;
using LLama.Extensions;
using LLama.Native;

namespace ChatBot.Models.Llama;

/// <summary>A model's weights in memory, shared by every context: its tokens, and the contexts and adapters made for it.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly LLamaWeights _weights;

    private LoadedModel(ModelHeader header, LLamaWeights weights)
    {
        Header = header;
        _weights = weights;
    }

    public ModelHeader Header { get; }

    /// <summary>
    /// Native code keeps a set of a model's adapters and walks it where a context is made or plans its first pass: held for those, and
    /// where an adapter comes or goes.
    /// </summary>
    public Lock AdapterList { get; } = new();

    public SafeLlamaModelHandle Handle => _weights.NativeHandle;

    /// <summary>Tokens that it knows.</summary>
    public int Vocabulary => Handle.Vocab.Count;

    /// <summary>Hands a checked file to llama.cpp.</summary>
    /// <exception cref="ModelFileException">llama.cpp cannot use it.</exception>
    public static LoadedModel Load(ModelHeader header)
    {
        NativeLog.Use();
        NativeLog.Forget();
        var path = header.File.Path;
        try
        {
            // All layers on a GPU where the native library has one; the library for the processor has none.
            var weights = LLamaWeights.LoadFromFile(new ModelParams(path) { GpuLayerCount = -1 });
            if (weights.NativeHandle.HasDecoder && !weights.NativeHandle.HasEncoder && !weights.NativeHandle.IsDiffusion)
                return new LoadedModel(header, weights);
            weights.Dispose();
            throw new ModelFileException(path, $"models of the architecture '{header.Architecture}' do not continue a text.");
        }
        catch (Exception e) when (e is LoadWeightsFailedException or RuntimeError)
        {
            throw new ModelFileException(path, $"llama.cpp cannot use it ({NativeLog.LastError}).", e);
        }
    }

    /// <summary>Ids of a text, with a begin token where the file asks for one.</summary>
    /// <param name="special">Whether names of control tokens in it become those tokens.</param>
    /// <exception cref="ArgumentException">A run of one kind of characters is too long for native code.</exception>
    public int[] Tokenize(string text, bool special)
    {
        var wellFormed = WellFormed(text);
        CharacterRuns.Require(wellFormed);
        return [.. _weights.Tokenize(wellFormed, true, special, Encoding.UTF8).Select(token => (int)token)];
    }

    public bool Ends(int token) => ((LLamaToken)token).IsEndOfGeneration(Handle.Vocab);

    /// <summary>Characters as their tokens arrive.</summary>
    public StreamingTokenDecoder Decoder() => new(Encoding.UTF8, _weights);

    /// <summary>A context of its own.</summary>
    public SafeLLamaContextHandle CreateContext(IContextParams settings)
    {
        settings.ToLlamaContextParams(out var parameters);
        NativeLog.Forget();
        SafeLLamaContextHandle context;
        lock (AdapterList)
            context = SafeLLamaContextHandle.Create(Handle, parameters);
        return context.IsInvalid
            ? throw new ModelFileException(Header.File.Path, $"llama.cpp cannot compute with it ({NativeLog.LastError}).")
            : context;
    }

    /// <summary>Checks and loads an adapter.</summary>
    /// <exception cref="ModelFileException">It is no adapter, or not one for this model.</exception>
    public LoraAdapter LoadAdapter(string path)
    {
        AdapterHeader.Open(path, Header);
        NativeLog.Forget();
        LoraAdapter adapter;
        lock (AdapterList)
            adapter = Handle.LoadLoraFromFile(path);
        return PointerOf(adapter) != 0 ? adapter : throw new ModelFileException(path, $"llama.cpp cannot use it ({NativeLog.LastError}).");
    }

    /// <summary>Frees an adapter that no context uses any more.</summary>
    public void Unload(LoraAdapter adapter)
    {
        lock (AdapterList)
            adapter.Unload();
    }

    public void Dispose() => _weights.Dispose();

    /// <summary>The package does not say that loading failed, and setting an adapter that is none would end the process.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Pointer")]
    private static extern nint PointerOf(LoraAdapter adapter);

    /// <summary>Half a surrogate pair is no character, and UTF-8 has no bytes for it.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
