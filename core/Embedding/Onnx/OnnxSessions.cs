using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace ChatBot.Embedding.Onnx;

/// <summary>
/// A model opened as it is wanted: as it lies in its folder, and for questions with weights of a byte where it allows that.
/// </summary>
internal sealed class OnnxSessions : IDisposable
{
    /// <summary>
    /// Threads of a run over passages: the one that asks, and one that all runs share, which helps where a core is idle. It must not
    /// spin, or it takes the time of others, and gives way to them. A question is too short for two.
    /// </summary>
    private const int Threads = 2;

    private readonly OnnxModelFolder _folder;
    private readonly Lazy<InferenceSession> _passages,
        _questions;

    public OnnxSessions(OnnxModelFolder folder)
    {
        _folder = folder;
        // The second thread is begun by the one that opens; it must not give way where questions are run by it too.
        _passages = new(() => HasOwnQuestions ? LowPriority.RunAsync(OpenPassages).GetAwaiter().GetResult() : OpenPassages());
        _questions = new(() => HasOwnQuestions ? Open(OpenQuestions) : _passages.Value);
    }

    /// <summary>Where the vectors are computed: <c>CPU</c> or <c>CUDA</c>.</summary>
    public string Device { get; private set; } = "CPU";

    /// <exception cref="EmbeddingException">It cannot be opened.</exception>
    public InferenceSession Passages => _passages.Value;

    /// <inheritdoc cref="Passages" />
    public InferenceSession Questions => _questions.Value;

    /// <summary>Questions go to a session of their own.</summary>
    private bool HasOwnQuestions => _folder.Settings.ByteQuestions && !HasCuda;

    private static bool HasCuda => OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider");

    private InferenceSession OpenPassages() =>
        Open(() =>
        {
            if (HasCuda)
                try
                {
                    using var cuda = SessionOptions.MakeSessionOptionWithCudaProvider();
                    var session = new InferenceSession(_folder.ModelPath, cuda);
                    Device = "CUDA";
                    return session;
                }
                catch (OnnxRuntimeException)
                {
                    // A build for CUDA on a machine without a card or driver: the processor does it.
                }
            return Local(_folder.ModelPath, Math.Min(Threads, Environment.ProcessorCount));
        });

    private InferenceSession OpenQuestions()
    {
        // what is left out of the model lies beside the file itself, not beside a link to it
        var path = Path.GetFullPath(File.ResolveLinkTarget(_folder.ModelPath, returnFinalTarget: true)?.FullName ?? _folder.ModelPath);
        using var options = OnProcessor(1);
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(path)!);
        return new InferenceSession(ByteWeights.Of(path), options);
    }

    private static InferenceSession Local(string path, int threads)
    {
        using var options = OnProcessor(threads);
        return new InferenceSession(path, options);
    }

    private static SessionOptions OnProcessor(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            // Shapes differ from run to run: a plan for each would be kept.
            EnableMemoryPattern = false,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private InferenceSession Open(Func<InferenceSession> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or InvalidProtocolBufferException)
        {
            throw new EmbeddingException(
                $"{_folder.ModelPath} is no model that ONNX Runtime can open (Embeddings:Path): {fault.Message.ReplaceLineEndings(" ")}",
                fault
            );
        }
    }

    public void Dispose()
    {
        if (_questions.IsValueCreated)
            _questions.Value.Dispose();
        if (_passages.IsValueCreated)
            _passages.Value.Dispose();
    }
}
