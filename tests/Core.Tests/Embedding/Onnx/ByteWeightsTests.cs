using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using Google.Protobuf;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Onnx;

namespace ChatBot.Core.Tests.Embedding.Onnx;

public sealed class ByteWeightsTests : IDisposable
{
    private static readonly string Weights = Path.Combine(AppContext.BaseDirectory, "weights", "all-MiniLM-L6-v2");

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_question_read_with_bytes_lies_where_floats_put_it()
    {
        using var shipped = new OnnxEmbeddingGenerator(OnnxModelFolder.Of(new EmbeddingOptions()));
        string[] questions =
        [
            "How do I undo the last commit?",
            "vpn",
            "Wie lange dauert eine Rückerstattung?",
            "",
            string.Join(' ', Enumerable.Repeat("Why does the nightly load of the warehouse take longer on Mondays?", 30)),
        ];
        foreach (var question in questions)
        {
            var (bytes, floats) = (await VectorAsync(shipped, question, true), await VectorAsync(shipped, question, false));
            var cosine = TensorPrimitives.Dot<float>(bytes, floats);
            Assert.InRange(cosine, 0.975f, 0.99999f); // and they are bytes, not the floats once more
        }
    }

    [Fact]
    public async Task A_folder_that_does_not_say_so_reads_questions_as_passages()
    {
        foreach (var file in Directory.GetFiles(Weights).Where(file => Path.GetExtension(file) != ".json"))
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        using var plain = new OnnxEmbeddingGenerator(new OnnxModelFolder(_folder));
        Assert.Equal(await VectorAsync(plain, "How do I undo it?", false), await VectorAsync(plain, "How do I undo it?", true));
    }

    [Fact]
    public async Task A_folder_of_links_is_read_where_they_lead()
    {
        foreach (var file in Directory.GetFiles(Weights))
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        using var shipped = new OnnxEmbeddingGenerator(OnnxModelFolder.Of(new EmbeddingOptions()));
        using var linked = new OnnxEmbeddingGenerator(new OnnxModelFolder(_folder));
        Assert.Equal(await VectorAsync(shipped, "How do I undo it?", true), await VectorAsync(linked, "How do I undo it?", true));
    }

    [Fact]
    public void The_table_of_the_tokens_stays_in_the_file()
    {
        var file = Path.Combine(Weights, "model.onnx");
        var bytes = ByteWeights.Of(file);
        var table = Assert.Single(ModelProto.Parser.ParseFrom(bytes).Graph.Initializer, tensor => tensor.ExternalData.Count > 0);
        Assert.Equal([30522, 384], table.Dims);
        Assert.InRange(bytes.Length, 1, new FileInfo(file).Length / 5);
    }

    [Fact]
    public async Task Questions_asked_together_have_the_vectors_that_each_has_alone()
    {
        using var shipped = new OnnxEmbeddingGenerator(OnnxModelFolder.Of(new EmbeddingOptions()));
        string[] questions = [.. Enumerable.Range(1, 20).Select(number => $"How do I undo the last {number} commits?")];
        var options = new EmbeddingGenerationOptions { AdditionalProperties = new() { [OnnxEmbeddingGenerator.IsQuestion] = true } };
        var together = await shipped.GenerateAsync(questions, options);
        foreach (var (question, vector) in questions.Zip(together))
            Assert.Equal(await VectorAsync(shipped, question, true), vector.Vector.ToArray());
    }

    [Fact]
    public void Whatever_questions_are_read_with_the_passages_vectors_keep_their_name()
    {
        foreach (var file in Directory.GetFiles(Weights).Where(file => Path.GetExtension(file) != ".json"))
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(file)), file);
        var settings = Path.Combine(_folder, "embedding.json");
        File.WriteAllText(settings, """{ "name": "a" }""");
        var floats = new OnnxModelFolder(_folder).Identity;
        File.WriteAllText(settings, """{ "name": "a", "byteQuestions": true }""");
        Assert.Equal(floats, new OnnxModelFolder(_folder).Identity);
    }

    /// <summary>x·W and x·W of the same W, and x·V: what is shared, what is empty, and columns of very different size.</summary>
    [Fact]
    public void Matrices_keep_the_size_of_each_column_and_what_is_no_matrix_stays()
    {
        float[] w = [1000, 0, -0.001f, -500, 0, 0.002f]; // [2, 3]; the middle column is nothing
        float[] bias = [1, 2, 3];
        var path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, Model(w, bias));
        var x = new float[] { 2, 3 };
        var expected = Run(File.ReadAllBytes(path), x);
        Assert.Equal([2 * 1000 - 3 * 500 + 1, 2, 3.004f], expected, (one, other) => Math.Abs(one - other) < 1e-4);

        var bytes = ByteWeights.Of(path);
        var read = ModelProto.Parser.ParseFrom(bytes);
        Assert.Equal(["bias", "w_bytes", "w_scales"], read.Graph.Initializer.Select(tensor => tensor.Name).Order());
        var found = Run(bytes, x);
        Assert.Equal(expected[0], found[0], 30f); // within the step of its column, 1000 / 63 · 2 / 2
        Assert.Equal(2, found[1], 1e-4f);
        Assert.Equal(3.004f, found[2], 1e-4f);
        Assert.NotEqual(3, found[2]);
    }

    private static byte[] Model(float[] w, float[] bias)
    {
        var graph = new GraphProto
        {
            Name = "g",
            Node =
            {
                new NodeProto
                {
                    OpType = "MatMul",
                    Input = { "x", "w" },
                    Output = { "a" },
                },
                new NodeProto
                {
                    OpType = "Add",
                    Input = { "a", "bias" },
                    Output = { "y" },
                },
            },
            Initializer = { Tensor("w", w, 2, 3), Tensor("bias", bias, 3) },
            Input = { Value("x", 1, 2) },
            Output = { Value("y", 1, 3) },
        };
        return new ModelProto
        {
            IrVersion = 8,
            OpsetImport =
            {
                new OperatorSetIdProto { Domain = "", Version = 17 },
            },
            Graph = graph,
        }.ToByteArray();
    }

    private static TensorProto Tensor(string name, float[] values, params long[] dimensions) =>
        new()
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { dimensions },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };

    private static ValueInfoProto Value(string name, params long[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dimensions.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape },
            },
        };
    }

    private static float[] Run(byte[] model, float[] x)
    {
        using var session = new InferenceSession(model);
        using var value = OrtValue.CreateTensorValueFromMemory(x, [1, x.Length]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, new Dictionary<string, OrtValue> { ["x"] = value }, ["y"]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static async Task<float[]> VectorAsync(OnnxEmbeddingGenerator generator, string text, bool isQuestion)
    {
        var options = new EmbeddingGenerationOptions { AdditionalProperties = [] };
        if (isQuestion)
            options.AdditionalProperties[OnnxEmbeddingGenerator.IsQuestion] = true;
        return (await generator.GenerateAsync([text], options))[0].Vector.ToArray();
    }
}
