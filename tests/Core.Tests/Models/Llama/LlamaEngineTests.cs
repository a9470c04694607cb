using ChatBot.Models;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Models.Llama;

public sealed class LlamaEngineTests : IDisposable
{
    private static readonly TinyModel Tiny = TinyModel.Quantised(TensorKind.Q8_0);

    private readonly string _folder = Directory.CreateTempSubdirectory("engine").FullName;
    private readonly string _path;

    public LlamaEngineTests() => _path = Tiny.Save(At("model.gguf"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(TensorKind.Q8_0)]
    [InlineData(TensorKind.F32)] // whose kernels round a row alone otherwise than a row among others
    public async Task Sixteen_conversations_cancelled_while_adapters_are_swapped_say_what_each_says_alone(TensorKind kind)
    {
        const int Conversations = 16,
            Answer = 30;
        var path = TinyModel.Quantised(kind).Save(At($"{kind}.gguf"));
        string?[] adapters = [null, "a", "b"];
        var files = new Dictionary<string, string> { ["a"] = SaveAdapter(11), ["b"] = SaveAdapter(12) };
        var prompts = Enumerable.Range(0, Conversations).Select(i => Prompt(i, 20 + i * 20)).ToArray();

        var alone = new List<int>[Conversations];
        await using (var engine = Open(path, conversations: 1))
        {
            foreach (var (name, file) in files)
                engine.LoadAdapter(name, file);
            for (var i = 0; i < Conversations; i++)
                alone[i] = await Collect(engine, Request(prompts[i], Answer, adapters[i % 3]));
        }
        Assert.NotEqual(alone[0], alone[3]);

        await using var crowded = Open(path, conversations: 16);
        foreach (var (name, file) in files)
            crowded.LoadAdapter(name, file);
        using var done = new CancellationTokenSource();
        var swapping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                foreach (var (name, file) in files)
                    crowded.LoadAdapter(name, file); // the same weights again, while the ones before are in use
                await Task.Yield();
            }
        });
        var together = await Task.WhenAll(
            Enumerable
                .Range(0, Conversations)
                .Select(i => Task.Run(() => Restless(crowded, Request(prompts[i], Answer, adapters[i % 3]), i)))
        );
        await done.CancelAsync();
        await swapping;

        for (var i = 0; i < Conversations; i++)
            Assert.Equal(alone[i], together[i]);
    }

    [Fact]
    public async Task A_shared_beginning_is_evaluated_once()
    {
        await using var engine = Open(_path, conversations: 4);
        var first = Prompt(1, 300);
        var alone = await Collect(engine, Request([.. first, 7], 5));
        Assert.Equal(0, engine.ReusedTokens);
        var other = Collect(engine, Request([.. first, 8], 20)); // in the same place,
        var copied = Collect(engine, Request([.. first, 7], 5)); // and beside it
        await other;
        Assert.Equal(alone, await copied);
        Assert.Equal(4 * Lane.Chunk, engine.ReusedTokens);
    }

    [Fact]
    public async Task An_adapter_computes_on_for_those_who_use_it_after_it_was_unloaded()
    {
        await using var engine = Open(_path, conversations: 2);
        engine.LoadAdapter("a", SaveAdapter(3));
        Assert.Equal(["a"], engine.Adapters);
        var whole = await Collect(engine, Request(Prompt(2, 30), 40, "a"));
        var said = new List<int>();
        await foreach (var token in engine.GenerateAsync(Request(Prompt(2, 30), 40, "a")))
        {
            if (said.Count == 0)
                Assert.True(engine.UnloadAdapter("a"));
            said.Add(token);
        }
        Assert.Equal(whole, said);
        Assert.Equal(
            ModelFault.Refused,
            (await Assert.ThrowsAsync<ModelException>(() => Collect(engine, Request(Prompt(2, 30), 1, "a")))).Fault
        );
        Assert.False(engine.UnloadAdapter("a"));
        Assert.NotEqual(whole, await Collect(engine, Request(Prompt(2, 30), 40)));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_again_when_someone_left()
    {
        await using var engine = LlamaEngine.Open(
            _path,
            new LlamaModelOptions
            {
                Conversations = 1,
                Context = 512,
                Threads = 1,
            },
            queue: 1
        );
        using var leave = new CancellationTokenSource();
        var running = engine.GenerateAsync(Request(Prompt(3, 5), 480), leave.Token).GetAsyncEnumerator();
        Assert.True(await running.MoveNextAsync());
        var waiting = engine.GenerateAsync(Request(Prompt(4, 5), 480), leave.Token).GetAsyncEnumerator();
        var second = waiting.MoveNextAsync();
        await Assert.ThrowsAsync<ModelException>(() => Collect(engine, Request(Prompt(5, 5), 1)));
        await running.DisposeAsync();
        Assert.True(await second);
        await waiting.DisposeAsync();
        Assert.Single(await Collect(engine, Request(Prompt(5, 5), 1)));
    }

    [Fact]
    public async Task The_context_ends_an_answer_and_what_cannot_be_answered_is_refused_at_once()
    {
        await using var engine = LlamaEngine.Open(_path, new LlamaModelOptions { Context = 256, Threads = 1 });
        await Assert.ThrowsAsync<ArgumentException>(() => Collect(engine, Request([], 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Collect(engine, Request([Tiny.Vocabulary], 1)));
        Assert.Equal(
            ModelFault.Refused,
            (await Assert.ThrowsAsync<ModelException>(() => Collect(engine, Request(Prompt(9, 256), 1)))).Fault
        );
        Assert.Equal(6, (await Collect(engine, Request(Prompt(9, 250), 100))).Count);
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_with_what_it_takes()
    {
        var refusal = Assert.Throws<InsufficientMemoryException>(() =>
            LlamaEngine.Open(_path, new LlamaModelOptions { MemoryLimit = 1 << 20 })
        );
        Assert.Contains("keys and values", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapters_that_are_there_count_when_another_one_comes()
    {
        var options = new LlamaModelOptions { Context = 256, Threads = 1 };
        var memory = MemoryStatement.For(ModelHeader.Open(_path), options);
        options.MemoryLimit = memory.Total + memory.Cache + memory.Work;
        await using var engine = LlamaEngine.Open(_path, options);
        engine.LoadAdapter("a", SaveAdapter(1));
        Assert.Throws<InsufficientMemoryException>(() => engine.LoadAdapter("b", SaveAdapter(2)));
        Assert.Equal(["a"], engine.Adapters);

        engine.UnloadAdapter("a"); // it goes within a step of the scheduler
        for (var tries = 0; engine.Adapters.Count == 0; tries++)
            try
            {
                engine.LoadAdapter("b", SaveAdapter(2));
            }
            catch (InsufficientMemoryException) when (tries < 600)
            {
                await Task.Delay(50);
            }
        Assert.Equal(["b"], engine.Adapters);
    }

    [Fact]
    public async Task Closing_the_engine_tells_those_who_wait()
    {
        var engine = Open(_path, conversations: 1);
        var answer = Collect(engine, Request(Prompt(10, 10), 400));
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => answer);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Collect(engine, Request(Prompt(10, 10), 1)));
    }

    /// <summary>Leaves now and then, by the token or by the loop, and asks again from the start.</summary>
    private static async Task<List<int>> Restless(LlamaEngine engine, DecodingRequest request, int seed)
    {
        var random = new Random(100 + seed);
        for (var visits = random.Next(3); visits > 0; visits--)
        {
            using var cancel = new CancellationTokenSource();
            var leaveAfter = random.Next(1, 20);
            try
            {
                await foreach (var _ in engine.GenerateAsync(request, cancel.Token))
                {
                    if (--leaveAfter == 0 && random.Next(2) == 0)
                        break;
                    if (leaveAfter == 0)
                        await cancel.CancelAsync();
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // asked for above
            }
        }
        return await Collect(engine, request);
    }

    private static LlamaEngine Open(string path, int conversations) =>
        LlamaEngine.Open(
            path,
            new LlamaModelOptions
            {
                Conversations = conversations,
                Context = 512,
                Threads = 1,
            }
        );

    private static DecodingRequest Request(IReadOnlyList<int> prompt, int maxTokens, string? adapter = null) =>
        new()
        {
            Prompt = prompt,
            MaxTokens = maxTokens,
            Adapter = adapter,
        };

    /// <summary>Prompts that begin alike in twos, so that some prefixes are shared.</summary>
    private static List<int> Prompt(int conversation, int length)
    {
        var random = new Random(conversation / 2);
        return [.. Enumerable.Range(0, length).Select(i => i == length - 1 ? 3 + conversation : random.Next(3, Tiny.Vocabulary))];
    }

    private static async Task<List<int>> Collect(LlamaEngine engine, DecodingRequest request)
    {
        var tokens = new List<int>();
        await foreach (var token in engine.GenerateAsync(request))
            tokens.Add(token);
        return tokens;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string SaveAdapter(int seed) => new TinyAdapter(Tiny) { Seed = seed, Alpha = 32 }.Save(At($"adapter-{seed}.gguf"));
}
