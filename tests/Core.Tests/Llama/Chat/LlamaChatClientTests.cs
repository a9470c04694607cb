using ChatBot.Llama.Chat;
using ChatBot.Llama.Files;
using ChatBot.Llama.Serving;
using ChatBot.TestKit.Llama;
using Microsoft.Extensions.AI;

namespace ChatBot.Core.Tests.Llama.Chat;

public sealed class LlamaChatClientTests : IAsyncLifetime
{
    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "You help people with Git and say where you read it. Never say more than the sources do."),
        new(ChatRole.User, "How do I undo a commit?"),
        new(ChatRole.Assistant, "git revert"),
        new(ChatRole.User, "And a merge?"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chat");
    private LlamaEngine _engine = null!;
    private LlamaChatClient _client = null!;

    public Task InitializeAsync()
    {
        _engine = LlamaEngine.Open(TinyChatModel.Save(At("tiny.gguf")), new LlamaEngineOptions { Threads = 1 });
        _client = new LlamaChatClient(_engine);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<string> SayAsync(ChatOptions? options = null, string question = "And a merge?") =>
        (await _client.GetResponseAsync([.. Conversation[..^1], new(ChatRole.User, question)], options)).Text;

    [Fact]
    public async Task The_answer_is_what_the_forward_pass_says_of_the_rendered_conversation()
    {
        var response = await _client.GetResponseAsync(Conversation, new ChatOptions { MaxOutputTokens = 12 });

        var tokenizer = ModelTokenizer.Read(_engine.Model);
        var tokens = tokenizer
            .Encode(ModelTokenizer.ReadTemplate(_engine.Model, tokenizer, null).Render(ChatRequest.From(Conversation, null, "tiny").Turns))
            .ToList();
        var prompt = tokens.Count;
        for (var step = 0; step < 12; step++)
        {
            var logits = Evaluation.Logits(_engine.Model, [.. tokens])[^1];
            tokens.Add(Array.IndexOf(logits, logits.Max()));
        }

        Assert.Equal(tokenizer.Decode(tokens[prompt..]).TrimStart(), response.Text);
        Assert.Equal(
            (prompt, 12, prompt + 12),
            (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount)
        );
        Assert.Equal((ChatFinishReason.Length, "tiny"), (response.FinishReason, response.ModelId));
    }

    [Fact]
    public async Task A_stream_is_the_same_answer_in_pieces()
    {
        var options = new ChatOptions { MaxOutputTokens = 40 };
        var updates = await _client.GetStreamingResponseAsync(Conversation, options).ToListAsync();
        Assert.True(updates.Count > 5);
        Assert.Equal((await _client.GetResponseAsync(Conversation, options)).Text, string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(ChatFinishReason.Length, updates[^1].FinishReason);
        Assert.Equal(40, Assert.Single(updates[^1].Contents.OfType<UsageContent>()).Details.OutputTokenCount);
    }

    [Fact]
    public async Task A_stop_text_ends_the_answer_wherever_tokens_split_it()
    {
        var whole = await SayAsync(new ChatOptions { MaxOutputTokens = 60 });
        for (var start = 3; start < whole.Length - 4; start += 5)
        {
            var stop = whole.Substring(start, 4);
            var cut = await _client.GetResponseAsync(Conversation, new ChatOptions { MaxOutputTokens = 60, StopSequences = [stop] });
            Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], cut.Text);
            Assert.Equal(ChatFinishReason.Stop, cut.FinishReason);
        }
    }

    [Fact]
    public async Task The_models_end_token_ends_the_answer_and_is_no_part_of_it()
    {
        var tokenizer = ModelTokenizer.Read(_engine.Model);
        var tokens = tokenizer.Encode(
            ModelTokenizer.ReadTemplate(_engine.Model, tokenizer, null).Render(ChatRequest.From(Conversation, null, "tiny").Turns)
        );
        var logits = Evaluation.Logits(_engine.Model, [.. tokens])[^1];
        var first = Array.IndexOf(logits, logits.Max());
        await using var ending = LlamaEngine.Open(
            TinyChatModel.Save(At("ending.gguf"), ("tokenizer.ggml.eos_token_id", (uint)first)),
            new LlamaEngineOptions { Threads = 1 }
        );
        var response = await new LlamaChatClient(ending).GetResponseAsync(Conversation);
        Assert.Equal(("", ChatFinishReason.Stop, 0L), (response.Text, response.FinishReason, response.Usage!.OutputTokenCount));
    }

    [Fact]
    public async Task A_seed_repeats_an_answer_and_another_one_does_not()
    {
        ChatOptions Seeded(long seed) =>
            new()
            {
                MaxOutputTokens = 30,
                Temperature = 1.2f,
                TopK = 50,
                TopP = 0.95f,
                Seed = seed,
            };
        Assert.Equal(await SayAsync(Seeded(1)), await SayAsync(Seeded(1)));
        Assert.NotEqual(await SayAsync(Seeded(1)), await SayAsync(Seeded(2)));
    }

    [Fact]
    public async Task An_adapter_is_chosen_by_request_under_either_name()
    {
        _engine.LoadAdapter("tuned", new TinyAdapter(TinyChatModel.Shape) { Alpha = 40 }.Save(At("adapter.gguf")));
        var named = new ChatOptions { MaxOutputTokens = 30, ModelId = "tuned" };
        var keyed = new ChatOptions
        {
            MaxOutputTokens = 30,
            AdditionalProperties = new() { ["adapter"] = "tuned" },
        };
        var plain = new ChatOptions { MaxOutputTokens = 30, ModelId = "tiny" };

        var tuned = await _client.GetResponseAsync(Conversation, named);
        Assert.Equal(tuned.Text, await SayAsync(keyed));
        Assert.NotEqual(tuned.Text, await SayAsync(plain));
        Assert.Equal(("tiny", "tuned"), (tuned.ModelId, tuned.AdditionalProperties!["adapter"]));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => SayAsync(new ChatOptions { ModelId = "unheard-of" }));
    }

    [Fact]
    public async Task Instructions_that_came_before_are_not_computed_again()
    {
        await SayAsync(new ChatOptions { MaxOutputTokens = 2 });
        var before = _engine.ReusedTokens;
        await SayAsync(new ChatOptions { MaxOutputTokens = 2 }, "Something else?");
        Assert.True(_engine.ReusedTokens - before >= 64, $"{_engine.ReusedTokens - before} tokens reused");
    }

    [Fact]
    public async Task Many_at_once_get_what_each_would_get_alone()
    {
        var options = new ChatOptions { MaxOutputTokens = 24 };
        var questions = Enumerable.Range(0, 8).Select(number => $"What is number {number}?").ToList();
        var alone = new List<string>();
        foreach (var question in questions)
            alone.Add(await SayAsync(options, question));
        Assert.Equal(alone, await Task.WhenAll(questions.Select(question => SayAsync(options, question))));
    }

    [Fact]
    public async Task A_conversation_that_does_not_fit_is_an_error_that_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<PromptTooLongException>(() => SayAsync(question: new string('ж', 2000)));
        Assert.Contains("Model:Context", error.Message, StringComparison.Ordinal);
        Assert.Equal(512, error.Context);
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        await using var small = LlamaEngine.Open(
            _engine.Model.File.Path,
            new LlamaEngineOptions
            {
                Threads = 1,
                Conversations = 1,
                QueueLength = 0,
            }
        );
        var only = new LlamaChatClient(small);
        using var thinking = new ManualResetEventSlim();
        var first = small
            .GenerateAsync(
                new GenerationRequest
                {
                    Prompt = [1, 2],
                    MaxTokens = 1,
                    Sample = _ => Held(thinking),
                }
            )
            .ToListAsync()
            .AsTask();
        await Assert.ThrowsAsync<EngineBusyException>(() => only.GetResponseAsync(Conversation));
        thinking.Set();
        Assert.Equal([5], await first);

        static int Held(ManualResetEventSlim until)
        {
            until.Wait();
            return 5;
        }
    }

    [Fact]
    public async Task A_cancelled_answer_stops_and_leaves_the_model_to_others()
    {
        using var leaving = new CancellationTokenSource();
        var talking = _client.GetStreamingResponseAsync(Conversation, new ChatOptions { MaxOutputTokens = 300 }, leaving.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in talking)
                await leaving.CancelAsync();
        });
        Assert.NotEmpty(await SayAsync(new ChatOptions { MaxOutputTokens = 20 }));
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_refused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => SayAsync(new ChatOptions { ResponseFormat = ChatResponseFormat.Json }));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            SayAsync(new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, "one")] })
        );
        await Assert.ThrowsAsync<NotSupportedException>(() => _client.GetResponseAsync([new ChatMessage(ChatRole.Tool, "42")]));
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            _client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])])
        );
        await Assert.ThrowsAsync<ArgumentException>(() => _client.GetResponseAsync([]));
    }

    [Fact]
    public async Task A_model_without_a_known_template_is_refused_unless_one_is_named()
    {
        await using var unknown = LlamaEngine.Open(
            TinyChatModel.Save(At("unknown.gguf"), ("tokenizer.chat_template", "{{ messages }}")),
            new LlamaEngineOptions { Threads = 1 }
        );
        Assert.Contains(
            "Model:ChatTemplate",
            Assert.Throws<ModelFileException>(() => new LlamaChatClient(unknown)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal("llama3", new LlamaChatClient(unknown, "llama3").Template);
    }
}
