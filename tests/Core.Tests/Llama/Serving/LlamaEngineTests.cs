using ChatBot.Llama.Files;
using ChatBot.Llama.Serving;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Serving;

public sealed class LlamaEngineTests : IDisposable
{
    private static readonly TinyModel Tiny = new() { Kind = TensorKind.Q8_0 };

    private readonly string _folder = Directory.CreateTempSubdirectory("engine").FullName;
    private readonly string _path;

    public LlamaEngineTests() => _path = Tiny.Save(Path.Combine(_folder, "model.gguf"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sixteen_conversations_cancelled_and_resumed_while_adapters_are_swapped_say_what_each_says_alone()
    {
        const int Conversations = 16,
            Answer = 60;
        string?[] adapters = [null, "a", "b"];
        var files = new Dictionary<string, string> { ["a"] = SaveAdapter(11), ["b"] = SaveAdapter(12) };
        var prompts = Enumerable.Range(0, Conversations).Select(i => Prompt(i, 20 + i * 5)).ToArray();

        var alone = new List<int>[Conversations];
        await using (var engine = LlamaEngine.Open(_path, new LlamaEngineOptions { Conversations = 1 }))
        {
            foreach (var (name, file) in files)
                engine.LoadAdapter(name, file);
            for (var i = 0; i < Conversations; i++)
                alone[i] = await Collect(engine, Request(prompts[i], Answer, adapters[i % 3]));
        }
        Assert.NotEqual(alone[0], alone[3]);

        // Room for about half of them at a time, so that prefixes are forgotten and conversations wait.
        await using var crowded = LlamaEngine.Open(
            _path,
            new LlamaEngineOptions
            {
                Conversations = 8,
                CachePositions = 1280,
                PrefillBlock = 40,
                SharedPrefillBlock = 16,
            }
        );
        foreach (var (name, file) in files)
            crowded.LoadAdapter(name, file);
        using var done = new CancellationTokenSource();
        var swapping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                foreach (var (name, file) in files)
                    crowded.LoadAdapter(name, file); // the same weights under a new identity, while the old one is in use
                await Task.Yield();
            }
        });
        var together = await Task.WhenAll(
            Enumerable
                .Range(0, Conversations)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var random = new Random(100 + i);
                        var said = new List<int>();
                        while (said.Count < Answer)
                        {
                            using var cancel = new CancellationTokenSource();
                            var leaveAfter = random.Next(1, 30);
                            try
                            {
                                await foreach (
                                    var token in crowded.GenerateAsync(
                                        Request([.. prompts[i], .. said], Answer - said.Count, adapters[i % 3]),
                                        cancel.Token
                                    )
                                )
                                {
                                    said.Add(token);
                                    if (--leaveAfter == 0 && random.Next(2) == 0)
                                        break; // by leaving the loop
                                    if (leaveAfter == 0)
                                        await cancel.CancelAsync(); // by the token
                                }
                            }
                            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                            {
                                // asked for above; go on where it stopped
                            }
                        }
                        return said;
                    })
                )
        );
        await done.CancelAsync();
        await swapping;

        for (var i = 0; i < Conversations; i++)
            Assert.Equal(alone[i], together[i]);
    }

    [Fact]
    public async Task A_shared_beginning_is_evaluated_once()
    {
        await using var engine = LlamaEngine.Open(_path);
        var first = Prompt(1, 100);
        var alone = await Collect(engine, Request([.. first, 7], 5));
        Assert.Equal(0, engine.ReusedTokens);
        await Collect(engine, Request([.. first, 8], 5));
        Assert.Equal(96, engine.ReusedTokens); // three full pages of 32
        Assert.Equal(alone, await Collect(engine, Request([.. first, 7], 5)));
    }

    [Fact]
    public async Task An_adapter_computes_on_for_those_who_use_it_after_it_was_unloaded()
    {
        await using var engine = LlamaEngine.Open(_path);
        engine.LoadAdapter("a", SaveAdapter(3));
        var whole = await Collect(engine, Request(Prompt(2, 30), 40, "a"));
        var said = new List<int>();
        await foreach (var token in engine.GenerateAsync(Request(Prompt(2, 30), 40, "a")))
        {
            if (said.Count == 0)
                Assert.True(engine.UnloadAdapter("a"));
            said.Add(token);
        }
        Assert.Equal(whole, said);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Collect(engine, Request(Prompt(2, 30), 1, "a")));
        Assert.False(engine.UnloadAdapter("a"));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_again_when_someone_left()
    {
        await using var engine = LlamaEngine.Open(_path, new LlamaEngineOptions { Conversations = 1, QueueLength = 1 });
        using var hold = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var running = Collect(
            engine,
            Request(Prompt(3, 5), 1) with
            {
                Sample = _ =>
                {
                    entered.Release();
                    hold.Wait();
                    return 5;
                },
            }
        );
        await entered.WaitAsync();
        var waiting = Collect(engine, Request(Prompt(4, 5), 1));
        await Assert.ThrowsAsync<EngineBusyException>(() => Collect(engine, Request(Prompt(5, 5), 1)));
        hold.Set();
        await running;
        await waiting;
        Assert.Single(await Collect(engine, Request(Prompt(5, 5), 1)));
    }

    [Fact]
    public async Task A_faulty_sampler_ends_only_its_own_conversation()
    {
        await using var engine = LlamaEngine.Open(_path);
        var healthy = Collect(engine, Request(Prompt(6, 10), 30));
        await Assert.ThrowsAsync<FormatException>(() =>
            Collect(engine, Request(Prompt(7, 10), 30) with { Sample = _ => throw new FormatException("mine") })
        );
        Assert.Equal(30, (await healthy).Count);
    }

    [Fact]
    public async Task Stop_tokens_end_the_answer_and_are_not_part_of_it()
    {
        await using var engine = LlamaEngine.Open(_path);
        var free = await Collect(engine, Request(Prompt(8, 10), 20));
        var stop = free.First(token => token != free[0]);
        Assert.Equal(
            free.TakeWhile(token => token != stop),
            await Collect(engine, Request(Prompt(8, 10), 20) with { StopTokens = new HashSet<int> { stop } })
        );
    }

    [Fact]
    public async Task Requests_that_cannot_be_answered_are_refused_at_once()
    {
        await using var engine = LlamaEngine.Open(_path, new LlamaEngineOptions { Context = 64, CachePositions = 64 });
        await Assert.ThrowsAsync<ArgumentException>(() => Collect(engine, Request([], 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Collect(engine, Request([Tiny.Vocabulary], 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => Collect(engine, Request(Prompt(9, 64), 1)));
        Assert.Equal(4, (await Collect(engine, Request(Prompt(9, 60), 100))).Count); // the context ends it
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused_with_what_it_takes()
    {
        var refusal = Assert.Throws<InsufficientMemoryException>(() =>
            LlamaEngine.Open(_path, new LlamaEngineOptions { MemoryLimit = 1 << 20 })
        );
        Assert.Contains("keys and values", refusal.Message);
    }

    [Fact]
    public async Task Closing_the_engine_tells_those_who_wait()
    {
        var engine = LlamaEngine.Open(_path);
        var answer = Collect(engine, Request(Prompt(10, 10), 400));
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => answer);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Collect(engine, Request(Prompt(10, 10), 1)));
    }

    private static GenerationRequest Request(IReadOnlyList<int> prompt, int maxTokens, string? adapter = null) =>
        new()
        {
            Prompt = prompt,
            MaxTokens = maxTokens,
            Adapter = adapter,
            Sample = logits => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits),
        };

    /// <summary>Prompts that begin alike in twos, so that some prefixes are shared.</summary>
    private static List<int> Prompt(int conversation, int length)
    {
        var random = new Random(conversation / 2);
        return [.. Enumerable.Range(0, length).Select(i => i == length - 1 ? 3 + conversation : random.Next(3, Tiny.Vocabulary))];
    }

    private static async Task<List<int>> Collect(LlamaEngine engine, GenerationRequest request)
    {
        var tokens = new List<int>();
        await foreach (var token in engine.GenerateAsync(request))
            tokens.Add(token);
        return tokens;
    }

    private string SaveAdapter(int seed) =>
        new TinyAdapter(Tiny) { Seed = seed, Alpha = 32 }.Save(Path.Combine(_folder, $"adapter-{seed}.gguf"));
}
